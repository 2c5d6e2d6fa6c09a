// Reading the published data: pages by key, search, sort, sums by month, and averages by group.
import type { AverageQuery, RecordQuery, SumQuery } from "../contract/doors.ts";
import type { GroupAverage, MonthSum, RecordPage } from "../contract/record.ts";
import type { Id } from "../contract/source.ts";
import type { Publications } from "./publications.ts";
import type { Records, Visible } from "./records.ts";
import { jsonPath, parseJson } from "./rows.ts";
import { countedOf, signOf, sumsByMonth } from "./sums.ts";

type Page = Omit<RecordPage, "columns">;
type Row = { id: Id; data: string; place: SqlStorageValue };
/** Where a page ended: the sorted value (null when sorted by id) and the id. */
type Position = [SqlStorageValue, Id];

/** Above so many records the number of hits is not counted: that would read them all once more. */
const countUpTo = 50_000;

export class Readers {
  readonly #sql: SqlStorage;
  readonly #records: Records;
  readonly #publications: Publications;

  constructor(sql: SqlStorage, records: Records, publications: Publications) {
    this.#sql = sql;
    this.#records = records;
    this.#publications = publications;
  }

  page(query: RecordQuery): Page {
    const current = this.#publications.current(query);
    if (current === null) return { records: [], total: null, next: null, generation: null, publishedAt: null };
    const generation = query.asOf ?? current.generation;
    const sorted = query.sort === null ? this.#byId(query, generation) : this.#byColumn(query, query.sort, generation);
    const rows = this.#sql.exec<Row>(sorted.sql, ...sorted.bind).toArray();
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      records: page.map(({ id, data }) => ({ id, data: parseJson(data) })),
      total: this.#total(query, generation, current.records),
      next: rows.length > query.limit && last !== undefined ? JSON.stringify([last.place, last.id] satisfies Position) : null,
      generation: current.generation,
      publishedAt: new Date(current.publishedAt).toISOString(),
    };
  }

  #total(query: RecordQuery, generation: number, published: number): number | null {
    if (query.search === null && query.asOf === null) return published;
    if (published > countUpTo) return null;
    const visible = this.#records.visible(query, generation, { sql: "", bind: [] });
    const found = searched(visible, query.search);
    return this.#sql.exec<{ count: number }>(`SELECT count(*) AS count FROM (${found.sql})`, ...found.bind).one().count;
  }

  #byId(query: RecordQuery, generation: number): Visible {
    const after = query.after === null ? null : parseJson<Position>(query.after)[1];
    const visible = this.#records.visible(query, generation, after === null ? { sql: "", bind: [] } : { sql: "AND id > ?", bind: [after] });
    const found = searched(visible, query.search);
    return { sql: `SELECT id, data, NULL AS place FROM (${found.sql}) ORDER BY id LIMIT ?`, bind: [...found.bind, query.limit + 1] };
  }

  #byColumn(query: RecordQuery, { column, as, direction }: Exclude<RecordQuery["sort"], null>, generation: number): Visible {
    const found = searched(this.#records.visible(query, generation, { sql: "", bind: [] }), query.search);
    const value = as === "number" ? "coalesce(CAST(data->>? AS REAL), -9e999)" : "coalesce(lower(data->>?), '')";
    const after = query.after === null ? null : parseJson<Position>(query.after);
    const compare = direction === "asc" ? ">" : "<";
    // JSON has no infinity: an empty number comes back from the cursor as null.
    const start = after === null ? [] : [after[0] ?? Number.NEGATIVE_INFINITY, after[1]];
    return {
      sql: `SELECT * FROM (SELECT id, data, ${value} AS place FROM (${found.sql}))
            ${after === null ? "" : `WHERE (place, id) ${compare} (?, ?)`}
            ORDER BY place ${direction}, id ${direction} LIMIT ?`,
      bind: [jsonPath(column), ...found.bind, ...start, query.limit + 1],
    };
  }

  /** Sums of an amount by month, group and currency of what is published. */
  sums(query: SumQuery): MonthSum[] {
    const current = this.#publications.current(query);
    if (current === null) return [];
    return sumsByMonth(this.#sql, this.#records.visible(query, current.generation, { sql: "", bind: [] }), query);
  }

  /** Averages of number columns by the values of others, groups rising. A record without a number counts in none of its averages. */
  averages({ measures, by, where, uncounted, ...place }: AverageQuery): GroupAverage[] {
    const current = this.#publications.current(place);
    if (current === null) return [];
    const visible = this.#records.visible(place, current.generation, { sql: "", bind: [] });
    const signs = measures.map(({ minus }) => signOf(minus));
    const counted = countedOf(uncounted);
    const columns = [
      ...by.map((_, at) => `coalesce(CAST(data->>? AS TEXT), '') AS group${at}`),
      ...signs.map(({ sql }, at) => `avg(CAST(data->>? AS REAL) * ${sql}) AS average${at}`),
    ];
    const places = by.map((_, at) => at + 1).join(", ");
    const rows = this.#sql.exec<Record<string, SqlStorageValue>>(
      `SELECT ${[...columns, "count(*) AS records"].join(", ")} FROM (${visible.sql})
       WHERE ${[counted.sql, ...where.map(() => "coalesce(CAST(data->>? AS TEXT), '') = ?")].join(" AND ")}
       GROUP BY ${places} ORDER BY ${places} LIMIT ?`,
      ...by.map(jsonPath),
      ...measures.flatMap(({ column }, at) => [jsonPath(column), ...(signs[at]?.bind ?? [])]),
      ...visible.bind,
      ...counted.bind,
      ...where.flatMap(({ column, value }) => [jsonPath(column), value]),
      mostGroups,
    );
    return [...rows].map((row) => ({
      groups: Object.fromEntries(by.map((column, at) => [column, String(row[`group${at}`] ?? "")])),
      records: Number(row["records"]),
      averages: Object.fromEntries(measures.map(({ column }, at) => [column, rounded(row[`average${at}`])])),
    }));
  }
}

/** More groups than anybody compares: a column of names was asked for. */
const mostGroups = 2_000;

/** What lies beyond the sixth decimal is the noise of adding. */
const rounded = (average: SqlStorageValue | undefined): number | null => (typeof average === "number" ? Number(average.toFixed(6)) : null);

/** Records of which a value contains the words as they are written, whatever the case of ASCII letters. */
function searched(visible: Visible, search: string | null): Visible {
  if (search === null || search === "") return visible;
  const needle = search.toLowerCase();
  // The whole text first: it is cheap and rules out most; then the values, so that the names of columns do not count.
  return {
    sql: `SELECT id, data FROM (${visible.sql}) WHERE instr(lower(data), ?) > 0 AND
          EXISTS (SELECT 1 FROM json_tree(data) WHERE atom IS NOT NULL AND instr(lower(atom), ?) > 0)`,
    bind: [...visible.bind, JSON.stringify(needle).slice(1, -1), needle],
  };
}
