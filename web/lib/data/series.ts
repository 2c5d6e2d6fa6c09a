// Sums by month as bars: one currency at a time, with no month of the range missing.
import { addDecimals } from "../../../contract/values/decimal.ts";
import type { MonthSum } from "../../../contract/api/record.ts";

/** `height` is for drawing; `sum` and `total` are exact decimals for display. */
export type Bar = {
  month: string;
  parts: { group: string; sum: string; height: number }[];
  total: string;
  records: number;
};

/** The currencies of the sums, most records first. */
export function currenciesOf(sums: MonthSum[]): string[] {
  const records = new Map<string, number>();
  for (const sum of sums) records.set(sum.currency, (records.get(sum.currency) ?? 0) + sum.records);
  return [...records].toSorted(([, one], [, other]) => other - one).map(([currency]) => currency);
}

/** The groups of the sums, largest first; the order is the same for every range of months. */
export function groupsOf(sums: MonthSum[]): string[] {
  const weights = new Map<string, number>();
  for (const { group, sum } of sums)
    weights.set(group, (weights.get(group) ?? 0) + Math.abs(Number(sum)));
  return [...weights].toSorted(([, one], [, other]) => other - one).map(([group]) => group);
}

// A longer range contains a wrong date: then only months with sums are shown.
const longestSpan = 72;

/** One bar per month. */
export function barsOf(sums: MonthSum[], currency: string): Bar[] {
  const own = sums.filter((sum) => sum.currency === currency && isMonth(sum.month));
  const months = span(own.map((sum) => sum.month.slice(0, 7)));
  return months.map((month) => {
    const here = own.filter((sum) => sum.month.startsWith(month));
    const parts = here.map(({ group, sum }) => ({ group, sum, height: Number(sum) }));
    return {
      month,
      parts,
      total: addDecimals(parts.map(({ sum }) => sum)),
      records: here.reduce((total, sum) => total + sum.records, 0),
    };
  });
}

/** The sum of the records without a date, which have no bar; null when there are none. */
export function undatedOf(
  sums: MonthSum[],
  currency: string,
): { sum: string; records: number } | null {
  const undated = sums.filter((sum) => sum.currency === currency && !isMonth(sum.month));
  if (undated.length === 0) return null;
  return {
    sum: addDecimals(undated.map(({ sum }) => sum)),
    records: undated.reduce((records, sum) => records + sum.records, 0),
  };
}

const isMonth = (month: string): boolean => /^\d{4}-\d{2}/.test(month);

function span(months: string[]): string[] {
  const present = [...new Set(months)].toSorted();
  const [first, last] = [present[0], present.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [from, to] = [indexOf(first), indexOf(last)];
  if (to - from >= longestSpan) return present;
  return Array.from({ length: to - from + 1 }, (_, step) => monthAt(from + step));
}

const indexOf = (month: string): number =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthAt = (index: number): string =>
  `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;

/** Round numbers for an axis, from at most `low` to at least `high`, zero among them. */
export function ticksOf(low: number, high: number, count: number): number[] {
  const raw = Math.max(high - low, 1) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= raw) ?? 10) * power;
  const [from, to] = [Math.floor(low / step), Math.ceil(high / step)];
  return Array.from({ length: to - from + 1 }, (_, index) => (from + index) * step);
}
