// What a record that arrives means for the one that is kept.
import type { ChangeKind } from "../contract/run.ts";

/** A version in the store: its hash, or null where the record is removed. */
export type Kept = { hash: string | null; version: string | null };

/**
 * @param published what readers see, undefined when they see nothing of it
 * @param own what this run has already written, undefined when nothing
 * @param incoming what has just been read; hash null for a removal
 */
export type Meeting = { published: Kept | undefined; own: Kept | undefined; incoming: Kept };

export type Difference = {
  /** Whether a row has to be written into the run's generation. */
  write: boolean;
  /** What the record counts as now, and what it counted as before this arrival; null: unchanged or not seen. */
  kind: ChangeKind | null;
  was: ChangeKind | null;
};

const kindBetween = (before: Kept | undefined, after: Kept): ChangeKind | null => {
  const had = before !== undefined && before.hash !== null;
  if (after.hash === null) return had ? "removed" : null;
  if (!had) return "added";
  return before.hash === after.hash ? null : "changed";
};

/**
 * Which of two answers for one id stays. `newest_wins`: the one of the higher source version, as in a system that keeps one
 * record up to date. `first_stays`: documents never change, so the same version is the same document whatever else is said of
 * it (the name of its file), and another version is another document under a number that is taken. `first_stays_anew`: the
 * same, but what is kept was read under another mapping, and the same document may look different now.
 */
export type Rule = "newest_wins" | "first_stays" | "first_stays_anew";

/** @returns what the arrival means, or that it may not stand beside what is kept */
export function meet(rule: Rule, { published, own, incoming }: Meeting): Difference | "conflicts" {
  const first = own ?? published;
  if (rule === "newest_wins" || first === undefined || first.hash === null) return differ({ published, own, incoming });
  if (first.version !== incoming.version) return "conflicts";
  const sameAgain = own !== undefined || rule === "first_stays";
  return sameAgain ? { write: false, kind: null, was: null } : differ({ published, own, incoming });
}

/** A record whose hash is the same writes no row; of two answers in one run the higher source version wins. */
export function differ({ published, own, incoming }: Meeting): Difference {
  const was = own === undefined ? null : kindBetween(published, own);
  if (own !== undefined) {
    if (own.version !== null && incoming.version !== null && incoming.version < own.version) return { write: false, kind: was, was };
    return { write: own.hash !== incoming.hash, kind: kindBetween(published, incoming), was };
  }
  const kind = kindBetween(published, incoming);
  return { write: kind !== null, kind, was };
}
