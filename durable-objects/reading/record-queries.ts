// Queries of the published records: pages by key, searches and sorted lists. Each stays within one
// generation, and reads no more than it needs.
import type { AverageQuery, RecordQuery, SumQuery } from "../../contract/rpc/queries.ts";
import {
  orderOf,
  type GroupAverage,
  type MonthSum,
  type RecordCursor,
  type RecordPage,
  type RecordRow,
} from "../../contract/api/record.ts";
import type { Id } from "../../contract/source/record.ts";
import { averageAggregate, groupAverages } from "./averages.ts";
import { TopRecords, type SortedRecord } from "./top-records.ts";
import type { Publication } from "../../core/publication.ts";
import type { Publications } from "../stores/publications.ts";
import { Aggregates, signOf } from "./aggregates.ts";
import type { ResourceKey, Records, Visible } from "../stores/records.ts";
import { jsonPath, parseJson } from "../stores/rows.ts";
import { isFoundIn, needleOf, roughTextOf } from "../stores/search-text.ts";
import { visibleGeneration } from "./visible-generation.ts";
import { slicesOf, type SlicedReading, type Slice } from "./slices.ts";
import { pieceLength, SortedPieces } from "./sorted-pieces.ts";
import type { openStores } from "../stores/stores.ts";
import { monthSums, sumAggregate } from "./sums.ts";

type Page = Omit<RecordPage, "columns">;

/** With more records than this, hits are not counted: that would read all of them once more. */
const countUpTo = 50_000;
/** A search by key stops after so many slices (about a million versions) and returns a cursor. */
const mostSlices = 1_000;

export class RecordQueries {
  readonly #sql: SqlStorage;
  readonly #records: Records;
  readonly #publications: Publications;
  readonly #aggregates: Aggregates;
  readonly #sorted = new SortedPieces();

  constructor(
    sql: SqlStorage,
    stores: Pick<ReturnType<typeof openStores>, "records" | "publications" | "changes">,
  ) {
    this.#sql = sql;
    this.#records = stores.records;
    this.#publications = stores.publications;
    this.#aggregates = new Aggregates(sql, stores);
  }

  /** Queries with the same name have the same result as long as nothing newer is published. */
  nameOf(query: ResourceKey): string {
    return JSON.stringify([this.#publications.current(query)?.generation ?? null, query]);
  }

  /**
   * A page of the generation that the cursor or `asOf` names, or of the newest.
   * @returns null if the named generation was never published, or is no longer kept
   */
  *page(query: RecordQuery): SlicedReading<Page | null> {
    const cursor = query.after === null ? null : parseJson<RecordCursor>(query.after);
    const named = cursor?.generation ?? query.asOf;
    const shown = visibleGeneration(this.#publications, query, named);
    if (shown === null)
      return named === null
        ? { records: [], total: null, next: null, generation: null, publishedAt: null }
        : null;
    const at = { query, shown, cursor, needle: needleOf(query.search) };
    const found =
      query.sort === null ? yield* this.#byId(at) : yield* this.#byColumn(at, query.sort);
    const total = found === null ? null : yield* this.#total(at);
    // The generation may have been withdrawn or swept between two slices: nothing of it is returned
    // then.
    if (found === null || this.#publications.find(query, shown.generation) === null) return null;
    const { records, next } = found;
    const { generation, publishedAt } = shown;
    return {
      records,
      total,
      next: next && JSON.stringify(next),
      generation,
      publishedAt: new Date(publishedAt).toISOString(),
    };
  }

  *#total(at: At): SlicedReading<number | null> {
    if (at.needle === null) return at.shown.records;
    if (at.shown.records > countUpTo) return null;
    let hits = 0;
    for (const slice of slicesOf(this.#sql, at.query)) {
      hits += this.#found<{ id: Id }>(at, slice, "id").length;
      if (slice.upTo !== null) yield;
    }
    return hits;
  }

  /** The records of a slice that match the search, by rising id; all of them without a search. */
  #found<Row extends { id: Id }>(
    { query, shown, needle }: At,
    slice: Slice,
    columns: string,
    { bind = [], limit = -1 }: { bind?: SqlStorageValue[]; limit?: number } = {},
  ): Row[] {
    const visible = this.#records.visible(query, shown.generation, slice.where);
    if (needle === null)
      return this.#sql
        .exec<Row & Searched>(
          `SELECT ${columns} FROM (${visible.sql}) LIMIT ?`,
          ...bind,
          ...visible.bind,
          limit,
        )
        .toArray();
    // Most slices have no match, so all their records are first searched as one text.
    const { block } = this.#sql
      .exec<{ block: string | null }>(
        `SELECT group_concat(data, ' ') AS block FROM (${visible.sql})`,
        ...visible.bind,
      )
      .one();
    if (block === null || !roughTextOf(block).includes(needle)) return [];
    const found: Row[] = [];
    for (const row of this.#sql.exec<Row & Searched>(
      `SELECT ${columns}, data AS searched FROM (${visible.sql})`,
      ...bind,
      ...visible.bind,
    )) {
      if (!isFoundIn(row.searched, needle)) continue;
      found.push(row);
      if (found.length === limit) break;
    }
    return found;
  }

  *#byId(at: At): SlicedReading<Found | null> {
    const { query, shown, cursor } = at;
    const cursorAt = (id: Id): RecordCursor => ({
      generation: shown.generation,
      order: "",
      place: null,
      id,
    });
    const records: RecordRow[] = [];
    let slices = 0;
    for (const slice of slicesOf(this.#sql, query, {
      after: cursor?.id ?? null,
      ...(at.needle === null ? { first: query.limit + 1 } : {}),
    })) {
      const limit = query.limit + 1 - records.length;
      const rows = this.#found<{ id: Id; data: string }>(at, slice, "id, data", { limit });
      records.push(...rows.map(({ id, data }): RecordRow => ({ id, data: parseJson(data) })));
      if (records.length > query.limit) {
        const page = records.slice(0, query.limit);
        const last = page.at(-1);
        return { records: page, next: last === undefined ? null : cursorAt(last.id) };
      }
      slices += 1;
      if (slices === mostSlices && slice.upTo !== null)
        return { records, next: cursorAt(slice.upTo) };
      if (slice.upTo !== null) yield;
      if (this.#publications.find(query, shown.generation) === null) return null;
    }
    return { records, next: null };
  }

  *#byColumn(at: At, sort: Sort): SlicedReading<Found | null> {
    const { query, shown, cursor, needle } = at;
    const order = orderOf(sort);
    const after = cursor === null ? null : { place: cursor.place, id: cursor.id };
    const key = JSON.stringify([
      query.configuration,
      query.resource,
      shown.generation,
      needle,
      sort,
    ]);
    const wanted = { after, most: query.limit + 1 };
    if (this.#sorted.find(key, sort, wanted) === null) {
      const most = Math.max(pieceLength, query.limit + 1);
      const placed = yield* this.#firstInOrder(at, sort, { most, after });
      if (placed === null) return null;
      this.#sorted.keep(key, { after, placed, whole: placed.length < most });
    }
    const placed = this.#sorted.find(key, sort, wanted) ?? [];
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

  /**
   * The first records after a position in the order of a column. Amounts sort by their signed
   * value: credit notes are below zero.
   */
  *#firstInOrder(
    at: At,
    sort: Sort,
    { most, after }: { most: number; after: SortedRecord | null },
  ): SlicedReading<SortedRecord[] | null> {
    const { query, shown } = at;
    const best = new TopRecords(sort, { most, after });
    const sign = signOf(sort.minus);
    const value =
      sort.as === "number" ? `CAST(data->>? AS REAL) * ${sign.sql}` : "CAST(data->>? AS TEXT)";
    const bind = [jsonPath(sort.column), ...(sort.as === "number" ? sign.bind : [])];
    for (const slice of slicesOf(this.#sql, query)) {
      for (const row of this.#found<SortedRecord>(at, slice, `id, ${value} AS place`, { bind }))
        best.offer(row);
      if (slice.upTo !== null) yield;
      if (this.#publications.find(query, shown.generation) === null) return null;
    }
    return best.inOrder();
  }

  /** The records of some ids, in the order of the ids. */
  #open({ query, shown }: At, ids: Id[]): RecordRow[] {
    const where = {
      sql: "AND id IN (SELECT value FROM json_each(?))",
      bind: [JSON.stringify(ids)],
    };
    const visible: Visible = this.#records.visible(query, shown.generation, where);
    const rows = this.#sql.exec<{ id: Id; data: string }>(
      `SELECT id, data FROM (${visible.sql})`,
      ...visible.bind,
    );
    const data = new Map([...rows].map((row) => [row.id, row.data]));
    return ids.map((id) => ({ id, data: parseJson(data.get(id) ?? "{}") }));
  }

  /** Sums of an amount of the published records by month, group and currency. */
  *sums(query: SumQuery): SlicedReading<MonthSum[] | "tooManyGroups"> {
    const groups = yield* this.#aggregates.answer(sumAggregate(query));
    return groups === "tooMany" ? "tooManyGroups" : monthSums(groups);
  }

  /** Averages of number columns by the values of others, groups rising. */
  *averages(query: AverageQuery): SlicedReading<GroupAverage[] | "tooManyGroups"> {
    const groups = yield* this.#aggregates.answer(averageAggregate(query));
    return groups === "tooMany" ? "tooManyGroups" : groupAverages(groups, query);
  }
}

type Sort = Exclude<RecordQuery["sort"], null>;
type At = {
  query: RecordQuery;
  shown: Publication;
  cursor: RecordCursor | null;
  needle: string | null;
};
type Found = { records: RecordRow[]; next: RecordCursor | null };
type Searched = { searched: string };
