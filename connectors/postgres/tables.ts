// Tables that grow with the data: created for the first page, extended by new fields, and never
// altered when a type has changed.
import { ConnectorError } from "../connector-error.ts";
import type { TableColumn } from "./columns.ts";
import { contentMark, fenceTable, ownColumns, quoted, quotedText, type Content } from "./names.ts";
import type { Transaction } from "./session.ts";

type SchemaName = { host: string; schema: string };
export type Table = SchemaName & { name: string; content: Content; columns: TableColumn[] };

/** The qualified name for statements. */
export const qualifiedName = (schema: string, name: string): string =>
  `${quoted(schema)}.${quoted(name)}`;

type Found = {
  schema: boolean;
  kind: string | null;
  keyed: boolean;
  mark: string | null;
  types: Map<string, string>;
};

/**
 * Creates what is missing. It looks first, because an account without the right to create may still
 * be allowed to write into existing tables.
 * @returns the columns that an existing table lacked
 */
export async function ensureTables(tx: Transaction, table: Table): Promise<string[]> {
  const looks = [
    await look(tx, table.schema, fenceTable),
    await look(tx, table.schema, table.name),
  ] as const;
  if (isComplete(looks[0], fenceColumns) && isComplete(looks[1], table.columns)) {
    refuseMisfits(looks[1], table);
    return [];
  }
  // Two transactions that create the same table at once would fail, so the second one waits and
  // looks again.
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))", [
    `freshet:${table.schema}`,
  ]);
  const fence = await look(tx, table.schema, fenceTable);
  if (!fence.schema) await tx.query(`CREATE SCHEMA ${quoted(table.schema)}`);
  if (fence.kind === null) await tx.query(fenceDefinition(table.schema));
  else if (!isComplete(fence, fenceColumns))
    await tx.query(`ALTER TABLE ${qualifiedName(table.schema, fenceTable)} ${fenceAdditions}`);
  const found = await look(tx, table.schema, table.name);
  if (found.kind !== null) return widen(tx, table, found);
  await tx.query(definition(table));
  await tx.query(
    `COMMENT ON TABLE ${qualifiedName(table.schema, table.name)} IS ${quotedText(contentMark(table.content))}`,
  );
  return [];
}

/** Columns that fences of earlier versions lack. */
const fenceColumns = [{ name: "configuration_name" }, { name: "columns" }, { name: "mark" }];
const fenceAdditions = fenceColumns
  .map(({ name }) => `ADD COLUMN IF NOT EXISTS ${name} text`)
  .join(", ");

const isComplete = (found: Found, columns: Pick<TableColumn, "name">[]): boolean =>
  found.kind !== null && columns.every(({ name }) => found.types.has(name));

async function widen(tx: Transaction, table: Table, found: Found): Promise<string[]> {
  refuseMisfits(found, table);
  const missing = table.columns.filter(({ name }) => !found.types.has(name));
  if (missing.length > 0)
    await tx.query(
      `ALTER TABLE ${qualifiedName(table.schema, table.name)} ${missing.map((column) => `ADD COLUMN ${declared(column)}`).join(", ")}`,
    );
  return missing.map(({ name }) => name);
}

/**
 * Our own columns must have these types: an id that the database compares differently, such as
 * without case, would merge two records into one row.
 */
const ownTypes = [
  { name: "_tenant", type: "text" },
  { name: "_configuration", type: "text" },
  { name: "_id", type: "text" },
  { name: "_generation", type: "bigint" },
] as const;

/** A table that people created, or a column of another type, is theirs to decide about. */
function refuseMisfits(found: Found, table: Table): void {
  const facts = { host: table.host, table: `${table.schema}.${table.name}` };
  const ours =
    found.kind === "r" && found.keyed && ownColumns.every((name) => found.types.has(name));
  if (!ours) throw new ConnectorError("refused", "table_not_ours", { facts });
  // Created by us for another template, or copied by somebody without our comment on it.
  if (found.mark !== contentMark(table.content))
    throw new ConnectorError("refused", "table_of_another", { facts });
  for (const { name, type } of [...ownTypes, ...table.columns]) {
    const is = found.types.get(name);
    if (is !== undefined && is !== type)
      throw new ConnectorError("refused", "column_type_differs", {
        facts: { ...facts, column: name, is, wanted: type },
      });
  }
}

async function look(tx: Transaction, schema: string, name: string): Promise<Found> {
  const rows = await tx.query<{
    kind: string | null;
    keyed: boolean | null;
    mark: string | null;
    column: string | null;
    type: string | null;
  }>(
    `SELECT c.relkind AS kind, a.attname AS column, pg_catalog.format_type(a.atttypid, a.atttypmod)
         || CASE WHEN COALESCE(l.collisdeterministic, true) THEN '' ELSE ' COLLATE ' || quote_ident(l.collname) END AS type,
       pg_catalog.obj_description(c.oid, 'pg_class') AS mark,
       EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS keyed
     FROM pg_catalog.pg_namespace n
     LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = $2::text
     LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
     WHERE n.nspname = $1::text`,
    [schema, name],
  );
  return {
    schema: rows.length > 0,
    kind: rows[0]?.kind ?? null,
    keyed: rows[0]?.keyed ?? false,
    mark: rows[0]?.mark ?? null,
    types: new Map(
      rows.flatMap(({ column, type }) =>
        column === null || type === null ? [] : [[column, type]],
      ),
    ),
  };
}

const declared = ({ name, type }: TableColumn): string => `${quoted(name)} ${type}`;

// Tenant and configuration are part of the key, so several may use one warehouse without touching
// each other's rows.
const definition = ({ schema, name, columns }: Table): string =>
  `CREATE TABLE ${qualifiedName(schema, name)} (
    "_tenant" text NOT NULL, "_configuration" text NOT NULL, "_configuration_name" text NOT NULL, "_id" text NOT NULL,
    "_generation" bigint NOT NULL, "_delivered_at" timestamptz NOT NULL, "_removed_at" timestamptz,
    ${columns.map((column) => `${declared(column)}, `).join("")}
    PRIMARY KEY ("_tenant", "_configuration", "_id"))`;

const fenceDefinition = (schema: string): string =>
  `CREATE TABLE ${qualifiedName(schema, fenceTable)} (
    tenant text NOT NULL, configuration text NOT NULL, resource text NOT NULL,
    epoch bigint NOT NULL, generation bigint NOT NULL, page bigint NOT NULL, answer text, at timestamptz NOT NULL DEFAULT now(),
    configuration_name text, columns text, mark text,
    PRIMARY KEY (tenant, configuration, resource))`;
