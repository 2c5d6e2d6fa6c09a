// A tenant's object, as the Worker calls it.
import type { RecordPage, MonthSum, GroupAverage } from "../api/record.ts";
import type { Run, RunDetail, Change } from "../api/run.ts";
import type { Status } from "../api/status.ts";
import type { ReadRefusal, RecordQuery, SumQuery, AverageQuery } from "./queries.ts";
import type { RunPlan } from "./run-plan.ts";
import type { StartCommand, Started, Refusal, StartLimited } from "./start.ts";
import type { Task, Assignment, Fence, Outcome } from "./task.ts";
import type { Id } from "../source/record.ts";
import type { Cursor } from "../source/survey.ts";

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

/** What one of its calls is given, and what it answers. */
export type TenantCommand<Name extends keyof TenantRpc> = Parameters<TenantRpc[Name]>[0];
export type TenantAnswer<Name extends keyof TenantRpc> = Awaited<ReturnType<TenantRpc[Name]>>;
