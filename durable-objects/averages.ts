// Averages of number columns by the values of others, over slices that are put together.
import type { AverageQuery } from "../contract/doors.ts";
import type { GroupAverage } from "../contract/record.ts";
import type { Visible } from "./records.ts";
import { jsonPath } from "./rows.ts";
import type { Reading } from "./slices.ts";
import { countedOf, signOf } from "./sums.ts";

/** More groups than anybody compares: a column of names was asked for. */
const mostGroups = 2_000;
/** Groups kept while reading: a column of ids would have as many as there are records. */
const mostKept = 20_000;

type Group = { groups: string[]; records: number; measured: { sum: number; count: number }[] };

/** A record without a number counts in none of its averages. Groups rising, as the database orders texts. */
export function* averagesInSlices(sql: SqlStorage, visible: () => Generator<Visible>, query: AverageQuery): Reading<GroupAverage[]> {
  const found = new Map<string, Group>();
  // Once there are too many, those that come last in the order are left out, and what lies behind them stays out.
  let highest: string[] | null = null;
  let slices = 0;
  for (const slice of visible()) {
    if (slices > 0) yield;
    slices += 1;
    for (const group of groupsOf(sql, slice, query)) if (highest === null || compare(group.groups, highest) <= 0) addGroup(found, group);
    if (found.size > mostKept) highest = keepFirst(found);
  }
  const { by, measures } = query;
  return inOrder(found)
    .slice(0, mostGroups)
    .map(({ groups, records, measured }) => ({
      groups: Object.fromEntries(by.map((column, at) => [column, groups[at] ?? ""])),
      records,
      averages: Object.fromEntries(measures.map(({ column }, at) => [column, averageOf(measured[at])])),
    }));
}

function groupsOf(sql: SqlStorage, visible: Visible, { measures, by, where, uncounted }: AverageQuery): Group[] {
  const signs = measures.map(({ minus }) => signOf(minus));
  const counted = countedOf(uncounted);
  const columns = [
    ...by.map((_, at) => `coalesce(CAST(data->>? AS TEXT), '') AS group${at}`),
    ...signs.map((sign, at) => `total(CAST(data->>? AS REAL) * ${sign.sql}) AS sum${at}`),
    ...measures.map((_, at) => `count(data->>?) AS count${at}`),
  ];
  const rows = sql.exec<Record<string, SqlStorageValue>>(
    `SELECT ${[...columns, "count(*) AS records"].join(", ")} FROM (${visible.sql})
     WHERE ${[counted.sql, ...where.map(() => "coalesce(CAST(data->>? AS TEXT), '') = ?")].join(" AND ")}
     GROUP BY ${by.map((_, at) => at + 1).join(", ")}`,
    ...by.map(jsonPath),
    ...measures.flatMap(({ column }, at) => [jsonPath(column), ...(signs[at]?.bind ?? [])]),
    ...measures.map(({ column }) => jsonPath(column)),
    ...visible.bind,
    ...counted.bind,
    ...where.flatMap(({ column, value }) => [jsonPath(column), value]),
  );
  return [...rows].map((row) => ({
    groups: by.map((_, at) => String(row[`group${at}`] ?? "")),
    records: Number(row["records"]),
    measured: measures.map((_, at) => ({ sum: Number(row[`sum${at}`]), count: Number(row[`count${at}`]) })),
  }));
}

function addGroup(found: Map<string, Group>, group: Group): void {
  const key = JSON.stringify(group.groups);
  const same = found.get(key);
  if (same === undefined) {
    found.set(key, group);
    return;
  }
  same.records += group.records;
  for (const [at, { sum, count }] of group.measured.entries()) {
    const measured = same.measured[at];
    if (measured === undefined) continue;
    measured.sum += sum;
    measured.count += count;
  }
}

const inOrder = (found: Map<string, Group>): Group[] => [...found.values()].sort((one, other) => compare(one.groups, other.groups));

/** Keeps as many groups as are told; returns the last of them. */
function keepFirst(found: Map<string, Group>): string[] | null {
  const kept = inOrder(found).slice(0, mostGroups);
  found.clear();
  for (const group of kept) found.set(JSON.stringify(group.groups), group);
  return kept.at(-1)?.groups ?? null;
}

const compare = (one: string[], other: string[]): number => {
  for (const [at, value] of one.entries()) if (value !== other[at]) return value < (other[at] ?? "") ? -1 : 1;
  return 0;
};

/** What lies beyond the sixth decimal is the noise of adding. */
const averageOf = (measured: Group["measured"][number] | undefined): number | null =>
  measured === undefined || measured.count === 0 ? null : Number((measured.sum / measured.count).toFixed(6));
