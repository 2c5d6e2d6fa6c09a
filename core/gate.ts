// The Gate's rules: calls per second, parallel calls and the day's budget of one upstream account,
// fair by tenant.
import type { Quota, GateView } from "../contract/api/quota.ts";
import type { GateLimits } from "../contract/rpc/gate.ts";
import type { Millis } from "./run.ts";

export type GateState = {
  /** Permits given and not returned: who has them and when they lapse. */
  permits: { permit: string; tenant: string; until: Millis }[];
  /** When the latest calls of the last second began, oldest first. */
  begun: Millis[];
  /** The source asked for silence until then. */
  silentUntil: Millis;
  /**
   * Calls since midnight UTC; `remaining` of `limit` is what the source itself says is left, null
   * while it has not.
   */
  day: { date: string; calls: number; remaining: number | null; limit: number | null };
  /**
   * Tenants that were sent away, oldest first: their turn comes before those that were just served.
   */
  waiting: { tenant: string; since: Millis }[];
};

export const idleGate: GateState = {
  permits: [],
  begun: [],
  silentUntil: 0,
  day: { date: "", calls: 0, remaining: null, limit: null },
  waiting: [],
};

/** A permit that nobody gives back lapses: its lane is dead. */
export const permitMs = 60_000;
const secondMs = 1_000;
/** A tenant that does not come back within this has stopped waiting. */
const patienceMs = 10_000;
/**
 * The longest pause that a source is granted at a time, whatever its Retry-After says: it is asked
 * again then. One answer of a proxy, or of somebody who plays tricks, must not silence an account
 * for a day.
 */
export const longestSilenceMs = 5 * 60_000;

/** `day`: today's calls are used up, as far as the caller may use them. */
export type AcquireAnswer =
  { type: "go" } | { type: "notBefore"; at: Millis; why: "pace" | "silence" | "day" };

/** `urgent`: a person waits, the day's reserve is for them. */
export type AcquireRequest = {
  tenant: string;
  permit: string;
  now: Millis;
  limits: GateLimits;
  urgent: boolean;
};

const dateOf = (at: Millis): string => new Date(at).toISOString().slice(0, 10);
const nextMidnight = (at: Millis): Millis => Date.parse(`${dateOf(at + 24 * 3_600_000)}T00:00:00Z`);

/** May this call go now, or when is it worth asking again? The Gate never holds a caller. */
export function acquire(
  gate: GateState,
  asking: AcquireRequest,
): { gate: GateState; answer: AcquireAnswer } {
  const { tenant, permit, now, limits } = asking;
  const fresh = renewed(gate, now);
  const wait = waitFor(fresh, asking);
  if (wait !== null)
    return {
      gate: {
        ...fresh,
        waiting: fresh.waiting.some((one) => one.tenant === tenant)
          ? fresh.waiting
          : [...fresh.waiting, { tenant, since: now }],
      },
      answer: { type: "notBefore", ...wait },
    };
  return {
    gate: {
      ...fresh,
      permits: [...fresh.permits, { permit, tenant, until: now + permitMs }],
      begun: [...fresh.begun, now].slice(-Math.max(1, Math.ceil(limits.callsPerSecond))),
      day: {
        ...fresh.day,
        calls: fresh.day.calls + 1,
        remaining: fresh.day.remaining === null ? null : fresh.day.remaining - 1,
      },
      waiting: fresh.waiting.filter((one) => one.tenant !== tenant),
    },
    answer: { type: "go" },
  };
}

function renewed(gate: GateState, now: Millis): GateState {
  const today = dateOf(now);
  return {
    ...gate,
    permits: gate.permits.filter(({ until }) => until > now),
    begun: gate.begun.filter((at) => at > now - secondMs),
    // A silence kept from before there was a limit, too.
    silentUntil: Math.min(gate.silentUntil, now + longestSilenceMs),
    day:
      gate.day.date === today ? gate.day : { date: today, calls: 0, remaining: null, limit: null },
    waiting: gate.waiting.filter(({ since }) => since > now - patienceMs),
  };
}

/** The moment to ask again and why, or null: go. */
function waitFor(
  gate: GateState,
  { tenant, now, limits, urgent }: AcquireRequest,
): Omit<Extract<AcquireAnswer, { type: "notBefore" }>, "type"> | null {
  if (gate.silentUntil > now) return { at: gate.silentUntil, why: "silence" };
  const left = leftToday(gate, limits)?.remaining ?? null;
  if (left !== null && left <= (urgent ? 0 : limits.dayReserve))
    return { at: nextMidnight(now), why: "day" };
  const oldest = gate.begun[0];
  if (oldest !== undefined && gate.begun.length >= limits.callsPerSecond)
    return { at: oldest + secondMs, why: "pace" };
  const others = gate.waiting.filter((one) => one.tenant !== tenant).length;
  const mine = gate.permits.filter((one) => one.tenant === tenant).length;
  // A fair share: who holds as much as everybody may, steps back while others wait.
  const share = Math.max(1, Math.floor(limits.parallelCalls / (others + 1)));
  if (gate.permits.length >= limits.parallelCalls || (others > 0 && mine >= share))
    return { at: now + 100, why: "pace" };
  return null;
}

/**
 * What is left of the day's calls: as the source says, else as we counted; null where nobody knows
 * of a limit.
 */
function leftToday(
  { day }: GateState,
  { callsPerDay }: GateLimits,
): { remaining: number; limit: number } | null {
  if (day.remaining !== null)
    return { remaining: day.remaining, limit: day.limit ?? callsPerDay ?? day.remaining };
  return callsPerDay === null
    ? null
    : { remaining: Math.max(0, callsPerDay - day.calls), limit: callsPerDay };
}

/** What is left of the day's calls, and when the count starts anew. */
export function quotaOf(gate: GateState, limits: GateLimits, now: Millis): Quota | null {
  const left = leftToday(renewed(gate, now), limits);
  return left && { ...left, resetsAt: new Date(nextMidnight(now)).toISOString() };
}

/** The pause that stands, and the calls that are out. */
export function viewGate(gate: GateState, now: Millis): GateView {
  const { silentUntil, permits } = renewed(gate, now);
  return {
    silentUntil: silentUntil > now ? new Date(silentUntil).toISOString() : null,
    callsOut: permits.length,
  };
}

export type ReleaseReport = {
  permit: string;
  now: Millis;
  silentUntil?: Millis | undefined;
  day?: { remaining: number; limit: number } | undefined;
};

/** A call is over; what the source said of its limits is kept. */
export const release = (
  gate: GateState,
  { permit, now, silentUntil, day }: ReleaseReport,
): GateState => {
  const fresh = renewed(gate, now);
  return {
    ...fresh,
    permits: fresh.permits.filter((one) => one.permit !== permit),
    silentUntil: Math.max(fresh.silentUntil, Math.min(silentUntil ?? 0, now + longestSilenceMs)),
    day: day === undefined ? fresh.day : { ...fresh.day, ...day },
  };
};
