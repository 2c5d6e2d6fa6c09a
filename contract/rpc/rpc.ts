// The calls between the rooms: what a tenant's object, the lanes, the ledger and the gate offer
// each other.
import { z } from "zod";
import { Instant, type Json, type Locale, type Text } from "../values/json.ts";
import type { Configuration, Limits, Schedule } from "../api/connection.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { Freshness, GroupAverage, MonthSum, RecordPage } from "../api/record.ts";
import type { Change, LastRun, Run, RunDetail, RunSummary, StartedBy } from "../api/run.ts";
import type { Cursor, Having, Id, Resource } from "../source/source.ts";
import type { ConnectionAccess, Assignment, Fence, Outcome, Task } from "./task.ts";

/**
 * A configuration as a run takes it with it: nothing that happens to the settings later changes a
 * running refresh.
 */
export type RunPlan = {
  configuration: string;
  configurationName: string;
  template: string;
  options: { [name: string]: Json };
  resources: Resource[];
  access: ConnectionAccess;
  /** Where published data is sent on to; null: nowhere. */
  destination: ConnectionAccess | null;
  limits: Limits;
  schedule: Schedule | null;
  timeZone: string;
};

export type StartCommand = {
  tenant: string;
  jurisdiction: "eu" | null;
  plan: RunPlan;
  /** Keys of the resources wanted; all when null. */
  resources: string[] | null;
  complete: boolean;
  startedBy: StartedBy;
  idempotencyKey: string | null;
  /**
   * What was asked for, as a hash of action and body: the key stands for this request and no other.
   */
  request?: string;
};

export type Started =
  | { type: "started"; run: Run }
  /**
   * The same idempotency key and request as before: the run it started, as it was answered then.
   */
  | { type: "repeated"; run: Run }
  | { type: "alreadyRunning"; run: Run };

/** Why an order about a run was not carried out. */
export type Refusal = {
  type: "refused";
  code:
    | "run_unknown"
    | "run_ended"
    | "run_active"
    | "nothing_to_retry"
    | "nothing_to_undo"
    | "undo_too_old"
    | "nothing_to_send"
    | "resource_unknown"
    | "idempotency_key_reused"
    | "nothing_to_confirm"
    | "question_answered"
    | "questions_unnamed";
};

/** Too many refreshes were started in too short a time; the next one may be after the wait. */
export type StartLimited = { type: "tooManyStarts"; retryAfterMs: number };

export type RecordQuery = {
  configuration: string;
  resource: string;
  after: string | null;
  limit: number;
  search: string | null;
  /** The data as of this generation; the published one when null. */
  asOf: number | null;
  /**
   * `as` says how the column's values compare: decimal strings sort as numbers, texts by the
   * reader's language. The amounts of the records that `minus` names count against the others, and
   * sort as they are shown: below zero.
   */
  sort: {
    column: string;
    as: "text" | "number";
    minus: Having | null;
    direction: "asc" | "desc";
    language: Locale;
  } | null;
};

/** Why nothing was read. */
export type ReadRefusal<Code extends string> = { type: "unread"; code: Code };

export type SumQuery = {
  configuration: string;
  resource: string;
  amount: SummedColumn;
  date: string;
  group: string;
  currency: string;
  uncounted: Having[];
};

/**
 * A column whose numbers are added; those of the records that `minus` names count against the
 * others.
 */
export type SummedColumn = { column: string; minus: Having | null };

/** `where`: only records with these values; an empty one stands for none. */
export type AverageQuery = {
  configuration: string;
  resource: string;
  measures: SummedColumn[];
  uncounted: Having[];
  by: string[];
  where: { column: string; value: string }[];
};

export type Status = {
  active: Run | null;
  last: Run | null;
  /** Refreshes that wait for other systems and have let the active one go first. */
  setAside: Run[];
  freshness: Freshness[];
  /** The last ended run of each configuration. */
  lastRuns: LastRun[];
};

/** A tenant's object, as the Worker calls it. */
export interface TenantRpc {
  start(order: StartCommand): Promise<Started | Refusal | StartLimited>;
  cancel(order: { run: string; by: string }): Promise<{ type: "cancelling"; run: Run } | Refusal>;
  /** A new run that reads only what failed in an ended one. `plan` is today's configuration. */
  retry(
    order: Omit<StartCommand, "resources" | "complete"> & { run: string },
  ): Promise<Started | Refusal | StartLimited>;
  /**
   * "Yes, they are gone": reads the ids again and removes what the question named; anything more is
   * asked anew. `resources`: null where there is one question only.
   */
  confirmRemovals(
    order: Omit<StartCommand, "complete"> & { run: string },
  ): Promise<Started | Refusal | StartLimited>;
  /**
   * A run that reads nothing and sends what is published on to the destination: what has not
   * arrived, or `everything` anew.
   */
  send(
    order: Omit<StartCommand, "resources" | "complete"> & { everything: boolean },
  ): Promise<Started | Refusal | StartLimited>;
  undo(order: { run: string; by: string }): Promise<{ type: "undone"; run: Run } | Refusal>;
  status(): Promise<Status>;
  runs(query: {
    before: string | null;
    limit: number;
  }): Promise<{ runs: Run[]; next: string | null }>;
  run(query: { run: string }): Promise<RunDetail | null>;
  changes(query: {
    run: string;
    after: string | null;
    limit: number;
  }): Promise<
    { changes: Change[]; next: string | null } | ReadRefusal<"run_unknown" | "changes_gone">
  >;
  records(
    query: RecordQuery,
  ): Promise<Omit<RecordPage, "columns"> | ReadRefusal<"generation_unknown" | "too_many_reads">>;
  sums(query: SumQuery): Promise<MonthSum[] | ReadRefusal<"too_many_reads" | "too_many_groups">>;
  averages(
    query: AverageQuery,
  ): Promise<GroupAverage[] | ReadRefusal<"too_many_reads" | "too_many_groups">>;
  /**
   * How far the published reads of a configuration have come, by resource, what of it could not be
   * used, and which files were used with warnings; resources never published are not in it.
   */
  cursors(query: {
    configuration: string;
  }): Promise<{ resource: string; cursor: Cursor | null; rejected: Id[]; warned: string[] }[]>;
  /** Lanes: the next batch of a run. */
  claim(task: Task): Promise<Assignment>;
  /**
   * Lanes: what came of a batch; `next` claims another one, `resend` ends this lane's slice and
   * asks for a fresh lane.
   */
  apply(report: { fence: Fence; outcome: Outcome; then: "next" | "resend" }): Promise<Assignment>;
  /** Lanes: still at work on it. False: another holds the batch now, stop. */
  renew(fence: Fence): Promise<boolean>;
  /** Sweep: adopt what is silent, take over a new copy of the schedules. */
  wake(order: {
    tenant: string;
    jurisdiction: "eu" | null;
    settingsVersion: number;
  }): Promise<{ settingsVersion: number; active: boolean }>;
  setSchedules(order: {
    tenant: string;
    jurisdiction: "eu" | null;
    settingsVersion: number;
    plans: RunPlan[];
    /**
     * The connections that the tenant may read through now, and the text of what is fixed for it;
     * left out: not told. A run of any other is ended.
     */
    connections?: { id: string; share: string | null }[];
  }): Promise<{ due: { configuration: string; at: string | null }[] }>;
  /** When each automatic configuration is due, as far as this copy of the schedules knows. */
  due(): Promise<{ configuration: string; at: string | null }[]>;
  /** A configuration was deleted: unread it, stop its runs. */
  forget(order: { configuration: string }): Promise<void>;
  /** Close the sockets of a session or of a person. */
  dismiss(order: { session?: string; person?: string }): Promise<number>;
}

/** Loopback to the Worker: works one lane of a run. */
export interface LaneRpc {
  work(task: Task): Promise<void>;
}

/** Loopback to the Worker: writes history rows to D1; says which it took. */
export interface LedgerRpc {
  write(entries: LedgerEntry[]): Promise<{ run: string; seq: number }[]>;
}

/** `day`: today's calls are used up, as far as the caller may use them. */
export type Permit =
  | { type: "go"; permit: string }
  | { type: "notBefore"; at: number; why: "pace" | "silence" | "day" };

/** The Gate of one upstream account. */
export interface GateRpc {
  /** @param urgent a person waits: the day's reserve is for them */
  acquire(request: { tenant: string; limits: GateLimits; urgent: boolean }): Promise<Permit>;
  release(report: {
    permit: string;
    /** The source asked for silence until then. */
    silentUntil?: number;
    /** What the source itself says of today's calls. */
    day?: { remaining: number; limit: number };
  }): Promise<void>;
  /** How many of today's calls are left, as far as anybody knows. */
  quota(query: { limits: GateLimits }): Promise<Quota | null>;
  view(): Promise<GateView>;
  /**
   * Forgets the pause, the permits and the day's count: the system tells its limits again with its
   * next answer.
   */
  clear(): Promise<void>;
}

/**
 * What keeps an account waiting: a pause that its system has asked for, and the calls that are on
 * their way.
 */
export const GateView = z.object({ silentUntil: Instant.nullable(), callsOut: z.int() });
export type GateView = z.infer<typeof GateView>;

/** What is left of an account's calls of today. */
export const Quota = z.object({
  remaining: z.number(),
  limit: z.number(),
  /** When the count starts anew. */ resetsAt: Instant,
});
export type Quota = z.infer<typeof Quota>;

/** `dayReserve`: calls of the day that only people may use. */
export type GateLimits = {
  callsPerSecond: number;
  parallelCalls: number;
  callsPerDay: number | null;
  dayReserve: number;
};

export type { Configuration, RunSummary, Text };
