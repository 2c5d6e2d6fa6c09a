// Sums by month as bars: one currency at a time, every month of the span present.
import type { MonthSum } from "../../../contract/record.ts";

export type Bar = { month: string; parts: { group: string; sum: number }[]; total: number; records: number };

/** Currencies of the sums, the one with most records first. */
export function currenciesOf(sums: MonthSum[]): string[] {
  const records = new Map<string, number>();
  for (const sum of sums) records.set(sum.currency, (records.get(sum.currency) ?? 0) + sum.records);
  return [...records].toSorted(([, one], [, other]) => other - one).map(([currency]) => currency);
}

/** Groups of the sums in a steady order. */
export const groupsOf = (sums: MonthSum[]): string[] => [...new Set(sums.map((sum) => sum.group))].toSorted();

// A span longer than this has a wrong date in it: then only months with sums are shown.
const longestSpan = 72;

/** One bar a month. Heights are approximate by nature; exact sums stay text and are shown as such. */
export function barsOf(sums: MonthSum[], currency: string): Bar[] {
  const own = sums.filter((sum) => sum.currency === currency && /^\d{4}-\d{2}/.test(sum.month));
  const months = span(own.map((sum) => sum.month.slice(0, 7)));
  return months.map((month) => {
    const here = own.filter((sum) => sum.month.startsWith(month));
    const parts = here.map((sum) => ({ group: sum.group, sum: Number(sum.sum) }));
    return {
      month,
      parts,
      total: parts.reduce((total, part) => total + part.sum, 0),
      records: here.reduce((total, sum) => total + sum.records, 0),
    };
  });
}

function span(months: string[]): string[] {
  const present = [...new Set(months)].toSorted();
  const [first, last] = [present[0], present.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [from, to] = [indexOf(first), indexOf(last)];
  if (to - from >= longestSpan) return present;
  return Array.from({ length: to - from + 1 }, (_, step) => monthAt(from + step));
}

const indexOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthAt = (index: number): string =>
  `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;

/** Round numbers for an axis, from at most `low` to at least `high`, zero among them. */
export function ticksOf(low: number, high: number, count: number): number[] {
  const raw = Math.max(high - low, 1) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= raw) ?? 10) * power;
  const [from, to] = [Math.floor(low / step), Math.ceil(high / step)];
  return Array.from({ length: to - from + 1 }, (_, place) => (from + place) * step);
}
