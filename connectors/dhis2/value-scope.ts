// The scope of a configuration: data sets, units and first day, fixed for each read.
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
import { chunks, isUid, ascending, rowsIn, uidIn, type Row } from "./wire.ts";

export type Scope = { dataSets: string[]; roots: string[]; monthsBack: number };

/** `floor`: periods that begin before this day are not read. */
export const ValuesCursor = z.object({
  from: z.string().refine(isWall),
  floor: z.iso.date(),
  monthsBack: z.int(),
});
export type ValuesCursor = z.infer<typeof ValuesCursor>;

/** Parses a cursor; null if there is none of ours. */
export function cursorOf(cursor: Cursor | null): ValuesCursor | null {
  const parsed = ValuesCursor.safeParse(cursor);
  return parsed.success ? parsed.data : null;
}

/**
 * The scope of a configuration. Throws `ConnectorError` for an unknown resource or options that are
 * not valid, and when the account has no data set or unit to read.
 */
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

/** Requested by each survey, so that a data set added today is read today. */
async function readableDataSets(client: Dhis2Client): Promise<string[]> {
  const known = recentFact(client, "dataSets", Uids);
  if (known !== null) return known.value;
  const rows = await allOf(
    client,
    { family: "dataSets", filters: [], fields: dataSetFields },
    dataSetsPerCall,
  );
  const uids = ascending(rows.map(({ id }) => id).filter(isUid));
  if (uids.length === 0) throw failure(client, "refused", "rights_missing", { model: "dataSets" });
  rememberFact(client, "dataSets", uids);
  rememberElements(client, uids, elementsIn(rows));
  return uids;
}

async function ownUnits(client: Dhis2Client): Promise<string[]> {
  const known = recentFact(client, "ownUnits", Uids);
  if (known !== null) return known.value;
  const { viewUnits, units } = await whoAmI(client);
  // Data capture units, or view units if there are none: values are read within them.
  const roots = units.length > 0 ? units : viewUnits;
  if (roots.length === 0) throw failure(client, "refused", "org_unit_outside");
  rememberFact(client, "ownUnits", roots);
  return ascending(roots);
}

/** The floor of the first read. Later reads keep it until somebody changes the number of months. */
export function floorOf(
  clock: ServerClock,
  { monthsBack }: Scope,
  before: ValuesCursor | null,
): string {
  return before?.monthsBack === monthsBack ? before.floor : monthsFloor(clock, monthsBack);
}

/** The data elements of the data sets: a value of any other one does not answer the request. */
export async function elementsOf(client: Dhis2Client, { dataSets }: Scope): Promise<Set<string>> {
  const chosen = dataSets.join();
  const known = recentFact(client, "elements", Elements)?.value;
  if (known?.dataSets === chosen) return new Set(listIn(known.elements));
  const rows: Row[] = [];
  for (const part of chunks(dataSets, uidsPerQuestion)) {
    const request = {
      family: "dataSets",
      filters: [`id:in:[${part.join(",")}]`],
      fields: dataSetFields,
    };
    const found = await allOf(client, request, dataSetsPerCall);
    // Data elements of other data sets would let through values that nobody asked for.
    if (found.some(({ id }) => !isUid(id) || !part.includes(id)))
      throw failure(client, "broken", "filter_disobeyed", { model: "dataSets" });
    rows.push(...found);
  }
  const elements = elementsIn(rows);
  rememberElements(client, dataSets, elements);
  return elements;
}

const Elements = z.object({ dataSets: z.string(), elements: z.string() });
const dataSetFields = "id,dataSetElements[dataElement[id]]";
/** The list of data elements makes a data set large. */
const dataSetsPerCall = 100;

const elementsIn = (rows: Row[]): Set<string> =>
  new Set(
    rows.flatMap((row) =>
      (rowsIn(row["dataSetElements"] ?? []) ?? [])
        .map(({ dataElement }) => uidIn(dataElement))
        .filter((uid) => uid !== null),
    ),
  );

const rememberElements = (client: Dhis2Client, dataSets: string[], elements: Set<string>): void =>
  rememberFact(client, "elements", { dataSets: dataSets.join(), elements: [...elements].join() });

/** The unit tree as one text, if it is short enough to remember; null if it is not. */
const Tree = z.object({ roots: z.string(), units: z.string().nullable() });
const maxRemembered = 1_500;

/** Units below the roots, roots included, whose uid begins with a prefix. */
export async function unitsWith(
  client: Dhis2Client,
  scope: Scope,
  prefix: string,
): Promise<string[]> {
  const roots = scope.roots.join();
  const known = recentFact(client, "units", Tree)?.value;
  const tree = known?.roots === roots ? known.units : undefined;
  if (typeof tree === "string") return listIn(tree).filter((uid) => uid.startsWith(prefix));
  // In a small country all units were listed with the first partition, so the others need not ask
  // again.
  const whole = prefix === "" || (prefix.length === 1 && tree === undefined);
  const named = whole ? [] : [prefix.length === 11 ? `id:eq:${prefix}` : `id:$like:${prefix}`];
  const units = await unitsBelow(client, scope, named);
  if (whole)
    rememberFact(client, "units", {
      roots,
      units: units.length > maxRemembered ? null : units.join(),
    });
  // Whether `$like` is case-sensitive differs between versions and databases.
  return units.filter((uid) => uid.startsWith(prefix));
}

const uidsPerQuestion = 100;

/**
 * The units that still exist below the roots. A request for any other unit would be refused as a
 * whole.
 */
export async function unitsAmong(
  client: Dhis2Client,
  scope: Scope,
  uids: Iterable<string>,
): Promise<Set<string>> {
  const there = new Set<string>();
  for (const part of chunks([...new Set(uids)], uidsPerQuestion)) {
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
  return ascending(units);
}
