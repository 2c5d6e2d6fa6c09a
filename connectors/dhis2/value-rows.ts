// Requests rows of data values, names them portably, and maps them to records.
import { withoutCollisions } from "../../contract/source/collision.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Reject, SourceRecord } from "../../contract/source/record.ts";
import { sampleOf } from "../../formats/sample.ts";
import { unusableField } from "../unusable-field.ts";
import { requestRows, type ArrivedRow } from "./arrived-rows.ts";
import type { Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { requireWithinQuery, type ValuesQuery, queryOf } from "./query-check.ts";
import { keysOf } from "./option-combos.ts";
import { isPeriod } from "./periods.ts";
import { instantIn } from "./stamps.ts";
import { offsetOf } from "./system.ts";
import { idOfValue, optionsKey, type ValueId } from "./value-ids.ts";
import type { Scope } from "./value-scope.ts";
import { sortedById, isUid, type Row } from "./wire.ts";

/**
 * A value as it came, with its id. `origin`: the same with this system's own uids of option
 * combinations.
 */
export type ValueRow = {
  id: string;
  origin: string;
  parts: ValueId;
  deleted: boolean;
} & ArrivedRow;

/** Rows with a known id, and rejects for those without. */
export type ValueRows = { rows: ValueRow[]; nameless: Reject[] };

/**
 * Requests the data values of the scope's data sets. Throws `ConnectorError` if the response holds
 * anything else.
 */
export async function requestValues(
  client: Dhis2Client,
  scope: Scope,
  asked: ValuesQuery,
): Promise<ValueRows> {
  const rows = await requestRows(client, [
    ...scope.dataSets.map((uid): [string, string] => ["dataSet", uid]),
    ...queryOf(asked, scope.roots),
  ]);
  const keyed = rows.map((arrived) => ({ ...arrived, key: keyIn(arrived.row) }));
  // A page of nothing but such rows is not a page of bad values: the response makes no sense.
  if (rows.length > 0 && keyed.every(({ key }) => key === null))
    throw failure(client, "broken", "answer_unreadable");
  const known = keyed.flatMap(({ key, ...arrived }) => (key === null ? [] : [{ ...arrived, key }]));
  await requireWithinQuery(client, scope, asked, known);
  const keys = await keysOf(
    client,
    known.flatMap(({ key }) => [key.categoryOptions, key.attributeOptions]),
  );
  const named = (uid: string): string => optionsKey(uid, keys.get(uid));
  return {
    rows: known.map(({ row, damage, key }) => {
      const parts = {
        ...key,
        categoryOptions: named(key.categoryOptions),
        attributeOptions: named(key.attributeOptions),
      };
      return {
        id: idOfValue(parts),
        origin: idOfValue(key),
        parts,
        deleted: row["deleted"] === true,
        row,
        damage,
      };
    }),
    nameless: keyed
      .filter(({ key }) => key === null)
      .map(({ row, damage }) => ({
        id: null,
        code: "record_without_id",
        facts: {},
        sample: damage ?? sampleOf(row),
      })),
  };
}

/** The id of a row, with option combinations still named by uid. */
function keyIn({
  orgUnit,
  period,
  dataElement,
  categoryOptionCombo,
  attributeOptionCombo,
}: Row): ValueId | null {
  if (
    !isUid(orgUnit) ||
    !isPeriod(period) ||
    !isUid(dataElement) ||
    !isUid(categoryOptionCombo) ||
    !isUid(attributeOptionCombo)
  )
    return null;
  return {
    orgUnit,
    period,
    dataElement,
    categoryOptions: categoryOptionCombo,
    attributeOptions: attributeOptionCombo,
  };
}

/** Maps rows to records. An unusable row becomes a reject, and so do rows that share one id. */
export async function mapValues(
  client: Dhis2Client,
  rows: ValueRow[],
): Promise<{ records: SourceRecord[]; rejects: Reject[] }> {
  const offsetMs = await offsetOf(client);
  const read = rows.map((row) => recordIn(row, offsetMs));
  const rejects = read.filter((one) => "code" in one);
  const refused = new Set(rejects.map(({ id }) => id));
  const { records, rejects: collided } = withoutCollisions(
    read.filter((one) => !("code" in one) && !refused.has(one.id)) as SourceRecord[],
  );
  return { records: sortedById(records), rejects: [...rejects, ...collided] };
}

function recordIn(
  { id, origin, parts, row, damage }: ValueRow,
  offsetMs: number,
): SourceRecord | Reject {
  if (damage !== null) return { id, code: "record_unreadable", facts: {}, sample: damage };
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
    return { id, ...unusableField(bad, row[bad] ?? null), sample: sampleOf(row) };
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
  return { id, origin, version, data };
}

/** An unpaired surrogate is not text: it would be stored as another character. */
const isTextOrNone = (value: Json | undefined): boolean =>
  value === undefined || value === null || (typeof value === "string" && value.isWellFormed());
const textIn = (value: Json | undefined): string | null =>
  typeof value === "string" ? value : null;
