// Sums of an amount by month, group and currency: exact, with the sign that each record has.
import type { SumQuery } from "../../contract/rpc/queries.ts";
import type { MonthSum } from "../../contract/api/record.ts";
import { compareTexts } from "./averages.ts";
import type { AggregateGroup, AggregateQuery } from "./aggregates.ts";

/** Currencies are never added together. */
export const sumAggregate = ({
  configuration,
  resource,
  amount,
  date,
  group,
  currency,
  uncounted,
}: SumQuery): AggregateQuery => ({
  configuration,
  resource,
  by: [
    { column: date, part: "month" },
    { column: group, part: "all" },
    { column: currency, part: "all" },
  ],
  measures: [amount],
  of: "measured",
  where: [],
  uncounted,
});

/** Rising months, then groups, then currencies. */
export const monthSums = (groups: AggregateGroup[]): MonthSum[] =>
  [...groups]
    .sort((one, other) => compareTexts(one.keys, other.keys))
    .map(({ keys: [month = "", group = "", currency = ""], records, sums }) => ({
      month,
      group,
      currency,
      sum: sums[0] ?? "0",
      records,
    }));
