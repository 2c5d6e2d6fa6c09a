// The names of records listed by a many2many column. Odoo returns their ids, and the names need a
// second call.
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import { isId } from "./call.ts";
import { failure } from "./faults.ts";
import { nameIn } from "./name-check.ts";
import type { ReadableColumn, Names } from "./mapping.ts";
import { readRows, type Row } from "./queries.ts";
import type { OdooSettings } from "./settings.ts";
import { plainText } from "./values.ts";

type OdooClient = SourceClient<OdooSettings>;

const namesPerQuestion = 1_000;
/** A page that lists more distinct records than this is not listing tags. */
const maxListed = 10_000;

/** Names cached per model and lane. */
const maxCached = 20_000;

/**
 * Names by lane and model. A client lives as long as its lane, and all pages of a lane belong to
 * one refresh.
 */
const namesByLane = new WeakMap<OdooClient, Map<string, Map<number, string>>>();

/**
 * A survey checks the names again, so older ones are dropped. Whatever changes after the survey is
 * found by the next one.
 */
export const forgetNames = (client: OdooClient): void => void namesByLane.delete(client);

/**
 * Names of the records that the rows list. Each is requested once per lane, because pages mostly
 * list the same few.
 */
export async function listedNames(
  client: OdooClient,
  columns: ReadableColumn[],
  rows: Row[],
): Promise<Names> {
  const names = namesByLane.get(client) ?? new Map<string, Map<number, string>>();
  namesByLane.set(client, names);
  for (const { of, field, listed } of columns) {
    if (!listed || of === null) continue;
    const listedHere = listedIn(rows, field);
    if (listedHere.length > maxListed) throw failure(client, "broken", "answer_unreadable");
    const before = names.get(of);
    const known =
      before === undefined || before.size > maxCached ? new Map<number, string>() : before;
    names.set(of, known);
    const ids = listedHere.filter((id) => !known.has(id));
    for (let at = 0; at < ids.length; at += namesPerQuestion) {
      for (const [id, name] of await namesOf(client, of, ids.slice(at, at + namesPerQuestion)))
        known.set(id, name);
    }
  }
  return names;
}

function listedIn(rows: Row[], field: string): number[] {
  const ids = new Set<number>();
  for (const { [field]: value } of rows)
    if (Array.isArray(value)) for (const id of value) if (isId(id)) ids.add(id);
  return [...ids].sort((one, other) => one - other);
}

/** Empty when the account may not read them; the survey reports that. */
async function namesOf(
  client: OdooClient,
  model: string,
  ids: number[],
): Promise<[number, string][]> {
  try {
    const request = {
      model,
      domain: [["id", "in", ids] as [string, string, number[]]],
      fields: ["display_name"],
      order: "id asc",
    };
    const { rows } = await readRows(client, { ...request, limit: ids.length });
    return rows.flatMap((row): [number, string][] => {
      const name = nameIn(row);
      return isId(row["id"]) && name !== null ? [[row["id"], plainText(name)]] : [];
    });
  } catch (error) {
    if (
      error instanceof ConnectorError &&
      ["rights_missing", "model_missing"].includes(error.failure.code)
    )
      return [];
    throw error;
  }
}
