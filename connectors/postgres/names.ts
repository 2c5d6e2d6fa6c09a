// Names of tables and columns: whatever a source calls its fields becomes a name that PostgreSQL
// keeps whole and apart.
import { createHash } from "node:crypto";

/** PostgreSQL cuts longer names without a word, and two cut names may become one. */
const longestBytes = 63;
const markLength = 9;

/** Columns that are ours; a field of the same name gets another one. */
export const ownColumns = [
  "_tenant",
  "_configuration",
  "_configuration_name",
  "_id",
  "_generation",
  "_delivered_at",
  "_removed_at",
] as const;
/** The system columns of every table, which cannot be created. */
const systemColumns = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];
/** Where it is kept what was delivered; a resource of the same name gets another table. */
export const fenceTable = "freshet_fence";

/** The column of a field. */
export const columnName = (field: string): string =>
  bounded(field, [...ownColumns, ...systemColumns]);

/**
 * What a table holds: a resource of one template. Resources of two templates may have one name, and
 * never one table.
 */
export type Content = { template: string; resource: string };

/** The table of a resource: `odoo_modules_invoices`. */
export const tableName = (prefix: string, { template, resource }: Content): string =>
  bounded(`${prefix}${template}_${resource}`, [fenceTable]);

/**
 * What is written on a table, so that another one of the same name is told apart: `a_b` of `c` and
 * `a` of `b_c` share theirs.
 */
export const contentMark = ({ template, resource }: Content): string =>
  `Freshet: ${JSON.stringify([template, resource])}`;

/** A text quoted for a statement that takes no parameters. */
export const quotedText = (text: string): string =>
  `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** A name quoted for a statement, so that no name can be more than a name. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The name itself where it can be kept; else what can, with a mark of the whole so that no two
 * become one.
 */
function bounded(name: string, reserved: readonly string[]): string {
  const clean = name.replaceAll("\0", "").toWellFormed();
  const fits = clean !== "" && clean === name && isWhole(clean) && !reserved.includes(clean);
  return fits ? clean : `${cut(clean, longestBytes - markLength)}_${markOf(name)}`;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Whether PostgreSQL keeps a name as it is. */
export const isWhole = (name: string): boolean => bytesOf(name) <= longestBytes;

/** As many whole characters as fit. */
function cut(text: string, bytes: number): string {
  let kept = "";
  for (const character of text) {
    if (bytesOf(kept) + bytesOf(character) > bytes) break;
    kept += character;
  }
  return kept;
}

// JSON tells broken characters apart, which the bytes of a text would not.
const markOf = (name: string): string =>
  createHash("sha256")
    .update(JSON.stringify(name))
    .digest("hex")
    .slice(0, markLength - 1);
