// When an automatic configuration is due next, in the tenant's own time zone.
import type { Schedule } from "../contract/connection.ts";
import type { Moment } from "./run.ts";

const minuteMs = 60_000;

/** Hour of the day (0 to 23) at a moment in a time zone. */
export function hourIn(timeZone: string, at: Moment): number {
  let format = formats.get(timeZone);
  if (format === undefined)
    formats.set(timeZone, (format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" })));
  return Number(format.format(at));
}

/** Made once a zone: making one costs more than a hundred uses. */
const formats = new Map<string, Intl.DateTimeFormat>();

const isInside = (hour: number, { fromHour, toHour }: Schedule): boolean =>
  fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;

/** A new copy of the settings moves the next run only where the schedule itself has changed. */
export function dueAfterChange(
  { schedule, timeZone }: Timed,
  held: { plan: Timed; dueAt: Moment | null; lastAt: Moment | null } | undefined,
  now: Moment,
): Moment | null {
  if (schedule === null) return null;
  const same = held !== undefined && JSON.stringify([held.plan.schedule, held.plan.timeZone]) === JSON.stringify([schedule, timeZone]);
  return same && held.dueAt !== null ? held.dueAt : nextDue(schedule, timeZone, held?.lastAt ?? now, now);
}

type Timed = { schedule: Schedule | null; timeZone: string };

/**
 * The next moment at or after `now` when the configuration is due.
 * Counted from the last start; a time outside the allowed hours moves to their opening. An hour that a change of
 * clocks repeats or skips is judged as it is read on the wall, so a run is neither doubled nor lost.
 */
export function nextDue(schedule: Schedule, timeZone: string, last: Moment | null, now: Moment): Moment {
  const wanted = last === null ? now : Math.max(now, last + schedule.everyMinutes * minuteMs);
  if (isInside(hourIn(timeZone, wanted), schedule)) return wanted;
  // Quarter hours are enough: every zone in use lies on one.
  const quarterMs = 15 * minuteMs;
  let at = Math.ceil(wanted / quarterMs) * quarterMs;
  for (let tried = 0; tried < 3 * 24 * 4; tried += 1, at += quarterMs) if (isInside(hourIn(timeZone, at), schedule)) return at;
  return at;
}
