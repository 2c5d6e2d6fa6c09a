// Results as JSON text in Python's style: a space after commas and colons, floats with their ".0".
import type { Column } from "./values.ts";
import { Float, Rows, type Result, type Row, type Value } from "./values.ts";

/** A result as JSON; undefined becomes null. */
export function jsonText(result: Result): string {
  if (result === null || result === undefined) return "null";
  if (result instanceof Rows) return rowsText(result);
  if (result instanceof Float) return floatText(result.number);
  if (Array.isArray(result)) return `[${result.map(jsonText).join(", ")}]`;
  if (typeof result === "object") {
    return `{${Object.entries(result)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${JSON.stringify(key)}: ${jsonText(value)}`)
      .join(", ")}}`;
  }
  return JSON.stringify(result);
}

/** The same with all non-ASCII characters escaped, as Odoo's error handlers write it. */
export function asciiJsonText(result: Result): string {
  return jsonText(result).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A float as Python's repr() prints it. */
export function floatText(number: number): string {
  if (!Number.isInteger(number)) return String(number);
  return Math.abs(number) < 1e16 ? `${number}.0` : String(number);
}

function rowsText({ columns, rows }: Rows): string {
  const parts = columns.map((column, at) => ({
    key: `${at === 0 ? "" : ", "}${JSON.stringify(column.field.name)}: `,
    write: writerOf(column),
  }));
  const records = rows.map((row) => {
    let record = "{";
    for (const { key, write } of parts) record += key + write(row);
    return `${record}}`;
  });
  return `[${records.join(", ")}]`;
}

function writerOf({ field, value, label }: Column): (row: Row) => string {
  switch (field.type) {
    case "integer":
      return (row) => String(Number(value(row)));
    case "float":
    case "monetary":
      return (row) => floatText(Number(value(row) || 0));
    case "boolean":
      return (row) => (value(row) === true ? "true" : "false");
    case "date":
      return (row) => quoted(value(row));
    case "datetime":
      return (row) => quoted(seconds(value(row)));
    case "many2one":
      return label ? labelled(value, label) : (row) => String(value(row));
    case "one2many":
    case "many2many":
      return (row) => listText(value(row));
    default:
      return (row) => textText(value(row));
  }
}

/** The part of a stored time that the API shows. */
export function seconds(value: Value): Value {
  return typeof value === "string" ? value.slice(0, 19) : value;
}

function quoted(value: Value): string {
  return typeof value === "string" ? `"${value}"` : "false";
}

function textText(value: Value): string {
  return typeof value === "string" && value !== ""
    ? JSON.stringify(value)
    : value === ""
      ? '""'
      : "false";
}

function listText(value: Value): string {
  return Array.isArray(value) ? `[${value.join(", ")}]` : "[]";
}

/** Labels repeat, as one journal is named by thousands of invoices, so their texts are cached. */
function labelled(value: (row: Row) => Value, label: (id: number) => string): (row: Row) => string {
  const known = new Map<number, string>();
  return (row) => {
    const id = value(row);
    if (typeof id !== "number") return "false";
    const seen = known.get(id);
    if (seen !== undefined) return seen;
    const text = `[${id}, ${JSON.stringify(label(id))}]`;
    known.set(id, text);
    return text;
  };
}
