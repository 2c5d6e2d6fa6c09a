// The store of generations: every version of every record, and the one query of visible records
// that readers and comparisons share.
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

/** The generations that a run sees: the published one (0: none yet) and its own. */
export type ReadView = ResourceKey & { published: number; own: number };

/** The ids that a batch changed, by kind of change. */
export type ChangedIds = Record<ChangeKind, Id[]>;

/**
 * `conflicts`: ids whose new content contradicts the stored record. `collisions`: ids under which
 * another record of the source is stored. Neither kind is written.
 */
export type Written = {
  tally: Tally;
  changed: ChangedIds;
  rowsWritten: number;
  conflicts: Id[];
  collisions: Id[];
};

/** The record stored under an id: which record of the source it is, and its data. */
export type Holder = { id: Id; origin: string | null; data: string };

/** Tells apply which records claim an id. By default all of them are in the page. */
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
 * The visible version of an id is its newest one, up to a generation and from one that was not
 * aborted. A run also sees its own.
 */
const seenBy = { reader: "generation <= ?", run: "(generation <= ? OR generation = ?)" } as const;
export const notAborted = "generation NOT IN (SELECT generation FROM dead)";

/**
 * The SELECT of the visible version of each id. Binds configuration, resource, the generations of
 * `seenBy`, then the parameters of `where`.
 */
const newest = (seen: keyof typeof seenBy, where: string): string => `
  SELECT id, hash, version, data, origin, max(generation) AS generation FROM record
  WHERE configuration = ? AND resource = ? AND ${seenBy[seen]} AND ${notAborted} ${where}
  GROUP BY id`;

/**
 * The ids that a run listed or rejected, each once. Binds run, resource and rejected ids as JSON.
 */
const listed = `
  SELECT each.value AS value FROM list, json_each(list.ids) AS each WHERE list.run = ? AND list.resource = ?
  UNION SELECT value FROM json_each(?)`;

type Row = { id: Id; hash: string | null; version: string | null; origin: string | null };
type Found = { published?: KeptRow; own?: KeptRow };
type KeptRow = KeptVersion & { generation: number };

/** A version to write into the run's generation; data null: removed. */
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
 * The platform binds at most a hundred parameters: three are shared by all rows, the others belong
 * to one row each.
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

  /** Writes the records of a page that differ into the run's generation, inside a transaction. */
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
   * Each statement writes as many rows as its parameters allow: cheaper than single rows, and than
   * one large JSON text that SQLite takes apart.
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
   * Records the origin of versions whose content has not changed. That makes no new version.
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

  /** Deletes what this run has written for some ids, so that readers keep what they see. */
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

  /** The records stored under some ids; removed ones are left out. */
  holders({ configuration, resource, published, own }: ReadView, ids: Id[]): Holder[] {
    return this.#sql
      .exec<Holder>(
        `SELECT id, origin, data FROM (${newest("run", "AND id IN (SELECT value FROM json_each(?))")}) WHERE data IS NOT NULL ORDER BY id`,
        ...[configuration, resource, published, own, JSON.stringify(ids)],
      )
      .toArray();
  }

  /** Ids under which this run has stored another record of the source than readers see. */
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

  /** The stored versions of some ids: the published one and the run's own. */
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
      // Rows come by rising generation, so that the last one up to the published remains.
      if (kept.generation === own) entry.own = kept;
      else entry.published = kept;
      found.set(id, entry);
    }
    return found;
  }

  /**
   * Marks visible records of a range as removed unless they are among `present`.
   * @param present ids that the source still has, read or rejected
   */
  removeAbsent(view: ReadView, range: IdRange, present: Id[]): Written {
    return this.#remove(view, this.#absent(view, range, present));
  }

  /**
   * Marks visible records as removed unless a list of the run names them.
   * @param rejected ids that the source still has, although their records could not be used
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
   * Counts the ids that the run listed or rejected, each once, and those of the listed ids that a
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
   * The number of records that a reader of this run would find, and their highest id (0 where ids
   * are text).
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

  /** Ids that publishing a generation would remove, rising. */
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
   * Deletes the removals of a generation before it is published: they wait for a person, or a hole
   * has made them uncertain.
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
   * The data that a generation wrote for a record: undefined if it wrote none, null if it removed
   * the record.
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

  /** The data of a record as readers saw it just before a generation; null: none. */
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
   * removal. A removal that was held back is listed but replaced nothing: the version before it is
   * still visible, and stays.
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

  /** Sweeps what an aborted generation wrote. */
  pruneDead(key: ResourceKey, generation: number, ids: Id[]): void {
    this.#sql.exec(
      "DELETE FROM record WHERE configuration = ? AND resource = ? AND id IN (SELECT value FROM json_each(?)) AND generation = ?",
      key.configuration,
      key.resource,
      JSON.stringify(ids),
      generation,
    );
  }

  /** Sweeps some records of a deleted configuration; returns how many rows were deleted. */
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

/** Counts a record; one that this run has counted before moves from its old kind to the new one. */
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
 * The ids of a range as bounds of the key. Integers sort before every text, so a range of one kind
 * never contains ids of the other.
 */
const inside = (range: IdRange): { sql: string; bind: Id[] } =>
  range.type === "range"
    ? { sql: "AND id >= ? AND id <= ?", bind: [range.from, range.to] }
    : { sql: "AND id >= ? AND id < ? || char(1114111)", bind: [range.prefix, range.prefix] };
