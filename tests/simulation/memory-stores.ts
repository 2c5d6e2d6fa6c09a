// Everything a tenant's object keeps, in memory: stands in for its database where many worlds have
// to be lived through.
import type { Freshness } from "../../contract/api/record.ts";
import type { Id } from "../../contract/source/record.ts";
import type { RunState } from "../../core/run.ts";
import type { TenantIdentity } from "../../durable-objects/stores/tenant-metadata.ts";
import { keptGenerations, type Publication } from "../../core/publication.ts";
import type { ChangedIds, ResourceKey } from "../../durable-objects/stores/records.ts";
import type { Stores } from "../../durable-objects/stores/stores.ts";
import { Shelf, Table, type Journal } from "./journal.ts";
import { MemoryDeliveries, MemoryPendingChanges } from "./memory-deliveries.ts";
import { keyOf, MemoryRecords } from "./memory-records.ts";
import { MemoryQuestions } from "./memory-questions.ts";
import { MemoryFileWarnings } from "./memory-file-warnings.ts";
import { MemoryDeletedConfigurations, MemoryOutbox, MemorySchedules } from "./memory-waiting.ts";
import { MemoryBatches, MemorySeenIds, MemoryRejects, MemoryRuns } from "./memory-work.ts";

export type MemoryStores = Stores & {
  metadata: MemoryMetadata;
  records: MemoryRecords;
  publications: MemoryPublications;
  questions: MemoryQuestions;
  seenIds: MemorySeenIds;
  deliveries: MemoryDeliveries;
};

class MemoryMetadata {
  readonly #metadata: Table<string, string>;
  readonly dead: Table<number, true>;

  constructor(journal: Journal) {
    this.#metadata = new Table(journal);
    this.dead = new Table(journal);
  }

  #number = (name: string): number => Number(this.#metadata.get(name) ?? 0);

  #raise(name: string): number {
    const next = this.#number(name) + 1;
    this.#metadata.set(name, String(next));
    return next;
  }

  identity(): TenantIdentity | null {
    const tenant = this.#metadata.get("tenant");
    return tenant === undefined
      ? null
      : { tenant, jurisdiction: this.#metadata.get("jurisdiction") === "eu" ? "eu" : null };
  }

  claimTenant({ tenant, jurisdiction }: TenantIdentity): void {
    if (this.identity() !== null) return;
    this.#metadata.set("tenant", tenant);
    this.#metadata.set("jurisdiction", jurisdiction ?? "");
  }

  epoch = (): number => this.#number("epoch");
  raiseEpoch = (): number => this.#raise("epoch");
  raiseGeneration = (): number => this.#raise("generation");
  abort = (generation: number): void => this.dead.set(generation, true);
  reopen = (generation: number): void => this.dead.delete(generation);
  settingsVersion = (): number => this.#number("settingsVersion");
  keepSettingsVersion = (version: number): void =>
    this.#metadata.set("settingsVersion", String(version));
}

class MemoryPublications {
  /** Publications of a place by generation, rising. */
  readonly shelf: Shelf<number, Publication>;
  readonly #find: (run: string) => RunState | null;

  constructor(journal: Journal, find: (run: string) => RunState | null) {
    this.shelf = new Shelf(journal);
    this.#find = find;
  }

  #newestFirst(place: ResourceKey): Publication[] {
    return [...this.shelf.rows(keyOf(place)).values()].sort((a, b) => b.generation - a.generation);
  }

  current(place: ResourceKey): Publication | null {
    let newest: Publication | null = null;
    for (const one of this.shelf.rows(keyOf(place)).values())
      if (newest === null || one.generation > newest.generation) newest = one;
    return newest;
  }

  find(place: ResourceKey, generation: number): Publication | null {
    return this.shelf.rows(keyOf(place)).get(generation) ?? null;
  }

  put(place: ResourceKey, to: Publication): void {
    this.shelf.table(keyOf(place)).set(to.generation, to);
  }

  hasBefore(place: ResourceKey, generation: number): boolean {
    return this.#newestFirst(place).some((one) => one.generation < generation);
  }

  withdraw(place: ResourceKey, generation: number): void {
    this.shelf.table(keyOf(place)).delete(generation);
  }

  cursors(
    configuration: string,
  ): { resource: string; run: string; rejectsOf: string; cursor: Publication["cursor"] }[] {
    return this.resourceKeys()
      .filter((place) => place.configuration === configuration)
      .map((place) => {
        const current = this.current(place);
        return {
          resource: place.resource,
          run: current?.run ?? "",
          rejectsOf: current?.rejectsOf ?? "",
          cursor: current?.cursor ?? null,
        };
      });
  }

  freshness(): Freshness[] {
    return this.resourceKeys().flatMap((place) => {
      const current = this.current(place);
      if (current === null) return [];
      const { generation, publishedAt, verifiedAt, records } = current;
      const verified = verifiedAt === null ? null : new Date(verifiedAt).toISOString();
      const broughtBy = this.#find(current.run)?.startedBy ?? null;
      return [
        {
          ...place,
          generation,
          publishedAt: new Date(publishedAt).toISOString(),
          broughtBy,
          verifiedAt: verified,
          records,
        },
      ];
    });
  }

  retire(place: ResourceKey, now: number): number | null {
    const rows = this.#newestFirst(place);
    const oldest = keptGenerations(rows, now).at(-1)?.generation ?? null;
    for (const { generation } of rows)
      if (oldest !== null && generation < oldest) this.withdraw(place, generation);
    return oldest;
  }

  resourceKeys(): ResourceKey[] {
    return [...this.shelf.tables]
      .filter(([, table]) => table.rows.size > 0)
      .map(([name]) => name)
      .sort()
      .map((name) => ({
        configuration: name.split("/")[0] ?? "",
        resource: name.split("/")[1] ?? "",
      }));
  }

  forget(configuration: string): void {
    for (const [name, table] of this.shelf.tables)
      if (name.startsWith(`${configuration}/`))
        for (const generation of [...table.rows.keys()]) table.delete(generation);
  }
}

type ListRow = ResourceKey & { generation: number; run: string; batch: number; ids: Id[] };

class MemoryChanges {
  readonly #seenIds: Table<string, ListRow>;
  readonly #dead: Table<number, true>;
  readonly #deliveries: MemoryDeliveries;

  constructor(
    journal: Journal,
    { dead, deliveries }: { dead: Table<number, true>; deliveries: MemoryDeliveries },
  ) {
    this.#seenIds = new Table(journal);
    this.#dead = dead;
    this.#deliveries = deliveries;
  }

  keep(
    at: { configuration: string; generation: number; run: string; batch: number; resource: string },
    ids: ChangedIds,
  ): void {
    const all = [...ids.added, ...ids.changed, ...ids.removed];
    if (all.length > 0) this.#seenIds.set(listKey(at), { ...at, ids: all });
  }

  prune(
    records: Pick<Stores["records"], "pruneBelow" | "pruneDead">,
    oldest: Map<string, number>,
    deadBelow: number,
  ): boolean {
    const rows = [...this.#seenIds.rows.values()].sort(byKey);
    const dead = rows.find(
      (row) =>
        row.generation < deadBelow &&
        this.#dead.get(row.generation) !== undefined &&
        !this.#deliveries.needs(row, row.generation),
    );
    if (dead !== undefined) {
      records.pruneDead(dead, dead.generation, dead.ids);
      this.#seenIds.delete(listKey(dead));
      return true;
    }
    for (const [key, generation] of oldest) {
      const [configuration, resource] = JSON.parse(key) as [string, string];
      const old = rows.find(
        (row) =>
          row.configuration === configuration &&
          row.resource === resource &&
          row.generation < generation &&
          this.#dead.get(row.generation) === undefined,
      );
      if (old === undefined) continue;
      records.pruneBelow(old, old.generation, old.ids);
      this.#seenIds.delete(listKey(old));
      return true;
    }
    const listed = new Set(rows.map(({ generation }) => generation));
    for (const generation of [...this.#dead.rows.keys()])
      if (generation < deadBelow && !listed.has(generation)) this.#dead.delete(generation);
    return false;
  }

  forget(configuration: string): void {
    for (const row of [...this.#seenIds.rows.values()])
      if (row.configuration === configuration) this.#seenIds.delete(listKey(row));
  }
}

const listKey = ({
  configuration,
  generation,
  run,
  batch,
}: Omit<ListRow, "resource" | "ids">): string => `${configuration}/${generation}/${run}/${batch}`;
const byKey = (a: ListRow, b: ListRow): number =>
  order(a.configuration, b.configuration) ||
  a.generation - b.generation ||
  order(a.run, b.run) ||
  a.batch - b.batch;
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function openMemoryStores(journal: Journal): MemoryStores {
  const metadata = new MemoryMetadata(journal);
  const batches = new MemoryBatches(journal);
  const rejects = new MemoryRejects(journal);
  const seenIds = new MemorySeenIds(journal);
  const publications: MemoryPublications = new MemoryPublications(journal, (run) => runs.find(run));
  const records = new MemoryRecords(journal, { dead: metadata.dead, seenIds });
  const deliveries = new MemoryDeliveries(journal);
  const standing = () =>
    new Set(
      [...publications.shelf.tables.values()].flatMap(({ rows }) =>
        [...rows.values()].map((one) => one.rejectsOf),
      ),
    );
  const runs = new MemoryRuns(journal, () => ({
    batches: batches.shelf,
    rejects: rejects.shelf,
    standing: standing(),
  }));
  return {
    metadata,
    batches,
    rejects,
    publications,
    questions: new MemoryQuestions(journal),
    runs,
    seenIds,
    records,
    changes: new MemoryChanges(journal, { dead: metadata.dead, deliveries }),
    deliveries,
    pendingChanges: new MemoryPendingChanges(records, deliveries),
    schedules: new MemorySchedules(journal),
    outbox: new MemoryOutbox(journal),
    deletedConfigurations: new MemoryDeletedConfigurations(journal),
    fileWarnings: new MemoryFileWarnings(journal),
  };
}
