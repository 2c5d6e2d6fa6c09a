// Reads the rows of data values one by one, so that a row of invalid JSON costs only itself.
import type { Json } from "../../contract/values/json.ts";
import { JsonTextError } from "../../formats/json.ts";
import { requestEnvelope, longTimeoutMs, type Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { isRow, type Row } from "./wire.ts";

/**
 * A row as it arrived. `damage` is the text of a row that cannot be read, or null; a damaged `row`
 * holds only the fields that identify the value.
 */
export type ArrivedRow = { row: Row; damage: string | null };

/** The rows of data values of a response. A query without results answers with an empty object. */
export async function requestRows(
  client: Dhis2Client,
  query: [string, string][],
): Promise<ArrivedRow[]> {
  const model = "dataValueSets";
  const envelope = await requestEnvelope(client, {
    model,
    path: model,
    query,
    timeoutMs: longTimeoutMs,
  });
  const { head } = envelope;
  const numbers = isRow(head) ? (head["dataValues"] ?? []) : null;
  // Anything in the list that is not a row makes the response unusable.
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
 * A damaged row still identifies its value if each identifying field appears in its text exactly
 * once, as a string without escapes.
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
