// What clocks on the wall of a time zone show, and the moment when they show it first.
import type { Millis } from "./run.ts";

const quarterMs = 15 * 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Made once a zone: making one costs more than a hundred uses. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const parts = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  } as const;
  const made = new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...parts });
  formats.set(timeZone, made);
  return made;
}

/**
 * What the wall shows at a moment, as the milliseconds since 1970 of a clock that shows the same in
 * UTC.
 */
export function wallAt(timeZone: string, at: Millis): number {
  const read: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) read[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Hour of the day (0 to 23) at a moment in a time zone. */
export const hourIn = (timeZone: string, at: Millis): number =>
  new Date(wallAt(timeZone, at)).getUTCHours();

/** The date at a moment in a time zone, as days since 1970. */
export const dateIn = (timeZone: string, at: Millis): number =>
  Math.floor(wallAt(timeZone, at) / dayMs);

/**
 * The first moment of a date at which the wall shows the hour or a later one.
 * @param date days since 1970
 * @param hour 0 to 24; 24 is the beginning of the next date
 */
export const startOf = (timeZone: string, date: number, hour: number): Millis =>
  firstAt(timeZone, date * dayMs + hour * hourMs);

/**
 * The first moment at which the wall shows a time or a later one of that date: where a change of
 * clocks skips the time, the moment of the change; where it is shown twice, the first time.
 * @param wanted milliseconds since 1970 of a clock that shows the same in UTC
 */
export function firstAt(timeZone: string, wanted: number): Millis {
  const offsetAt = (at: Millis): number => wallAt(timeZone, at) - Math.floor(at / 1_000) * 1_000;
  // Zones change their clocks at most once in two days: one of the offsets around is the right one.
  const before = offsetAt(wanted - dayMs);
  const after = offsetAt(wanted + dayMs);
  const byOld = wanted - before;
  if (before === after || offsetAt(byOld) === before) return byOld;
  const byNew = wanted - after;
  if (offsetAt(byNew) === after) return byNew;
  // Skipped: the change lies between the two, and every zone in use changes on a quarter of an
  // hour.
  let at = Math.ceil(Math.min(byOld, byNew) / quarterMs) * quarterMs;
  while (offsetAt(at) !== after) at += quarterMs;
  return at;
}
