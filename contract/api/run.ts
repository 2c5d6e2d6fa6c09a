// A run as readers see it: in the API, on live views and in the history.
import { z } from "zod";
import { Instant, Json, Text } from "../values/json.ts";
import { Tone } from "../source/findings.ts";
import { Id, Reject } from "../source/record.ts";

export const RunStatus = z.enum([
  "surveying",
  "fetching",
  "verifying",
  "publishing",
  "delivering",
  "cancelling",
  "completed",
  "completed_with_problems",
  "failed",
  "cancelled",
]);
export type RunStatus = z.infer<typeof RunStatus>;

/**
 * `ready`: read and verified, not yet published. `incomplete`: published with what could be read;
 * the rest keeps its old data.
 */
export const StepStatus = z.enum([
  "surveying",
  "fetching",
  "verifying",
  "ready",
  "completed",
  "incomplete",
  "failed",
  "cancelled",
]);
export type StepStatus = z.infer<typeof StepStatus>;

export const BatchKind = z.enum(["survey", "fetch", "verify", "deliver"]);
export type BatchKind = z.infer<typeof BatchKind>;

export const BatchStatus = z.enum(["waiting", "claimed", "done", "permanently_failed", "dropped"]);
export type BatchStatus = z.infer<typeof BatchStatus>;

/** Something that went wrong or is missing, by code. The API adds `message` for the reader. */
export const Problem = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.string()),
  resource: z.string().nullable(),
  message: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

export const Counts = z.object({
  /** Records read from the source; `toRead` is what the survey counted, null when unknown. */
  read: z.int(),
  toRead: z.int().nullable(),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
});
export type Counts = z.infer<typeof Counts>;

/**
 * What a destination did with the records that were sent on to it; `total` is how many there are to
 * send.
 */
export const Deliveries = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  removed: z.int(),
  refused: z.int(),
  total: z.int(),
});
export type Deliveries = z.infer<typeof Deliveries>;

/**
 * What the connector looked at (`checks`), and how often it found what. The counts are whole once
 * the step is verified; `label` has the number in it ("2 totals do not add up").
 */
export const Findings = z.object({
  checks: Text,
  counts: z.array(z.object({ key: z.string(), label: Text, tone: Tone, count: z.int() })),
});
export type Findings = z.infer<typeof Findings>;

export const Step = z.object({
  resource: z.string(),
  label: z.object({ en: z.string(), fr: z.string() }),
  status: StepStatus,
  progressPercentage: z.number().min(0).max(100),
  counts: Counts,
  /** Ids compared with the source, once the step is verified. */
  verified: z.int().nullable(),
  /** Files that were to be read; null: the resource is not read from files. */
  files: z.int().nullable(),
  /** null: nothing is looked for in this resource, or it has not been surveyed. */
  findings: Findings.nullable(),
  /** null: nothing has to be sent on. */
  delivery: Deliveries.nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  problem: Problem.nullable(),
});
export type Step = z.infer<typeof Step>;

export const StartedBy = z.object({
  kind: z.enum(["person", "schedule", "api"]),
  id: z.string(),
  name: z.string(),
});
export type StartedBy = z.infer<typeof StartedBy>;

/** Seconds left as a range; null is "not known yet". */
export const Remaining = z.object({ lowSeconds: z.int().min(0), highSeconds: z.int().min(0) });
export type Remaining = z.infer<typeof Remaining>;

/** Records of one resource that would vanish: nothing is removed until a person confirms it. */
const Question = z.object({
  resource: z.string(),
  vanishing: z.int(),
  /** Records that readers see of it. */
  of: z.int(),
  /**
   * null: it waits for a person. `confirmed`: somebody has confirmed it, once; `replaced`: a later
   * refresh has looked again.
   */
  answer: z
    .object({ type: z.enum(["confirmed", "replaced"]), by: z.string().nullable(), at: Instant })
    .nullable(),
});

export const Run = z.object({
  executionId: z.string(),
  configuration: z.string(),
  configurationName: z.string(),
  /** `delivery`: it reads nothing, and sends what is published on to the destination. */
  purpose: z.enum(["refresh", "delivery"]),
  status: RunStatus,
  /** Waiting is a fact beside the state. `attempt` is how often it has been tried. */
  waiting: z
    .object({ code: z.string(), facts: z.record(z.string(), z.string()), until: Instant })
    .nullable(),
  startedBy: StartedBy,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  /** Last sign of life: a batch applied, claimed or a typed wait. */
  heartbeatAt: Instant,
  progressPercentage: z.number().min(0).max(100),
  /** Key of the resource being worked on; null before the first and after the last. */
  currentStep: z.string().nullable(),
  steps: z.array(Step),
  counts: Counts,
  /** Record rows written by this run: 0 when nothing changed at the source. */
  rowsWritten: z.int(),
  recordsPerSecond: z.number().nullable(),
  remaining: Remaining.nullable(),
  /** The generation this run writes. */
  generation: z.int(),
  /** True once readers see this run's generation. */
  published: z.boolean(),
  undone: z.boolean(),
  /** Who has undone it, and when; null: nobody. */
  undoneBy: z.string().nullable(),
  undoneAt: Instant.nullable(),
  retryOf: z.string().nullable(),
  cancelledBy: z.string().nullable(),
  problems: z.array(Problem),
  /** What a person must answer, one question a resource. */
  questions: z.array(Question),
  /** Rises with each change of the run: newer wins. */
  seq: z.int(),
});
export type Run = z.infer<typeof Run>;

/** A run's line in a list. */
export const RunSummary = Run.pick({
  executionId: true,
  configuration: true,
  configurationName: true,
  status: true,
  startedBy: true,
  startedAt: true,
  endedAt: true,
  progressPercentage: true,
  counts: true,
  rowsWritten: true,
  published: true,
  undone: true,
  retryOf: true,
  problems: true,
  seq: true,
}).extend({ tenant: z.string(), tenantName: z.string() });
export type RunSummary = z.infer<typeof RunSummary>;

/** The last ended refresh of a configuration, for its dashboard. */
export const LastRun = Run.pick({
  executionId: true,
  purpose: true,
  configuration: true,
  status: true,
  steps: true,
  startedBy: true,
  startedAt: true,
  endedAt: true,
  published: true,
  undone: true,
  undoneBy: true,
  undoneAt: true,
  problems: true,
});
export type LastRun = z.infer<typeof LastRun>;

export const Batch = z.object({
  batch: z.int(),
  resource: z.string(),
  kind: BatchKind,
  status: BatchStatus,
  /** What it reads, in a word or two: "ids 1-500". */
  extent: z.string(),
  attempt: z.int(),
  failures: z.int(),
  read: z.int(),
  lastFailure: Problem.nullable(),
});
export type Batch = z.infer<typeof Batch>;

export const RunDetail = Run.extend({
  batches: z.array(Batch),
  rejects: z.array(Reject.extend({ resource: z.string(), message: z.string().optional() })),
});
export type RunDetail = z.infer<typeof RunDetail>;

export const ChangeKind = z.enum(["added", "changed", "removed"]);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** One record that a run changed, before and after. */
/** Where a page of changes ended: the batch of a run, and how many of its ids were returned. */
export const ChangeCursor = z.strictObject({
  run: z.string().max(100),
  batch: z.int().min(0),
  index: z.int().min(0),
});
export type ChangeCursor = z.infer<typeof ChangeCursor>;

export const Change = z.object({
  resource: z.string(),
  id: Id,
  kind: ChangeKind,
  before: z.record(z.string(), Json).nullable(),
  after: z.record(z.string(), Json).nullable(),
});
export type Change = z.infer<typeof Change>;

/** The resources whose removals are confirmed; may be left out if there is only one question. */
export const ConfirmRemovals = z.strictObject({ resources: z.array(z.string()).min(1).optional() });
export type ConfirmRemovals = z.infer<typeof ConfirmRemovals>;

export const StartRun = z.strictObject({
  configuration: z.string(),
  /** Only these resources; all of the configuration's when left out. */
  resources: z.array(z.string()).min(1).optional(),
  /** Read everything again, even where only changes would do. */
  complete: z.boolean().optional(),
});
export type StartRun = z.infer<typeof StartRun>;

/** The body of a request whose address says everything: none, or an empty object. */
export const Nothing = z.strictObject({});
export type Nothing = z.infer<typeof Nothing>;

/** `everything`: also what has arrived before, as after the destination was emptied. */
export const StartDelivery = z.strictObject({ everything: z.boolean().default(false) });
export type StartDelivery = z.infer<typeof StartDelivery>;
