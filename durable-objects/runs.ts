// Rows of runs, their plans, batches and rejects.
import type { RunPlan } from "../contract/doors.ts";
import type { Batch, BatchKind, BatchStatus, Problem } from "../contract/run.ts";
import type { Extent, Id, Reject } from "../contract/source.ts";
import { describeExtent, type PlannedBatch } from "../core/plan.ts";
import { freshTrial, type Trial } from "../core/retry.ts";
import { hasEnded, type HeldRun } from "../core/run.ts";
import { parseJson } from "./rows.ts";

/** A batch as the object keeps it. */
export type HeldBatch = {
  run: string;
  batch: number;
  resource: string;
  kind: BatchKind;
  extent: Extent | null;
  trial: Trial;
  /** Which life of this object gave the claim. */
  claimedIn: string | null;
  pageSize: number | null;
  read: number;
  problem: Problem | null;
};

type BatchRow = {
  run: string; batch: number; resource: string; kind: BatchKind; extent: string | null; status: BatchStatus; attempt: number;
  failures: number; busy: number; busy_since: number | null; not_before: number; claimed_until: number | null;
  claimed_in: string | null; lost: number; page_size: number | null; read: number; problem: string | null;
};

export type RejectRow = Reject & { resource: string };

/** Ended runs whose batches and rejects are kept for their page; older ones keep their line only. */
const keepDetails = 50;

export class Runs {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  insert(run: HeldRun, plan: RunPlan, idempotency: string | null): void {
    const number = this.#sql.exec<{ number: number }>("SELECT coalesce(max(number), 0) + 1 AS number FROM run").one().number;
    this.#sql.exec(
      "INSERT INTO run (id, number, active, idempotency, held) VALUES (?, ?, 1, ?, ?)",
      run.id, number, idempotency, JSON.stringify(run),
    );
    this.#sql.exec("INSERT INTO plan (run, body) VALUES (?, ?)", run.id, JSON.stringify(plan));
  }

  save(run: HeldRun): void {
    const ended = hasEnded(run.status);
    const text = JSON.stringify(run);
    if (ended) this.#sql.exec("UPDATE run SET held = ?, active = 0 WHERE id = ?", text, run.id);
    else this.#sql.exec("UPDATE run SET held = ? WHERE id = ?", text, run.id);
  }

  active(): HeldRun | null {
    return this.#one("SELECT held FROM run WHERE active = 1");
  }

  last(): HeldRun | null {
    return this.#one("SELECT held FROM run ORDER BY number DESC LIMIT 1");
  }

  find(id: string): HeldRun | null {
    return this.#one("SELECT held FROM run WHERE id = ?", id);
  }

  startedWith(idempotency: string): HeldRun | null {
    return this.#one("SELECT held FROM run WHERE idempotency = ? ORDER BY number DESC LIMIT 1", idempotency);
  }

  #one(query: string, ...bind: SqlStorageValue[]): HeldRun | null {
    const row = this.#sql.exec<{ held: string }>(query, ...bind).toArray()[0];
    return row === undefined ? null : parseJson<HeldRun>(row.held);
  }

  /** Runs, newest first. @param before the cursor of the page before */
  page(before: string | null, limit: number): { runs: HeldRun[]; next: string | null } {
    const rows = this.#sql
      .exec<{ held: string; number: number }>(
        "SELECT held, number FROM run WHERE number < ? ORDER BY number DESC LIMIT ?",
        before === null ? Number.MAX_SAFE_INTEGER : Number(before), limit + 1,
      )
      .toArray();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      runs: page.map(({ held }) => parseJson<HeldRun>(held)),
      next: rows.length > limit && last !== undefined ? String(last.number) : null,
    };
  }

  /** The last ended runs of a configuration that read the same resources and completed, newest first. */
  pastOf(configuration: string, resources: string[]): HeldRun[] {
    const wanted = [...resources].sort().join();
    return this.#sql
      .exec<{ held: string }>("SELECT held FROM run WHERE active = 0 ORDER BY number DESC LIMIT 40")
      .toArray()
      .map(({ held }) => parseJson<HeldRun>(held))
      .filter(
        (run) =>
          run.configuration === configuration &&
          (run.status === "completed" || run.status === "completed_with_problems") &&
          run.steps.map((step) => step.resource).sort().join() === wanted,
      )
      .slice(0, 5);
  }

  plan(run: string): RunPlan | null {
    const row = this.#sql.exec<{ body: string }>("SELECT body FROM plan WHERE run = ?", run).toArray()[0];
    return row === undefined ? null : parseJson<RunPlan>(row.body);
  }

  erasePlan(run: string): void {
    this.#sql.exec("DELETE FROM plan WHERE run = ?", run);
  }

  addBatches(run: string, planned: (PlannedBatch & { pageSize?: number | null })[]): void {
    const first = this.#sql
      .exec<{ next: number }>("SELECT coalesce(max(batch), 0) + 1 AS next FROM batch WHERE run = ?", run)
      .one().next;
    for (const [index, { resource, kind, extent, pageSize }] of planned.entries())
      this.putBatch({
        run, batch: first + index, resource, kind, extent, trial: freshTrial, claimedIn: null,
        pageSize: pageSize ?? null, read: 0, problem: null,
      });
  }

  putBatch(batch: HeldBatch): void {
    const { trial } = batch;
    this.#sql.exec(
      `INSERT OR REPLACE INTO batch (run, batch, resource, kind, extent, status, attempt, failures, busy, busy_since, not_before,
       claimed_until, claimed_in, lost, page_size, read, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      batch.run, batch.batch, batch.resource, batch.kind, batch.extent === null ? null : JSON.stringify(batch.extent),
      trial.status, trial.attempt, trial.failures, trial.busy, trial.busySince, trial.notBefore, trial.claimedUntil,
      batch.claimedIn, trial.lost, batch.pageSize, batch.read, batch.problem === null ? null : JSON.stringify(batch.problem),
    );
  }

  batch(run: string, batch: number): HeldBatch | null {
    return this.#batches("WHERE run = ? AND batch = ?", run, batch)[0] ?? null;
  }

  batches(run: string): HeldBatch[] {
    return this.#batches("WHERE run = ? ORDER BY batch", run);
  }

  /** The next batch that may be claimed now. */
  due(run: string, now: number): HeldBatch | null {
    return this.#batches("WHERE run = ? AND status = 'waiting' AND not_before <= ? ORDER BY batch LIMIT 1", run, now)[0] ?? null;
  }

  /** No claim lasts longer than until then. */
  shortenClaims(until: number): void {
    this.#sql.exec("UPDATE batch SET claimed_until = ? WHERE status = 'claimed' AND claimed_until > ?", until, until);
  }

  claims(run: string): HeldBatch[] {
    return this.#batches("WHERE run = ? AND status = 'claimed'", run);
  }

  #batches(where: string, ...bind: SqlStorageValue[]): HeldBatch[] {
    return this.#sql.exec<BatchRow>(`SELECT * FROM batch ${where}`, ...bind).toArray().map(fromRow);
  }

  /** How many batches wait and are due, how many are claimed, and when the next waiting one is due. */
  workload(run: string, now: number): { due: number; claimed: number; nextAt: number | null; claimEnds: number | null } {
    const row = this.#sql
      .exec<{ due: number; claimed: number; next: number | null; ends: number | null }>(
        `SELECT count(*) FILTER (WHERE status = 'waiting' AND not_before <= ?1) AS due,
                count(*) FILTER (WHERE status = 'claimed') AS claimed,
                min(not_before) FILTER (WHERE status = 'waiting' AND not_before > ?1) AS next,
                min(claimed_until) FILTER (WHERE status = 'claimed') AS ends
         FROM batch WHERE run = ?2`,
        now, run,
      )
      .one();
    return { due: row.due, claimed: row.claimed, nextAt: row.next, claimEnds: row.ends };
  }

  /** Batches that nobody has begun leave the run. */
  dropWaiting(run: string, resource: string | null): void {
    this.#sql.exec(
      "UPDATE batch SET status = 'dropped' WHERE run = ? AND status = 'waiting' AND (resource = ? OR ? IS NULL)",
      run, resource, resource,
    );
  }

  addRejects(run: string, resource: string, batch: number, rejects: Reject[]): void {
    for (const [index, { id, code, facts, sample }] of rejects.entries())
      this.#sql.exec(
        "INSERT OR REPLACE INTO reject (run, resource, place, id, code, facts, sample) VALUES (?, ?, ?, ?, ?, ?, ?)",
        run, resource, id === null ? `${batch}:${index}` : `id ${id}`, id, code, JSON.stringify(facts), sample,
      );
  }

  /** Ids that a later page of the same run brought after all are rejected no more. */
  acquit(run: string, resource: string, ids: Id[]): void {
    this.#sql.exec(
      "DELETE FROM reject WHERE run = ? AND resource = ? AND id IN (SELECT value FROM json_each(?))",
      run, resource, JSON.stringify(ids),
    );
  }

  rejectedIds(run: string, resource: string): Id[] {
    return this.#sql
      .exec<{ id: Id }>("SELECT id FROM reject WHERE run = ? AND resource = ? AND id IS NOT NULL", run, resource)
      .toArray()
      .map(({ id }) => id);
  }

  countRejects(run: string, resource: string): number {
    return this.#sql
      .exec<{ count: number }>("SELECT count(*) AS count FROM reject WHERE run = ? AND resource = ?", run, resource)
      .one().count;
  }

  rejects(run: string, limit: number): RejectRow[] {
    return this.#sql
      .exec<{ resource: string; id: Id | null; code: string; facts: string; sample: string }>(
        "SELECT resource, id, code, facts, sample FROM reject WHERE run = ? ORDER BY resource, place LIMIT ?", run, limit,
      )
      .toArray()
      .map(({ facts, ...row }) => ({ ...row, facts: parseJson<Record<string, string>>(facts) }));
  }

  /** Sweeps details of one old run, unless its rejects still stand; false when there is none. */
  pruneDetails(): boolean {
    const old = this.#sql
      .exec<{ id: string }>(
        `SELECT id FROM run WHERE number <= (SELECT max(number) FROM run) - ? AND id NOT IN (SELECT rejects_of FROM publication)
         AND (id IN (SELECT run FROM batch) OR id IN (SELECT run FROM reject)) LIMIT 1`,
        keepDetails,
      )
      .toArray()[0];
    if (old === undefined) return false;
    this.#sql.exec("DELETE FROM batch WHERE run = ?", old.id);
    this.#sql.exec("DELETE FROM reject WHERE run = ?", old.id);
    return true;
  }
}

/** A batch as everybody sees it. */
export const viewBatch = ({ batch, resource, kind, extent, trial, read, problem }: HeldBatch): Batch => ({
  batch, resource, kind, status: trial.status, extent: describeExtent(extent), attempt: trial.attempt,
  failures: trial.failures, read, lastFailure: problem,
});

const fromRow = (row: BatchRow): HeldBatch => ({
  run: row.run,
  batch: row.batch,
  resource: row.resource,
  kind: row.kind,
  extent: row.extent === null ? null : parseJson<Extent>(row.extent),
  trial: {
    status: row.status, attempt: row.attempt, failures: row.failures, busy: row.busy, busySince: row.busy_since,
    notBefore: row.not_before, claimedUntil: row.claimed_until, lost: row.lost,
  },
  claimedIn: row.claimed_in,
  pageSize: row.page_size,
  read: row.read,
  problem: row.problem === null ? null : parseJson<Problem>(row.problem),
});
