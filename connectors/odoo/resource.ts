// One resource on one server: its table, model and fields, and the domain shared by count, ids and
// pages.
import { z } from "zod";
import type { Instant } from "../../contract/values/json.ts";
import type { Cursor, Horizon } from "../../contract/source/survey.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import type { ResourceSpec } from "../connector.ts";
import { failure } from "./faults.ts";
import { Snapshots } from "./related-names.ts";
import { fieldsOf, readableColumns } from "./mapping.ts";
import { ModulesOptions, modulesTables } from "./modules.ts";
import { fieldTypes, readRows, type Domain } from "./queries.ts";
import { addressOf, companiesOf, type OdooSettings } from "./settings.ts";
import type { MappingContext, ResourceTable } from "./table.ts";
import { TreasuryOptions, treasuryTables } from "./treasury.ts";
import { odooTime } from "./values.ts";

type OdooClient = SourceClient<OdooSettings>;

const templates: {
  [key: string]: { tables: ResourceTable[]; options: z.ZodType<ResourceSpec["options"]> };
} = {
  treasury: { tables: treasuryTables, options: TreasuryOptions },
  odoo_modules: { tables: modulesTables, options: ModulesOptions },
};

/** The tables of a template; empty for an unknown one. */
export const tablesOf = (template: string): ResourceTable[] => templates[template]?.tables ?? [];

/** The schema of a template's options. */
export const optionsOf = (template: string): z.ZodType<ResourceSpec["options"]> =>
  templates[template]?.options ?? z.never();

/** The table of a resource, with its options validated and completed. */
export function tableOf(
  client: OdooClient,
  { template, resource, options }: ResourceSpec,
): { table: ResourceTable; options: ResourceSpec["options"] } {
  const table = tablesOf(template).find(({ key }) => key === resource);
  if (!table) throw failure(client, "refused", "resource_unknown");
  const checked = optionsOf(template).safeParse(options);
  if (!checked.success)
    throw failure(client, "refused", "options_not_valid", {
      option: checked.error.issues[0]?.path.join(".") ?? "",
    });
  return { table, options: checked.data };
}

/**
 * The context for mapping rules. Without any clock of the source no record is dated either, so the
 * day does not matter.
 */
export function mappingContextOf(
  client: OdooClient,
  options: ResourceSpec["options"],
  at: Instant | null,
): MappingContext {
  return {
    options,
    today: (at ?? "1970-01-01").slice(0, 10),
    origin: addressOf(client.settings).origin,
    companies: companiesOf(client.settings),
  };
}

/** The model to read and the columns it can fill. */
export type Target = { model: string; columns: ReturnType<typeof readableColumns>["columns"] };

const Remembered = z.object({ model: z.string(), types: z.record(z.string(), z.string()) });

/** Finds out, once per account, which model the account may read and which fields it has. */
export async function targetOf(client: OdooClient, table: ResourceTable): Promise<Target> {
  const key = `target:${table.model}:${table.key}`;
  const known = Remembered.safeParse(client.recall(key));
  if (known.success)
    return { model: known.data.model, columns: readableColumns(table, known.data.types).columns };
  const found = await lookAt(client, table, table.model).catch((error: unknown) => {
    if (
      table.fallback &&
      error instanceof ConnectorError &&
      error.failure.code === "rights_missing"
    )
      return lookAt(client, table, table.fallback);
    throw error;
  });
  client.remember(key, { model: found.model, types: found.types });
  return { model: found.model, columns: found.columns };
}

/** Forgets which model and fields a table reads, so that they are looked up again. */
export function forgetTarget(client: OdooClient, table: ResourceTable): void {
  client.remember(`target:${table.model}:${table.key}`, null);
}

async function lookAt(client: OdooClient, table: ResourceTable, model: string) {
  const wanted = [
    ...new Set(["write_date", ...table.columns.flatMap(({ from }) => (from ? [from.field] : []))]),
  ];
  const types = await fieldTypes(client, model, wanted);
  const { columns, missing } = readableColumns(table, types);
  const [field] = "write_date" in types ? missing : ["write_date"];
  if (field !== undefined) throw failure(client, "refused", "field_missing", { model, field });
  // A right may be missing for a single field, and only a read shows that.
  if (table.fallback)
    await readRows(client, {
      model,
      domain: [],
      fields: fieldsOf(columns),
      order: "id asc",
      limit: 1,
    });
  return { model, types, columns };
}

/**
 * Where the next read begins (`at`), the write date below which nothing is ever read (`floor`), and
 * snapshots of related names (`labels`).
 */
export const OdooCursor = z.object({
  at: z.iso.datetime(),
  floor: z.iso.datetime(),
  firstDays: z.int(),
  highestId: z.int(),
  labels: Snapshots.default({}),
});
export type OdooCursor = z.infer<typeof OdooCursor>;

/** Parses a cursor; null if there is none of ours. */
export function cursorOf(cursor: Cursor | null): OdooCursor | null {
  const parsed = OdooCursor.safeParse(cursor);
  return parsed.success ? parsed.data : null;
}

/** Records written at or after an instant; all records if it is null. */
export const writtenSince = (since: Instant | null): Domain =>
  since === null ? [] : [["write_date", ">=", odooTime(since)]];

/**
 * The table stores microseconds but answers show whole seconds: stopping before the next second
 * includes all of the last one.
 */
export const writtenUntil = (until: Instant): Domain => [
  ["write_date", "<", odooTime(new Date(Date.parse(until) + 1_000).toISOString())],
];

/** Everything of a resource within the horizon and above the floor. */
export function domainWithin(
  table: ResourceTable,
  mapping: MappingContext,
  bounds: { horizon: Horizon; floor: Instant | null },
): Domain {
  const { highestId } = bounds.horizon;
  const within: Domain = highestId === null ? [] : [["id", "<=", highestId]];
  return [...domainOf(table, mapping), ...writtenSince(bounds.floor), ...within];
}

/**
 * The resource's own conditions and the connection's companies. The context alone would leave the
 * companies to the server's record rules.
 */
export function domainOf(table: ResourceTable, mapping: MappingContext): Domain {
  const hasCompany = table.columns.some(({ from }) => from?.field === "company_id");
  const { companies } = mapping;
  return [
    ...table.domain(mapping),
    ...(hasCompany && companies.length > 0 ? ofCompanies(companies) : []),
  ];
}

/** Records without a company belong to all companies. */
const ofCompanies = (companies: number[]): Domain => [["company_id", "in", [...companies, false]]];
