// Sending on what was published: one resource after another, one page at a time.
import type { Problem } from "../contract/api/run.ts";
import { planDelivery, type PlannedBatch } from "./plan.ts";
import type { DeliveryState, RunState, StepState } from "./run.ts";

/**
 * What the destination has still to get of a resource. An empty page is sent where it has to learn
 * that nothing is left.
 */
export type Owed = { resource: string; total: number };

/** Facts about the way to a destination, in the past tense. */
export type DeliveryEvent =
  /** The destination has taken a page. `more`: the resource has another one. */
  | { type: "delivered"; resource: string; counts: Omit<DeliveryState, "total">; more: boolean }
  /**
   * It will not take the page, or has not after several tries. `reason`: what it said; null:
   * nothing, the work itself was lost.
   */
  | {
      type: "deliveryGivenUp";
      code: "delivery_failed" | "delivery_refused";
      reason: Problem | null;
    };

const nothingSent = {
  created: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
  refused: 0,
  standing: 0,
  sent: 0,
};

/**
 * A run as it begins to send on, and its first batch. Pages follow one another: a later one never
 * overtakes an earlier.
 */
export function deliverNext(
  run: RunState,
  owed: Owed[],
): { run: RunState; batches: PlannedBatch[] } {
  const steps = run.steps.map((step): StepState => {
    const total = owed.find((one) => one.resource === step.resource)?.total;
    return total === undefined ? step : { ...step, delivery: { ...nothingSent, total } };
  });
  const toDeliver = owed.map(({ resource }) => resource);
  return { run: { ...run, steps, toDeliver }, batches: nextPage(toDeliver) };
}

const nextPage = (toDeliver: string[]): PlannedBatch[] => toDeliver.slice(0, 1).map(planDelivery);

/** The run after a page has arrived, and the batch of the next one; none: all has been sent on. */
export function arrived(
  run: RunState,
  { resource, counts, more }: Extract<DeliveryEvent, { type: "delivered" }>,
) {
  const steps = run.steps.map((step): StepState => {
    if (step.resource !== resource || step.delivery === null) return step;
    return { ...step, delivery: addDelivery(step.delivery, counts) };
  });
  const toDeliver = more ? run.toDeliver : run.toDeliver.filter((one) => one !== resource);
  return { run: { ...run, steps, toDeliver, waiting: null }, batches: nextPage(toDeliver) };
}

const addDelivery = (a: DeliveryState, b: Omit<DeliveryState, "total">): DeliveryState => ({
  created: a.created + b.created,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  removed: a.removed + b.removed,
  refused: a.refused + b.refused,
  standing: a.standing + b.standing,
  sent: a.sent + b.sent,
  total: a.total,
});

/** What was not sent: the reason, and each resource that the destination now lacks a part of. */
export const unsent = (
  run: RunState,
  { code, reason }: Extract<DeliveryEvent, { type: "deliveryGivenUp" }>,
): Problem[] => [
  ...(reason === null ? [] : [reason]),
  ...run.toDeliver.map((resource) => ({ code, facts: {}, resource })),
];

/** Records that the destination has refused, as problems: new ones apart from known ones. */
export const refusals = ({ steps }: RunState): Problem[] =>
  steps.flatMap(({ resource, delivery }) => {
    const { refused = 0, standing = 0 } = delivery ?? {};
    return newAndStanding(["records_refused", "records_still_refused"], {
      all: refused,
      standing,
      resource,
    });
  });

type Counted = { all: number; standing: number; resource: string };

/** One problem for what is new and one for what an earlier run reported; none for a count of 0. */
export function newAndStanding(
  [fresh, still]: [fresh: string, still: string],
  { all, standing, resource }: Counted,
): Problem[] {
  const counts = [
    [fresh, all - standing],
    [still, standing],
  ] as const;
  return counts.flatMap(([code, count]) =>
    count > 0 ? [{ code, facts: { count: String(count), resource }, resource }] : [],
  );
}

/** Whether a destination lacks something of a step, as far as its run knows. */
export const isOwed = (
  { toDeliver }: Pick<RunState, "toDeliver">,
  { resource, delivery }: StepState,
): boolean => toDeliver.includes(resource) || (delivery?.refused ?? 0) > 0;

/** How much of the sending is done, from 0 to 1. */
export function deliveredShare({ steps, toDeliver }: RunState): number {
  const all = steps.flatMap(({ delivery }) => (delivery === null ? [] : [delivery]));
  const total = all.reduce((sum, one) => sum + one.total, 0);
  if (total === 0) return toDeliver.length === 0 ? 1 : 0;
  return all.reduce((sum, one) => sum + Math.min(one.sent, one.total), 0) / total;
}
