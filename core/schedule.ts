// When an automatic configuration is due next, in the tenant's own time zone.
import type { Schedule } from "../contract/api/configuration.ts";
import type { Millis } from "./run.ts";
import { dateIn, firstAt, startOf, wallAt } from "./wall-clock.ts";

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/**
 * The allowed hours of one day: `date` is that of their opening, as days since 1970 on the wall;
 * closed again at `closes`.
 */
type Opening = { date: number; opens: Millis; closes: Millis };

type Timed = { schedule: Schedule | null; timeZone: string };

/**
 * What is kept of a schedule between its runs.
 * `anchorAt`: the moment from which a schedule of all hours is counted; it stays, so that the hour
 * that was chosen stays.
 */
export type Due = { dueAt: Millis | null; anchorAt: Millis | null };

/**
 * A new copy of the settings moves the next run only where the schedule itself has changed; null:
 * it is not automatic.
 */
export function dueAfterChange(
  { schedule, timeZone }: Timed,
  stored: (Due & { plan: Timed; lastAt: Millis | null }) | undefined,
  now: Millis,
): { dueAt: Millis; anchorAt: Millis } | null {
  if (schedule === null) return null;
  const same =
    stored !== undefined &&
    JSON.stringify([stored.plan.schedule, stored.plan.timeZone]) ===
      JSON.stringify([schedule, timeZone]);
  if (same && stored.dueAt !== null)
    return { dueAt: stored.dueAt, anchorAt: stored.anchorAt ?? stored.dueAt };
  // Where all hours are allowed, a first run is one pause away; else it is due in the first hours
  // that are allowed.
  const first = isAllDay(schedule) ? now : null;
  const dueAt = nextDue(schedule, timeZone, stored?.lastAt ?? first, now);
  return { dueAt, anchorAt: dueAt };
}

/**
 * What the start of a run leaves of a schedule. The next run is counted from when this one was due,
 * never from when it began: a run that had to wait would move the hour a little every night. A
 * start by a person or a program moves nothing: it would cost the night. It ends a pause, and then
 * what was missed meanwhile is not made up for.
 */
export function dueAfterStart(
  { schedule, timeZone }: { schedule: Schedule; timeZone: string },
  current: Due & { lastAt: Millis | null; paused: boolean },
  { now, scheduled }: { now: Millis; scheduled: boolean },
): Due & { lastAt: Millis | null; paused: boolean } {
  const dueAt = current.dueAt ?? now;
  const anchorAt = current.anchorAt ?? dueAt;
  const next = () => dueAfter(schedule, timeZone, { dueAt, anchorAt }, now);
  if (scheduled) return { dueAt: next(), anchorAt, lastAt: now, paused: current.paused };
  return {
    ...current,
    dueAt: current.paused && dueAt <= now ? next() : current.dueAt,
    paused: false,
  };
}

/**
 * The first moment after `now` at which a schedule is due again, counted from where it stands. Days
 * are counted on the wall, at the hour of the anchor or at the opening of the allowed hours;
 * shorter pauses from the anchor or, where hours open each day, from the last moment when it was
 * due.
 */
function dueAfter(
  schedule: Schedule,
  timeZone: string,
  from: { dueAt: Millis; anchorAt: Millis },
  now: Millis,
): Millis {
  const pauseMs = schedule.everyMinutes * minuteMs;
  const passedSince = (at: Millis): number => at + Math.floor((now - at) / pauseMs) * pauseMs;
  if (isAllDay(schedule)) {
    if (schedule.everyMinutes % dayMinutes === 0)
      return sameHourAfter(schedule.everyMinutes / dayMinutes, timeZone, from.anchorAt, now);
    return passedSince(from.anchorAt) + pauseMs;
  }
  if (schedule.everyMinutes < dayMinutes)
    return nextDue(schedule, timeZone, passedSince(from.dueAt), now);
  const date = (at: Millis): number => openingBefore(schedule, timeZone, at).date;
  const next = dateAfter(date(from.dueAt), daysOf(schedule), date(now));
  return momentIn(openingFrom(schedule, timeZone, now, next), now);
}

/**
 * The anchor's hour on the wall, so many days apart: a day on which clocks skip it does not move
 * the days after.
 */
function sameHourAfter(days: number, timeZone: string, anchorAt: Millis, now: Millis): Millis {
  const first = wallAt(timeZone, anchorAt);
  const on = (date: number): Millis =>
    firstAt(timeZone, first + (date - dateIn(timeZone, anchorAt)) * dayMinutes * minuteMs);
  const date = dateAfter(dateIn(timeZone, anchorAt), days, dateIn(timeZone, now) - 1);
  return on(date) > now ? on(date) : on(date + days);
}

/** The first date after `date` that lies a multiple of `days` behind `first`. */
const dateAfter = (first: number, days: number, date: number): number =>
  first + days * (Math.floor((date - first) / days) + 1);

const daysOf = ({ everyMinutes }: Schedule): number => Math.round(everyMinutes / dayMinutes);

/**
 * The next moment at or after `now` when the configuration is due.
 * Schedules of a day or more are counted in days: once in the allowed hours of each (or each
 * second, …) day, at their opening. Shorter ones are counted from the last start, and a moment
 * outside the allowed hours moves to their next opening. No day's hours are passed over, whatever
 * clocks do: hours that a change of clocks skips open at the change, repeated ones open once.
 * @param last the last scheduled start; null when there was none
 */
export function nextDue(
  schedule: Schedule,
  timeZone: string,
  last: Millis | null,
  now: Millis,
): Millis {
  const wanted = last === null ? now : Math.max(now, last + schedule.everyMinutes * minuteMs);
  if (isAllDay(schedule)) return wanted;
  if (last === null) return momentIn(openingFrom(schedule, timeZone, now), now);
  const lastDate = openingBefore(schedule, timeZone, last).date;
  const daily = schedule.everyMinutes >= dayMinutes;
  const nextDate = lastDate + (daily ? daysOf(schedule) : 1);
  const onDate = openingFrom(schedule, timeZone, now, nextDate);
  if (daily) return momentIn(onDate, now);
  const soonest = openingFrom(schedule, timeZone, wanted);
  // Counting on from a late start must not pass over a whole day's hours.
  return soonest.date > onDate.date ? momentIn(onDate, now) : momentIn(soonest, wanted);
}

/** The same hour at both ends allows them all, as 0 to 24 does. */
const isAllDay = ({ fromHour, toHour }: Schedule): boolean =>
  fromHour === toHour || (fromHour === 0 && toHour === 24);

const momentIn = ({ opens }: Opening, wanted: Millis): Millis => Math.max(opens, wanted);

function openingOn({ fromHour, toHour }: Schedule, timeZone: string, date: number): Opening {
  const closingDate = fromHour < toHour ? date : date + 1;
  return {
    date,
    opens: startOf(timeZone, date, fromHour),
    closes: startOf(timeZone, closingDate, toHour),
  };
}

/** The first allowed hours, of `fromDate` or later, that are not over at a moment. */
function openingFrom(
  schedule: Schedule,
  timeZone: string,
  at: Millis,
  fromDate = -Infinity,
): Opening {
  // Hours over midnight may have opened the day before.
  for (let date = Math.max(fromDate, dateIn(timeZone, at) - 1); ; date += 1) {
    const opening = openingOn(schedule, timeZone, date);
    // Hours that do not exist on this day are no longer than a moment, and that one counts.
    if (opening.closes > at || opening.opens >= at) return opening;
  }
}

/**
 * The allowed hours that opened last before a moment: a start that came late, after them, belongs
 * to them.
 */
function openingBefore(schedule: Schedule, timeZone: string, at: Millis): Opening {
  for (let date = dateIn(timeZone, at) + 1; ; date -= 1) {
    const opening = openingOn(schedule, timeZone, date);
    if (opening.opens <= at) return opening;
  }
}
