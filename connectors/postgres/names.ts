// Names of tables and columns: every name of a source becomes one that PostgreSQL stores in full,
// and that no other name becomes.
import { createHash } from "node:crypto";

/** PostgreSQL truncates longer names silently, and two truncated names may be equal. */
const longestBytes = 63;
const markLength = 9;

/** Our own columns; a field with the same name gets another column name. */
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
/** The table that records deliveries; a resource with the same name gets another table name. */
export const fenceTable = "freshet_fence";

/** The column name of a field. */
export const columnName = (field: string): string =>
  bounded(field, [...ownColumns, ...systemColumns]);

/**
 * What a table holds: a resource of a template. Two templates may have resources of the same name,
 * which must not share a table.
 */
export type Content = { template: string; resource: string };

/** The table name of a resource: `odoo_modules_invoices`. */
export const tableName = (prefix: string, { template, resource }: Content): string =>
  bounded(`${prefix}${template}_${resource}`, [fenceTable]);

/**
 * The comment written on a table, which tells apart two contents with the same table name, such as
 * `a_b` of `c` and `a` of `b_c`.
 */
export const contentMark = ({ template, resource }: Content): string =>
  `Freshet: ${JSON.stringify([template, resource])}`;

/** A text, quoted for a statement that takes no parameters. */
export const quotedText = (text: string): string =>
  `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** A name, quoted for a statement so that it cannot be anything but a name. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The name itself if PostgreSQL can store it; otherwise as much of it as fits, with a hash of the
 * whole so that no two names collide.
 */
function bounded(name: string, reserved: readonly string[]): string {
  const clean = name.replaceAll("\0", "").toWellFormed();
  const fits = clean !== "" && clean === name && isWhole(clean) && !reserved.includes(clean);
  return fits ? clean : `${cut(clean, longestBytes - markLength)}_${markOf(name)}`;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Whether PostgreSQL stores a name in full. */
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

// JSON distinguishes broken characters, which the bytes of a text would not.
const markOf = (name: string): string =>
  createHash("sha256")
    .update(JSON.stringify(name))
    .digest("hex")
    .slice(0, markLength - 1);
