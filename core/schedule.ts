// When an automatic configuration is due next, in the tenant's own time zone.
import type { Schedule } from "../contract/connection.ts";
import type { Moment } from "./run.ts";
import { dateIn, startOf } from "./wall-clock.ts";

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** The allowed hours of one day: `date` is that of their opening, as days since 1970 on the wall; closed again at `closes`. */
type Opening = { date: number; opens: Moment; closes: Moment };

type Timed = { schedule: Schedule | null; timeZone: string };

/** A new copy of the settings moves the next run only where the schedule itself has changed. */
export function dueAfterChange(
  { schedule, timeZone }: Timed,
  held: { plan: Timed; dueAt: Moment | null; lastAt: Moment | null } | undefined,
  now: Moment,
): Moment | null {
  if (schedule === null) return null;
  const same = held !== undefined && JSON.stringify([held.plan.schedule, held.plan.timeZone]) === JSON.stringify([schedule, timeZone]);
  if (same && held.dueAt !== null) return held.dueAt;
  // Where all hours are allowed, a first run is one pause away; else it is due in the first hours that are allowed.
  const first = isAllDay(schedule) ? now : null;
  return nextDue(schedule, timeZone, held?.lastAt ?? first, now);
}

/**
 * What the start of a run leaves of a schedule. A scheduled start is what the next one is counted from. A start by a person or
 * a program moves nothing: it would cost the night. It ends a pause, and then what was missed meanwhile is not made up for.
 */
export function dueAfterStart(
  { schedule, timeZone }: { schedule: Schedule; timeZone: string },
  held: { dueAt: Moment | null; lastAt: Moment | null; paused: boolean },
  { now, scheduled }: { now: Moment; scheduled: boolean },
): { dueAt: Moment | null; lastAt: Moment | null; paused: boolean } {
  if (scheduled) return { dueAt: nextDue(schedule, timeZone, now, now), lastAt: now, paused: held.paused };
  const missed = held.paused && (held.dueAt ?? 0) <= now;
  return { ...held, dueAt: missed ? nextDue(schedule, timeZone, now, now) : held.dueAt, paused: false };
}

/**
 * The next moment at or after `now` when the configuration is due.
 * Schedules of a day or more are counted in days: once in the allowed hours of each (or each second, …) day, at their opening.
 * Shorter ones are counted from the last start, and a moment outside the allowed hours moves to their next opening. No
 * day's hours are passed over, whatever clocks do: hours that a change of clocks skips open at the change, repeated ones open once.
 * @param last the last scheduled start; null when there was none
 */
export function nextDue(schedule: Schedule, timeZone: string, last: Moment | null, now: Moment): Moment {
  const wanted = last === null ? now : Math.max(now, last + schedule.everyMinutes * minuteMs);
  if (isAllDay(schedule)) return wanted;
  if (last === null) return momentIn(openingFrom(schedule, timeZone, now), now);
  const lastDate = openingBefore(schedule, timeZone, last).date;
  const daily = schedule.everyMinutes >= dayMinutes;
  const nextDate = lastDate + (daily ? Math.round(schedule.everyMinutes / dayMinutes) : 1);
  const onDate = openingFrom(schedule, timeZone, now, nextDate);
  if (daily) return momentIn(onDate, now);
  const soonest = openingFrom(schedule, timeZone, wanted);
  // Counting on from a late start must not pass over a whole day's hours.
  return soonest.date > onDate.date ? momentIn(onDate, now) : momentIn(soonest, wanted);
}

/** The same hour at both ends allows them all, as 0 to 24 does. */
const isAllDay = ({ fromHour, toHour }: Schedule): boolean => fromHour === toHour || (fromHour === 0 && toHour === 24);

const momentIn = ({ opens }: Opening, wanted: Moment): Moment => Math.max(opens, wanted);

function openingOn({ fromHour, toHour }: Schedule, timeZone: string, date: number): Opening {
  const closingDate = fromHour < toHour ? date : date + 1;
  return { date, opens: startOf(timeZone, date, fromHour), closes: startOf(timeZone, closingDate, toHour) };
}

/** The first allowed hours, of `fromDate` or later, that are not over at a moment. */
function openingFrom(schedule: Schedule, timeZone: string, at: Moment, fromDate = -Infinity): Opening {
  // Hours over midnight may have opened the day before.
  for (let date = Math.max(fromDate, dateIn(timeZone, at) - 1); ; date += 1) {
    const opening = openingOn(schedule, timeZone, date);
    // Hours that do not exist on this day are no longer than a moment, and that one counts.
    if (opening.closes > at || opening.opens >= at) return opening;
  }
}

/** The allowed hours that opened last before a moment: a start that came late, after them, belongs to them. */
function openingBefore(schedule: Schedule, timeZone: string, at: Moment): Opening {
  for (let date = dateIn(timeZone, at) + 1; ; date -= 1) {
    const opening = openingOn(schedule, timeZone, date);
    if (opening.opens <= at) return opening;
  }
}
