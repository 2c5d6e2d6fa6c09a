// The names of records that a column lists: Odoo tells their numbers, and is asked how they are called.
import { ConnectorError, type Link } from "../connector.ts";
import { isId } from "./call.ts";
import { failure } from "./faults.ts";
import { nameIn } from "./label-look.ts";
import type { Column, Names } from "./mapping.ts";
import { readRows, type Row } from "./questions.ts";
import type { OdooSettings } from "./settings.ts";
import { plainText } from "./values.ts";

type OdooLink = Link<OdooSettings>;

const namesPerQuestion = 1_000;
/** A page of records that lists more different ones than this lists no tags. */
const mostListed = 10_000;

/** Names of those records that the rows list, asked anew for each page: they may change, and the survey looks whether they did. */
export async function listedNames(link: OdooLink, columns: Column[], rows: Row[]): Promise<Names> {
  const names = new Map<string, Map<number, string>>();
  for (const { of, field, listed } of columns) {
    if (!listed || of === null) continue;
    const known = names.get(of) ?? new Map<number, string>();
    names.set(of, known);
    const ids = listedIn(rows, field).filter((id) => !known.has(id));
    if (ids.length > mostListed) throw failure(link, "broken", "answer_unreadable");
    for (let at = 0; at < ids.length; at += namesPerQuestion) {
      for (const [id, name] of await namesOf(link, of, ids.slice(at, at + namesPerQuestion))) known.set(id, name);
    }
  }
  return names;
}

function listedIn(rows: Row[], field: string): number[] {
  const ids = new Set<number>();
  for (const { [field]: value } of rows) if (Array.isArray(value)) for (const id of value) if (isId(id)) ids.add(id);
  return [...ids].sort((one, other) => one - other);
}

/** None where the account may not read them: the survey says so. */
async function namesOf(link: OdooLink, model: string, ids: number[]): Promise<[number, string][]> {
  try {
    const question = { model, domain: [["id", "in", ids] as [string, string, number[]]], fields: ["display_name"], order: "id asc" };
    const { rows } = await readRows(link, { ...question, limit: ids.length });
    return rows.flatMap((row): [number, string][] => {
      const name = nameIn(row);
      return isId(row["id"]) && name !== null ? [[row["id"], plainText(name)]] : [];
    });
  } catch (error) {
    if (error instanceof ConnectorError && ["rights_missing", "model_missing"].includes(error.failure.code)) return [];
    throw error;
  }
}
