// The run lock: one refresh at a time holds it, and one that only waits for another system lets the
// tenant's other configurations go first.
import type { RetryState } from "./retry.ts";
import type { Millis, RunState } from "./run.ts";

/**
 * What there is to do of a run: batches that are due, batches that lanes hold, and when the next
 * one is due.
 */
export type Workload = { due: number; claimed: number; nextAt: Millis | null };

/** The run that holds the lock. @param claims of its batches that lanes hold */
export type LockHolder = {
  run: RunState;
  load: Workload;
  claims: readonly Pick<RetryState, "busySince">[];
};

/** A run that was set aside, and what there is to do of it. */
export type RunAside = { run: RunState; load: Workload };

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
const givesWay = ({ run, load, claims }: LockHolder): boolean =>
  rests(run, load) ||
  (run.waiting !== null &&
    (run.status === "surveying" || run.status === "fetching" || run.status === "verifying") &&
    load.due === 0 &&
    claims.every(({ busySince }) => busySince !== null));

/** Whether a scheduled run of another configuration may begin. @param holder null: nobody's lock */
export const hasRoomForSchedule = (holder: RunAside | null, now: Millis): boolean =>
  holder === null ||
  (rests(holder.run, holder.load) &&
    ((holder.load.nextAt ?? now) - now >= holdUpMs ||
      now - (holder.run.waitingSince ?? now) >= holdUpMs));

/**
 * The run that keeps a configuration from starting: that of the same configuration, set aside or
 * not, for two of them would publish over one another; or one of another configuration that is at
 * work.
 * @returns null: it may start
 */
export function runInTheWay(
  configuration: string,
  holder: LockHolder | null,
  aside: RunState[],
): RunState | null {
  if (holder === null) return null;
  if (holder.run.configuration === configuration) return holder.run;
  const own = aside.find((run) => run.configuration === configuration);
  if (own !== undefined) return own;
  return givesWay(holder) ? null : holder.run;
}

/** When a run that was set aside can go on. */
export const dueAt = ({ load: { due, nextAt } }: RunAside, now: Millis): Millis =>
  due > 0 ? now : (nextAt ?? now);

/**
 * The run that gets the lock back: the one that is due first, once nobody holds the lock or the
 * holder only waits.
 * @param aside in the order in which they began
 * @returns null: everything stays as it is
 */
export function runToResume(
  holder: RunAside | null,
  aside: RunAside[],
  now: Millis,
): RunState | null {
  const [first, ...others] = aside.map((one) => ({ run: one.run, at: dueAt(one, now) }));
  if (first === undefined) return null;
  const next = others.reduce((best, one) => (one.at < best.at ? one : best), first);
  if (holder !== null && (next.at > now || !rests(holder.run, holder.load))) return null;
  return next.run;
}

/**
 * The wait of a batch without the time in which another run held the lock: the source has nothing
 * to do with that. It counts from when the batch could have been asked for.
 * @param asideAt since when the run was set aside
 * @returns null: nothing changes, for the batch waits for no source
 */
export function withoutTimeAside(
  retry: RetryState,
  asideAt: Millis,
  now: Millis,
): RetryState | null {
  if (retry.status !== "waiting" || retry.busySince === null) return null;
  const lostMs = Math.max(0, now - Math.max(asideAt, retry.notBefore));
  return { ...retry, busySince: retry.busySince + lostMs };
}
