// The retry state of a batch, and the moves that lanes and their reports make in it.
import type { BatchStatus } from "../contract/api/run.ts";
import type { Millis } from "./run.ts";

/** How long a claim holds without a sign of its lane. Lanes renew it at a third of that. */
export const claimMs = 9_000;

/** The retry state of a batch: who may try it when, and what its tries have cost so far. */
export type RetryState = {
  status: BatchStatus;
  attempt: number;
  failures: number;
  /** Busy answers in a row, and when the first of them came. */
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

/** Each claim gets a new number before the work begins, so that an older claim can be refused. */
export const claimed = (retry: RetryState, now: Millis): RetryState => ({
  ...retry,
  status: "claimed",
  attempt: retry.attempt + 1,
  claimedUntil: now + claimMs,
});

/**
 * Handed back because the Gate held the call up or a destination is still working. This counts as
 * waiting time, not as a failure.
 */
export const handedBack = (retry: RetryState, until: Millis, now: Millis): RetryState => ({
  ...retry,
  status: "waiting",
  claimedUntil: null,
  notBefore: until,
  busySince: retry.busySince ?? now,
});

/** Out of the run: no lane holds it or will claim it. */
export const dropped = (retry: RetryState): RetryState => ({
  ...retry,
  status: "dropped",
  claimedUntil: null,
});
