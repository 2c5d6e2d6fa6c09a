// Results as XML text in the style of Python's xmlrpc.client, including line breaks.
import { typeError } from "./errors.ts";
import { floatText, seconds } from "./json-text.ts";
import { Float, Rows, type Column, type Result, type Row } from "./values.ts";

/** A complete response with one value. */
export function responseXml(result: Result): string {
  return `<?xml version="1.0"?>\n<methodResponse>\n<params>\n<param>\n${valueXml(result)}</param>\n</params>\n\n</methodResponse>\n`;
}

/** A complete response with a fault; version 1 of the endpoint has text codes. */
export function faultXml(code: number | string, text: string): string {
  return `<?xml version="1.0"?>\n<methodResponse>\n<fault>\n${valueXml({ faultCode: code, faultString: text })}</fault>\n\n</methodResponse>\n`;
}

function valueXml(result: Result): string {
  if (result === null || result === undefined)
    throw typeError("cannot marshal None unless allow_none is enabled");
  if (result instanceof Rows) return rowsXml(result);
  if (result instanceof Float)
    return `<value><double>${floatText(result.number)}</double></value>\n`;
  if (Array.isArray(result))
    return `<value><array><data>\n${result.map(valueXml).join("")}</data></array></value>\n`;
  if (typeof result === "object") {
    const members = Object.entries(result).filter(([, value]) => value !== undefined);
    return `<value><struct>\n${members.map(([key, value]) => `<member>\n<name>${escaped(key)}</name>\n${valueXml(value)}</member>\n`).join("")}</struct></value>\n`;
  }
  if (typeof result === "number") return numberXml(result);
  if (typeof result === "boolean") return `<value><boolean>${result ? 1 : 0}</boolean></value>\n`;
  return `<value><string>${escaped(result)}</string></value>\n`;
}

function numberXml(number: number): string {
  if (!Number.isInteger(number)) return `<value><double>${floatText(number)}</double></value>\n`;
  return `<value><int>${number}</int></value>\n`;
}

function rowsXml({ columns, rows }: Rows): string {
  const records = rows.map(
    (row) =>
      `<value><struct>\n${columns.map((column) => `<member>\n<name>${column.field.name}</name>\n${cellXml(column, row)}</member>\n`).join("")}</struct></value>\n`,
  );
  return `<value><array><data>\n${records.join("")}</data></array></value>\n`;
}

function cellXml({ field, value, label }: Column, row: Row): string {
  const held = value(row);
  switch (field.type) {
    case "float":
    case "monetary":
      return `<value><double>${floatText(Number(held || 0))}</double></value>\n`;
    case "integer":
      return numberXml(Number(held));
    case "boolean":
      return valueXml(held === true);
    case "datetime":
      return valueXml(seconds(held));
    case "many2one":
      return valueXml(typeof held === "number" && label ? [held, label(held)] : held);
    case "one2many":
    case "many2many":
      return valueXml(Array.isArray(held) ? held : []);
    default:
      return valueXml(held);
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
