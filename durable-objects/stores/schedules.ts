// Rows of schedules: a copy of each automatic configuration, and when it is due.
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import { dueAfterChange, dueAfterStart } from "../../core/schedule.ts";
import { storedPlan } from "../../core/stored/stored-plan.ts";

type Row = {
  configuration: string;
  plan: string;
  due_at: number | null;
  anchor_at: number | null;
  last_at: number | null;
  paused: number;
};

export class Schedules {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Replaces all copies. Those that stay automatic keep the time of their last run. */
  replace(plans: RunPlan[], now: number): void {
    const kept = new Map(this.#rows().map((row) => [row.configuration, row]));
    this.#sql.exec("DELETE FROM schedule");
    for (const plan of plans) {
      if (plan.schedule === null) continue;
      const row = kept.get(plan.configuration);
      const stored = row && {
        plan: storedPlan.read(row.plan),
        dueAt: row.due_at,
        anchorAt: row.anchor_at,
        lastAt: row.last_at,
      };
      const due = dueAfterChange(plan, stored, now);
      this.#sql.exec(
        "INSERT INTO schedule (configuration, plan, due_at, anchor_at, last_at, paused) VALUES (?, ?, ?, ?, ?, ?)",
        plan.configuration,
        storedPlan.write(plan),
        due?.dueAt ?? null,
        due?.anchorAt ?? null,
        row?.last_at ?? null,
        row?.paused ?? 0,
      );
    }
  }

  /** The configuration that has been due the longest. @param without configurations to leave out */
  due(now: number, without: string[]): RunPlan | null {
    const row = this.#sql
      .exec<Row>(
        `SELECT * FROM schedule WHERE paused = 0 AND due_at <= ? AND configuration NOT IN (SELECT value FROM json_each(?))
         ORDER BY due_at, configuration LIMIT 1`,
        now,
        JSON.stringify(without),
      )
      .toArray()[0];
    return row === undefined ? null : storedPlan.read(row.plan);
  }

  /** When the next configuration is due. @param without configurations to leave out */
  nextAt(without: string[]): number | null {
    return this.#sql
      .exec<{
        at: number | null;
      }>(
        "SELECT min(due_at) AS at FROM schedule WHERE paused = 0 AND configuration NOT IN (SELECT value FROM json_each(?))",
        JSON.stringify(without),
      )
      .one().at;
  }

  /**
   * Records that a run of the configuration has begun. Only a scheduled run moves the next one; a
   * start by a person ends a pause.
   */
  began(
    { configuration, schedule, timeZone }: RunPlan,
    now: number,
    by: "person" | "schedule" | "api",
  ): void {
    const row = this.#sql
      .exec<Row>("SELECT * FROM schedule WHERE configuration = ?", configuration)
      .toArray()[0];
    if (schedule === null || row === undefined) return;
    const current = {
      dueAt: row.due_at,
      anchorAt: row.anchor_at,
      lastAt: row.last_at,
      paused: row.paused === 1,
    };
    const { dueAt, lastAt, paused } = dueAfterStart({ schedule, timeZone }, current, {
      now,
      scheduled: by === "schedule",
    });
    this.#sql.exec(
      "UPDATE schedule SET last_at = ?, due_at = ?, paused = ? WHERE configuration = ?",
      lastAt,
      dueAt,
      paused ? 1 : 0,
      configuration,
    );
  }

  /** Pauses a schedule after an undo: its next run would bring back what was just undone. */
  pause(configuration: string): void {
    this.#sql.exec("UPDATE schedule SET paused = 1 WHERE configuration = ?", configuration);
  }

  list(): { configuration: string; at: string | null }[] {
    return this.#rows().map(({ configuration, due_at, paused }) => ({
      configuration,
      at: due_at === null || paused === 1 ? null : new Date(due_at).toISOString(),
    }));
  }

  forget(configuration: string): void {
    this.#sql.exec("DELETE FROM schedule WHERE configuration = ?", configuration);
  }

  #rows(): Row[] {
    return this.#sql.exec<Row>("SELECT * FROM schedule").toArray();
  }
}
