// Sums of an amount by month, group and currency: exact, with the sign that each record has.
import { addDecimals, scaled } from "../contract/decimal.ts";
import type { SumQuery } from "../contract/doors.ts";
import type { MonthSum } from "../contract/record.ts";
import type { Having } from "../contract/source.ts";
import type { Visible } from "./records.ts";
import { jsonPath, parseJson } from "./rows.ts";
import type { Reading } from "./slices.ts";

/** The sums of all slices put together, rising months. */
export function* sumsInSlices(sql: SqlStorage, visible: () => Generator<Visible>, query: SumQuery): Reading<MonthSum[]> {
  const found = new Map<string, MonthSum>();
  let slices = 0;
  for (const slice of visible()) {
    if (slices > 0) yield;
    slices += 1;
    for (const one of sumsByMonth(sql, slice, query)) {
      const key = JSON.stringify([one.month, one.group, one.currency]);
      const same = found.get(key);
      found.set(key, same === undefined ? one : { ...one, sum: addDecimals([same.sum, one.sum]), records: same.records + one.records });
    }
  }
  return [...found.values()].sort(
    (one, other) => compare(one.month, other.month) || compare(one.group, other.group) || compare(one.currency, other.currency),
  );
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

type Part = { sql: string; bind: SqlStorageValue[] };

/**
 * Sums by month of a date, by group and by currency, rising months; currencies are never added together. SQLite adds in
 * binary floating point, so amounts are cut into whole numbers of six figures, whose sums stay exact as JavaScript's numbers
 * for nine thousand million records. Longer amounts are rare, and added one by one.
 */
function sumsByMonth(sql: SqlStorage, visible: Visible, query: SumQuery): MonthSum[] {
  const sign = signOf(query.amount.minus);
  const counted = countedOf(query.uncounted);
  const rows = sql.exec<Row>(
    `SELECT month, groups, currency, count(*) AS records,
            ${pieces.map(({ name, of }) => `sum(CASE WHEN plain THEN sign * CAST(${of} AS INTEGER) ELSE 0 END) AS ${name}`).join(", ")},
            json_group_array(iif(sign < 0, '-', '') || amount) FILTER (WHERE NOT plain) AS long
     FROM (SELECT *, amount NOT GLOB '*[^0-9.]*' AND length(whole) BETWEEN 1 AND 18 AND length(fraction) <= 12 AS plain,
                  substr('000000000000000000' || whole, -18) AS w, substr(fraction || '000000000000', 1, 12) AS f
           FROM (SELECT *, substr(amount, 1, instr(amount || '.', '.') - 1) AS whole, substr(amount, instr(amount || '.', '.') + 1) AS fraction
                 FROM (SELECT month, groups, currency, ltrim(amount, '-') AS amount, iif(amount LIKE '-%', -turn, turn) AS sign
                       FROM (SELECT substr(coalesce(data->>?, ''), 1, 7) AS month, coalesce(data->>?, '') AS groups,
                                    coalesce(data->>?, '') AS currency, data->>? AS amount, ${sign.sql} AS turn
                             FROM (${visible.sql}) WHERE data->>? IS NOT NULL AND ${counted.sql}))))
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    ...[query.date, query.group, query.currency, query.amount.column].map(jsonPath),
    ...sign.bind,
    ...visible.bind,
    jsonPath(query.amount.column),
    ...counted.bind,
  );
  return [...rows].map((row) => ({
    month: row.month,
    group: row.groups,
    currency: row.currency,
    sum: addDecimals([scaled(digitsOf(row), 12), ...parseJson<string[]>(row.long)]),
    records: row.records,
  }));
}

/** 1 or -1, by what a record has in another column. */
export const signOf = (minus: Having | null): Part =>
  minus === null
    ? { sql: "1", bind: [] }
    : { sql: `iif(coalesce(data->>?, '') IN (${marks(minus.values)}), -1, 1)`, bind: [jsonPath(minus.column), ...minus.values] };

/** True of the records that sums and averages count. */
export const countedOf = (uncounted: Having[]): Part => ({
  sql: ["1", ...uncounted.map(({ values }) => `coalesce(data->>?, '') NOT IN (${marks(values)})`)].join(" AND "),
  bind: uncounted.flatMap(({ column, values }) => [jsonPath(column), ...values]),
});

const marks = (values: string[]): string => values.map(() => "?").join(", ");

/** An amount in trillionths, cut into pieces: eighteen figures before the point, twelve behind it. */
const pieces = [
  { name: "w1", of: "substr(w, 1, 6)", power: 24n },
  { name: "w2", of: "substr(w, 7, 6)", power: 18n },
  { name: "w3", of: "substr(w, 13, 6)", power: 12n },
  { name: "f1", of: "substr(f, 1, 6)", power: 6n },
  { name: "f2", of: "substr(f, 7, 6)", power: 0n },
] as const;

type Row = { month: string; groups: string; currency: string; records: number; long: string } & Record<
  (typeof pieces)[number]["name"],
  number
>;

const digitsOf = (row: Row): bigint => pieces.reduce((digits, { name, power }) => digits + BigInt(row[name]) * 10n ** power, 0n);
