// The state of a run: what it knows of itself, its steps and what is still open.
import type { Limits } from "../contract/api/configuration.ts";
import type {
  Deliveries,
  Problem,
  Run,
  RunStatus,
  StartedBy,
  StepStatus,
} from "../contract/api/run.ts";
import type { FindingsState } from "./findings.ts";
import type { WarnedFiles } from "./file-warnings.ts";
import type { Coverage, Cursor, Doubt, Horizon } from "../contract/source/survey.ts";
import type { Resource } from "../contract/source/resource.ts";
import type { IdRange } from "../contract/source/partition.ts";

/** Milliseconds since 1970, handed in: the rules have no clock. */
export type Millis = number;

/** Records by what became of them. `read` counts each page once, however often it was fetched. */
export type Tally = {
  read: number;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  rejected: number;
};

export const noTally: Tally = {
  read: 0,
  added: 0,
  changed: 0,
  removed: 0,
  unchanged: 0,
  rejected: 0,
};

export const addTally = (a: Tally, b: Partial<Tally>): Tally => ({
  read: a.read + (b.read ?? 0),
  added: a.added + (b.added ?? 0),
  changed: a.changed + (b.changed ?? 0),
  removed: a.removed + (b.removed ?? 0),
  unchanged: a.unchanged + (b.unchanged ?? 0),
  rejected: a.rejected + (b.rejected ?? 0),
});

/**
 * What of a resource has been sent on. `sent` counts records, whatever the destination did with
 * them. `standing`: of the refused ones those that it had refused before.
 */
export type DeliveryState = Deliveries & { sent: number; standing: number };

/** One resource inside a run. */
export type StepState = {
  resource: string;
  label: Resource["label"];
  status: StepStatus;
  /**
   * `records`: reads records. `ids`: only compares ids, after a person said that the missing ones
   * are gone.
   */
  reads: "records" | "ids";
  /** A complete pass compares ids even when counts agree. */
  complete: boolean;
  coverage: Coverage | null;
  /** The survey's own code for records whose id is taken. */
  idTakenCode: string | null;
  horizon: Horizon | null;
  fingerprint: string | null;
  /** The cursor to keep when the step is published whole. */
  cursor: Cursor | null;
  /** What the source counted at the survey: records to read, and records present. */
  toRead: number | null;
  present: number | null;
  /** Weight before the survey has counted: what the last run read. */
  expected: number;
  tally: Tally;
  /** Records of the tally that were asked for by id, beside those that the survey counted. */
  byName: number;
  /** Batches of this phase that are neither done nor given up. */
  open: number;
  /** Batches given up: a step with a hole removes nothing and keeps its cursor. */
  holes: number;
  /** The source's count at verification and the ids it listed since. */
  counted: number | null;
  listed: number;
  /**
   * The parts in which the source lists its ids; null: integers, up to the highest. None: it cannot
   * list them.
   */
  idRanges: IdRange[] | null;
  /** Ranges of ids asked for in this round; none where counts were proof enough. */
  rangesAsked: number;
  /** Ids that the source lists and the store lacks, found in this round. */
  missing: number;
  round: number;
  verified: number | null;
  /** Files that the survey named; null for what is not read from files. */
  files: number | null;
  /** null where the survey declares none. */
  findings: FindingsState | null;
  /** Files that are used with warnings; null for what is not read from files. */
  warned: WarnedFiles | null;
  /** Set once it is known what the destination has to get; null: nothing. */
  delivery: DeliveryState | null;
  problem: Problem | null;
  /** What the source did not let the survey check. */
  doubts: Doubt[];
  startedAt: Millis | null;
  endedAt: Millis | null;
};

/** Waiting is a fact beside the state: for what, and until when at least. */
type Waiting = { code: string; facts: Record<string, string>; until: Millis };

/** A question about one resource, and what became of it; null: it waits for a person. */
export type QuestionState = {
  resource: string;
  vanishing: number;
  of: number;
  answer: { type: "confirmed" | "replaced"; by: string | null; at: Millis } | null;
};

export type RunState = {
  id: string;
  configuration: string;
  configurationName: string;
  /** `delivery`: it reads nothing, and sends on what is published. */
  purpose: Run["purpose"];
  status: RunStatus;
  epoch: number;
  generation: number;
  limits: Limits;
  startedBy: StartedBy;
  startedAt: Millis;
  endedAt: Millis | null;
  heartbeatAt: Millis;
  /** When the first page arrived: pace is counted from here. */
  readingSince: Millis | null;
  progressPercentage: number;
  waiting: Waiting | null;
  /** Since when nothing has come, where it waits. */
  waitingSince: Millis | null;
  /** What it waited for when another refresh was let go first; null: it holds the lock. */
  setAside: { waiting: Waiting | null; at: Millis } | null;
  steps: StepState[];
  problems: Problem[];
  questions: QuestionState[];
  /** The run sends on what it publishes. */
  delivers: boolean;
  /** Resources that still have to be sent on, in order. */
  toDeliver: string[];
  /**
   * A hash of the settings that decide what the run reads: an ended run is only resumed by one that
   * reads the same.
   */
  reads: string;
  /**
   * Resources about which a person's yes began this run. Which ids the yes covers is kept with the
   * question.
   */
  confirms: string[];
  rowsWritten: number;
  published: boolean;
  undone: boolean;
  undoneBy: string | null;
  undoneAt: Millis | null;
  retryOf: string | null;
  cancelledBy: string | null;
  /** Durations of earlier completed runs of the same kind, newest first. */
  pastDurationsMs: number[];
  seq: number;
};

/** Where each state may lead; an ended run has no moves. */
export const moves = {
  surveying: ["fetching", "verifying", "publishing", "cancelling", "failed"],
  fetching: ["verifying", "publishing", "cancelling", "failed"],
  verifying: ["fetching", "publishing", "cancelling", "failed"],
  publishing: ["delivering", "completed", "completed_with_problems", "failed"],
  delivering: ["completed", "completed_with_problems", "cancelling", "failed"],
  cancelling: ["cancelled"],
  completed: [],
  completed_with_problems: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<RunStatus, readonly RunStatus[]>;

export const hasEnded = (status: RunStatus): boolean => moves[status].length === 0;

export const mayMove = (from: RunStatus, to: RunStatus): boolean =>
  (moves[from] as readonly RunStatus[]).includes(to);

/**
 * A step that waits for nothing more from the source: ready to be published, published, or out of
 * the run.
 */
export const isSettled = ({ status }: StepState): boolean =>
  status !== "surveying" && status !== "fetching" && status !== "verifying";

export const totalOf = (run: RunState): Tally =>
  run.steps.reduce((sum, step) => addTally(sum, step.tally), noTally);
