// Which generation a query reads: it may name only one that was published and is still kept.
import type { Publication } from "../../core/publication.ts";
import type { Publications } from "../stores/publications.ts";
import type { ResourceKey } from "../stores/records.ts";

/**
 * The publication that a query reads: the named generation, or the newest if it names none. Null:
 * nothing is published, or the named generation was not published, was undone, or has been swept
 * and would have gaps.
 */
export const visibleGeneration = (
  publications: Pick<Publications, "current" | "find">,
  key: ResourceKey,
  named: number | null,
): Publication | null =>
  named === null ? publications.current(key) : publications.find(key, named);
