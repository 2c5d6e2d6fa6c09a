// Runs, batches and rejects in memory.
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Id, Reject } from "../../contract/source/record.ts";
import type { PlannedBatch } from "../../core/plan.ts";
import { freshRetryState } from "../../core/retry.ts";
import { hasEnded, type RunState } from "../../core/run.ts";
import type { BatchState } from "../../durable-objects/stores/batches.ts";
import type { BatchIds } from "../../durable-objects/stores/seen-ids.ts";
import {
  rejectKeyOf,
  type OriginClaim,
  type RejectKind,
  type RejectRow,
} from "../../durable-objects/stores/rejects.ts";
import type { Repeat } from "../../durable-objects/stores/runs.ts";
import type { Stores } from "../../durable-objects/stores/stores.ts";
import { Shelf, Table, type Journal } from "./journal.ts";
import { byId } from "./memory-records.ts";

type RunRow = {
  held: RunState;
  number: number;
  lies: "active" | "setAside" | "ended";
  repeat: Repeat | null;
};

/** Ended runs whose details are kept. */
const keepDetails = 50;

export class MemoryRuns {
  readonly #rows: Table<string, RunRow>;
  readonly #plans: Table<string, RunPlan>;
  /** Run ids by number. */
  readonly #order: Table<number, string>;
  /** The last ended run of each configuration. */
  readonly #ended: Table<string, string>;
  readonly #details: () => Details;
  /** Runs that have not ended. */
  readonly #open: Table<string, true>;

  constructor(journal: Journal, details: () => Details) {
    this.#open = new Table(journal);
    this.#rows = new Table(journal);
    this.#plans = new Table(journal);
    this.#order = new Table(journal);
    this.#ended = new Table(journal);
    this.#details = details;
  }

  insert(held: RunState, plan: RunPlan, repeat: Repeat | null): void {
    if (this.active() !== null) throw new Error("UNIQUE constraint failed: run.active");
    const number = this.#order.rows.size + 1;
    this.#rows.set(held.id, { held, number, lies: "active", repeat });
    this.#order.set(number, held.id);
    this.#open.set(held.id, true);
    this.#plans.set(held.id, plan);
  }

  save(held: RunState): void {
    const row = this.#rows.get(held.id);
    if (row === undefined) return;
    const ended = hasEnded(held.status);
    if (row.lies !== "ended" && ended) this.#ended.set(held.configuration, held.id);
    this.#rows.set(held.id, { ...row, held, lies: ended ? "ended" : row.lies });
    if (ended) this.#open.delete(held.id);
  }

  lastEnded(): RunState[] {
    return [...this.#ended.rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, id]) => this.find(id) ?? []);
  }

  forgetLast(configuration: string): void {
    this.#ended.delete(configuration);
  }

  #lying(as: RunRow["lies"]): RunRow[] {
    const open = [...this.#open.rows.keys()].flatMap((id) => this.#rows.get(id) ?? []);
    return open.filter(({ lies }) => lies === as).sort((a, b) => a.number - b.number);
  }

  active(): RunState | null {
    return this.#lying("active")[0]?.held ?? null;
  }

  setAside(): RunState[] {
    return this.#lying("setAside").map(({ held }) => held);
  }

  markAs(run: string, as: "active" | "setAside"): void {
    if (as === "active" && this.active() !== null)
      throw new Error("UNIQUE constraint failed: run.active");
    const row = this.#rows.get(run);
    if (row !== undefined) this.#rows.set(run, { ...row, lies: as });
  }

  last(): RunState | null {
    return this.#at(this.#order.rows.size)?.held ?? null;
  }

  #at(number: number): RunRow | undefined {
    return this.#rows.get(this.#order.get(number) ?? "");
  }

  find(id: string): RunState | null {
    return this.#rows.get(id)?.held ?? null;
  }

  startedWith(key: string): Repeat | null {
    return this.#newestFirst().find((row) => row.repeat?.key === key)?.repeat ?? null;
  }

  recentStarts(): number[] {
    return this.#newestFirst()
      .slice(0, 200)
      .filter(({ held }) => held.startedBy.kind !== "schedule")
      .map(({ held }) => held.startedAt);
  }

  #newestFirst(): RunRow[] {
    return [...this.#rows.rows.values()].reverse();
  }

  page(before: string | null, limit: number): { runs: RunState[]; next: string | null } {
    const rows = this.#newestFirst().filter(
      ({ number }) => before === null || number < Number(before),
    );
    const page = rows.slice(0, limit);
    return {
      runs: page.map(({ held }) => held),
      next: rows.length > limit ? String(page.at(-1)?.number) : null,
    };
  }

  pastOf(configuration: string, resources: string[]): RunState[] {
    const wanted = [...resources].sort().join();
    const past: RunState[] = [];
    let seen = 0;
    for (
      let number = this.#order.rows.size;
      number > 0 && past.length < 5 && seen < 40;
      number -= 1
    ) {
      const row = this.#at(number);
      if (row === undefined || row.lies !== "ended") continue;
      seen += 1;
      const { held } = row;
      if (
        held.configuration !== configuration ||
        (held.status !== "completed" && held.status !== "completed_with_problems")
      )
        continue;
      if (
        held.steps
          .map((step) => step.resource)
          .sort()
          .join() === wanted
      )
        past.push(held);
    }
    return past;
  }

  showedBefore(
    { configuration, resource }: { configuration: string; resource: string },
    generation: number,
  ): boolean {
    return this.#newestFirst().some(
      ({ held }) =>
        held.configuration === configuration &&
        held.generation < generation &&
        held.published &&
        !held.undone &&
        held.steps.some(
          (step) =>
            step.resource === resource &&
            (step.status === "completed" || step.status === "incomplete"),
        ),
    );
  }

  plan(run: string): RunPlan | null {
    return this.#plans.get(run) ?? null;
  }

  erasePlan(run: string): void {
    this.#plans.delete(run);
  }

  pruneDetails(): boolean {
    const { batches, rejects, standing } = this.#details();
    const last = this.#order.rows.size;
    for (const [id, { number }] of [...this.#rows.rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (number > last - keepDetails || standing.has(id)) continue;
      if (batches.rows(id).size === 0 && rejects.rows(id).size === 0) continue;
      for (const batch of [...batches.rows(id).keys()]) batches.table(id).delete(batch);
      for (const place of [...rejects.rows(id).keys()]) rejects.table(id).delete(place);
      return true;
    }
    return false;
  }
}

/** What belongs to a run beside its line, and the runs whose rejects still stand. */
type Details = {
  batches: Shelf<number, BatchState>;
  rejects: Shelf<string, RejectRow>;
  standing: Set<string>;
};

export class MemoryBatches {
  readonly shelf: Shelf<number, BatchState>;

  constructor(journal: Journal) {
    this.shelf = new Shelf(journal);
  }

  add(run: string, planned: (PlannedBatch & { pageSize?: number | null })[]): void {
    const first = this.shelf.rows(run).size + 1;
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
    this.shelf.table(batch.run).set(batch.batch, batch);
  }

  done(batch: BatchState, read: number): void {
    this.put({ ...batch, read, retry: { ...batch.retry, status: "done", claimedUntil: null } });
  }

  replace(batch: BatchState, partitions: readonly Partition[]): void {
    this.done(batch, 0);
    const { run, resource, kind, pageSize } = batch;
    this.add(
      run,
      partitions.map((partition) => ({ resource, kind, partition, pageSize })),
    );
  }

  find(run: string, batch: number): BatchState | null {
    return this.shelf.rows(run).get(batch) ?? null;
  }

  all(run: string): BatchState[] {
    return [...this.shelf.rows(run).values()];
  }

  due(run: string, now: number): BatchState | null {
    for (const batch of this.shelf.rows(run).values())
      if (batch.retry.status === "waiting" && batch.retry.notBefore <= now) return batch;
    return null;
  }

  shortenClaims(until: number): void {
    for (const table of this.shelf.tables.values())
      for (const batch of table.rows.values())
        if (batch.retry.status === "claimed" && (batch.retry.claimedUntil ?? 0) > until)
          this.put({ ...batch, retry: { ...batch.retry, claimedUntil: until } });
  }

  claims(run: string): BatchState[] {
    return this.all(run).filter(({ retry }) => retry.status === "claimed");
  }

  workload(run: string, now: number): ReturnType<Stores["batches"]["workload"]> {
    const load = {
      due: 0,
      claimed: 0,
      nextAt: null as number | null,
      claimEnds: null as number | null,
    };
    for (const { retry } of this.shelf.rows(run).values())
      if (retry.status === "claimed") {
        load.claimed += 1;
        load.claimEnds = Math.min(load.claimEnds ?? Infinity, retry.claimedUntil ?? Infinity);
      } else if (retry.status === "waiting") {
        if (retry.notBefore <= now) load.due += 1;
        else load.nextAt = Math.min(load.nextAt ?? Infinity, retry.notBefore);
      }
    return load;
  }

  dropWaiting(run: string, resource: string | null): void {
    for (const batch of this.all(run))
      if (batch.retry.status === "waiting" && (resource === null || batch.resource === resource))
        this.put({ ...batch, retry: { ...batch.retry, status: "dropped" } });
  }
}

type StagedRow = RejectRow & { stage: "read" | "sent" };

export class MemoryRejects {
  readonly shelf: Shelf<string, StagedRow>;

  constructor(journal: Journal) {
    this.shelf = new Shelf(journal);
  }

  add(
    run: string,
    resource: string,
    batch: number,
    rejects: Reject[],
    kind: RejectKind = "record",
  ): void {
    for (const [index, reject] of rejects.entries()) {
      const place = rejectKeyOf({ batch, index, reject, kind });
      this.shelf.table(run).set(`${resource} ${place}`, {
        ...reject,
        resource,
        stage: kind === "sent" ? "sent" : "read",
      });
    }
  }

  acquit(run: string, resource: string, ids: Id[]): void {
    const gone = new Set(ids);
    for (const [place, reject] of this.shelf.rows(run))
      if (
        reject.resource === resource &&
        reject.stage === "read" &&
        reject.id !== null &&
        gone.has(reject.id)
      )
        this.shelf.table(run).delete(place);
  }

  forget(run: string, resource: string): void {
    for (const [place, reject] of this.shelf.rows(run))
      if (reject.resource === resource && reject.stage === "read")
        this.shelf.table(run).delete(place);
  }

  /**
   * What could not be used of one resource, or all that is listed; by place, as the key of the
   * table orders them.
   */
  #of(run: string, resource: string | null): StagedRow[] {
    return [...this.shelf.rows(run)]
      .filter(
        ([, reject]) =>
          resource === null || (reject.resource === resource && reject.stage === "read"),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, reject]) => reject);
  }

  ids(run: string, resource: string): Id[] {
    if (this.shelf.rows(run).size === 0) return [];
    return [
      ...new Set(this.#of(run, resource).flatMap(({ id }) => (id === null ? [] : [id]))),
    ].sort(byId);
  }

  claims(run: string, resource: string): OriginClaim[] {
    return this.#of(run, resource).flatMap(({ id, code, facts }) =>
      id === null || code !== "origins_collide" ? [] : [{ id, origin: facts["origin"] ?? "" }],
    );
  }

  count(run: string, resource: string): number {
    return this.#of(run, resource).length;
  }

  countOf(run: string, resource: string, codes: readonly string[]): number {
    return this.#of(run, resource).filter(({ code }) => codes.includes(code)).length;
  }

  standing(run: string, resource: string, before: string): number {
    const known = new Set(
      this.#of(before, resource).map(({ id, code }) => JSON.stringify([id, code])),
    );
    return this.#of(run, resource).filter(
      ({ id, code }) => id !== null && known.has(JSON.stringify([id, code])),
    ).length;
  }

  unnamed(run: string, resource: string): number {
    return this.#of(run, resource).filter(({ id }) => id === null).length;
  }

  list(run: string, limit: number): RejectRow[] {
    return this.#of(run, null)
      .slice(0, limit)
      .map(({ stage: _, ...row }) => row);
  }
}

type ListRow = BatchIds & { resource: string; batch: number };

export class MemorySeenIds {
  readonly shelf: Shelf<string, ListRow>;

  constructor(journal: Journal) {
    this.shelf = new Shelf(journal);
  }

  keep(run: string, resource: string, batch: number, list: BatchIds): void {
    this.shelf.table(run).set(`${resource} ${batch}`, { ...list, resource, batch });
  }

  of(run: string, resource: string): ListRow[] {
    return [...this.shelf.rows(run).values()]
      .filter((one) => one.resource === resource)
      .sort((a, b) => a.batch - b.batch);
  }

  totals(run: string, resource: string): (number | null)[] {
    return this.of(run, resource)
      .filter(({ numbered }) => numbered)
      .map(({ total }) => total);
  }

  rows(run: string, resource: string): number | null {
    const told = this.of(run, resource).flatMap(({ rows }) => (rows === null ? [] : [rows]));
    return told.length === 0 ? null : new Set(told.flat()).size;
  }

  repeated(run: string, resource: string, ids: Id[]): Id[] {
    const all = this.of(run, resource).flatMap((list) => list.ids);
    return [...new Set(ids)].filter((id) => all.filter((one) => one === id).length > 1).sort(byId);
  }

  countIds(run: string, resource: string): number {
    return this.of(run, resource).reduce((sum, { ids }) => sum + ids.length, 0);
  }

  drop(run: string, resource: string | null): void {
    for (const [place, row] of this.shelf.rows(run))
      if (resource === null || row.resource === resource) this.shelf.table(run).delete(place);
  }
}
