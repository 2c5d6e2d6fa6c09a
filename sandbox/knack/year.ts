// Academic years as the pretend schools count them; written apart from the product's own reckoning
// on purpose.

export type Calendar = "uk" | "australia";

/**
 * The first year of the academic year that a UTC moment lies in, near enough to the schools' own
 * clocks.
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

/** A day `offset` days into an academic year; negative ones lie before it. */
export function dayOf(calendar: Calendar, year: number, offset: number): string {
  const { first } = bounds(calendar, year);
  return new Date(Date.parse(`${first}T00:00:00Z`) + offset * 86_400_000)
    .toISOString()
    .slice(0, 10);
}

/** Days of an academic year. */
export function lengthOf(calendar: Calendar, year: number): number {
  const { first, last } = bounds(calendar, year);
  return Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
}
