// Rows of batches: the work of a run, which lane has claimed each, and how often it was tried.
import type { Batch, BatchKind, BatchStatus, Problem } from "../../contract/api/run.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Partition } from "../../contract/source/partition.ts";
import { describePartition } from "../../core/partitions.ts";
import type { PlannedBatch } from "../../core/plan.ts";
import { freshRetryState, type RetryState } from "../../core/retry.ts";
import { storedBatch } from "../../core/stored/stored-batch.ts";

/** A batch as the object keeps it. */
export type BatchState = {
  run: string;
  batch: number;
  resource: string;
  kind: BatchKind;
  partition: Partition | null;
  retry: RetryState;
  /** The lifetime of this object in memory in which the claim was given. */
  claimedIn: string | null;
  pageSize: number | null;
  read: number;
  problem: Problem | null;
  /** The destination's handle for its background job. */
  task: Json | null;
};

type BatchRow = {
  run: string;
  batch: number;
  resource: string;
  kind: BatchKind;
  extent: string | null;
  status: BatchStatus;
  attempt: number;
  failures: number;
  busy: number;
  busy_since: number | null;
  not_before: number;
  claimed_until: number | null;
  claimed_in: string | null;
  lost: number;
  page_size: number | null;
  read: number;
  problem: string | null;
  task: string | null;
  version: number;
};

export class Batches {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(run: string, planned: (PlannedBatch & { pageSize?: number | null })[]): void {
    const first = this.#sql
      .exec<{ next: number }>(
        "SELECT coalesce(max(batch), 0) + 1 AS next FROM batch WHERE run = ?",
        run,
      )
      .one().next;
    for (const [index, { resource, kind, partition, pageSize }] of planned.entries())
      this.put({
        run,
        batch: first + index,
        resource,
        kind,
        partition,
        retry: freshRetryState,
        claimedIn: null,
        pageSize: pageSize ?? null,
        read: 0,
        problem: null,
        task: null,
      });
  }

  put(batch: BatchState): void {
    const { retry } = batch;
    const { version, partition, problem, task } = storedBatch.write(batch);
    this.#sql.exec(
      `INSERT OR REPLACE INTO batch (run, batch, resource, kind, extent, status, attempt, failures, busy, busy_since, not_before,
       claimed_until, claimed_in, lost, page_size, read, problem, task, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      batch.run,
      batch.batch,
      batch.resource,
      batch.kind,
      partition,
      retry.status,
      retry.attempt,
      retry.failures,
      retry.busy,
      retry.busySince,
      retry.notBefore,
      retry.claimedUntil,
      batch.claimedIn,
      retry.lost,
      batch.pageSize,
      batch.read,
      problem,
      task,
      version,
    );
  }

  /** Marks a batch as done and releases its claim. */
  done(batch: BatchState, read: number): void {
    this.put({ ...batch, read, retry: { ...batch.retry, status: "done", claimedUntil: null } });
  }

  /** Replaces a batch by smaller ones. */
  replace(batch: BatchState, partitions: readonly Partition[]): void {
    this.done(batch, 0);
    const { run, resource, kind, pageSize } = batch;
    this.add(
      run,
      partitions.map((partition) => ({ resource, kind, partition, pageSize })),
    );
  }

  find(run: string, batch: number): BatchState | null {
    return this.#select("WHERE run = ? AND batch = ?", run, batch)[0] ?? null;
  }

  all(run: string): BatchState[] {
    return this.#select("WHERE run = ? ORDER BY batch", run);
  }

  /** The next batch that may be claimed now. */
  due(run: string, now: number): BatchState | null {
    return (
      this.#select(
        "WHERE run = ? AND status = 'waiting' AND not_before <= ? ORDER BY batch LIMIT 1",
        run,
        now,
      )[0] ?? null
    );
  }

  /** No claim lasts longer than until then. */
  shortenClaims(until: number): void {
    this.#sql.exec(
      "UPDATE batch SET claimed_until = ? WHERE status = 'claimed' AND claimed_until > ?",
      until,
      until,
    );
  }

  claims(run: string): BatchState[] {
    return this.#select("WHERE run = ? AND status = 'claimed'", run);
  }

  #select(where: string, ...bind: SqlStorageValue[]): BatchState[] {
    return this.#sql
      .exec<BatchRow>(`SELECT * FROM batch ${where}`, ...bind)
      .toArray()
      .map(fromRow);
  }

  /**
   * How many batches wait and are due, how many are claimed, and when the next waiting one is due.
   */
  workload(
    run: string,
    now: number,
  ): { due: number; claimed: number; nextAt: number | null; claimEnds: number | null } {
    const row = this.#sql
      .exec<{ due: number; claimed: number; next: number | null; ends: number | null }>(
        `SELECT count(*) FILTER (WHERE status = 'waiting' AND not_before <= ?1) AS due,
                count(*) FILTER (WHERE status = 'claimed') AS claimed,
                min(not_before) FILTER (WHERE status = 'waiting' AND not_before > ?1) AS next,
                min(claimed_until) FILTER (WHERE status = 'claimed') AS ends
         FROM batch WHERE run = ?2`,
        now,
        run,
      )
      .one();
    return { due: row.due, claimed: row.claimed, nextAt: row.next, claimEnds: row.ends };
  }

  /** Batches that nobody has begun leave the run. */
  dropWaiting(run: string, resource: string | null): void {
    this.#sql.exec(
      "UPDATE batch SET status = 'dropped' WHERE run = ? AND status = 'waiting' AND (resource = ? OR ? IS NULL)",
      run,
      resource,
      resource,
    );
  }
}

/** The public view of a batch. */
export const viewBatch = ({
  batch,
  resource,
  kind,
  partition,
  retry,
  read,
  problem,
}: BatchState): Batch => ({
  batch,
  resource,
  kind,
  status: retry.status,
  extent: describePartition(partition),
  attempt: retry.attempt,
  failures: retry.failures,
  read,
  lastFailure: problem,
});

const fromRow = (row: BatchRow): BatchState => ({
  run: row.run,
  batch: row.batch,
  resource: row.resource,
  kind: row.kind,
  retry: {
    status: row.status,
    attempt: row.attempt,
    failures: row.failures,
    busy: row.busy,
    busySince: row.busy_since,
    notBefore: row.not_before,
    claimedUntil: row.claimed_until,
    lost: row.lost,
  },
  claimedIn: row.claimed_in,
  pageSize: row.page_size,
  read: row.read,
  ...storedBatch.read({ ...row, partition: row.extent }),
});
