// Reading the published data: pages by key, search and sort. Each stays in one generation, and reads no more than it needs.
import type { AverageQuery, RecordQuery, SumQuery } from "../contract/doors.ts";
import { orderOf, type GroupAverage, type MonthSum, type RecordCursor, type RecordPage, type RecordRow } from "../contract/record.ts";
import type { Id } from "../contract/source.ts";
import { averagesInSlices } from "./averages.ts";
import { Best, type Placed } from "./best.ts";
import type { Publication, Publications } from "./publications.ts";
import type { Place, Records, Visible } from "./records.ts";
import { jsonPath, parseJson } from "./rows.ts";
import { needleOf, searchTextOf } from "./search-text.ts";
import { shownTo } from "./shown.ts";
import { slicesOf, type Reading, type Slice } from "./slices.ts";
import { sumsInSlices } from "./sums.ts";

type Page = Omit<RecordPage, "columns">;

/** Above so many records the number of hits is not counted: that would read them all once more. */
const countUpTo = 50_000;
/** Versions read between two pauses: a few milliseconds. */
const pageSlice = 1_000;
const searchSlice = 5_000;
/** A search by key ends after so many slices and says where: a million versions. */
const mostSlices = 200;

export class Readers {
  readonly #sql: SqlStorage;
  readonly #records: Records;
  readonly #publications: Publications;

  constructor(sql: SqlStorage, records: Records, publications: Publications) {
    this.#sql = sql;
    this.#records = records;
    this.#publications = publications;
  }

  /**
   * A page of a published generation: the one that its cursor or `asOf` names, else the newest.
   * @returns null where the generation that was named is none that readers may see, or not any more
   */
  *page(query: RecordQuery): Reading<Page | null> {
    const cursor = query.after === null ? null : parseJson<RecordCursor>(query.after);
    const named = cursor?.generation ?? query.asOf;
    const shown = shownTo(this.#publications, query, named);
    if (shown === null) return named === null ? { records: [], total: null, next: null, generation: null, publishedAt: null } : null;
    const at = { query, shown, cursor, needle: needleOf(query.search) };
    const found = query.sort === null ? yield* this.#byId(at) : yield* this.#byColumn(at, query.sort);
    const total = found === null ? null : yield* this.#total(at);
    // Between two slices the generation may have been taken back or swept: then nothing of it is told.
    if (found === null || this.#publications.find(query, shown.generation) === null) return null;
    const { records, next } = found;
    const { generation, publishedAt } = shown;
    return { records, total, next: next && JSON.stringify(next), generation, publishedAt: new Date(publishedAt).toISOString() };
  }

  *#total(at: At): Reading<number | null> {
    if (at.needle === null) return at.shown.records;
    if (at.shown.records > countUpTo) return null;
    let hits = 0;
    for (const slice of this.#slices(at, null, searchSlice)) {
      hits += this.#found<{ id: Id }>(at, slice, "id").length;
      if (slice.upTo !== null) yield;
    }
    return hits;
  }

  #slices({ query }: At, after: Id | null, size: number): Generator<Slice> {
    return slicesOf(this.#sql, query, { size, after });
  }

  /** The records of a slice in which the words are found; without words all of them. Rising ids. */
  #found<Row extends { id: Id }>(
    { query, shown, needle }: At,
    slice: Slice,
    columns: string,
    { bind = [], limit = -1 }: { bind?: SqlStorageValue[]; limit?: number } = {},
  ): Row[] {
    const visible = this.#records.visible(query, shown.generation, slice.where);
    if (needle === null)
      return this.#sql.exec<Row & Searched>(`SELECT ${columns} FROM (${visible.sql}) LIMIT ?`, ...bind, ...visible.bind, limit).toArray();
    const rows = this.#sql.exec<Row & Searched>(
      `SELECT ${columns}, iif(text IS NULL, data, NULL) AS unread FROM (${visible.sql}) WHERE text IS NULL OR instr(text, ?) > 0`,
      ...bind,
      ...visible.bind,
      needle,
    );
    const found: Row[] = [];
    for (const row of rows) {
      // Records that were kept before texts were, and very long ones, are folded here.
      if (typeof row.unread === "string" && !searchTextOf(row.unread).includes(needle)) continue;
      found.push(row);
      if (found.length === limit) break;
    }
    return found;
  }

  *#byId(at: At): Reading<Found | null> {
    const { query, shown, cursor, needle } = at;
    const cursorAt = (id: Id): RecordCursor => ({ generation: shown.generation, order: "", place: null, id });
    const records: RecordRow[] = [];
    let slices = 0;
    for (const slice of this.#slices(at, cursor?.id ?? null, needle === null ? pageSlice : searchSlice)) {
      const limit = query.limit + 1 - records.length;
      const rows = this.#found<{ id: Id; data: string }>(at, slice, "id, data", { limit });
      records.push(...rows.map(({ id, data }): RecordRow => ({ id, data: parseJson(data) })));
      if (records.length > query.limit) {
        const page = records.slice(0, query.limit);
        const last = page.at(-1);
        return { records: page, next: last === undefined ? null : cursorAt(last.id) };
      }
      slices += 1;
      if (slices === mostSlices && slice.upTo !== null) return { records, next: cursorAt(slice.upTo) };
      if (slice.upTo !== null) yield;
      if (this.#publications.find(query, shown.generation) === null) return null;
    }
    return { records, next: null };
  }

  *#byColumn(at: At, sort: Sort): Reading<Found | null> {
    const { query, shown, cursor } = at;
    const order = orderOf(sort);
    const best = new Best(sort, { most: query.limit + 1, after: cursor === null ? null : { place: cursor.place, id: cursor.id } });
    const value = sort.as === "number" ? "CAST(data->>? AS REAL)" : "CAST(data->>? AS TEXT)";
    for (const slice of this.#slices(at, null, searchSlice)) {
      for (const row of this.#found<Placed>(at, slice, `id, ${value} AS place`, { bind: [jsonPath(sort.column)] })) best.offer(row);
      if (slice.upTo !== null) yield;
      if (this.#publications.find(query, shown.generation) === null) return null;
    }
    const placed = best.inOrder();
    const page = placed.slice(0, query.limit);
    const last = page.at(-1);
    const more = placed.length > query.limit && last !== undefined;
    return {
      records: this.#open(
        at,
        page.map(({ id }) => id),
      ),
      next: more ? { generation: shown.generation, order, place: last.place, id: last.id } : null,
    };
  }

  /** The records of some ids, in their order. */
  #open({ query, shown }: At, ids: Id[]): RecordRow[] {
    const where = { sql: "AND id IN (SELECT value FROM json_each(?))", bind: [JSON.stringify(ids)] };
    const visible: Visible = this.#records.visible(query, shown.generation, where);
    const rows = this.#sql.exec<{ id: Id; data: string }>(`SELECT id, data FROM (${visible.sql})`, ...visible.bind);
    const data = new Map([...rows].map((row) => [row.id, row.data]));
    return ids.map((id) => ({ id, data: parseJson(data.get(id) ?? "{}") }));
  }

  /** Sums of an amount by month, group and currency of what is published. */
  *sums(query: SumQuery): Reading<MonthSum[]> {
    return (yield* this.#ofOne(query, (visible) => sumsInSlices(this.#sql, visible, query))) ?? [];
  }

  /** Averages of number columns by the values of others, groups rising. */
  *averages(query: AverageQuery): Reading<GroupAverage[]> {
    return (yield* this.#ofOne(query, (visible) => averagesInSlices(this.#sql, visible, query))) ?? [];
  }

  /** Reads all that readers see of a resource in one generation: anew where that is taken back meanwhile. */
  *#ofOne<Result>(
    { configuration, resource }: Place,
    read: (visible: () => Generator<Visible>) => Reading<Result>,
  ): Reading<Result | null> {
    const place = { configuration, resource };
    for (;;) {
      const generation = this.#publications.current(place)?.generation;
      if (generation === undefined) return null;
      const result = yield* read(() => this.#visible(place, generation));
      if (this.#publications.find(place, generation) !== null) return result;
    }
  }

  *#visible(place: Place, generation: number): Generator<Visible> {
    for (const { where } of slicesOf(this.#sql, place, { size: searchSlice, after: null }))
      yield this.#records.visible(place, generation, where);
  }
}

type Sort = Exclude<RecordQuery["sort"], null>;
type At = { query: RecordQuery; shown: Publication; cursor: RecordCursor | null; needle: string | null };
type Found = { records: RecordRow[]; next: RecordCursor | null };
type Searched = { unread?: SqlStorageValue };
