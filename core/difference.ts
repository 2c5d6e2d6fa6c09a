// What a record that arrives means for the one that is kept.
import type { ChangeKind } from "../contract/api/run.ts";

/**
 * A version in the store: its hash, or null where the record is removed. `origin`: which record of
 * the source it is, where that is known.
 */
export type KeptVersion = { hash: string | null; version: string | null; origin?: string | null };

/**
 * @param published what readers see, undefined when they see nothing of it
 * @param own what this run has already written, undefined when nothing
 * @param incoming what has just been read; hash null for a removal
 */
export type VersionMeeting = {
  published: KeptVersion | undefined;
  own: KeptVersion | undefined;
  incoming: KeptVersion;
};

/**
 * How much an arrival tells of who claims its id. `all`: its page brings each record that does.
 * `some`: others may be elsewhere. `together`: the pages of the run bring each of them, once all
 * are in. `contested`: several claim it, as this run has found.
 */
export type OriginsHeard = "all" | "some" | "together" | "contested";

export type Difference = {
  /** Whether a row has to be written into the run's generation. */
  write: boolean;
  /**
   * What the record counts as now, and what it counted as before this arrival; null: unchanged or
   * not seen.
   */
  kind: ChangeKind | null;
  was: ChangeKind | null;
};

const kindBetween = (before: KeptVersion | undefined, after: KeptVersion): ChangeKind | null => {
  const had = before !== undefined && before.hash !== null;
  if (after.hash === null) return had ? "removed" : null;
  if (!had) return "added";
  return before.hash === after.hash && !isOther(before, after) ? null : "changed";
};

/**
 * Which of two answers for one id stays. `newest_wins`: the one of the higher source version, as in
 * a system that keeps one record up to date. `first_stays`: records never change, so the same
 * version is the same record whatever else is said of it (the name of its file), and another
 * version is another record under an id that is taken. `first_stays_anew`: the same, but what is
 * kept was read under another mapping, and the same record may look different now.
 */
export type ConflictRule = "newest_wins" | "first_stays" | "first_stays_anew";

/**
 * @returns what the arrival means, or that it may not stand beside what is kept, or not take its
 * place as far as is known
 */
export function meet(
  rule: ConflictRule,
  { published, own, incoming }: VersionMeeting,
  heard: OriginsHeard = "all",
): Difference | "conflicts" | "collides" {
  const first = own ?? published;
  if (rule === "newest_wins") return meetOrigin({ published, own, incoming }, heard);
  if (first === undefined || first.hash === null) return differ({ published, own, incoming });
  if (first.version !== incoming.version) return "conflicts";
  const sameAgain = own !== undefined || rule === "first_stays";
  return sameAgain ? { write: false, kind: null, was: null } : differ({ published, own, incoming });
}

/**
 * A record that comes under the id of another one may be its successor, or claim the id beside it.
 * It succeeds only where nobody else claims the id any more.
 */
function meetOrigin(
  { published, own, incoming }: VersionMeeting,
  heard: OriginsHeard,
): Difference | "collides" {
  if (heard === "contested") return "collides";
  const holder = own ?? published;
  if (!isOther(holder, incoming)) return differ({ published, own, incoming });
  if (heard === "some" || (heard === "together" && own !== undefined)) return "collides";
  // Versions of two records say nothing of one another.
  return differ({ published, own: own && { ...own, version: null }, incoming });
}

/** Whether what is kept is another record of the source, as far as both are known. */
const isOther = (kept: KeptVersion | undefined, { origin }: KeptVersion): boolean =>
  kept !== undefined &&
  kept.hash !== null &&
  (kept.origin ?? null) !== null &&
  (origin ?? null) !== null &&
  kept.origin !== origin;

/**
 * A record whose hash is the same writes no row; of two answers in one run the higher source
 * version wins.
 */
export function differ({ published, own, incoming }: VersionMeeting): Difference {
  const was = own === undefined ? null : kindBetween(published, own);
  if (own !== undefined) {
    if (own.version !== null && incoming.version !== null && incoming.version < own.version)
      return { write: false, kind: was, was };
    return { write: own.hash !== incoming.hash, kind: kindBetween(published, incoming), was };
  }
  const kind = kindBetween(published, incoming);
  return { write: kind !== null, kind, was };
}
