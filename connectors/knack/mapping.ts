// Maps Knack's rows to records: strict about values, and never failing because of a single row.
import type { Json } from "../../contract/values/json.ts";
import type { Reject, SourceRecord } from "../../contract/source/record.ts";
import { sampleOf } from "../../formats/sample.ts";
import { unusableField } from "../unusable-field.ts";
import type { Row } from "./call.ts";
import { completedField, emailField, establishmentField } from "./results.ts";
import type { Calendar, DateOrder } from "./settings.ts";
import type { Part, ResourceTable } from "./table.ts";
import {
  isBlank,
  outOfRange,
  readers,
  unreadable,
  type ReadContext,
  type ReadValue,
  type Reader,
} from "./values.ts";
import { academicYearOf } from "./year.ts";

export type Mapped = { records: SourceRecord[]; rejects: Reject[] };

/** What the mapping of a row depends on besides the row. */
export type School = { calendar: Calendar; dateOrder: DateOrder };

type Data = { [column: string]: Json };
/** The first unusable field, and why. */
type BadField = {
  field: string;
  code: "field_unreadable" | "score_out_of_range" | "field_not_shown";
};
type Source = { column: string; field: string; as: Reader };

/** The raw form of a field; undefined if the row has none. */
export const rawOf = (row: Row, field: string): Json | undefined =>
  Object.hasOwn(row, `${field}_raw`) ? row[`${field}_raw`] : undefined;

/**
 * Whether a row lacks a field. Knack leaves out the raw form of a blank field, but never the field
 * itself, so a row with neither is not allowed to see it.
 */
export const lacks = (row: Row, field: string): boolean =>
  !Object.hasOwn(row, `${field}_raw`) && !Object.hasOwn(row, field);

/** The value of a field. Its formatted form is only used to see that the field is blank. */
function readField(
  row: Row,
  { field, as }: Source,
  manner: ReadContext,
): ReadValue | typeof missing {
  if (lacks(row, field)) return missing;
  const raw = rawOf(row, field);
  return raw === undefined && !isBlank(row[field]) ? unreadable : readers[as](raw, manner);
}

const missing: unique symbol = Symbol("missing");

/** The fields of a row that a resource reads. */
export const fieldsOf = ({ columns, parts }: ResourceTable): string[] => [
  ...new Set([
    establishmentField,
    completedField,
    emailField,
    ...columns.flatMap(({ from }) => (from ? [from.field] : [])),
    ...(parts ?? []).flatMap(({ from }) => from.map(({ field }) => field)),
  ]),
];

/** The records of one row, or the rejects in their place. */
export function mapRow(id: string, row: Row, table: ResourceTable, school: School): Mapped {
  const common = commonOf(row, table, school);
  if (table.parts === null) {
    if ("bad" in common) return { records: [], rejects: [rejectOf(id, row, table, common.bad)] };
    return { records: [{ id, version: null, data: common.data }], rejects: [] };
  }
  const mapped: Mapped = { records: [], rejects: [] };
  for (const part of table.parts) addPart(mapped, { id, row, table, part, common, school });
  return mapped;
}

type PartOrder = {
  id: string;
  row: Row;
  table: ResourceTable;
  part: Part;
  common: ReturnType<typeof commonOf>;
  school: School;
};

function addPart(mapped: Mapped, { id, row, table, part, common, school }: PartOrder): void {
  const own = `${id}:${part.mark}`;
  const read: Data = {};
  const bad = fill(read, row, part.from, school);
  // A cycle that nobody has filled in yet is not a record, and must not take over the numbers of
  // another.
  if (bad === null && Object.values(read).every((value) => value === null)) return;
  if ("bad" in common) return void mapped.rejects.push(rejectOf(own, row, table, common.bad));
  if (bad === null)
    mapped.records.push({
      id: own,
      version: null,
      data: { ...common.data, ...read, cycle: part.mark, student: id },
    });
  else mapped.rejects.push(rejectOf(own, row, table, bad));
}

/**
 * What all records of a row share: columns with a field of their own, the academic year, and the
 * student's key.
 */
function commonOf(
  row: Row,
  { columns }: ResourceTable,
  manner: School,
): { data: Data } | { bad: BadField } {
  const data: Data = Object.fromEntries(columns.map(({ name }) => [name, null]));
  const bad = fill(
    data,
    row,
    columns.flatMap(({ name, from }) => (from ? [{ column: name, ...from }] : [])),
    manner,
  );
  if (bad !== null) return { bad };
  const { completed } = data;
  // Without its date a row belongs to no academic year; the current one is not assumed.
  if (typeof completed !== "string")
    return { bad: { field: completedField, code: "field_unreadable" } };
  const key: Data = {};
  const unkeyed = fill(key, row, [{ column: "email", field: emailField, as: "email" }], manner);
  if (unkeyed !== null) return { bad: unkeyed };
  const { email } = key;
  const { label } = academicYearOf(manner.calendar, completed);
  data["academic_year"] = label;
  data["key"] = typeof email === "string" ? `${email.toLowerCase()}|${label}` : null;
  return { data };
}

function fill(data: Data, row: Row, sources: Source[], manner: ReadContext): BadField | null {
  for (const { column, field, as } of sources) {
    const value = readField(row, { column, field, as }, manner);
    if (value === missing) return { field, code: "field_not_shown" };
    if (value === unreadable) return { field, code: "field_unreadable" };
    if (value === outOfRange) return { field, code: "score_out_of_range" };
    data[column] = value;
  }
  return null;
}

function rejectOf(id: string, row: Row, table: ResourceTable, { field, code }: BadField): Reject {
  const value = rawOf(row, field) ?? row[field] ?? "";
  return {
    id,
    ...(code === "field_unreadable"
      ? unusableField(field, value)
      : { code, facts: { field, value: sampleOf(value, 80) } }),
    sample: sampleOf(readOf(row, table)),
  };
}

/**
 * Only the fields the resource reads: a row holds more about a student than anybody here needs to
 * see.
 */
function readOf(row: Row, { columns, parts }: ResourceTable): Json {
  const fields = [
    ...columns.flatMap(({ from }) => (from ? [from.field] : [])),
    ...(parts ?? []).flatMap(({ from }) => from.map(({ field }) => field)),
  ];
  return Object.fromEntries(fields.map((field) => [field, rawOf(row, field) ?? null]));
}
