// The SQL that writes the rows of a page and checks that they are stored.
import type { TableColumn } from "./columns.ts";
import { quoted } from "./names.ts";
import { valueOf, type Present } from "./records.ts";
import { qualifiedName, type Table } from "./tables.ts";

/** Records as one JSON text, so that values reach the database exactly as they are. */
export const asRows = (records: Present[], columns: TableColumn[]): string =>
  JSON.stringify(
    records.map((record) => ({
      i: String(record.id),
      ...Object.fromEntries(
        columns.map(({ field }, index) => [`c${index}`, valueOf(record, field)]),
      ),
    })),
  );

const givenRows = (columns: TableColumn[]): string =>
  `json_to_recordset($1::text::json) AS given(${["i text", ...columns.map(({ type }, index) => `c${index} ${type}`)].join(", ")})`;

const differs = (one: string[], other: string[]): string =>
  one.length === 0 ? "false" : `ROW(${one.join(", ")}) IS DISTINCT FROM ROW(${other.join(", ")})`;

/** Counts the given records that the table does not store as they were given. */
export const notStoredStatement = ({ schema, name, columns }: Table): string =>
  `SELECT count(*)::text AS count FROM ${givenRows(columns)}
   LEFT JOIN ${qualifiedName(schema, name)} AS kept ON kept."_id" = given.i AND kept."_tenant" = $2::text AND kept."_configuration" = $3::text
   WHERE kept."_id" IS NULL OR kept."_removed_at" IS NOT NULL OR ${differs(
     columns.map((column) => `kept.${quoted(column.name)}`),
     columns.map((_, index) => `given.c${index}`),
   )}`;

// One statement counts and writes on the same snapshot: what was there, what differs, and what is
// new.
export function upsertStatement({ schema, name, columns }: Table, stamp: boolean): string {
  const names = columns.map((column) => quoted(column.name));
  const given = columns.map((_, index) => `c${index}`);
  const kept = names.map((column) => `kept.${column}`);
  const own = `"_tenant", "_configuration", "_configuration_name", "_id", "_generation", "_delivered_at"`;
  return `WITH given AS (
      SELECT * FROM ${givenRows(columns)}
    ), held AS (
      SELECT kept."_removed_at" IS NULL AS live, ${differs(
        kept,
        given.map((column) => `given.${column}`),
      )} AS differs
      FROM ${qualifiedName(schema, name)} AS kept JOIN given ON kept."_id" = given.i
      WHERE kept."_tenant" = $2::text AND kept."_configuration" = $3::text
    ), written AS (
      INSERT INTO ${qualifiedName(schema, name)} AS kept (${[own, ...names].join(", ")})
      SELECT ${["$2::text, $3::text, $5::text, i, $4::text::bigint, now()", ...given].join(", ")} FROM given
      ON CONFLICT ("_tenant", "_configuration", "_id") DO UPDATE
      SET "_configuration_name" = excluded."_configuration_name", "_generation" = excluded."_generation", "_delivered_at" = excluded."_delivered_at", "_removed_at" = NULL${names
        .map((column) => `, ${column} = excluded.${column}`)
        .join("")}
      WHERE kept."_removed_at" IS NOT NULL OR ${differs(
        kept,
        names.map((column) => `excluded.${column}`),
      )}${stamp ? ` OR kept."_generation" <> excluded."_generation"` : ""}
    )
    SELECT ((SELECT count(*) FROM given) - count(*) FILTER (WHERE live))::int AS created,
      count(*) FILTER (WHERE live AND differs)::int AS updated,
      count(*) FILTER (WHERE live AND NOT differs)::int AS unchanged
    FROM held`;
}
