// Dates as Odoo stores them: UTC text, with microseconds in the table and whole seconds in the API.

export const DAY_MS = 86_400_000;

// Formatting a date takes a microsecond, and a database needs a million dates of some thousand
// days.
const dayTexts = new Map<number, string>();

/** `YYYY-MM-DD` of an instant. */
export function dateText(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  dayTexts.set(day, text);
  return text;
}

/** `YYYY-MM-DD HH:MM:SS.ffffff`, as the table stores it; these texts sort by time. */
export function dateTimeText(ms: number, micros = 0): string {
  const time = ms - Math.floor(ms / DAY_MS) * DAY_MS;
  const seconds = Math.floor(time / 1_000);
  const fraction = (Math.floor(time) % 1_000) * 1_000 + (micros % 1_000);
  return `${dateText(ms)} ${twoDigits(Math.floor(seconds / 3_600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}.${String(fraction).padStart(6, "0")}`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** The start of the UTC day of an instant. */
export function startOfDay(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}
