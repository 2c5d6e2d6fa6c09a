// A run that only waits for another system: whether it may let the tenant's other configurations go
// first.
import type { RetryState } from "./retry.ts";
import type { RunState, Millis } from "./run.ts";

/**
 * What there is to do of a run: batches that are due, batches that lanes hold, and when the next
 * one is due.
 */
export type Workload = { due: number; claimed: number; nextAt: Millis | null };

/**
 * A scheduled run does not go before one that was held up for less than this: it would only
 * lengthen a hiccup.
 */
const holdUpMs = 60_000;

/**
 * Whether a run has nothing to do but to wait, as people are told. Its lanes hold nothing: what it
 * has read is kept, and the batches that wait go on later under new attempts.
 */
export const rests = (run: RunState, { due, claimed, nextAt }: Workload): boolean =>
  run.waiting !== null &&
  run.status !== "cancelling" &&
  due === 0 &&
  claimed === 0 &&
  nextAt !== null;

/**
 * Whether a person's start may go before a run. So may it where lanes do nothing but ask once more
 * what they were refused before: a source that hangs would hold the lock for as long as it is
 * asked. What they bring after all is asked for again. Not where they write to a destination: a
 * page on its way there is awaited.
 */
export const givesWay = (
  run: RunState,
  load: Workload,
  claims: readonly Pick<RetryState, "busySince">[],
): boolean =>
  rests(run, load) ||
  (run.waiting !== null &&
    (run.status === "surveying" || run.status === "fetching" || run.status === "verifying") &&
    load.due === 0 &&
    claims.every(({ busySince }) => busySince !== null));

/** Whether a scheduled run may go before it. */
export const givesWayToSchedule = (run: RunState, load: Workload, now: Millis): boolean =>
  rests(run, load) &&
  ((load.nextAt ?? now) - now >= holdUpMs || now - (run.waitingSince ?? now) >= holdUpMs);
