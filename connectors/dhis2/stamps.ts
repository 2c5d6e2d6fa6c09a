// Parses DHIS2's timestamps. They show the server's wall clock, sometimes with a zone and mostly
// without.
import { monthsBefore } from "./periods.ts";
import type { Instant, Json } from "../../contract/values/json.ts";

/**
 * `wall`: the time on the server's clock, in the form that its stamps are compared in. `offsetMs`:
 * its distance from UTC, as far as we know.
 */
export type ServerClock = { wall: string; offsetMs: number };

const form = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}:?\d{2})?$/;

type Stamp = { wallMs: number; zoneMs: number | null };

/** Parses a stamp; null if it is not one. */
function stampOf(text: Json | undefined): Stamp | null {
  const [, day, time, fraction = "0", zone] =
    (typeof text === "string" ? form.exec(text) : null) ?? [];
  if (day === undefined || time === undefined) return null;
  const wallMs = Date.parse(`${day}T${time}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
  // JavaScript turns 30 February into a day of March.
  if (Number.isNaN(wallMs) || !new Date(wallMs).toISOString().startsWith(`${day}T${time}`))
    return null;
  return { wallMs, zoneMs: zone === undefined ? null : zoneOf(zone) };
}

function zoneOf(zone: string): number {
  if (zone === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * The server's clock from its own date, with the help of its zone name when the date has no offset.
 */
export function clockIn(
  serverDate: Json | undefined,
  zoneName: Json | undefined,
): ServerClock | null {
  const stamp = stampOf(serverDate);
  if (stamp === null) return null;
  const { wallMs, zoneMs } = stamp;
  return {
    wall: wallText(wallMs),
    offsetMs: zoneMs ?? (typeof zoneName === "string" ? offsetAt(wallMs, zoneName) : 0),
  };
}

/** How far a zone's wall clock is from UTC when it shows this time; zero for an unknown zone. */
function offsetAt(wallMs: number, zoneName: string): number {
  try {
    const parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zoneName,
      timeZoneName: "longOffset",
    }).formatToParts(wallMs);
    const [, sign, hours, minutes = "00"] =
      /GMT([+-])(\d{2})(?::(\d{2}))?/.exec(
        parts.find(({ type }) => type === "timeZoneName")?.value ?? "",
      ) ?? [];
    return sign === undefined ? 0 : zoneOf(`${sign}${hours}${minutes}`);
  } catch (error) {
    if (error instanceof RangeError) return 0;
    throw error;
  }
}

const wallText = (ms: number): string => new Date(ms).toISOString().slice(0, 23);

/**
 * The instant in UTC. A stamp without a zone is read on the server's wall clock. Null if it is not
 * a stamp.
 */
export function instantIn(
  text: Json | undefined,
  { offsetMs }: Pick<ServerClock, "offsetMs">,
): Instant | null {
  const stamp = stampOf(text);
  if (stamp === null) return null;
  const ms = stamp.wallMs - (stamp.zoneMs ?? offsetMs);
  // The first hours of the year 0000 lie before any date that the text format can hold.
  return ms < Date.parse("0001-01-01T00:00:00Z") || ms > Date.parse("9999-01-01T00:00:00Z")
    ? null
    : new Date(ms).toISOString();
}

/** The same clock, `ms` milliseconds later. */
export const advanced = ({ wall, offsetMs }: ServerClock, ms: number): ServerClock => ({
  wall: wallText(Date.parse(`${wall}Z`) + ms),
  offsetMs,
});

/** The instant that a clock shows, in UTC. */
export const instantOf = ({ wall, offsetMs }: ServerClock): Instant =>
  new Date(Date.parse(`${wall}Z`) - offsetMs).toISOString();

/**
 * In autumn the wall clock shows one hour twice; ten minutes more are for transactions that commit
 * late.
 */
const overlapMs = 70 * 60_000;

/** Where the next incremental read begins, on the server's wall clock. */
export const overlapped = (wall: string): string =>
  wallText(Math.max(Date.parse("1970-01-02T00:00:00Z"), Date.parse(`${wall}Z`) - overlapMs));

/** Whether a text is a time of the wall clock with milliseconds, as cursors hold it. */
export const isWall = (text: Json | undefined): text is string =>
  typeof text === "string" && wallForm.test(text) && stampOf(text) !== null;

const wallForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}$/;

/** The earlier of two times on the same wall clock. */
export const earlier = (one: string, other: string): string => (one < other ? one : other);

/** The first day of the month that lies `months` before the server's today. */
export const monthsFloor = ({ wall }: ServerClock, months: number): string =>
  monthsBefore(wall.slice(0, 10), months);
