// The Gate's rules for one account of a source: calls per second, parallel calls and the day's
// budget, shared fairly between tenants.
import type { Quota, GateView } from "../contract/api/quota.ts";
import type { GateLimits } from "../contract/rpc/gate.ts";
import type { Millis } from "./run.ts";

export type GateState = {
  /** Permits in use: who has each, and when it lapses. */
  permits: { permit: string; tenant: string; until: Millis }[];
  /** When the latest calls of the last second began, oldest first. */
  begun: Millis[];
  /** No call before then: the source asked for a pause. */
  silentUntil: Millis;
  /**
   * `calls`: counted since midnight UTC. `remaining` and `limit`: as the source reported them; null
   * until it has.
   */
  day: { date: string; calls: number; remaining: number | null; limit: number | null };
  /**
   * Tenants whose call was postponed, oldest first: they go before those that were just served.
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

/** A permit lapses after this: a lane that has not returned it by then has died. */
export const permitMs = 60_000;
const secondMs = 1_000;
/** A tenant that has not asked again within this time no longer waits. */
const patienceMs = 10_000;
/**
 * The longest pause after one answer, whatever its Retry-After says; the source is asked again
 * afterwards. A single answer of a proxy or an attacker must not block an account for a day.
 */
export const longestSilenceMs = 5 * 60_000;

/** `day`: the caller has no calls left today; the reserve may still have some. */
export type AcquireAnswer =
  { type: "go" } | { type: "notBefore"; at: Millis; why: "pace" | "silence" | "day" };

/** `urgent`: a person waits for this call, so it may use the day's reserve. */
export type AcquireRequest = {
  tenant: string;
  permit: string;
  now: Millis;
  limits: GateLimits;
  urgent: boolean;
};

const dateOf = (at: Millis): string => new Date(at).toISOString().slice(0, 10);
const nextMidnight = (at: Millis): Millis => Date.parse(`${dateOf(at + 24 * 3_600_000)}T00:00:00Z`);

/** Whether a call may go now, or when to ask again. The Gate never keeps a caller waiting. */
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
    // State stored before this limit existed may have a longer pause.
    silentUntil: Math.min(gate.silentUntil, now + longestSilenceMs),
    day:
      gate.day.date === today ? gate.day : { date: today, calls: 0, remaining: null, limit: null },
    waiting: gate.waiting.filter(({ since }) => since > now - patienceMs),
  };
}

/** When to ask again and why; null: the call may go. */
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
  // While other tenants wait, nobody gets more permits than an equal share.
  const share = Math.max(1, Math.floor(limits.parallelCalls / (others + 1)));
  if (gate.permits.length >= limits.parallelCalls || (others > 0 && mine >= share))
    return { at: now + 100, why: "pace" };
  return null;
}

/**
 * The calls left today: as the source reported, otherwise as counted here. Null: no limit is known.
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

/** The calls left today, and when the count starts again. Null: no limit is known. */
export function quotaOf(gate: GateState, limits: GateLimits, now: Millis): Quota | null {
  const left = leftToday(renewed(gate, now), limits);
  return left && { ...left, resetsAt: new Date(nextMidnight(now)).toISOString() };
}

/** The current pause, and the number of calls under way. */
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

/** Returns the permit of a finished call, and keeps the limits that the source reported. */
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
