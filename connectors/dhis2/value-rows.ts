// Rows of data values: asked for, named, and made into records.
import type { Json } from "../../contract/json.ts";
import type { Reject, SourceRecord } from "../../contract/source.ts";
import { ask, longPatienceMs, type Dhis2Link } from "./ask.ts";
import { failure } from "./faults.ts";
import { keysOf } from "./option-combos.ts";
import { isPeriod } from "./periods.ts";
import { instantIn } from "./stamps.ts";
import { offsetOf } from "./system.ts";
import { idOfValue, type ValueId } from "./value-ids.ts";
import type { Scope } from "./value-scope.ts";
import { inOrder, isUid, rowsIn, sampleOf, type Row } from "./wire.ts";

/** A value as it came, its identity known. */
export type ValueRow = { id: string; parts: ValueId; deleted: boolean; row: Row };

/** Data values of the scope's data sets. A query without any answers with an empty object. */
export async function askValues(link: Dhis2Link, { dataSets }: Scope, query: [string, string][]): Promise<ValueRow[]> {
  const answer = await ask(link, {
    model: "dataValueSets",
    path: "dataValueSets",
    query: [...dataSets.map((uid): [string, string] => ["dataSet", uid]), ...query],
    timeoutMs: longPatienceMs,
  });
  const rows = rowsIn(answer["dataValues"] ?? []);
  if (rows === null) throw failure(link, "broken", "answer_unreadable");
  const named = rows.map((row) => ({ row, key: keyIn(row) }));
  const combos = new Set(named.flatMap(({ key }) => (key === null ? [] : [key.categoryOptions, key.attributeOptions])));
  const keys = await keysOf(link, combos);
  return named.map(({ row, key }) => {
    // A value that does not say what it is of could be any of those we keep.
    if (key === null) throw failure(link, "broken", "answer_unreadable");
    const { categoryOptions, attributeOptions } = key;
    const parts = {
      ...key,
      categoryOptions: keys.get(categoryOptions) ?? categoryOptions,
      attributeOptions: keys.get(attributeOptions) ?? attributeOptions,
    };
    return { id: idOfValue(parts), parts, deleted: row["deleted"] === true, row };
  });
}

/** The identity of a row, its combinations still by their uids. */
function keyIn({ orgUnit, period, dataElement, categoryOptionCombo, attributeOptionCombo }: Row): ValueId | null {
  if (!isUid(orgUnit) || !isPeriod(period) || !isUid(dataElement) || !isUid(categoryOptionCombo) || !isUid(attributeOptionCombo))
    return null;
  return { orgUnit, period, dataElement, categoryOptions: categoryOptionCombo, attributeOptions: attributeOptionCombo };
}

/** Makes records of rows; a row that cannot be used becomes a reject. Of two answers for one value the later stamp wins. */
export async function mapValues(link: Dhis2Link, rows: ValueRow[]): Promise<{ records: SourceRecord[]; rejects: Reject[] }> {
  const offsetMs = await offsetOf(link);
  const records = new Map<string, SourceRecord>();
  const rejects: Reject[] = [];
  for (const row of rows) {
    const read = recordIn(row, offsetMs);
    if ("code" in read) rejects.push(read);
    else if ((records.get(row.id)?.version ?? "") <= (read.version ?? "")) records.set(row.id, read);
  }
  for (const { id } of rejects) records.delete(String(id));
  return { records: inOrder([...records.values()]), rejects };
}

function recordIn({ id, parts, row }: ValueRow, offsetMs: number): SourceRecord | Reject {
  const { value, comment, followup, lastUpdated } = row;
  const version = instantIn(lastUpdated, { offsetMs });
  const bad =
    version === null && lastUpdated !== undefined
      ? "lastUpdated"
      : !isTextOrNone(value)
        ? "value"
        : !isTextOrNone(comment)
          ? "comment"
          : followup === undefined || followup === null || typeof followup === "boolean"
            ? null
            : "followup";
  if (bad !== null) {
    return { id, code: "field_unreadable", facts: { field: bad, value: sampleOf(row[bad] ?? null, 80) }, sample: sampleOf(row) };
  }
  const data = {
    attribute_options: parts.attributeOptions,
    category_options: parts.categoryOptions,
    comment: textIn(comment),
    data_element: parts.dataElement,
    follow_up: followup === true,
    org_unit: parts.orgUnit,
    period: parts.period,
    value: textIn(value),
  };
  return { id, version, data };
}

const isTextOrNone = (value: Json | undefined): boolean => value === undefined || value === null || typeof value === "string";
const textIn = (value: Json | undefined): string | null => (typeof value === "string" ? value.toWellFormed() : null);
