// Retry policy: what a batch does after its lane answered with a failure, or never answered.
import type { BatchStatus } from "../contract/api/run.ts";
import type { Failure } from "../contract/source/failure.ts";
import { longestSilenceMs } from "./gate.ts";
import type { Millis } from "./run.ts";

/**
 * Answered failures after which a batch is given up. Claims are not counted: kills cost nothing.
 */
export const maxFailures = 4;
/** Claims lost by one batch, the runtime alive, after which it is halved. */
export const maxLost = 3;
/** How long a claim holds without a sign of its lane. Lanes renew it at a third of that. */
export const claimMs = 9_000;
/** How long a source, or its Gate, may keep a run waiting. */
export const maxBusyMs = {
  person: 30 * 60_000,
  api: 30 * 60_000,
  schedule: 6 * 3_600_000,
} as const;

const firstPauseMs = { broken: 1_000, busy: 2_000 } as const;
const longestPauseMs = { broken: 30_000, busy: 60_000 } as const;

/** What the policy needs to know of a batch. */
export type RetryState = {
  status: BatchStatus;
  attempt: number;
  failures: number;
  /** Busy answers in a row and since when. */
  busy: number;
  busySince: Millis | null;
  notBefore: Millis;
  claimedUntil: Millis | null;
  lost: number;
};

export const freshRetryState: RetryState = {
  status: "waiting",
  attempt: 0,
  failures: 0,
  busy: 0,
  busySince: null,
  notBefore: 0,
  claimedUntil: null,
  lost: 0,
};

/** A claim is numbered before the work begins: whoever holds an older number is refused. */
export const claimed = (retry: RetryState, now: Millis): RetryState => ({
  ...retry,
  status: "claimed",
  attempt: retry.attempt + 1,
  claimedUntil: now + claimMs,
});

/**
 * Handed back by order of the Gate, or while a destination works: no failure is counted, but the
 * time is.
 */
const handedBack = (retry: RetryState, until: Millis, now: Millis): RetryState => ({
  ...retry,
  status: "waiting",
  claimedUntil: null,
  notBefore: until,
  busySince: retry.busySince ?? now,
});

/** Out of the run: nobody holds it, nobody takes it up. */
export const dropped = (retry: RetryState): RetryState => ({
  ...retry,
  status: "dropped",
  claimedUntil: null,
});

/**
 * The pause before the next try: doubled each time, spread by chance, never shorter than the source
 * asked for, up to the longest silence that any source is granted.
 * @param chance in [0, 1): spreads the pause over 75 % to 125 % of its length
 */
export function pauseMs(
  kind: "busy" | "broken",
  times: number,
  askedMs: number | null,
  chance: number,
): number {
  const doubled = Math.min(firstPauseMs[kind] * 2 ** Math.max(0, times - 1), longestPauseMs[kind]);
  const spread = Math.round(doubled * (0.75 + chance / 2));
  return Math.max(spread, Math.min(askedMs ?? 0, longestSilenceMs));
}

export type RetryVerdict =
  /** Try again at `retry.notBefore`. */
  | { type: "again"; retry: RetryState }
  /** Given up; the rest of the run goes on. */
  | { type: "givenUp"; retry: RetryState; code: string };

/** How long may be waited: `since` when nothing of the run has moved, null while something does. */
export type Patience = { now: Millis; limitMs: number; since: Millis | null };

/** Whether a wait ends after what may be waited in all: then it is not worth its beginning. */
const isTooLong = (until: Millis, busySince: Millis, { limitMs, since }: Patience): boolean =>
  until - Math.min(busySince, since ?? busySince) > limitMs;

/**
 * What becomes of a batch that the Gate did not let pass: it waits like one that the source keeps
 * waiting, and no longer.
 */
export function afterHandBack(retry: RetryState, until: Millis, patience: Patience): RetryVerdict {
  const back = handedBack(retry, until, patience.now);
  return isTooLong(until, back.busySince ?? patience.now, patience)
    ? givenUp(back, "waited_too_long")
    : { type: "again", retry: back };
}

/**
 * What becomes of a batch whose lane answered with a failure that may pass (`refused` never does
 * and is not asked here).
 */
export function afterFailure(
  retry: RetryState,
  failure: Failure & { kind: "busy" | "broken" },
  { chance, ...patience }: Patience & { chance: number },
): RetryVerdict {
  const { now } = patience;
  const back = { ...retry, status: "waiting" as const, claimedUntil: null };
  if (failure.kind === "busy") {
    const busySince = retry.busySince ?? now;
    const busy = retry.busy + 1;
    const notBefore = now + pauseMs("busy", busy, failure.retryAfterMs, chance);
    if (isTooLong(notBefore, busySince, patience))
      return givenUp({ ...back, busy, busySince }, "waited_too_long");
    return { type: "again", retry: { ...back, busy, busySince, notBefore } };
  }
  const failures = retry.failures + 1;
  if (failures >= maxFailures) return givenUp({ ...back, failures }, failure.code);
  const notBefore = now + pauseMs("broken", failures, failure.retryAfterMs, chance);
  return { type: "again", retry: { ...back, failures, busy: 0, busySince: null, notBefore } };
}

const givenUp = (retry: RetryState, code: string): RetryVerdict => ({
  type: "givenUp",
  code,
  retry: { ...retry, status: "permanently_failed", claimedUntil: null },
});

/**
 * What becomes of a batch whose claim ran out.
 * `sameRuntime`: the runtime that gave the claim still lives, so the lane died of this batch or was
 * killed alone.
 */
export function afterLoss(
  retry: RetryState,
  life: "sameRuntime" | "restarted",
): RetryState & { halve: boolean } {
  const lost = life === "sameRuntime" ? retry.lost + 1 : retry.lost;
  return { ...retry, status: "waiting", claimedUntil: null, lost, halve: lost >= maxLost };
}

/**
 * Failures that concern the whole connection: asking again for another resource would only repeat
 * them.
 */
const connectionWide = new Set([
  "sign_in_refused",
  "second_factor",
  "key_refused",
  "key_needed",
  "key_of_another",
  "account_external",
  "language_not_installed",
  "company_not_accounts",
  "database_unknown",
  "not_that_system",
  "address_moved",
  "address_refused",
  "secret_missing",
  "secret_unreadable",
  "version_unsupported",
  "connection_not_shared",
  "connection_share_changed",
  "connection_deleted",
  "destination_deleted",
  "destination_not_shared",
  "destination_share_changed",
  "establishment_removed",
]);

export const concernsConnection = (failure: Failure): boolean =>
  failure.kind === "refused" && connectionWide.has(failure.code);
