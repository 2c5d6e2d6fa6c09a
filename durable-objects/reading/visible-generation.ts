// Which generation a reading shows: only one that was published and is still kept may be named.
import type { Publication } from "../../core/publication.ts";
import type { Publications } from "../stores/publications.ts";
import type { ResourceKey } from "../stores/records.ts";

/**
 * What a reading that names a generation shows, or the newest for one that names none. null:
 * nothing is published, or the one that was named is what a run has read and not published, was
 * undone, or has been swept, and would have gaps.
 */
export const visibleGeneration = (
  publications: Pick<Publications, "current" | "find">,
  key: ResourceKey,
  named: number | null,
): Publication | null =>
  named === null ? publications.current(key) : publications.find(key, named);
