// Rows of data values as they arrive: each read by itself, so that one that is no JSON costs itself
// alone.
import type { Json } from "../../contract/values/json.ts";
import { JsonTextError } from "../../formats/json.ts";
import { requestEnvelope, longPatienceMs, type Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { isRow, type Row } from "./wire.ts";

/**
 * `damage`: the text of a row that cannot be read, of which `row` has no more than what it says it
 * is of; null where it can.
 */
export type ArrivedRow = { row: Row; damage: string | null };

/** Rows of data values. A query without any answers with an empty object. */
export async function requestRows(
  client: Dhis2Client,
  query: [string, string][],
): Promise<ArrivedRow[]> {
  const model = "dataValueSets";
  const envelope = await requestEnvelope(client, {
    model,
    path: model,
    query,
    timeoutMs: longPatienceMs,
  });
  const { head } = envelope;
  const numbers = isRow(head) ? (head["dataValues"] ?? []) : null;
  // What stands in the list beside rows is no value, and no part of one.
  if (
    !Array.isArray(numbers) ||
    !numbers.every((one) => typeof one === "number" && envelope.textOf(one) !== "")
  )
    throw failure(client, "broken", "answer_unreadable");
  return numbers.map((number) => {
    const row = rowIn(() => envelope.row(Number(number)));
    return row === null ? damaged(envelope.textOf(Number(number))) : { row, damage: null };
  });
}

function rowIn(read: () => Json | undefined): Row | null {
  try {
    const row = read();
    return isRow(row) ? row : null;
  } catch (error) {
    if (error instanceof JsonTextError) return null;
    throw error;
  }
}

const names = ["orgUnit", "period", "dataElement", "categoryOptionCombo", "attributeOptionCombo"];

/**
 * It says what it is of where each of the names stands in it once, with a text that needs no care.
 */
function damaged(text: string): ArrivedRow {
  const said = names.flatMap((name) => {
    const found = [
      ...text.matchAll(new RegExp(String.raw`(?<!\\)"${name}"\s*:\s*"(\w{1,20})"`, "g")),
    ];
    return found.length === 1 ? [[name, found[0]?.[1] ?? null]] : [];
  });
  return { row: Object.fromEntries(said) as Row, damage: text.slice(0, 4_000).toWellFormed() };
}
