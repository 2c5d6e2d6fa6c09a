// The days of a period, for the few forms that the simulated country uses.

/** DHIS2's name of the period type. */
export const periodTypeOf = (period: string): string =>
  period.includes("Q") ? "Quarterly" : period.length === 6 ? "Monthly" : "Yearly";

/** First and last day; null if it is not a period. */
export function daysOf(period: string): { from: string; to: string } | null {
  const [, year, month, quarter] = /^(\d{4})(?:(\d{2})|Q([1-4]))?$/.exec(period) ?? [];
  if (year === undefined || (month !== undefined && (Number(month) < 1 || Number(month) > 12)))
    return null;
  const first =
    month !== undefined ? Number(month) - 1 : quarter !== undefined ? (Number(quarter) - 1) * 3 : 0;
  const months = month !== undefined ? 1 : quarter !== undefined ? 3 : 12;
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return {
    from: day(Date.UTC(Number(year), first, 1)),
    to: day(Date.UTC(Number(year), first + months, 0)),
  };
}
