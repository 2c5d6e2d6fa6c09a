// What of all data values a configuration reads: data sets, units and the first day, as one reading
// fixes them.
import { z } from "zod";
import type { Cursor } from "../../contract/source/survey.ts";
import type { ResourceSpec } from "../connector.ts";
import type { Dhis2Client } from "./requests.ts";
import { allOf } from "./collection.ts";
import { failure } from "./faults.ts";
import { rememberFact, recentFact } from "./recent-facts.ts";
import { isWall, monthsFloor, type ServerClock } from "./stamps.ts";
import { whoAmI } from "./system.ts";
import { listIn, ValuesOptions } from "./value-options.ts";
import { inParts, isUid, rising, rowsIn, uidIn, type Row } from "./wire.ts";

export type Scope = { dataSets: string[]; roots: string[]; monthsBack: number };

/** `floor`: the day on which the first period that is read begins. */
export const ValuesCursor = z.object({
  from: z.string().refine(isWall),
  floor: z.iso.date(),
  monthsBack: z.int(),
});
export type ValuesCursor = z.infer<typeof ValuesCursor>;

export function cursorOf(cursor: Cursor | null): ValuesCursor | null {
  const parsed = ValuesCursor.safeParse(cursor);
  return parsed.success ? parsed.data : null;
}

export async function scopeOf(
  client: Dhis2Client,
  { resource, options }: ResourceSpec,
): Promise<Scope> {
  if (resource !== "dataValues") throw failure(client, "refused", "resource_unknown");
  const checked = ValuesOptions.safeParse(options);
  if (!checked.success)
    throw failure(client, "refused", "options_not_valid", {
      option: checked.error.issues[0]?.path.join(".") ?? "",
    });
  const { dataSets, orgUnits, monthsBack } = checked.data;
  return {
    dataSets: dataSets === "" ? await readableDataSets(client) : listIn(dataSets),
    roots: orgUnits === "" ? await ownUnits(client) : listIn(orgUnits),
    monthsBack,
  };
}

const Uids = z.array(z.string());

/** Asked by each survey: a data set that was added today is read today. */
async function readableDataSets(client: Dhis2Client): Promise<string[]> {
  const known = recentFact(client, "dataSets", Uids);
  if (known !== null) return known.value;
  const rows = await allOf(
    client,
    { family: "dataSets", filters: [], fields: dataSetFields },
    dataSetsPerCall,
  );
  const uids = rising(rows.map(({ id }) => id).filter(isUid));
  if (uids.length === 0) throw failure(client, "refused", "rights_missing", { model: "dataSets" });
  rememberFact(client, "dataSets", uids);
  keepElements(client, uids, elementsIn(rows));
  return uids;
}

async function ownUnits(client: Dhis2Client): Promise<string[]> {
  const known = recentFact(client, "ownUnits", Uids);
  if (known !== null) return known.value;
  const { viewUnits, units } = await whoAmI(client);
  // Values are read within the units of capture; those of viewing are for analyses.
  const roots = units.length > 0 ? units : viewUnits;
  if (roots.length === 0) throw failure(client, "refused", "org_unit_outside");
  rememberFact(client, "ownUnits", roots);
  return rising(roots);
}

/**
 * The floor of a first read; kept by every later one until somebody asks for more or fewer months.
 */
export function floorOf(
  clock: ServerClock,
  { monthsBack }: Scope,
  before: ValuesCursor | null,
): string {
  return before?.monthsBack === monthsBack ? before.floor : monthsFloor(clock, monthsBack);
}

/** The elements of the data sets: a value of another one is no answer to a question about them. */
export async function elementsOf(client: Dhis2Client, { dataSets }: Scope): Promise<Set<string>> {
  const chosen = dataSets.join();
  const known = recentFact(client, "elements", Elements)?.value;
  if (known?.dataSets === chosen) return new Set(listIn(known.elements));
  const rows: Row[] = [];
  for (const part of inParts(dataSets, uidsPerQuestion)) {
    const question = {
      family: "dataSets",
      filters: [`id:in:[${part.join(",")}]`],
      fields: dataSetFields,
    };
    const found = await allOf(client, question, dataSetsPerCall);
    // The elements of other data sets would let values pass that nobody asked for.
    if (found.some(({ id }) => !isUid(id) || !part.includes(id)))
      throw failure(client, "broken", "filter_disobeyed", { model: "dataSets" });
    rows.push(...found);
  }
  const elements = elementsIn(rows);
  keepElements(client, dataSets, elements);
  return elements;
}

const Elements = z.object({ dataSets: z.string(), elements: z.string() });
const dataSetFields = "id,dataSetElements[dataElement[id]]";
/** Their elements make data sets heavy. */
const dataSetsPerCall = 100;

const elementsIn = (rows: Row[]): Set<string> =>
  new Set(
    rows.flatMap((row) =>
      (rowsIn(row["dataSetElements"] ?? []) ?? [])
        .map(({ dataElement }) => uidIn(dataElement))
        .filter((uid) => uid !== null),
    ),
  );

const keepElements = (client: Dhis2Client, dataSets: string[], elements: Set<string>): void =>
  rememberFact(client, "elements", { dataSets: dataSets.join(), elements: [...elements].join() });

/** Units in few enough letters to be remembered; null: there are more of them. */
const Tree = z.object({ roots: z.string(), units: z.string().nullable() });
const mostRemembered = 1_500;

/** Units whose uid begins with a text, below the roots, themselves included. */
export async function unitsWith(
  client: Dhis2Client,
  scope: Scope,
  prefix: string,
): Promise<string[]> {
  const roots = scope.roots.join();
  const known = recentFact(client, "units", Tree)?.value;
  const tree = known?.roots === roots ? known.units : undefined;
  if (typeof tree === "string") return listIn(tree).filter((uid) => uid.startsWith(prefix));
  // The parts of a small country need not ask again for units that were listed with the first of
  // them.
  const whole = prefix === "" || (prefix.length === 1 && tree === undefined);
  const named = whole ? [] : [prefix.length === 11 ? `id:eq:${prefix}` : `id:$like:${prefix}`];
  const units = await unitsBelow(client, scope, named);
  if (whole)
    rememberFact(client, "units", {
      roots,
      units: units.length > mostRemembered ? null : units.join(),
    });
  // Whether `$like` minds capitals has differed between versions and databases.
  return units.filter((uid) => uid.startsWith(prefix));
}

const uidsPerQuestion = 100;

/**
 * Which of some units are still there, below the roots: a question about another one is refused as
 * a whole.
 */
export async function unitsAmong(
  client: Dhis2Client,
  scope: Scope,
  uids: Iterable<string>,
): Promise<Set<string>> {
  const there = new Set<string>();
  for (const part of inParts([...new Set(uids)], uidsPerQuestion)) {
    for (const uid of await unitsBelow(client, scope, [`id:in:[${part.join(",")}]`]))
      there.add(uid);
  }
  return there;
}

async function unitsBelow(
  client: Dhis2Client,
  { roots }: Scope,
  filters: string[],
): Promise<string[]> {
  const units = new Set<string>();
  for (const root of roots) {
    const rows = await allOf(client, {
      family: "organisationUnits",
      filters: [`path:like:${root}`, ...filters],
      fields: "id,path",
    });
    for (const { id, path } of rows) {
      if (typeof path === "string" && !path.includes(root))
        throw failure(client, "broken", "filter_disobeyed", { model: "organisationUnits" });
      if (isUid(id)) units.add(id);
    }
  }
  return rising(units);
}
