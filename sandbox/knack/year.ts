// Academic years of the simulated schools, deliberately written independently of the product's own
// code.

export type Calendar = "uk" | "australia";

/**
 * The first calendar year of the academic year that an instant (UTC) lies in, close enough to the
 * schools' local time.
 */
export function startYear(calendar: Calendar, nowMs: number): number {
  const now = new Date(nowMs);
  return calendar === "uk" && now.getUTCMonth() < 7
    ? now.getUTCFullYear() - 1
    : now.getUTCFullYear();
}

/** First and last day of an academic year. */
export function bounds(calendar: Calendar, year: number): { first: string; last: string } {
  return calendar === "uk"
    ? { first: `${year}-08-01`, last: `${year + 1}-07-31` }
    : { first: `${year}-01-01`, last: `${year}-12-31` };
}

/** The day `offset` days into an academic year; negative offsets lie before it. */
export function dayOf(calendar: Calendar, year: number, offset: number): string {
  const { first } = bounds(calendar, year);
  return new Date(Date.parse(`${first}T00:00:00Z`) + offset * 86_400_000)
    .toISOString()
    .slice(0, 10);
}

/** The number of days of an academic year. */
export function lengthOf(calendar: Calendar, year: number): number {
  const { first, last } = bounds(calendar, year);
  return Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
}
