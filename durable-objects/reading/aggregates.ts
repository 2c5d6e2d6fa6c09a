// Exact sums and averages of all published records, computed in slices and updated from one
// generation to the next.
import { decimalOf, ExactSum, isDecimal } from "../../contract/values/decimal.ts";
import type { SummedColumn } from "../../contract/rpc/queries.ts";
import type { Having } from "../../contract/source/resource.ts";
import type { Id } from "../../contract/source/record.ts";
import type { Changes } from "../stores/changes.ts";
import type { Publication } from "../../core/publication.ts";
import type { Publications } from "../stores/publications.ts";
import type { ResourceKey, Records, Visible } from "../stores/records.ts";
import { jsonPath, parseJson } from "../stores/rows.ts";
import { slicesOf, type SlicedReading } from "./slices.ts";

/**
 * `by`: the columns that group records (`month`: year and month of a date). `measures`: the columns
 * that are added. `where` and `uncounted`: the records that count, and those that do not.
 */
export type AggregateQuery = ResourceKey & {
  by: { column: string; part: "all" | "month" }[];
  measures: SummedColumn[];
  /** `measured`: only records that have the first measure. */
  of: "measured" | "all";
  where: { column: string; value: string }[];
  uncounted: Having[];
};

/**
 * A group of records with the same keys: their number, and for each measure the exact sum and the
 * number of records that have it.
 */
export type AggregateGroup = { keys: string[]; records: number; sums: string[]; counts: number[] };

/** With more groups than this, a query is refused: it groups by a column of unique values. */
const mostGroups = 20_000;

/**
 * The version of stored results. To be raised when this code changes what they mean: all are then
 * computed again.
 */
const edition = 1;
/**
 * The result of a reading of more slices than this is stored in the database: the object may leave
 * memory before the next query.
 */
const slicesUnkept = 20;
const mostMemos = 32;
const longestMemo = 200_000;
const keptGenerations = 3;
const keptQuestions = 40;
/** When more than this share of the records has changed, reading all of them is faster. */
const changedShare = 0.1;
const idsAtOnce = 100;

type Read = {
  records: Pick<Records, "visible">;
  publications: Pick<Publications, "current" | "find">;
  changes: Pick<Changes, "idsBetween">;
};
type Memo = { generation: number; groups: AggregateGroup[] };

export class Aggregates {
  readonly #sql: SqlStorage;
  readonly #records: Read["records"];
  readonly #publications: Read["publications"];
  readonly #changes: Read["changes"];
  /** The latest results, newest last. */
  readonly #memos = new Map<string, Memo>();

  constructor(sql: SqlStorage, stores: Read) {
    this.#sql = sql;
    this.#records = stores.records;
    this.#publications = stores.publications;
    this.#changes = stores.changes;
  }

  /** The groups of the published records, in no order. "tooMany": none of them are returned. */
  *answer(question: AggregateQuery): SlicedReading<AggregateGroup[] | "tooMany"> {
    for (;;) {
      const shown = this.#publications.current(question);
      if (shown === null) return [];
      const groups = yield* this.#asOf(question, shown);
      // If the generation was withdrawn or swept meanwhile, the result is discarded.
      if (this.#publications.find(question, shown.generation) !== null) return groups;
    }
  }

  *#asOf(
    question: AggregateQuery,
    shown: Publication,
  ): SlicedReading<AggregateGroup[] | "tooMany"> {
    const key = JSON.stringify([edition, question]);
    const base = this.#memo(question, key);
    if (base?.generation === shown.generation) return base.groups;
    const changed =
      base === null
        ? null
        : this.#changes.idsBetween(question, {
            after: base.generation,
            upTo: shown.generation,
            most: shown.records * changedShare,
          });
    const tally = new Tally(question, changed === null || base === null ? [] : base.groups);
    const slices =
      changed === null || base === null
        ? yield* this.#addAll(question, shown.generation, tally)
        : yield* this.#carryOn(
            question,
            { from: base.generation, to: shown.generation, changed },
            tally,
          );
    if (slices === "tooMany") return "tooMany";
    const groups = tally.groups();
    if (this.#publications.find(question, shown.generation) !== null)
      this.#keep(question, key, { generation: shown.generation, groups }, slices);
    return groups;
  }

  *#addAll(
    question: AggregateQuery,
    generation: number,
    tally: Tally,
  ): SlicedReading<number | "tooMany"> {
    let slices = 0;
    for (const { where, upTo } of slicesOf(this.#sql, question)) {
      tally.take(this.#sql, this.#records.visible(question, generation, where), 1);
      slices += 1;
      if (tally.size > mostGroups) return "tooMany";
      if (upTo !== null) yield;
    }
    return slices;
  }

  /**
   * Subtracts changed records as they were and adds them as they are. The sums are exact, so the
   * result is the same as if all records were read.
   */
  *#carryOn(
    question: AggregateQuery,
    { from, to, changed }: { from: number; to: number; changed: Id[] },
    tally: Tally,
  ): SlicedReading<number | "tooMany"> {
    for (let at = 0; at < changed.length; at += idsAtOnce) {
      if (at > 0) yield;
      const where = {
        sql: "AND id IN (SELECT value FROM json_each(?))",
        bind: [JSON.stringify(changed.slice(at, at + idsAtOnce))],
      };
      tally.take(this.#sql, this.#records.visible(question, from, where), -1);
      tally.take(this.#sql, this.#records.visible(question, to, where), 1);
      if (tally.size > mostGroups) return "tooMany";
    }
    // The result that this one builds on took long, so this one is stored as well.
    return slicesUnkept + 1;
  }

  /** The latest result for the question whose generation is still kept. */
  #memo(key: ResourceKey, question: string): Memo | null {
    const memo = this.#memos.get(question);
    if (memo !== undefined && this.#publications.find(key, memo.generation) !== null) return memo;
    const rows = this.#sql.exec<{ generation: number; groups: string }>(
      "SELECT generation, groups FROM reckoning WHERE configuration = ? AND resource = ? AND question = ? ORDER BY generation DESC",
      ...[key.configuration, key.resource, question],
    );
    for (const { generation, groups } of rows.toArray())
      if (this.#publications.find(key, generation) !== null)
        return { generation, groups: parseJson<AggregateGroup[]>(groups) };
    return null;
  }

  #keep(
    { configuration, resource }: ResourceKey,
    question: string,
    memo: Memo,
    slices: number,
  ): void {
    const text = JSON.stringify(memo.groups);
    if (text.length > longestMemo) return;
    this.#memos.delete(question);
    this.#memos.set(question, memo);
    for (const old of [...this.#memos.keys()].slice(0, -mostMemos)) this.#memos.delete(old);
    if (slices <= slicesUnkept) return;
    const key = [configuration, resource];
    this.#sql.exec(
      "INSERT OR REPLACE INTO reckoning VALUES (?, ?, ?, ?, ?)",
      ...key,
      question,
      memo.generation,
      text,
    );
    this.#sql.exec(
      `DELETE FROM reckoning WHERE configuration = ?1 AND resource = ?2 AND question = ?3 AND generation NOT IN
         (SELECT generation FROM reckoning WHERE configuration = ?1 AND resource = ?2 AND question = ?3 ORDER BY generation DESC LIMIT ?4)`,
      ...[...key, question, keptGenerations],
    );
    this.#sql.exec(
      `DELETE FROM reckoning WHERE configuration = ?1 AND resource = ?2 AND question NOT IN
         (SELECT question FROM reckoning WHERE configuration = ?1 AND resource = ?2 GROUP BY question ORDER BY max(generation) DESC LIMIT ?3)`,
      ...[...key, keptQuestions],
    );
  }
}

type Sum = { sum: ExactSum; count: number };
type Found = { keys: string[]; records: number; measured: Sum[] };

/** The groups while records are being added. */
class Tally {
  readonly #question: AggregateQuery;
  readonly #found = new Map<string, Found>();
  /** The same groups, by the text of their keys as SQLite writes it. */
  readonly #written = new Map<string, Found>();

  constructor(question: AggregateQuery, begin: AggregateGroup[]) {
    this.#question = question;
    for (const { keys, records, sums, counts } of begin)
      this.#found.set(JSON.stringify(keys), {
        keys,
        records,
        measured: sums.map((sum, at) => ({ sum: new ExactSum(sum), count: counts[at] ?? 0 })),
      });
  }

  get size(): number {
    return this.#found.size;
  }

  /** Adds the records, or subtracts them. */
  take(sql: SqlStorage, visible: Visible, turn: 1 | -1): void {
    for (const [key, ...row] of rowsOf(sql, visible, this.#question)) {
      const group = this.#groupOf(String(key));
      group.records += turn;
      for (const [at, measured] of group.measured.entries()) {
        const amount = amountOf(row[2 * at] ?? null, this.#question.of);
        if (amount === null) continue;
        measured.sum.add(amount, row[2 * at + 1] === turn ? 1 : -1);
        measured.count += turn;
      }
    }
  }

  /**
   * @param text the keys as SQLite writes them; it may escape a character that JavaScript does
   * not
   */
  #groupOf(text: string): Found {
    const known = this.#written.get(text);
    if (known !== undefined) return known;
    const keys = parseJson<string[]>(text);
    const key = JSON.stringify(keys);
    const group = this.#found.get(key) ?? {
      keys,
      records: 0,
      measured: this.#question.measures.map(() => ({ sum: new ExactSum(), count: 0 })),
    };
    this.#found.set(key, group);
    this.#written.set(text, group);
    return group;
  }

  groups(): AggregateGroup[] {
    const left = [...this.#found.values()].filter(({ records }) => records > 0);
    return left.map(({ keys, records, measured }) => ({
      keys,
      records,
      sums: measured.map(({ sum }) => sum.toString()),
      counts: measured.map(({ count }) => count),
    }));
  }
}

/** The columns of each record: its keys as one text, then each measure and its sign. */
function rowsOf(
  sql: SqlStorage,
  visible: Visible,
  { by, measures, of, where, uncounted }: AggregateQuery,
): Iterable<SqlStorageValue[]> {
  const counted = countedOf(uncounted);
  const signs = measures.map(({ minus }) => signOf(minus));
  const keys = by.map(({ part }) =>
    part === "month"
      ? "substr(coalesce(data->>?, ''), 1, 7)"
      : "coalesce(CAST(data->>? AS TEXT), '')",
  );
  const columns = [
    `json_array(${keys.join(", ")})`,
    ...signs.map((sign) => `data->>?, ${sign.sql}`),
  ];
  const conditions = [
    counted.sql,
    ...where.map(() => "coalesce(CAST(data->>? AS TEXT), '') = ?"),
    ...(of === "measured" ? ["data->>? IS NOT NULL"] : []),
  ];
  return sql
    .exec(
      `SELECT ${columns.join(", ")} FROM (${visible.sql}) WHERE ${conditions.join(" AND ")}`,
      ...by.map(({ column }) => jsonPath(column)),
      ...measures.flatMap(({ column }, at) => [jsonPath(column), ...(signs[at]?.bind ?? [])]),
      ...visible.bind,
      ...counted.bind,
      ...where.flatMap(({ column, value }) => [jsonPath(column), value]),
      ...(of === "measured" ? measures.slice(0, 1).map(({ column }) => jsonPath(column)) : []),
    )
    .raw();
}

/**
 * The amount as text; null: the record has none. For `measured`, a text that is no decimal is
 * returned as well: adding it throws, so that no amount is silently left out of a sum.
 */
function amountOf(value: SqlStorageValue, of: AggregateQuery["of"]): string | null {
  const text =
    typeof value === "number" ? decimalOf(value) : typeof value === "string" ? value : null;
  return of === "all" && text !== null && !isDecimal(text) ? null : text;
}

type Part = { sql: string; bind: SqlStorageValue[] };

/** 1 or -1, by what a record has in another column. */
export const signOf = (minus: Having | null): Part =>
  minus === null
    ? { sql: "1", bind: [] }
    : {
        sql: `iif(coalesce(data->>?, '') IN (${marks(minus.values)}), -1, 1)`,
        bind: [jsonPath(minus.column), ...minus.values],
      };

/** True of the records that sums and averages count. */
const countedOf = (uncounted: Having[]): Part => ({
  sql: [
    "1",
    ...uncounted.map(({ values }) => `coalesce(data->>?, '') NOT IN (${marks(values)})`),
  ].join(" AND "),
  bind: uncounted.flatMap(({ column, values }) => [jsonPath(column), ...values]),
});

const marks = (values: string[]): string => values.map(() => "?").join(", ");
