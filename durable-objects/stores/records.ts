// The store of generations: every version of every record, and the one view that readers and
// comparisons share.
import {
  differ,
  meet,
  type OriginsHeard,
  type KeptVersion,
  type ConflictRule,
} from "../../core/difference.ts";
import { noTally, type Tally } from "../../core/run.ts";
import type { ChangeKind } from "../../contract/api/run.ts";
import type { Id } from "../../contract/source/record.ts";
import type { IdRange } from "../../contract/source/partition.ts";
import type { PackedRecord } from "../../contract/rpc/task.ts";

/** Which resource of which configuration. */
export type ResourceKey = { configuration: string; resource: string };

/** What a run sees: the published generation (0: none yet) and its own. */
export type ReadView = ResourceKey & { published: number; own: number };

/** Ids by what became of them: what one batch changed. */
export type ChangedIds = Record<ChangeKind, Id[]>;

/**
 * `conflicts`: ids of records that may not stand beside those that are kept. `collisions`: ids
 * under which another record of the source is kept. Nothing of either is written.
 */
export type Written = {
  tally: Tally;
  changed: ChangedIds;
  rowsWritten: number;
  conflicts: Id[];
  collisions: Id[];
};

/** Which record of the source a version is, and its data. */
export type Holder = { id: Id; origin: string | null; data: string };

/**
 * What apply asks of an id beside what is kept: all that claim it are in the page, unless told
 * otherwise.
 */
export type OriginLookup = (id: Id) => OriginsHeard;
const hearsAll: OriginLookup = () => "all";

export const nothingWritten = (): Written => ({
  tally: { ...noTally },
  changed: { added: [], changed: [], removed: [] },
  rowsWritten: 0,
  conflicts: [],
  collisions: [],
});

/**
 * Visible = per id the newest version at or below a generation that is not dead; a run adds its
 * own.
 */
const seenBy = { reader: "generation <= ?", run: "(generation <= ? OR generation = ?)" } as const;
export const notAborted = "generation NOT IN (SELECT generation FROM dead)";

/**
 * SELECT of id, hash, version, data and origin of the newest version per id; binds configuration,
 * resource, the sight, then `where`'s own.
 */
const newest = (seen: keyof typeof seenBy, where: string): string => `
  SELECT id, hash, version, data, origin, max(generation) AS generation FROM record
  WHERE configuration = ? AND resource = ? AND ${seenBy[seen]} AND ${notAborted} ${where}
  GROUP BY id`;

/**
 * Ids that a run has listed or rejected, each once; binds run, resource and the rejected as JSON.
 */
const listed = `
  SELECT each.value AS value FROM list, json_each(list.ids) AS each WHERE list.run = ? AND list.resource = ?
  UNION SELECT value FROM json_each(?)`;

type Row = { id: Id; hash: string | null; version: string | null; origin: string | null };
type Found = { published?: KeptRow; own?: KeptRow };
type KeptRow = KeptVersion & { generation: number };

/** A version on its way into the run's generation; no data: removed. */
type NewRow = {
  id: Id;
  hash: string | null;
  version: string | null;
  data: string | null;
  origin?: string | undefined;
};

const columnsOf = ({ id, hash, version, data, origin }: NewRow): SqlStorageValue[] => [
  id,
  hash,
  version,
  data,
  origin ?? null,
];
const ownColumns = [4, 5, 6, 7, 8];

/**
 * The platform binds a hundred parameters at most: three are the same for all rows, the others are
 * each row's own.
 */
const rowsPerInsert = Math.floor((100 - 3) / ownColumns.length);

const insertOf = (rows: number): string => {
  const row = (at: number): string =>
    `(?1, ?2, ?3, ${ownColumns.map((column) => `?${at * ownColumns.length + column}`).join(", ")})`;
  return `INSERT OR REPLACE INTO record (configuration, resource, generation, id, hash, version, data, origin)
    VALUES ${Array.from({ length: rows }, (_, at) => row(at)).join(", ")}`;
};

export class Records {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Writes what differs of a page into the run's generation. To be called inside a transaction. */
  apply(
    view: ReadView,
    records: PackedRecord[],
    rule: ConflictRule = "newest_wins",
    hearing: OriginLookup = hearsAll,
  ): Written {
    const written = nothingWritten();
    const kept = this.#kept(
      view,
      records.map(({ id }) => id),
    );
    const rows: NewRow[] = [];
    for (const record of records) {
      const { id, hash, version, origin = null } = record;
      const { published, own } = kept.get(id) ?? {};
      const met = meet(rule, { published, own, incoming: { hash, version, origin } }, hearing(id));
      if (met === "conflicts" || met === "collides") {
        written[met === "conflicts" ? "conflicts" : "collisions"].push(id);
        continue;
      }
      const { write, kind, was } = met;
      if (write) rows.push(record);
      else if (origin !== null)
        written.rowsWritten += this.#name(view, id, own ?? published, origin);
      countArrival(written, id, kind, was);
    }
    written.rowsWritten += this.#write(view, rows);
    return written;
  }

  /**
   * As many rows a statement as it may have parameters: cheaper than one by one, and than taking
   * rows out of one large JSON text.
   */
  #write({ configuration, resource, own }: ReadView, rows: NewRow[]): number {
    let rowsWritten = 0;
    for (let at = 0; at < rows.length; at += rowsPerInsert) {
      const some = rows.slice(at, at + rowsPerInsert);
      const values = some.flatMap(columnsOf);
      rowsWritten += this.#sql.exec(
        insertOf(some.length),
        configuration,
        resource,
        own,
        ...values,
      ).rowsWritten;
    }
    return rowsWritten;
  }

  /**
   * The same content as before, and now it is known whose it is: that is no other version of the
   * record.
   */
  #name(
    { configuration, resource }: ReadView,
    id: Id,
    kept: KeptRow | undefined,
    origin: string,
  ): number {
    if (kept === undefined || kept.hash === null || kept.origin === origin) return 0;
    return this.#sql.exec(
      "UPDATE record SET origin = ? WHERE configuration = ? AND resource = ? AND id = ? AND generation = ?",
      ...[origin, configuration, resource, id, kept.generation],
    ).rowsWritten;
  }

  /** Takes back what this run has written of some ids: readers go on with what they have. */
  retract(view: ReadView, ids: Id[]): Written {
    const written = nothingWritten();
    const { configuration, resource, own } = view;
    for (const [id, kept] of this.#kept(view, ids)) {
      if (kept.own === undefined) continue;
      const { was } = differ({ published: kept.published, own: kept.own, incoming: kept.own });
      if (was !== null) written.tally[was] -= 1;
      written.rowsWritten += this.#sql.exec(
        "DELETE FROM record WHERE configuration = ? AND resource = ? AND id = ? AND generation = ?",
        ...[configuration, resource, id, own],
      ).rowsWritten;
    }
    return written;
  }

  /** Which records of the source are kept under some ids; removed ones are not among them. */
  holders({ configuration, resource, published, own }: ReadView, ids: Id[]): Holder[] {
    return this.#sql
      .exec<Holder>(
        `SELECT id, origin, data FROM (${newest("run", "AND id IN (SELECT value FROM json_each(?))")}) WHERE data IS NOT NULL ORDER BY id`,
        ...[configuration, resource, published, own, JSON.stringify(ids)],
      )
      .toArray();
  }

  /** Ids under which this run has put another record of the source than readers see there. */
  successions({ configuration, resource, published, own }: ReadView): Id[] {
    return this.#sql
      .exec<{ id: Id }>(
        `SELECT id FROM record AS mine WHERE configuration = ?1 AND resource = ?2 AND generation = ?3 AND origin <>
           (SELECT origin FROM record WHERE configuration = ?1 AND resource = ?2 AND id = mine.id AND generation <= ?4 AND ${notAborted}
            ORDER BY generation DESC LIMIT 1) ORDER BY id`,
        ...[configuration, resource, own, published],
      )
      .toArray()
      .map(({ id }) => id);
  }

  /** What the store holds of some ids: the published version and the run's own. */
  #kept({ configuration, resource, published, own }: ReadView, ids: Id[]): Map<Id, Found> {
    const found = new Map<Id, Found>();
    if (ids.length === 0) return found;
    const rows = this.#sql.exec<Row & { generation: number }>(
      `SELECT id, generation, hash, version, origin FROM record
       WHERE configuration = ? AND resource = ? AND id IN (SELECT value FROM json_each(?))
         AND ${seenBy.run} AND ${notAborted} ORDER BY generation`,
      configuration,
      resource,
      JSON.stringify(ids),
      published,
      own,
    );
    for (const { id, ...kept } of rows) {
      const entry = found.get(id) ?? {};
      // Rising generations: the last one at or below the published stays.
      if (kept.generation === own) entry.own = kept;
      else entry.published = kept;
      found.set(id, entry);
    }
    return found;
  }

  /**
   * Marks as removed what is visible inside the span and not among `present`.
   * @param present ids that are there, read or rejected
   */
  removeAbsent(view: ReadView, range: IdRange, present: Id[]): Written {
    return this.#remove(view, this.#absent(view, range, present));
  }

  /**
   * Marks as removed what is visible and in no list of a run.
   * @param rejected ids that are there although they could not be used
   */
  removeUnlisted(view: ReadView, run: string, rejected: Id[]): Written {
    const { configuration, resource, published, own } = view;
    const absent = this.#sql
      .exec<{ id: Id }>(
        `SELECT id FROM (${newest("run", "")}) WHERE hash IS NOT NULL AND id NOT IN (${listed})`,
        ...[configuration, resource, published, own],
        ...[run, resource, JSON.stringify(rejected)],
      )
      .toArray();
    return this.#remove(
      view,
      absent.map(({ id }) => id),
    );
  }

  /**
   * How many ids the lists of a run and its rejects name, each once, and how many of the listed a
   * reader would not find.
   */
  listing(view: ReadView, run: string, rejected: Id[]): { listed: number; lacking: number } {
    const { configuration, resource, published, own } = view;
    const named = JSON.stringify(rejected);
    return this.#sql
      .exec<{ listed: number; lacking: number }>(
        `SELECT (SELECT count(*) FROM (${listed})) AS listed,
                (SELECT count(*) FROM (${listed}) WHERE value NOT IN (SELECT value FROM json_each(?))
                   AND value NOT IN (SELECT id FROM (${newest("run", "")}) WHERE hash IS NOT NULL)) AS lacking`,
        ...[run, resource, named],
        ...[run, resource, named],
        named,
        ...[configuration, resource, published, own],
      )
      .one();
  }

  #remove(view: ReadView, absent: Id[]): Written {
    const written = nothingWritten();
    if (absent.length === 0) return written;
    const kept = this.#kept(view, absent);
    for (const id of absent) {
      const { published, own } = kept.get(id) ?? {};
      const { kind, was } = differ({
        published,
        own: own && { ...own, version: null },
        incoming: { hash: null, version: null },
      });
      countArrival(written, id, kind, was);
    }
    written.rowsWritten += this.#write(
      view,
      absent.map((id) => ({ id, hash: null, version: null, data: null })),
    );
    return written;
  }

  #absent(
    { configuration, resource, published, own }: ReadView,
    range: IdRange,
    present: Id[],
  ): Id[] {
    const { sql, bind } = inside(range);
    return this.#sql
      .exec<{ id: Id }>(
        `SELECT id FROM (${newest("run", sql)})
         WHERE hash IS NOT NULL AND id NOT IN (SELECT value FROM json_each(?))`,
        configuration,
        resource,
        published,
        own,
        ...bind,
        JSON.stringify(present),
      )
      .toArray()
      .map(({ id }) => id);
  }

  /** Ids of a list that a reader of this run would not find. */
  lacking({ configuration, resource, published, own }: ReadView, ids: Id[]): Id[] {
    return this.#sql
      .exec<{ id: Id }>(
        `SELECT value AS id FROM json_each(?) WHERE value NOT IN
         (SELECT id FROM (${newest("run", "")}) WHERE hash IS NOT NULL)`,
        JSON.stringify(ids),
        configuration,
        resource,
        published,
        own,
      )
      .toArray()
      .map(({ id }) => id);
  }

  /**
   * How many records a reader of this run would find, and their highest id (0 where ids are text).
   */
  census({ configuration, resource, published, own }: ReadView): {
    records: number;
    highest: number;
  } {
    const row = this.#sql
      .exec<{ records: number; highest: number | string | null }>(
        `SELECT count(*) AS records, max(id) AS highest FROM (${newest("run", "")}) WHERE hash IS NOT NULL`,
        configuration,
        resource,
        published,
        own,
      )
      .one();
    return { records: row.records, highest: typeof row.highest === "number" ? row.highest : 0 };
  }

  /** Ids that a generation would remove from what readers see, rising. */
  removals({ configuration, resource, own }: ReadView): Id[] {
    return this.#sql
      .exec<{ id: Id }>(
        "SELECT id FROM record WHERE configuration = ? AND resource = ? AND generation = ? AND hash IS NULL ORDER BY id",
        ...[configuration, resource, own],
      )
      .toArray()
      .map(({ id }) => id);
  }

  /**
   * Forgets the removals that a generation would bring: they wait for a person, or a hole has made
   * them uncertain.
   */
  dropRemovals({ configuration, resource, own }: ReadView): void {
    this.#sql.exec(
      "DELETE FROM record WHERE configuration = ? AND resource = ? AND generation = ? AND hash IS NULL",
      configuration,
      resource,
      own,
    );
  }

  /**
   * The data of one record in a generation: undefined when it has no version there, null when it is
   * removed.
   */
  versionAt(key: ResourceKey, id: Id, generation: number): string | null | undefined {
    const rows = this.#sql
      .exec<{ data: string | null }>(
        "SELECT data FROM record WHERE configuration = ? AND resource = ? AND id = ? AND generation = ?",
        key.configuration,
        key.resource,
        id,
        generation,
      )
      .toArray();
    return rows[0] === undefined ? undefined : rows[0].data;
  }

  /** What readers saw of a record just before a generation. */
  versionBefore(key: ResourceKey, id: Id, generation: number): string | null {
    const rows = this.#sql
      .exec<{ data: string | null }>(
        `SELECT data FROM record WHERE configuration = ? AND resource = ? AND id = ? AND generation < ? AND ${notAborted}
         ORDER BY generation DESC LIMIT 1`,
        key.configuration,
        key.resource,
        id,
        generation,
      )
      .toArray();
    return rows[0]?.data ?? null;
  }

  /** The visible records as a subquery with its bindings, for readers. */
  visible(
    { configuration, resource }: ResourceKey,
    generation: number,
    where: { sql: string; bind: SqlStorageValue[] },
  ): Visible {
    return {
      sql: `SELECT id, data FROM (${newest("reader", where.sql)}) WHERE data IS NOT NULL`,
      bind: [configuration, resource, generation, ...where.bind],
    };
  }

  /**
   * Sweeps the older versions of ids that a kept generation has replaced, and its own marks of
   * removal. A removal that was held back is in the list and has replaced nothing: what stood
   * before it is still to be seen.
   */
  pruneBelow(key: ResourceKey, generation: number, ids: Id[]): void {
    const { configuration, resource } = key;
    this.#sql.exec(
      `DELETE FROM record WHERE configuration = ? AND resource = ? AND id IN
         (SELECT id FROM record WHERE configuration = ? AND resource = ? AND generation = ? AND id IN (SELECT value FROM json_each(?)))
       AND (generation < ? OR (generation = ? AND hash IS NULL))`,
      ...[configuration, resource],
      ...[configuration, resource, generation, JSON.stringify(ids)],
      generation,
      generation,
    );
  }

  /** Sweeps what a dead generation wrote. */
  pruneDead(key: ResourceKey, generation: number, ids: Id[]): void {
    this.#sql.exec(
      "DELETE FROM record WHERE configuration = ? AND resource = ? AND id IN (SELECT value FROM json_each(?)) AND generation = ?",
      key.configuration,
      key.resource,
      JSON.stringify(ids),
      generation,
    );
  }

  /** Sweeps a slice of a deleted configuration's records; returns how many rows went. */
  forget(configuration: string, slice: number): number {
    return this.#sql.exec(
      `DELETE FROM record WHERE (configuration, resource, id, generation) IN
       (SELECT configuration, resource, id, generation FROM record WHERE configuration = ? LIMIT ?)`,
      configuration,
      slice,
    ).rowsWritten;
  }
}

export type Visible = { sql: string; bind: SqlStorageValue[] };

/**
 * Counts an arrival; one that was counted before in this run moves from its old kind to its new
 * one.
 */
export function countArrival(
  written: Written,
  id: Id,
  kind: ChangeKind | null,
  was: ChangeKind | null,
): void {
  const { tally } = written;
  if (was !== null) tally[was] -= 1;
  if (kind !== null) {
    tally[kind] += 1;
    if (was === null) written.changed[kind].push(id);
  } else if (was === null) tally.unchanged += 1;
}

/**
 * The ids of a span as bounds of the key. Integers sort before every text, so neither kind reaches
 * into the other.
 */
const inside = (range: IdRange): { sql: string; bind: Id[] } =>
  range.type === "range"
    ? { sql: "AND id >= ? AND id <= ?", bind: [range.from, range.to] }
    : { sql: "AND id >= ? AND id < ? || char(1114111)", bind: [range.prefix, range.prefix] };
