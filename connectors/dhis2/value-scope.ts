// What of all data values a configuration reads: data sets, units and the first day, as one reading fixes them.
import { z } from "zod";
import type { Cursor } from "../../contract/source.ts";
import type { Reading } from "../connector.ts";
import type { Dhis2Link } from "./ask.ts";
import { allOf } from "./collection.ts";
import { failure } from "./faults.ts";
import { isWall, monthsFloor, type ServerClock } from "./stamps.ts";
import { whoAmI } from "./system.ts";
import { listIn, ValuesOptions } from "./value-options.ts";
import { inParts, isUid, rising } from "./wire.ts";

export type Scope = { dataSets: string[]; roots: string[]; monthsBack: number };

/** `floor`: the day on which the first period that is read begins. */
export const ValuesCursor = z.object({ from: z.string().refine(isWall), floor: z.iso.date(), monthsBack: z.int() });
export type ValuesCursor = z.infer<typeof ValuesCursor>;

export function cursorOf(cursor: Cursor | null): ValuesCursor | null {
  const parsed = ValuesCursor.safeParse(cursor);
  return parsed.success ? parsed.data : null;
}

export async function scopeOf(link: Dhis2Link, { resource, options }: Reading): Promise<Scope> {
  if (resource !== "dataValues") throw failure(link, "refused", "resource_unknown");
  const checked = ValuesOptions.safeParse(options);
  if (!checked.success) throw failure(link, "refused", "options_not_valid", { option: checked.error.issues[0]?.path.join(".") ?? "" });
  const { dataSets, orgUnits, monthsBack } = checked.data;
  return {
    dataSets: dataSets === "" ? await readableDataSets(link) : listIn(dataSets),
    roots: orgUnits === "" ? await ownUnits(link) : listIn(orgUnits),
    monthsBack,
  };
}

/** Asked by each page: a data set that was added today is read today. */
async function readableDataSets(link: Dhis2Link): Promise<string[]> {
  const rows = await allOf(link, { family: "dataSets", filters: [], fields: "id" });
  const uids = rows.map(({ id }) => id).filter(isUid);
  if (uids.length === 0) throw failure(link, "refused", "rights_missing", { model: "dataSets" });
  return rising(uids);
}

async function ownUnits(link: Dhis2Link): Promise<string[]> {
  const { viewUnits, units } = await whoAmI(link);
  // Values are read within the units of capture; those of viewing are for analyses.
  const roots = units.length > 0 ? units : viewUnits;
  if (roots.length === 0) throw failure(link, "refused", "org_unit_outside");
  return rising(roots);
}

/** The floor of a first read; kept by every later one until somebody asks for more or fewer months. */
export function floorOf(clock: ServerClock, { monthsBack }: Scope, before: ValuesCursor | null): string {
  return before?.monthsBack === monthsBack ? before.floor : monthsFloor(clock, monthsBack);
}

/** Units whose uid begins with a text, below the roots, themselves included. */
export async function unitsWith(link: Dhis2Link, scope: Scope, prefix: string): Promise<string[]> {
  const named = prefix === "" ? [] : [prefix.length === 11 ? `id:eq:${prefix}` : `id:$like:${prefix}`];
  // Whether `$like` minds capitals has differed between versions and databases.
  return (await unitsBelow(link, scope, named)).filter((uid) => uid.startsWith(prefix));
}

const uidsPerQuestion = 100;

/** Which of some units are still there, below the roots: a question about another one is refused as a whole. */
export async function unitsAmong(link: Dhis2Link, scope: Scope, uids: Iterable<string>): Promise<Set<string>> {
  const there = new Set<string>();
  for (const part of inParts([...new Set(uids)], uidsPerQuestion)) {
    for (const uid of await unitsBelow(link, scope, [`id:in:[${part.join(",")}]`])) there.add(uid);
  }
  return there;
}

async function unitsBelow(link: Dhis2Link, { roots }: Scope, filters: string[]): Promise<string[]> {
  const units = new Set<string>();
  for (const root of roots) {
    const rows = await allOf(link, { family: "organisationUnits", filters: [`path:like:${root}`, ...filters], fields: "id" });
    for (const { id } of rows) if (isUid(id)) units.add(id);
  }
  return rising(units);
}
