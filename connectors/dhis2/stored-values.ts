// Looks up data values in a system, because a value that its report does not count may be there
// already or may have been dropped.
import type { Json } from "../../contract/values/json.ts";
import { ConnectorError } from "../connector-error.ts";
import type { Dhis2Client } from "./requests.ts";
import { dataSetsFor } from "./data-sets.ts";
import { requestRows, type ArrivedRow } from "./arrived-rows.ts";
import type { Sent, Strategy } from "./sent-value.ts";
import { chunks, type Row } from "./wire.ts";

/** `dataSet`: the one that all values belong to; without it each is looked up in its own. */
type ValueLookup = { dataSet?: string; strategy: Strategy; part: Sent[] };

/** Org units per request, because their uids are part of its address. */
const unitsPerRequest = 60;

/**
 * The values that are not stored as they were sent, or that are still stored although they were to
 * be deleted.
 */
export async function missingValues(
  client: Dhis2Client,
  { dataSet, strategy, part }: ValueLookup,
): Promise<Sent[]> {
  if (part.length === 0) return [];
  const own = dataSet === undefined ? await dataSetsFor(client, part) : null;
  const scopes = Map.groupBy(part, (one) =>
    scopeOf(one, own === null ? dataSet : own[part.indexOf(one)]?.[0]),
  );
  const missing: Sent[] = [];
  for (const [scope, sent] of scopes)
    missing.push(...(await notThere(client, scope.split("="), { strategy, sent })));
  return missing;
}

/** A data element that is in no data set is requested by its own uid. */
const scopeOf = ({ parts }: Sent, dataSet: string | undefined): string =>
  dataSet === undefined ? `dataElement=${parts.dataElement}` : `dataSet=${dataSet}`;

type ScopeLookup = { strategy: Strategy; sent: Sent[] };

async function notThere(
  client: Dhis2Client,
  [name = "", uid = ""]: string[],
  { strategy, sent }: ScopeLookup,
): Promise<Sent[]> {
  const there = new Map<string, Row>();
  for (const [period, some] of Map.groupBy(sent, ({ parts }) => parts.period)) {
    for (const units of chunks(
      [...new Set(some.map(({ parts }) => parts.orgUnit))],
      unitsPerRequest,
    )) {
      const places = units.map((unit): [string, string] => ["orgUnit", unit]);
      const rows = await requestRows(client, [[name, uid], ["period", period], ...places]).catch(
        emptyWhenRefused,
      );
      for (const { row } of rows)
        if (row["deleted"] !== true) there.set(valueKeyOf(row).join("/"), row);
    }
  }
  return sent.filter(
    ({ value }) => !isAsSent(there.get(valueKeyOf(value).join("/")), value, strategy),
  );
}

/** An account may be allowed to write and not to read; then nothing is known to be stored. */
function emptyWhenRefused(error: unknown): ArrivedRow[] {
  if (error instanceof ConnectorError && error.failure.kind === "refused") return [];
  throw error;
}

function isAsSent(found: Row | undefined, value: Row, strategy: Strategy): boolean {
  if (strategy === "DELETE") return found === undefined;
  const comment = textOf(value["comment"]);
  // In every version, a value with neither value nor comment is no value.
  if (found === undefined) return textOf(value["value"]) === "" && comment === "";
  const followUp = (found["followup"] ?? false) === (value["followup"] ?? false);
  return (
    isSameValue(found["value"], value["value"]) && textOf(found["comment"]) === comment && followUp
  );
}

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

const written: { [text: string]: string[] } = {
  true: ["1", "t", "y", "yes", "true"],
  false: ["0", "f", "n", "no", "false"],
};

/**
 * Compares values, because systems normalize booleans and integers (dhis2-core,
 * DefaultDataEntryService.normalizeValue).
 */
function isSameValue(theirs: Json | undefined, ours: Json | undefined): boolean {
  const [found, sent] = [textOf(theirs), textOf(ours)];
  return (
    found === sent ||
    `${found}.0` === sent ||
    (written[found]?.includes(sent.toLowerCase()) ?? false)
  );
}

/** The fields that identify a value. */
export const valueKeyOf = (row: Row): string[] =>
  ["orgUnit", "period", "dataElement", "categoryOptionCombo", "attributeOptionCombo"].map((name) =>
    String(row[name]),
  );
