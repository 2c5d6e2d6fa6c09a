// Maps Odoo's rows to records: fast, strict, and never failing because of one bad row.
import type { Json } from "../../contract/values/json.ts";
import type { Reject, SourceRecord } from "../../contract/source/record.ts";
import { sampleOf } from "../../formats/sample.ts";
import { unusableField } from "../unusable-field.ts";
import { isId } from "./call.ts";
import type { Row } from "./queries.ts";
import type { Data, MappingContext, ResourceTable } from "./table.ts";
import { instant, plainJson, readers, typesOf, unreadable, type ReadValue } from "./values.ts";

export type Mapped = { records: SourceRecord[]; rejects: Reject[] };

/**
 * `of`: the model whose names it stores. `listed`: a list of records whose names need a second
 * call.
 */
export type ReadableColumn = {
  name: string;
  field: string;
  read: (value: Json | undefined) => ReadValue;
  of: string | null;
  listed: boolean;
};

/** Display names by model and id. */
export type Names = ReadonlyMap<string, ReadonlyMap<number, string>>;
const noNames: Names = new Map();

/** The columns of a table that a server can fill, judged by its field types. */
export function readableColumns(
  table: ResourceTable,
  types: { [field: string]: string },
): { columns: ReadableColumn[]; missing: string[] } {
  const columns: ReadableColumn[] = [];
  const missing: string[] = [];
  for (const { name, from } of table.columns) {
    if (!from) continue;
    const type = types[from.field];
    const { field, as, of = null } = from;
    if (type !== undefined && typesOf[as].includes(type))
      columns.push({ name, field, read: readers[as], of, listed: as === "names" });
    else if (!from.optional) missing.push(from.field);
  }
  return { columns, missing };
}

/** The fields to request, each once. `write_date` is the record's version. */
export const fieldsOf = (columns: ReadableColumn[]): string[] => [
  ...new Set([...columns.map(({ field }) => field), "write_date"]),
];

/**
 * Maps rows to records. A row that cannot be used becomes a reject with its reason.
 * @param names of the records that the rows list
 */
export function mapRows(
  rows: Row[],
  table: ResourceTable,
  columns: ReadableColumn[],
  mapping: MappingContext,
  names: Names = noNames,
): Mapped {
  const fields = fieldsOf(columns);
  const wantsRaw = table.raw && mapping.options["raw"] === "yes";
  // Sorted by key, so that hashing a record needs no sorting.
  const empty = Object.fromEntries(
    table.columns
      .map(({ name }) => name)
      .sort()
      .map((name) => [name, null]),
  );
  const rawFields = [...fields, "id"].sort();
  const present = new Set(fields);
  const has = (field: string) => present.has(field);
  const records: SourceRecord[] = [];
  const rejects: Reject[] = [];
  for (const row of rows) {
    const id = row["id"];
    if (!isId(id)) {
      rejects.push({ id: null, code: "record_without_id", facts: {}, sample: sampleOf(row) });
      continue;
    }
    const data: Data = { ...empty };
    const bad =
      fill(data, row, columns, names) ?? (isVersion(row["write_date"]) ? null : "write_date");
    if (bad !== null) {
      rejects.push({ id, ...unusableField(bad, row[bad] ?? null), sample: sampleOf(row) });
      continue;
    }
    if (wantsRaw) data["raw"] = rawOf(row, rawFields);
    table.derive?.(data, id, mapping, has);
    records.push({
      id,
      version: row["write_date"] === false ? null : (row["write_date"] as string),
      data,
    });
  }
  return { records, rejects };
}

/** Reads every column; returns the first field that cannot be read. */
function fill(data: Data, row: Row, columns: ReadableColumn[], names: Names): string | null {
  for (const { name, field, read, of, listed } of columns) {
    const value = read(row[field]);
    if (value === unreadable) return field;
    data[name] =
      listed && of !== null && Array.isArray(value) ? namesOf(value, names.get(of)) : value;
  }
  return null;
}

/** A record without a known name is represented by its id rather than left out. */
const namesOf = (ids: Json[], names: ReadonlyMap<number, string> | undefined): string[] =>
  ids.map((id) => names?.get(Number(id)) ?? `#${String(id)}`);

/**
 * Only the requested fields: a server may send more, and names such as `__proto__` must not get in.
 */
function rawOf(row: Row, fields: string[]): Json {
  const raw: { [field: string]: Json } = {};
  for (const field of fields) raw[field] = plainJson(row[field] ?? null);
  return raw;
}

const isVersion = (value: Json | undefined): boolean =>
  value === false || (typeof value === "string" && instant(value) !== null);
