// When an automatic configuration is due next, in the tenant's own time zone.
import type { Schedule } from "../contract/api/configuration.ts";
import type { Millis } from "./run.ts";
import { dateIn, firstAt, startOf, wallAt } from "./wall-clock.ts";

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/**
 * The allowed hours of one day. `date`: the local date on which they open, as days since 1970.
 * `opens` and `closes`: their first moment, and the moment after their last.
 */
type Opening = { date: number; opens: Millis; closes: Millis };

type Timed = { schedule: Schedule | null; timeZone: string };

/**
 * The stored state of a schedule between its runs. `anchorAt`: the moment from which an all-hours
 * schedule is counted. It does not move, so that the chosen hour does not either.
 */
export type Due = { dueAt: Millis | null; anchorAt: Millis | null };

/**
 * When a configuration is due after its settings were saved. The next run moves only if the
 * schedule itself has changed. Null: the configuration is not automatic.
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
  // With all hours allowed, the first run is one interval away; otherwise it is due at the next
  // opening.
  const first = isAllDay(schedule) ? now : null;
  const dueAt = nextDue(schedule, timeZone, stored?.lastAt ?? first, now);
  return { dueAt, anchorAt: dueAt };
}

/**
 * The schedule's state after a run has started. The next run is counted from when this one was due,
 * not from when it began: otherwise each delayed run would move the hour a little. A start by a
 * person or a program does not move the next run, or tonight's would be lost. It does end a pause;
 * runs that were missed during the pause are not made up for.
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
 * The first moment after `now` at which a schedule is due again. Intervals of whole days count
 * local dates, at the hour of the anchor or at the opening of the allowed hours. Shorter ones are
 * counted from the anchor or, where only some hours are allowed, from when it was last due.
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
 * The next moment at the anchor's local hour, a multiple of `days` after it. A day on which clocks
 * skip that hour does not move the days after.
 */
function sameHourAfter(days: number, timeZone: string, anchorAt: Millis, now: Millis): Millis {
  const first = wallAt(timeZone, anchorAt);
  const on = (date: number): Millis =>
    firstAt(timeZone, first + (date - dateIn(timeZone, anchorAt)) * dayMinutes * minuteMs);
  const date = dateAfter(dateIn(timeZone, anchorAt), days, dateIn(timeZone, now) - 1);
  return on(date) > now ? on(date) : on(date + days);
}

/** The first date after `date` that is a multiple of `days` later than `first`. */
const dateAfter = (first: number, days: number, date: number): number =>
  first + days * (Math.floor((date - first) / days) + 1);

const daysOf = ({ everyMinutes }: Schedule): number => Math.round(everyMinutes / dayMinutes);

/**
 * The next moment at or after `now` when the configuration is due.
 * Schedules of a day or more are due at the opening of the allowed hours, every so many days.
 * Shorter ones are counted from the last start, and a moment outside the allowed hours moves to
 * their next opening. No day is passed over when clocks change: an opening that the change skips is
 * moved to the change, and one that is repeated counts once.
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
  // A late start must not make the schedule pass over a whole day.
  return soonest.date > onDate.date ? momentIn(onDate, now) : momentIn(soonest, wanted);
}

/** All hours are allowed from 0 to 24, and where both ends are the same hour. */
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

/** The first opening on `fromDate` or later whose hours are not over at the given moment. */
function openingFrom(
  schedule: Schedule,
  timeZone: string,
  at: Millis,
  fromDate = -Infinity,
): Opening {
  // Hours over midnight may have opened the day before.
  for (let date = Math.max(fromDate, dateIn(timeZone, at) - 1); ; date += 1) {
    const opening = openingOn(schedule, timeZone, date);
    // Hours that clocks skip on this day open and close at the same moment; that moment counts.
    if (opening.closes > at || opening.opens >= at) return opening;
  }
}

/** The last opening before a moment. A start that came after its hours still belongs to it. */
function openingBefore(schedule: Schedule, timeZone: string, at: Millis): Opening {
  for (let date = dateIn(timeZone, at) + 1; ; date -= 1) {
    const opening = openingOn(schedule, timeZone, date);
    if (opening.opens <= at) return opening;
  }
}
