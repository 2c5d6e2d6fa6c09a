// The values of the simulated Odoo: in rows, in calls and in results.
import type { Field } from "./schema.ts";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The value of a field in a row: `false` is empty, a many2one is its id, an x2many its ids. */
export type Value = string | number | boolean | number[];

export interface Row {
  id: number;
  [field: string]: Value;
}

/** A float that must be written as a float, even when whole. */
export class Float {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

/** One column of a result: how a field is read, in the caller's language. */
export interface Column {
  field: Field;
  /** The label of a related record; undefined if the many2one is read as a bare id. */
  label?: (id: number) => string;
  value: (row: Row) => Value;
}

/**
 * Records as read, kept separate from plain values so that each protocol writes them in one pass.
 */
export class Rows {
  readonly columns: Column[];
  readonly rows: Row[];

  constructor(columns: Column[], rows: Row[]) {
    this.columns = columns;
    this.rows = rows;
  }
}

/** What a method returns; undefined is Python's None. */
export type Result =
  | string
  | number
  | boolean
  | null
  | undefined
  | Float
  | Rows
  | Result[]
  | { [key: string]: Result };

/** Whether a value is a JSON object, and not null or a list. */
export function isObject(value: unknown): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as Python's repr() prints it, for error messages that quote it. */
export function pythonRepr(value: Json, tuple = false): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string")
    return value.includes("'") && !value.includes('"')
      ? `"${value}"`
      : `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  if (Array.isArray(value))
    return tuple
      ? `(${value.map((item) => pythonRepr(item)).join(", ")})`
      : `[${value.map((item) => pythonRepr(item)).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${pythonRepr(key)}: ${pythonRepr(item)}`)
    .join(", ")}}`;
}
