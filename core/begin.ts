// How a run begins: to read its resources, to ask whether records are really gone, or only to send on
// what is published.
import type { Limits } from "../contract/api/configuration.ts";
import type { StartedBy } from "../contract/api/run.ts";
import type { Resource } from "../contract/source/resource.ts";
import { deliverNext, type Owed } from "./delivery.ts";
import { planSurvey, type PlannedBatch } from "./plan.ts";
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
  /** A hash of the settings that decide what is read: address, template, options. */
  reads: string;
  /** The configuration names a destination. */
  delivers: boolean;
  /** Resources about which a person has said that records may vanish. */
  confirms: string[];
};

export type Begun = { run: RunState; batches: PlannedBatch[] };

export const newStep = (start: StepStart): StepState => ({
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

export const newRun = (start: RunStart, steps: StepState[], now: Millis): RunState => ({
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

const dayMs = 24 * 3_600_000;

/**
 * Whether a step has to read everything: incremental reads miss what changes without a stamp.
 * @param completeAt when everything was last read; null or undefined: never
 */
export const isCompleteReadDue = (
  completeAt: Millis | null | undefined,
  { completeEveryDays }: Pick<Limits, "completeEveryDays">,
  now: Millis,
): boolean =>
  completeAt === undefined || completeAt === null || now - completeAt > completeEveryDays * dayMs;

/** Records expected of a resource that no run has read before. */
const usualRecords = 1_000;

/** How many records a step is expected to read: as many as last time. @param past newest first */
export const expectedRecords = (past: RunState[], resource: string): number =>
  past[0]?.steps.find((step) => step.resource === resource)?.tally.read ?? usualRecords;

/** How long runs took, in milliseconds. */
export const durationsOf = (past: RunState[]): number[] =>
  past.map((run) => (run.endedAt ?? run.startedAt) - run.startedAt);
