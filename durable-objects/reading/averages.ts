// Averages of number columns by the values of others.
import type { AverageQuery } from "../../contract/rpc/queries.ts";
import type { GroupAverage } from "../../contract/api/record.ts";
import type { AggregateGroup, AggregateQuery } from "./aggregates.ts";

/** A record without a number is left out of that average. */
export const averageAggregate = ({
  configuration,
  resource,
  measures,
  by,
  where,
  uncounted,
}: AverageQuery): AggregateQuery => ({
  configuration,
  resource,
  by: by.map((column) => ({ column, part: "all" })),
  measures,
  of: "all",
  where,
  uncounted,
});

/** Groups rising, in the order that the database gives texts. */
export const groupAverages = (
  groups: AggregateGroup[],
  { by, measures }: Pick<AverageQuery, "by" | "measures">,
): GroupAverage[] =>
  [...groups]
    .sort((one, other) => compareTexts(one.keys, other.keys))
    .map(({ keys, records, sums, counts }) => ({
      groups: Object.fromEntries(by.map((column, at) => [column, keys[at] ?? ""])),
      records,
      averages: Object.fromEntries(
        measures.map(({ column }, at) => [column, averageOf(sums[at], counts[at])]),
      ),
    }));

export function compareTexts(one: string[], other: string[]): number {
  for (const [at, value] of one.entries())
    if (value !== other[at]) return value < (other[at] ?? "") ? -1 : 1;
  return 0;
}

/** The average of an exact sum, to six decimals. */
const averageOf = (sum = "0", count = 0): number | null =>
  count === 0 ? null : Number((Number(sum) / count).toFixed(6));
