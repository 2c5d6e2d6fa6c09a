// Names the levels of the org unit tree by their number, because each system has its own objects
// for them.
import { allOf } from "./collection.ts";
import type { Dhis2Client } from "./requests.ts";
import { isUid, rowsIn, type Row } from "./wire.ts";

export const levelsFamily = "organisationUnitLevels";

const markerOf = (level: number): string => `level[${level}]`;

/**
 * The uids of this system's levels, by marker. Two levels with the same number are both left out.
 */
export async function levelsOf(client: Dhis2Client): Promise<Map<string, string>> {
  const uids = new Map<string, string>();
  const twice = new Set<string>();
  for (const { id, level } of await allOf(client, {
    family: levelsFamily,
    filters: [],
    fields: "id,level",
  })) {
    if (!isUid(id) || typeof level !== "number") continue;
    const mark = markerOf(level);
    if (uids.has(mark)) twice.add(mark);
    uids.set(mark, id);
  }
  for (const mark of twice) uids.delete(mark);
  return uids;
}

/**
 * Replaces references to levels; a level without a name stays. Rules that name levels by number
 * need no rewriting.
 */
export function rewriteLevels(object: Row, names: Map<string, string>): Row {
  const levels = rowsIn(object[levelsFamily]);
  if (levels === null || names.size === 0) return object;
  const rewritten = levels.map((one) => ({
    ...one,
    id: (typeof one["id"] === "string" ? names.get(one["id"]) : undefined) ?? one["id"] ?? null,
  }));
  return { ...object, [levelsFamily]: rewritten };
}

/** Whether an object refers to levels of the org unit tree. */
export const refersToLevels = (object: Row): boolean =>
  (rowsIn(object[levelsFamily])?.length ?? 0) > 0;

/** The uid of the level with this number here. */
export const levelHere = (object: Row, levels: Map<string, string>): string | undefined =>
  typeof object["level"] === "number" ? levels.get(markerOf(object["level"])) : undefined;
