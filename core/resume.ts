// Retrying an ended run: which of its steps are unfinished, what is still known of them, and what
// has to be read again.
import type { BatchKind } from "../contract/api/run.ts";
import type { Partition } from "../contract/source/partition.ts";
import type { Id } from "../contract/source/record.ts";
import { newRun, newStep, type Begun, type RunStart } from "./begin.ts";
import { mustReread, pagesBelongTogether } from "./coverage.ts";
import { isOwed } from "./delivery.ts";
import { planCount, planSurvey, type PlannedBatch } from "./plan.ts";
import type { RetryState } from "./retry.ts";
import { noTally, type Millis, type RunState, type StepState } from "./run.ts";

/** Whether a step was given up, refused or stopped, has a hole, or has rejected records. */
const isUnread = ({ status, holes, tally }: StepState): boolean =>
  status === "failed" || status === "cancelled" || holes > 0 || tally.rejected > 0;

/**
 * The steps that a retry takes up again. What the destination lacks goes with what is read again.
 * @param delivers whether today's configuration names a destination
 */
export const stepsToRetry = (ended: RunState, { delivers }: { delivers: boolean }): StepState[] =>
  ended.steps.filter((step) => isUnread(step) || (delivers && isOwed(ended, step)));

/**
 * How a retry goes on. `anew`: reads all of the resources, since what the ended run knew of the
 * source and of the store does not hold any more. `delivery`: reads nothing and sends on what is
 * published. `resumed`: reads what is left, in the ended run's generation where that was never
 * published.
 */
export type RetryKind =
  { type: "anew" } | { type: "delivery" } | { type: "resumed"; generation: "reopened" | "fresh" };

/** @param steps those that are retried */
export function retryKind(
  ended: RunState,
  steps: StepState[],
  start: Pick<RunStart, "epoch" | "reads">,
): RetryKind {
  // The epoch has risen by the retry alone: no other run began since, and nothing was undone.
  const stands = start.epoch === ended.epoch + 1 && start.reads === ended.reads;
  if (!stands) return { type: "anew" };
  const allRead =
    !ended.steps.some(isUnread) && steps.every(({ status }) => status === "completed");
  if (allRead) return { type: "delivery" };
  return { type: "resumed", generation: ended.published ? "fresh" : "reopened" };
}

/** What an ended run left undone in one step. `survey`: the source has to be surveyed again. */
export type LeftOver = { step: StepState; survey: boolean; partitions: Partition[] };

/** What the stores know of an ended step. */
export type LeftOverFacts = {
  /** Its batches, in order. */
  batches: { kind: BatchKind; partition: Partition | null; retry: Pick<RetryState, "status"> }[];
  /** Ids of its rejects, and how many came without an id. */
  rejected: Id[];
  unnamed: number;
};

export function leftOver(step: StepState, { batches, rejected, unnamed }: LeftOverFacts): LeftOver {
  const fetches = batches.filter(({ kind }) => kind === "fetch");
  const unread = fetches
    .filter(({ retry }) => retry.status !== "done")
    .flatMap(({ partition }) => (partition === null ? [] : [partition]));
  const named = rejected.length === 0 ? [] : [{ type: "ids" as const, ids: rejected }];
  // What did not agree has dropped its removals, and with them what stood in their place: nobody
  // knows what to ask for.
  const disagreed = step.holes > 0 && unread.length === 0;
  // Nor can parts of pages that belong together be asked for: what they listed went with their run.
  const together = pagesBelongTogether(step);
  const again = mustReread(step, { unnamed, rejected: step.tally.rejected });
  const survey = step.reads === "ids" || fetches.length === 0 || disagreed || together || again;
  return { step, survey, partitions: [...unread, ...named] };
}

/**
 * A run that reads only what an ended one left undone.
 * Steps that never surveyed start over; the others go on with their horizon and the part that
 * failed.
 * `reopened`: the ended run's generation is this run's, so what it read and counted stands.
 */
export function beginRetry(
  start: RunStart,
  left: LeftOver[],
  generation: "reopened" | "fresh",
  now: Millis,
): Begun {
  const resumed = left.map((one) => resume(one, generation));
  const steps = resumed.map(({ step }) => step);
  const is = (status: StepState["status"]) => steps.some((step) => step.status === status);
  const status = is("surveying") ? "surveying" : is("fetching") ? "fetching" : "verifying";
  return {
    run: { ...newRun(start, steps, now), status },
    batches: resumed.flatMap(({ batches }) => batches),
  };
}

function resume(
  { step, survey, partitions }: LeftOver,
  generation: "reopened" | "fresh",
): { step: StepState; batches: PlannedBatch[] } {
  // What a reopened generation holds already is part of what this run changes. Rejects are listed
  // anew: they are read again.
  const written = generation === "reopened" ? { ...step.tally, rejected: 0 } : noTally;
  if (survey || step.horizon === null)
    return {
      step: { ...newStep(step), tally: { ...written, read: 0, unchanged: 0 } },
      batches: [planSurvey(step.resource)],
    };
  const fetches = partitions.map((partition): PlannedBatch => ({
    resource: step.resource,
    kind: "fetch",
    partition,
  }));
  // A step with nothing left to read still has to be verified.
  const batches = fetches.length > 0 ? fetches : [planCount(step.resource)];
  const { coverage, idTakenCode, horizon, fingerprint, cursor, idRanges } = step;
  const known = { coverage, idTakenCode, horizon, fingerprint, cursor, idRanges };
  const counts =
    generation === "reopened"
      ? {
          toRead: step.toRead,
          present: step.present,
          tally: written,
          byName: step.byName,
          warned: step.warned,
        }
      : {};
  const status = fetches.length > 0 ? "fetching" : "verifying";
  return { step: { ...newStep(step), ...known, ...counts, status, open: batches.length }, batches };
}
