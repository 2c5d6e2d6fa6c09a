// The store of generations in memory: the same answers as the tables give, without their cost.
import type { Id } from "../../contract/source/record.ts";
import type { IdRange } from "../../contract/source/partition.ts";
import type { PackedRecord } from "../../contract/rpc/task.ts";
import { differ, meet, type KeptVersion, type ConflictRule } from "../../core/difference.ts";
import { isInside } from "../../core/partitions.ts";
import {
  countArrival,
  nothingWritten,
  type OriginLookup,
  type Holder,
  type ResourceKey,
  type ReadView,
  type Written,
} from "../../durable-objects/stores/records.ts";
import type { BatchIds } from "../../durable-objects/stores/seen-ids.ts";
import type { Stores } from "../../durable-objects/stores/stores.ts";
import { Shelf, type Journal, type Table } from "./journal.ts";

type Version = KeptVersion & { generation: number; data: string | null; origin: string | null };
/** The versions of one id, rising generations. */
type Versions = readonly Version[];

/** The ids that each batch of a run listed. */
type ListedIds = { of(run: string, resource: string): Pick<BatchIds, "ids">[] };

export class MemoryRecords implements PublicRecords {
  readonly #shelf: Shelf<Id, Versions>;
  readonly #dead: Table<number, true>;
  readonly #seenIds: ListedIds;
  /** Rises with every write: who looked before needs not look again. */
  touched = 0;

  constructor(
    journal: Journal,
    { dead, seenIds }: { dead: Table<number, true>; seenIds: ListedIds },
  ) {
    this.#shelf = new Shelf(journal);
    this.#dead = dead;
    this.#seenIds = seenIds;
  }

  apply(
    view: ReadView,
    records: PackedRecord[],
    rule: ConflictRule = "newest_wins",
    hearing: OriginLookup = () => "all",
  ): Written {
    const written = nothingWritten();
    const table = this.#shelf.table(keyOf(view));
    const meetings = records.map((record) => ({ ...record, ...this.#kept(view, record.id) }));
    for (const { id, hash, version, data, origin = null, published, own } of meetings) {
      const met = meet(rule, { published, own, incoming: { hash, version, origin } }, hearing(id));
      if (met === "conflicts" || met === "collides") {
        written[met === "conflicts" ? "conflicts" : "collisions"].push(id);
        continue;
      }
      const { write, kind, was } = met;
      const kept = own ?? published;
      if (write)
        this.#write(table, id, { generation: view.own, hash, version, data, origin }, written);
      else if (
        origin !== null &&
        kept !== undefined &&
        kept.hash !== null &&
        kept.origin !== origin
      )
        this.#write(table, id, { ...kept, origin }, written);
      countArrival(written, id, kind, was);
    }
    return written;
  }

  retract(view: ReadView, ids: Id[]): Written {
    const written = nothingWritten();
    for (const id of new Set(ids)) {
      const { published, own } = this.#kept(view, id);
      if (own === undefined) continue;
      const { was } = differ({ published, own, incoming: own });
      if (was !== null) written.tally[was] -= 1;
      this.#sweep(view, [id], ({ generation }) => generation === view.own);
      written.rowsWritten += 1;
    }
    return written;
  }

  holders(view: ReadView, ids: Id[]): Holder[] {
    const wanted = new Set(ids);
    return this.#visible(view).flatMap((id) => {
      const { published, own } = this.#kept(view, id);
      const { data = null, origin = null } = own ?? published ?? {};
      return wanted.has(id) && data !== null ? [{ id, origin, data }] : [];
    });
  }

  successions(view: ReadView): Id[] {
    return this.#visible(view).filter((id) => {
      const { published, own } = this.#kept(view, id);
      const [was, is] = [published?.origin ?? null, own?.origin ?? null];
      return was !== null && is !== null && was !== is;
    });
  }

  removeAbsent(view: ReadView, range: IdRange, present: Id[]): Written {
    const here = new Set(present);
    return this.#remove(
      view,
      this.#visible(view).filter((id) => isInside(id, range) && !here.has(id)),
    );
  }

  #listed(resource: string, run: string, rejected: Id[]): Set<Id> {
    return new Set([...this.#seenIds.of(run, resource).flatMap(({ ids }) => ids), ...rejected]);
  }

  removeUnlisted(view: ReadView, run: string, rejected: Id[]): Written {
    const listed = this.#listed(view.resource, run, rejected);
    return this.#remove(
      view,
      this.#visible(view).filter((id) => !listed.has(id)),
    );
  }

  listing(view: ReadView, run: string, rejected: Id[]): { listed: number; lacking: number } {
    const listed = this.#listed(view.resource, run, rejected);
    const here = new Set([...this.#visible(view), ...rejected]);
    return { listed: listed.size, lacking: [...listed].filter((id) => !here.has(id)).length };
  }

  #remove(view: ReadView, absent: Id[]): Written {
    const written = nothingWritten();
    const table = this.#shelf.table(keyOf(view));
    for (const id of absent) {
      const { published, own } = this.#kept(view, id);
      const { kind, was } = differ({
        published,
        own: own && { ...own, version: null },
        incoming: { hash: null, version: null },
      });
      countArrival(written, id, kind, was);
    }
    for (const id of absent)
      this.#write(
        table,
        id,
        { generation: view.own, hash: null, version: null, data: null, origin: null },
        written,
      );
    return written;
  }

  #write(table: Table<Id, Versions>, id: Id, version: Version, written: Written): void {
    const others = (table.get(id) ?? []).filter(
      ({ generation }) => generation !== version.generation,
    );
    table.set(
      id,
      [...others, version].sort((a, b) => a.generation - b.generation),
    );
    this.touched += 1;
    written.rowsWritten += 1;
  }

  #kept(view: ReadView, id: Id): { published: Version | undefined; own: Version | undefined } {
    let published: Version | undefined;
    let own: Version | undefined;
    for (const version of this.#shelf.rows(keyOf(view)).get(id) ?? []) {
      if (this.#dead.get(version.generation) !== undefined) continue;
      if (version.generation === view.own) own = version;
      else if (version.generation <= view.published) published = version;
    }
    return { published, own };
  }

  #newest(versions: Versions, sees: (generation: number) => boolean): Version | null {
    for (let at = versions.length - 1; at >= 0; at -= 1) {
      const version = versions[at];
      if (
        version !== undefined &&
        sees(version.generation) &&
        this.#dead.get(version.generation) === undefined
      )
        return version;
    }
    return null;
  }

  /** Ids that a reader of this run would find, rising. */
  #visible(view: ReadView): Id[] {
    const found: Id[] = [];
    const sees = (generation: number) => generation <= view.published || generation === view.own;
    for (const [id, versions] of this.#shelf.rows(keyOf(view)))
      if ((this.#newest(versions, sees)?.hash ?? null) !== null) found.push(id);
    return found.sort(byId);
  }

  lacking(view: ReadView, ids: Id[]): Id[] {
    const found = new Set(this.#visible(view));
    return ids.filter((id) => !found.has(id));
  }

  census(view: ReadView): { records: number; highest: number } {
    const found = this.#visible(view);
    const highest = found.at(-1);
    return { records: found.length, highest: typeof highest === "number" ? highest : 0 };
  }

  /** What readers of a generation see, by id. */
  seen(place: ResourceKey, asOf: number): Map<Id, string> {
    const found = new Map<Id, string>();
    for (const [id, versions] of this.#shelf.rows(keyOf(place))) {
      const data = this.#newest(versions, (generation) => generation <= asOf)?.data ?? null;
      if (data !== null) found.set(id, data);
    }
    return found;
  }

  /** Ids with a version above one generation and up to another, of dead ones too. */
  moved(place: ResourceKey, above: number, upTo: number): Id[] {
    return [...this.#shelf.rows(keyOf(place))]
      .filter(([, versions]) =>
        versions.some(({ generation }) => generation > above && generation <= upTo),
      )
      .map(([id]) => id);
  }

  /** The version a generation wrote of a record; null: none. */
  versionIn(place: ResourceKey, id: Id, generation: number): KeptVersion | null {
    return (
      this.#shelf
        .rows(keyOf(place))
        .get(id)
        ?.find((one) => one.generation === generation) ?? null
    );
  }

  removals(view: ReadView): Id[] {
    return [...this.#shelf.rows(keyOf(view))]
      .filter(([, versions]) =>
        versions.some(({ generation, hash }) => generation === view.own && hash === null),
      )
      .map(([id]) => id)
      .sort(byId);
  }

  dropRemovals(view: ReadView): void {
    this.#sweep(view, null, ({ generation, hash }) => generation === view.own && hash === null);
  }

  pruneBelow(place: ResourceKey, below: number, ids: Id[]): void {
    const replaced = ids.filter((id) => this.versionIn(place, id, below) !== null);
    this.#sweep(
      place,
      replaced,
      ({ generation, hash }) => generation < below || (generation === below && hash === null),
    );
  }

  pruneDead(place: ResourceKey, dead: number, ids: Id[]): void {
    this.#sweep(place, ids, ({ generation }) => generation === dead);
  }

  #sweep(place: ResourceKey, ids: Id[] | null, goes: (version: Version) => boolean): void {
    const table = this.#shelf.table(keyOf(place));
    for (const id of ids ?? [...table.rows.keys()]) {
      const versions = table.get(id);
      const left = versions?.filter((version) => !goes(version));
      if (versions === undefined || left === undefined || left.length === versions.length) continue;
      if (left.length === 0) table.delete(id);
      else table.set(id, left);
      this.touched += 1;
    }
  }

  forget(configuration: string, slice: number): number {
    let gone = 0;
    for (const [name, table] of this.#shelf.tables) {
      if (!name.startsWith(`${configuration}/`)) continue;
      for (const id of [...table.rows.keys()].sort(byId))
        for (const { generation } of table.get(id) ?? []) {
          if (gone === slice) return gone;
          this.#sweep(placeOf(name), [id], (version) => version.generation === generation);
          gone += 1;
        }
    }
    return gone;
  }
}

type PublicRecords = Stores["records"];

/** Integers first, as the key of the table orders them. */
export function byId(a: Id, b: Id): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

export const keyOf = ({ configuration, resource }: ResourceKey): string =>
  `${configuration}/${resource}`;
const placeOf = (key: string): ResourceKey => {
  const [configuration = "", resource = ""] = key.split("/");
  return { configuration, resource };
};
