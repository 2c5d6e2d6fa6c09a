// How a run begins: fresh, as a retry of what failed, or to ask whether records are really gone.
import type { Limits } from "../contract/connection.ts";
import type { StartedBy } from "../contract/run.ts";
import type { Extent, Resource } from "../contract/source.ts";
import { planSurvey, type PlannedBatch } from "./plan.ts";
import { noTally, type HeldRun, type HeldStep, type Moment } from "./run.ts";

/** What a step starts from: what is known of its resource before the source is asked. */
export type StepStart = Pick<HeldStep, "resource" | "label" | "reads" | "complete" | "expected">;

export type RunStart = {
  id: string;
  configuration: string;
  configurationName: string;
  epoch: number;
  generation: number;
  limits: Limits;
  startedBy: StartedBy;
  pastDurationsMs: number[];
  retryOf: string | null;
  removalsConfirmed: boolean;
};

export type Begun = { run: HeldRun; batches: PlannedBatch[] };

const newStep = (start: StepStart): HeldStep => ({
  ...start, status: "surveying", coverage: null, horizon: null, fingerprint: null, cursor: null, toRead: null, present: null,
  tally: noTally, open: 1, holes: 0, counted: null, listed: 0, spans: 0, missing: 0, round: 0, verified: null, problem: null,
  startedAt: null, endedAt: null,
});

const newRun = (start: RunStart, steps: HeldStep[], now: Moment): HeldRun => ({
  ...start, status: "surveying", startedAt: now, endedAt: null, heartbeatAt: now, readingSince: null, progressPercentage: 0,
  waiting: null, steps, problems: [], question: null, rowsWritten: 0, published: false, undone: false, cancelledBy: null, seq: 1,
});

/** A run that surveys each of its resources. */
export function beginRun(start: RunStart, steps: StepStart[], now: Moment): Begun {
  return { run: newRun(start, steps.map(newStep), now), batches: steps.map(({ resource }) => planSurvey(resource)) };
}

/** What an ended run left undone in one step. `survey`: it never learned what there is. */
export type LeftOver = { step: HeldStep; survey: boolean; extents: Extent[] };

/**
 * A run that reads only what an ended one left undone.
 * Steps that never surveyed start over; the others go on with their horizon and the part that failed.
 * `reopened`: the ended run's generation is this run's, so what it read and counted stands.
 */
export function beginRetry(start: RunStart, left: LeftOver[], generation: "reopened" | "fresh", now: Moment): Begun {
  const batches: PlannedBatch[] = [];
  const steps = left.map(({ step, survey, extents }): HeldStep => {
    if (survey || step.horizon === null) {
      batches.push(planSurvey(step.resource));
      return newStep(step);
    }
    const fetches = extents.map((extent): PlannedBatch => ({ resource: step.resource, kind: "fetch", extent }));
    batches.push(...fetches);
    const known = { ...newStep(step), coverage: step.coverage, horizon: step.horizon, fingerprint: step.fingerprint, cursor: step.cursor };
    const counts = generation === "reopened" ? { toRead: step.toRead, present: step.present, tally: step.tally } : {};
    return { ...known, ...counts, status: "fetching", open: fetches.length };
  });
  // A step with nothing left to read still has to be verified: its survey brings it there.
  const empty = steps.filter((step) => step.status === "fetching" && step.open === 0);
  const run = newRun(start, steps.map((step) => (empty.includes(step) ? newStep(step) : step)), now);
  batches.push(...empty.map(({ resource }) => planSurvey(resource)));
  return { run: { ...run, status: steps.some((step) => step.status === "surveying") || empty.length > 0 ? "surveying" : "fetching" }, batches };
}

/** The step of a resource as a configuration names it. */
export const stepStart = (
  { key, label }: Pick<Resource, "key" | "label">,
  { reads, complete, expected }: Pick<StepStart, "reads" | "complete" | "expected">,
): StepStart => ({ resource: key, label, reads, complete, expected });
