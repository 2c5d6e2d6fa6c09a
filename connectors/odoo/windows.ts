// Cuts a stretch of time into windows of about one page each.
import type { Instant } from "../../contract/values/json.ts";

export type Window = { since: Instant; until: Instant; count: number };

/** Counts per survey. Beyond that, pagination inside a window does the rest. */
const maxCounts = 64;

const SECOND = 1_000;

/**
 * Halves the busiest window until each holds at most `limit` records or lasts one second, then
 * joins sparse neighbours. Times are whole seconds, both ends included. `count` must count exactly
 * what reading the window returns.
 */
export async function cutWindows(
  { since, until, count, limit }: Window & { limit: number },
  countWithin: (since: Instant, until: Instant) => Promise<number>,
): Promise<Window[]> {
  const windows: Window[] = [{ since, until, count }];
  for (let asked = 0; asked < maxCounts; asked += 1) {
    const at = busiest(windows, limit);
    const window = windows[at];
    if (!window) break;
    const middle = halfway(window);
    const left = await countWithin(window.since, middle);
    // Records that move during the count must not make a negative half.
    const right = Math.max(0, window.count - left);
    windows.splice(
      at,
      1,
      { since: window.since, until: middle, count: left },
      { since: later(middle), until: window.until, count: right },
    );
  }
  return join(windows, limit);
}

function busiest(windows: Window[], limit: number): number {
  let found = -1;
  for (const [at, window] of windows.entries()) {
    if (window.count <= limit || Date.parse(window.until) <= Date.parse(window.since)) continue;
    if (found < 0 || window.count > (windows[found]?.count ?? 0)) found = at;
  }
  return found;
}

/**
 * Joins neighbours that fit one page together. Empty ones are kept inside: a late commit may fill
 * them.
 */
function join(windows: Window[], limit: number): Window[] {
  const joined: Window[] = [];
  for (const window of windows) {
    const last = joined.at(-1);
    if (last && last.count + window.count <= limit)
      joined.splice(-1, 1, {
        since: last.since,
        until: window.until,
        count: last.count + window.count,
      });
    else joined.push(window);
  }
  return joined;
}

function halfway({ since, until }: Window): Instant {
  const [from, to] = [Date.parse(since), Date.parse(until)];
  return new Date(from + Math.floor((to - from) / 2 / SECOND) * SECOND).toISOString();
}

const later = (instant: Instant): Instant => new Date(Date.parse(instant) + SECOND).toISOString();
