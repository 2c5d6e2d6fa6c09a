// The retry policy: whether a batch is tried again after a failure, a wait or a lost claim, and when.
import type { Failure } from "../contract/source/failure.ts";
import { longestSilenceMs } from "./gate.ts";
import { handedBack, type RetryState } from "./retry.ts";
import type { Millis } from "./run.ts";

/** Failures after which a batch is given up. Lost claims do not count: a kill costs no try. */
export const maxFailures = 4;
/** Claims that one batch may lose while the runtime lives; then it is halved. */
export const maxLost = 3;
/** The longest that a source or its Gate may keep a run waiting, by who started it. */
export const maxBusyMs = {
  person: 30 * 60_000,
  api: 30 * 60_000,
  schedule: 6 * 3_600_000,
} as const;

const firstPauseMs = { broken: 1_000, busy: 2_000 } as const;
const longestPauseMs = { broken: 30_000, busy: 60_000 } as const;

/**
 * The pause before the next try. It doubles each time and is spread by chance. A source may ask for
 * a longer one, up to the longest silence that any source is granted.
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
  /** Given up. The rest of the run continues. */
  | { type: "givenUp"; retry: RetryState; code: string };

/**
 * How long a batch may wait in all.
 * `since`: when the whole run began to wait; null while some of it moves.
 */
export type WaitLimit = { now: Millis; limitMs: number; since: Millis | null };

/** Whether a wait would end beyond the limit: then there is no point in starting it. */
const isTooLong = (until: Millis, busySince: Millis, { limitMs, since }: WaitLimit): boolean =>
  until - Math.min(busySince, since ?? busySince) > limitMs;

/** After the Gate held a batch up: it waits under the same limit as for a busy source. */
export function afterHandBack(retry: RetryState, until: Millis, limit: WaitLimit): RetryVerdict {
  const back = handedBack(retry, until, limit.now);
  return isTooLong(until, back.busySince ?? limit.now, limit)
    ? givenUp(back, "waited_too_long")
    : { type: "again", retry: back };
}

/** After a failure that may pass. A refusal never does, so it does not come here. */
export function afterFailure(
  retry: RetryState,
  failure: Failure & { kind: "busy" | "broken" },
  { chance, ...limit }: WaitLimit & { chance: number },
): RetryVerdict {
  const { now } = limit;
  const back = { ...retry, status: "waiting" as const, claimedUntil: null };
  if (failure.kind === "busy") {
    const busySince = retry.busySince ?? now;
    const busy = retry.busy + 1;
    const notBefore = now + pauseMs("busy", busy, failure.retryAfterMs, chance);
    if (isTooLong(notBefore, busySince, limit))
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
 * After a claim ran out.
 * @param life `sameRuntime`: the runtime that gave the claim still lives, so the lane was killed
 * alone, perhaps by this batch
 */
export function afterLoss(
  retry: RetryState,
  life: "sameRuntime" | "restarted",
): RetryState & { halve: boolean } {
  const lost = life === "sameRuntime" ? retry.lost + 1 : retry.lost;
  return { ...retry, status: "waiting", claimedUntil: null, lost, halve: lost >= maxLost };
}
