// Which averages are compared, as the address says.
import type { Template } from "../../../contract/api/catalog.ts";
import type { Text } from "../../../contract/values/json.ts";
import type { GroupAverage } from "../../../contract/api/record.ts";

export type AverageSet = NonNullable<Template["averages"]>[number];

/** The column that is compared, and the values that records must have. */
export type View = { compare: string; where: Record<string, string> };

/** Names in the query, separate for each set: `scores.by=cycle&scores.is.year_group=12`. */
export const queryNames = (set: Pick<AverageSet, "key">) => ({
  compare: `${set.key}.by`,
  where: (column: string) => `${set.key}.is.${column}`,
});

/** Reads the view of a set from the query; values that make no sense are ignored. */
export function viewFromQuery(set: AverageSet, said: (name: string) => string | null): View {
  const names = queryNames(set);
  const wanted = said(names.compare);
  const compare = set.by.find((column) => column === wanted) ?? set.by[0] ?? "";
  const where = set.by.flatMap((column) => {
    const value = column === compare ? null : said(names.where(column));
    return value === null ? [] : [[column, value] as const];
  });
  return { compare, where: Object.fromEntries(where) };
}

/** Sorts texts as a reader expects them. */
export type InOrder = (texts: string[]) => string[];

/** The values of a column in order, with the empty one last. */
export function valuesOf(rows: GroupAverage[], column: string, inOrder: InOrder): string[] {
  const values = [...new Set(rows.map(({ groups }) => groups[column] ?? ""))];
  const given = inOrder(values.filter((value) => value !== ""));
  return values.includes("") ? [...given, ""] : given;
}

export type AverageBar = {
  measure: string;
  label: Text;
  parts: { group: string; average: number; records: number }[];
};

/** One cluster of bars per measure, one bar per group that has a value. */
export function clustersOf(
  rows: GroupAverage[],
  {
    measures,
    compare,
    inOrder,
  }: { measures: AverageSet["measures"]; compare: string; inOrder: InOrder },
): AverageBar[] {
  const groups = valuesOf(rows, compare, inOrder);
  return measures.map(({ column, label }) => ({
    measure: column,
    label,
    parts: groups.flatMap((group) => {
      const row = rows.find(({ groups: has }) => (has[compare] ?? "") === group);
      const average = row?.averages[column] ?? null;
      return row && average !== null ? [{ group, average, records: row.records }] : [];
    }),
  }));
}
