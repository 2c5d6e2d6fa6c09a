// Schedules, the outbox and deleted configurations in memory.
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import { dueAfterChange, dueAfterStart } from "../../core/schedule.ts";
import { Table, type Journal } from "./journal.ts";

type ScheduleRow = {
  plan: RunPlan;
  dueAt: number;
  anchorAt: number | null;
  lastAt: number | null;
  paused: boolean;
};

export class MemorySchedules {
  readonly #rows: Table<string, ScheduleRow>;

  constructor(journal: Journal) {
    this.#rows = new Table(journal);
  }

  replace(plans: RunPlan[], now: number): void {
    const kept = new Map(this.#rows.rows);
    for (const configuration of kept.keys()) this.#rows.delete(configuration);
    for (const plan of plans) {
      if (plan.schedule === null) continue;
      const old = kept.get(plan.configuration);
      const due = dueAfterChange(plan, old, now) ?? { dueAt: now, anchorAt: now };
      this.#rows.set(plan.configuration, {
        plan,
        ...due,
        lastAt: old?.lastAt ?? null,
        paused: old?.paused ?? false,
      });
    }
  }

  #waiting = (without: string[]): ScheduleRow[] =>
    [...this.#rows.rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .filter(([configuration]) => !without.includes(configuration))
      .map(([, row]) => row)
      .filter(({ paused }) => !paused);

  due(now: number, without: string[]): RunPlan | null {
    let first: ScheduleRow | null = null;
    for (const row of this.#waiting(without))
      if (row.dueAt <= now && (first === null || row.dueAt < first.dueAt)) first = row;
    return first?.plan ?? null;
  }

  nextAt(without: string[]): number | null {
    return this.#waiting(without).reduce<number | null>(
      (first, { dueAt }) => Math.min(first ?? dueAt, dueAt),
      null,
    );
  }

  began(
    { configuration, schedule, timeZone }: RunPlan,
    now: number,
    by: "person" | "schedule" | "api",
  ): void {
    const row = this.#rows.get(configuration);
    if (schedule === null || row === undefined) return;
    const { dueAt, ...after } = dueAfterStart({ schedule, timeZone }, row, {
      now,
      scheduled: by === "schedule",
    });
    this.#rows.set(configuration, { ...row, ...after, dueAt: dueAt ?? now });
  }

  pause(configuration: string): void {
    const row = this.#rows.get(configuration);
    if (row !== undefined) this.#rows.set(configuration, { ...row, paused: true });
  }

  list(): { configuration: string; at: string | null }[] {
    return [...this.#rows.rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([configuration, { dueAt, paused }]) => ({
        configuration,
        at: paused ? null : new Date(dueAt).toISOString(),
      }));
  }

  forget(configuration: string): void {
    this.#rows.delete(configuration);
  }
}

export class MemoryOutbox {
  readonly #rows: Table<string, number>;

  constructor(journal: Journal) {
    this.#rows = new Table(journal);
  }

  put = (run: string, seq: number): void => this.#rows.set(run, seq);
  #turn = 0;

  /**
   * Each time beginning elsewhere, as chance does in the table: a fixed step could pass the same
   * run by for ever.
   */
  waiting(limit: number): string[] {
    const all = [...this.#rows.rows.keys()].sort();
    this.#turn = (Math.imul(this.#turn, 1_664_525) + 1_013_904_223) >>> 0;
    const from = all.length === 0 ? 0 : (this.#turn >>> 16) % all.length;
    return [...all.slice(from), ...all.slice(0, from)].slice(0, limit);
  }

  isEmpty = (): boolean => this.#rows.rows.size === 0;

  arrived(run: string, seq: number): void {
    if ((this.#rows.get(run) ?? Infinity) <= seq) this.#rows.delete(run);
  }
}

export class MemoryDeletedConfigurations {
  readonly #rows: Table<string, true>;

  constructor(journal: Journal) {
    this.#rows = new Table(journal);
  }

  add = (configuration: string): void => this.#rows.set(configuration, true);
  swept = (configuration: string): void => this.#rows.delete(configuration);
  list = (): string[] => [...this.#rows.rows.keys()].sort();
}
