// Levels of organisation units: each system has its own objects for them, so they are named by
// their number.
import { allOf } from "./collection.ts";
import type { Dhis2Client } from "./requests.ts";
import { isUid, rowsIn, type Row } from "./wire.ts";

export const levelsFamily = "organisationUnitLevels";

const markOf = (level: number): string => `level[${level}]`;

/** The uids of the levels of this system, by mark. Two of one number are neither of them. */
export async function levelsOf(client: Dhis2Client): Promise<Map<string, string>> {
  const uids = new Map<string, string>();
  const twice = new Set<string>();
  for (const { id, level } of await allOf(client, {
    family: levelsFamily,
    filters: [],
    fields: "id,level",
  })) {
    if (!isUid(id) || typeof level !== "number") continue;
    const mark = markOf(level);
    if (uids.has(mark)) twice.add(mark);
    uids.set(mark, id);
  }
  for (const mark of twice) uids.delete(mark);
  return uids;
}

/**
 * References to levels under their other names; what has none stays. Rules that name levels by
 * number have nothing to rewrite.
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

export const refersToLevels = (object: Row): boolean =>
  (rowsIn(object[levelsFamily])?.length ?? 0) > 0;

/** The uid under which a level of this number is kept here. */
export const levelHere = (object: Row, levels: Map<string, string>): string | undefined =>
  typeof object["level"] === "number" ? levels.get(markOf(object["level"])) : undefined;
