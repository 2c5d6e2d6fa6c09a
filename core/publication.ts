// What readers see of a resource, and how far back they can still go.
import type { Cursor } from "../contract/source/survey.ts";
import type { Millis } from "./run.ts";

/** A generation of a resource that readers see or can go back to, and what is known of its read. */
export type Publication = {
  generation: number;
  run: string;
  /** Where the next read begins, and the mapping under which all records were read; null: anew. */
  cursor: Cursor | null;
  fingerprint: string | null;
  records: number;
  publishedAt: Millis;
  verifiedAt: Millis | null;
  /** When everything was last read, or its ids compared. */
  completeAt: Millis | null;
  /** The run whose rejects still stand. */
  rejectsOf: string;
};

/**
 * Published generations kept for undo and "as of": at least so many, at least so long, at most so
 * many.
 */
const keepAtLeast = 10;
const keepAtMost = 200;
const keepMs = 30 * 24 * 3_600_000;

/** The publications that somebody can still go back to. @param newestFirst all of a resource */
export const keptGenerations = <One extends Pick<Publication, "generation" | "publishedAt">>(
  newestFirst: One[],
  now: Millis,
): One[] =>
  newestFirst.filter(
    ({ publishedAt }, index) =>
      index < keepAtLeast || (index < keepAtMost && now - publishedAt < keepMs),
  );
