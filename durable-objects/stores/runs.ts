// Rows of runs and of their plans.
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { Run } from "../../contract/api/run.ts";
import { hasEnded, type RunState } from "../../core/run.ts";
import { storedAnswer } from "../../core/stored/stored-answer.ts";
import { storedPlan } from "../../core/stored/stored-plan.ts";
import { storedRun } from "../../core/stored/stored-run.ts";

/**
 * The number of ended runs whose batches and rejects are kept; of older ones only the run stays.
 */
const keepDetails = 50;

/** How many of the latest runs are searched for starts by people and programs. */
const recentRuns = 200;

/** An idempotency key with its request and the answer that was given. */
export type Repeat = { key: string; request: string; answer: Run };

export class Runs {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  insert(run: RunState, plan: RunPlan, repeat: Repeat | null): void {
    const number = this.#sql
      .exec<{ number: number }>("SELECT coalesce(max(number), 0) + 1 AS number FROM run")
      .one().number;
    this.#sql.exec(
      "INSERT INTO run (id, number, active, idempotency, request, answer, held) VALUES (?, ?, 1, ?, ?, ?, ?)",
      run.id,
      number,
      repeat?.key ?? null,
      repeat?.request ?? null,
      repeat && storedAnswer.write(repeat.answer),
      storedRun.write(run),
    );
    this.#sql.exec("INSERT INTO plan (run, body) VALUES (?, ?)", run.id, storedPlan.write(plan));
  }

  save(run: RunState): void {
    const ended = hasEnded(run.status);
    const text = storedRun.write(run);
    if (ended) {
      this.#sql.exec(
        "INSERT OR REPLACE INTO last_run (configuration, run) SELECT ?, id FROM run WHERE id = ? AND active <> 0",
        run.configuration,
        run.id,
      );
      this.#sql.exec("UPDATE run SET held = ?, active = 0 WHERE id = ?", text, run.id);
    } else this.#sql.exec("UPDATE run SET held = ? WHERE id = ?", text, run.id);
  }

  /** The run that has the lock. */
  active(): RunState | null {
    return this.#one("SELECT held FROM run WHERE active = 1");
  }

  /** Runs that were set aside so that another could go first, in the order in which they began. */
  setAside(): RunState[] {
    return this.#sql
      .exec<{ held: string }>("SELECT held FROM run WHERE active = 2 ORDER BY number")
      .toArray()
      .map(({ held }) => storedRun.read(held));
  }

  /** Gives the lock to a run that has not ended, or takes it away. */
  markAs(run: string, as: "active" | "setAside"): void {
    this.#sql.exec("UPDATE run SET active = ? WHERE id = ?", as === "active" ? 1 : 2, run);
  }

  last(): RunState | null {
    return this.#one("SELECT held FROM run ORDER BY number DESC LIMIT 1");
  }

  /** The last ended run of each configuration. */
  lastEnded(): RunState[] {
    return this.#sql
      .exec<{ held: string }>(
        "SELECT held FROM last_run JOIN run ON run.id = last_run.run ORDER BY configuration",
      )
      .toArray()
      .map(({ held }) => storedRun.read(held));
  }

  forgetLast(configuration: string): void {
    this.#sql.exec("DELETE FROM last_run WHERE configuration = ?", configuration);
  }

  find(id: string): RunState | null {
    return this.#one("SELECT held FROM run WHERE id = ?", id);
  }

  startedWith(key: string): Repeat | null {
    const row = this.#sql
      .exec<{ request: string | null; answer: string | null }>(
        "SELECT request, answer FROM run WHERE idempotency = ? ORDER BY number DESC LIMIT 1",
        key,
      )
      .toArray()[0];
    return row === undefined || row.answer === null
      ? null
      : { key, request: row.request ?? "", answer: storedAnswer.read(row.answer) };
  }

  /** Start times of the latest runs by people and programs, newest first. */
  recentStarts(): number[] {
    return this.#sql
      .exec<{ at: number }>(
        `SELECT at FROM (SELECT number, json_extract(held, '$.startedAt') AS at, json_extract(held, '$.startedBy.kind') AS kind
           FROM run ORDER BY number DESC LIMIT ?) WHERE kind <> 'schedule' ORDER BY number DESC`,
        recentRuns,
      )
      .toArray()
      .map(({ at }) => at);
  }

  #one(query: string, ...bind: SqlStorageValue[]): RunState | null {
    const row = this.#sql.exec<{ held: string }>(query, ...bind).toArray()[0];
    return row === undefined ? null : storedRun.read(row.held);
  }

  /** A page of runs, newest first. @param before the `next` of the previous page */
  page(before: string | null, limit: number): { runs: RunState[]; next: string | null } {
    const rows = this.#sql
      .exec<{ held: string; number: number }>(
        "SELECT held, number FROM run WHERE number < ? ORDER BY number DESC LIMIT ?",
        before === null ? Number.MAX_SAFE_INTEGER : Number(before),
        limit + 1,
      )
      .toArray();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      runs: page.map(({ held }) => storedRun.read(held)),
      next: rows.length > limit && last !== undefined ? String(last.number) : null,
    };
  }

  /**
   * The last ended runs of a configuration that read the same resources and completed, newest
   * first.
   */
  pastOf(configuration: string, resources: string[]): RunState[] {
    const wanted = [...resources].sort().join();
    return this.#sql
      .exec<{ held: string }>("SELECT held FROM run WHERE active = 0 ORDER BY number DESC LIMIT 40")
      .toArray()
      .map(({ held }) => storedRun.read(held))
      .filter(
        (run) =>
          run.configuration === configuration &&
          (run.status === "completed" || run.status === "completed_with_problems") &&
          run.steps
            .map((step) => step.resource)
            .sort()
            .join() === wanted,
      )
      .slice(0, 5);
  }

  /** Whether an earlier run has published a resource and was not undone. */
  showedBefore(
    { configuration, resource }: { configuration: string; resource: string },
    generation: number,
  ): boolean {
    const rows = this.#sql
      .exec(
        `SELECT 1 FROM run WHERE held->>'configuration' = ? AND held->>'generation' < ? AND held->>'published' AND NOT held->>'undone'
         AND EXISTS (SELECT 1 FROM json_each(held->'steps') WHERE value->>'resource' = ? AND value->>'status' IN ('completed', 'incomplete'))
         LIMIT 1`,
        ...[configuration, generation, resource],
      )
      .toArray();
    return rows.length > 0;
  }

  plan(run: string): RunPlan | null {
    const row = this.#sql
      .exec<{ body: string }>("SELECT body FROM plan WHERE run = ?", run)
      .toArray()[0];
    return row === undefined ? null : storedPlan.read(row.body);
  }

  erasePlan(run: string): void {
    this.#sql.exec("DELETE FROM plan WHERE run = ?", run);
  }

  /** Sweeps details of one old run whose rejects no longer stand; false when there is none. */
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
