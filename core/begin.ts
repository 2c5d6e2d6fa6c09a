// How a run begins: fresh, as a retry of what failed, or to ask whether records are really gone.
import type { Limits } from "../contract/api/configuration.ts";
import type { StartedBy } from "../contract/api/run.ts";
import type { Partition } from "../contract/source/partition.ts";
import type { Resource } from "../contract/source/resource.ts";
import { deliverNext, type Owed } from "./delivery.ts";
import { planCount, planSurvey, type PlannedBatch } from "./plan.ts";
import { noTally, type RunState, type StepState, type Millis } from "./run.ts";

/** What a step starts from: what is known of its resource before the source is asked. */
export type StepStart = Pick<StepState, "resource" | "label" | "reads" | "complete" | "expected">;

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
  /** A mark of the settings: address, template, options. */
  reads: string;
  /** The configuration names a destination. */
  delivers: boolean;
  /** Resources about which a person has said that records may vanish. */
  confirms: string[];
};

export type Begun = { run: RunState; batches: PlannedBatch[] };

const newStep = (start: StepStart): StepState => ({
  ...start,
  status: "surveying",
  coverage: null,
  idTakenCode: null,
  horizon: null,
  fingerprint: null,
  cursor: null,
  toRead: null,
  present: null,
  tally: noTally,
  byName: 0,
  open: 1,
  holes: 0,
  counted: null,
  listed: 0,
  idRanges: null,
  rangesAsked: 0,
  missing: 0,
  round: 0,
  verified: null,
  files: null,
  findings: null,
  warned: null,
  doubts: [],
  delivery: null,
  problem: null,
  startedAt: null,
  endedAt: null,
});

const newRun = (start: RunStart, steps: StepState[], now: Millis): RunState => ({
  ...start,
  purpose: "refresh",
  status: "surveying",
  startedAt: now,
  endedAt: null,
  heartbeatAt: now,
  readingSince: null,
  progressPercentage: 0,
  waiting: null,
  waitingSince: null,
  setAside: null,
  steps,
  problems: [],
  questions: [],
  toDeliver: [],
  rowsWritten: 0,
  published: false,
  undone: false,
  undoneBy: null,
  undoneAt: null,
  cancelledBy: null,
  seq: 1,
});

/** A run that surveys each of its resources. */
export function beginRun(start: RunStart, steps: StepStart[], now: Millis): Begun {
  return {
    run: newRun(start, steps.map(newStep), now),
    batches: steps.map(({ resource }) => planSurvey(resource)),
  };
}

/** What an ended run left undone in one step. `survey`: it never learned what there is. */
export type LeftOver = { step: StepState; survey: boolean; partitions: Partition[] };

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

/**
 * A run that reads nothing: what an ended one has published is sent on, as far as it has not
 * arrived.
 * @param steps those of the ended run
 */
export function beginDelivery(
  start: RunStart,
  steps: StepState[],
  owed: Owed[],
  now: Millis,
): Begun {
  const known = steps.map((step): StepState => ({
    ...step,
    tally: noTally,
    round: 0,
    verified: null,
    files: null,
    delivery: null,
    problem: null,
  }));
  const { run, batches } = deliverNext(
    { ...newRun(start, known, now), status: "delivering", purpose: "delivery" },
    owed,
  );
  return { run, batches };
}

/** A run that reads nothing and sends on what is published of its resources. */
export function beginSending(
  start: RunStart,
  steps: StepStart[],
  owed: Owed[],
  now: Millis,
): Begun {
  const known = steps.map((step): StepState => ({
    ...newStep(step),
    status: "completed",
    open: 0,
  }));
  const { run, batches } = deliverNext(
    { ...newRun(start, known, now), status: "delivering", purpose: "delivery" },
    owed,
  );
  return { run, batches };
}

/** The step of a resource as a configuration names it. */
export const stepStart = (
  { key, label }: Pick<Resource, "key" | "label">,
  { reads, complete, expected }: Pick<StepStart, "reads" | "complete" | "expected">,
): StepStart => ({ resource: key, label, reads, complete, expected });
