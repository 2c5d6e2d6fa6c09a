// The request limit per person, counted in the memory of this isolate: counting writes no row.
import { isLocal } from "./context.ts";

/**
 * Requests a person may send in a minute, far above what pages need. Each isolate counts for
 * itself: this stops a runaway program, not a determined crowd. The local stack has no limit,
 * because benchmarks send requests constantly.
 */
const perMinute = 600;
const windowMs = 60_000;
/** With more people than this, the one whose count began first is forgotten. */
const mostPeople = 10_000;

type Count = { taken: number; endsAt: number };

const counts = new Map<string, Count>();

/** Counts one request of a person. @returns null if it may go on, else the seconds to wait */
export function takeRequest(env: Env, person: string, now: number): number | null {
  if (isLocal(env)) return null;
  const known = counts.get(person);
  const count = known && known.endsAt > now ? known : begin(person, now);
  count.taken += 1;
  if (count.taken <= perMinute) return null;
  return Math.max(1, Math.ceil((count.endsAt - now) / 1000));
}

function begin(person: string, now: number): Count {
  const count = { taken: 0, endsAt: now + windowMs };
  counts.delete(person);
  counts.set(person, count);
  const [oldest] = counts.keys();
  if (counts.size > mostPeople && oldest !== undefined) counts.delete(oldest);
  return count;
}
