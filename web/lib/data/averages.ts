// Averages as grouped bars: what is compared, and what the address says about it.
import type { Template } from "../../../contract/api/catalog.ts";
import type { Text } from "../../../contract/values/json.ts";
import type { GroupAverage } from "../../../contract/api/record.ts";

export type AverageSet = NonNullable<Template["averages"]>[number];

/**
 * What the address asks of a set: the column that is compared, and values that records must have.
 */
export type View = { compare: string; where: Record<string, string> };

/** `scores.by=cycle&scores.is.year_group=12`: each set has names of its own in the address. */
export const queryNames = (set: Pick<AverageSet, "key">) => ({
  compare: `${set.key}.by`,
  where: (column: string) => `${set.key}.is.${column}`,
});

/** What the address says of a set; what makes no sense there counts as not said. */
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

/** Puts texts in the order in which a reader looks for them. */
export type InOrder = (texts: string[]) => string[];

/** The values that a column has, in the order people expect, none given last. */
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

/** One cluster of bars a measure, one bar a group that has a number. */
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
