// Configurations of one tenant; every read and write names the tenant.
import { and, asc, eq, isNull, or, sql, type SQL } from "drizzle-orm";
import { alias, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import type {
  Configuration,
  ConfigurationChange,
  ConfigurationDraft,
} from "../../contract/api/configuration.ts";
import type { Locale } from "../../contract/values/json.ts";
import { byName } from "../../contract/values/order.ts";
import type { GrantedConnection } from "../connections/connection-access.ts";
import { auditRow, type AuditEntry } from "./audit.ts";
import type { Database } from "./database.ts";
import { configuration, connection, share, tenant } from "./schema.ts";

type Row = typeof configuration.$inferSelect;

/** A configuration with what its runs need of its connection. */
export type ConfigurationRow = Row & {
  connected: GrantedConnection;
  /** Where it delivers to; null: nowhere. */
  destined: GrantedConnection | null;
};

const destined = alias(connection, "destined");
const destinedShare = alias(share, "destined_share");

/** The columns that runs need, of the table or of its alias. */
const parts = <Table extends Record<Part, SQLiteColumn>>({
  id,
  tenant: owner,
  name,
  kind,
  settings,
  secret,
  provedAt,
}: Table) => ({ id, tenant: owner, name, kind, settings, secret, provedAt }) as Pick<Table, Part>;
type Part = "id" | "tenant" | "name" | "kind" | "settings" | "secret" | "provedAt";

/** Shared connections come with the share of the configuration's tenant. */
async function read(db: Database, where: SQL | undefined): Promise<ConfigurationRow[]> {
  const rows = await db
    .select({
      configuration,
      connected: parts(connection),
      share: share.settings,
      destined: parts(destined),
      destinedShare: destinedShare.settings,
    })
    .from(configuration)
    .innerJoin(connection, eq(connection.id, configuration.connection))
    .leftJoin(
      share,
      and(eq(share.connection, connection.id), eq(share.tenant, configuration.tenant)),
    )
    .leftJoin(destined, eq(destined.id, configuration.destination))
    .leftJoin(
      destinedShare,
      and(
        eq(destinedShare.connection, destined.id),
        eq(destinedShare.tenant, configuration.tenant),
      ),
    )
    .where(where)
    .orderBy(asc(configuration.createdAt), asc(configuration.id));
  return rows.map((row) => ({
    ...row.configuration,
    connected: { ...row.connected, share: row.share },
    destined: row.destined && { ...row.destined, share: row.destinedShare },
  }));
}

/** All configurations of a tenant, oldest first. */
export async function listConfigurations(
  db: Database,
  tenantId: string,
): Promise<ConfigurationRow[]> {
  return read(db, eq(configuration.tenant, tenantId));
}

/** One configuration; null when the tenant has none of this id. */
export async function findConfiguration(
  db: Database,
  tenantId: string,
  id: string,
): Promise<ConfigurationRow | null> {
  const [row] = await read(db, and(eq(configuration.tenant, tenantId), eq(configuration.id, id)));
  return row ?? null;
}

type Written = { tenant: string; audit: AuditEntry; now: Date };

/** Marks a change of a tenant's settings: the copy of its object is outdated from now on. */
export const raiseSettingsVersion = (db: Database, tenantId: string) =>
  db
    .update(tenant)
    .set({ settingsVersion: sql`${tenant.settingsVersion} + 1` })
    .where(eq(tenant.id, tenantId));

/** How often the settings of a tenant have changed. */
export async function settingsVersionOf(db: Database, tenantId: string): Promise<number> {
  const [row] = await db
    .select({ version: tenant.settingsVersion })
    .from(tenant)
    .where(eq(tenant.id, tenantId));
  return row?.version ?? 0;
}

/** Inserts a configuration. */
export async function insertConfiguration(
  db: Database,
  draft: ConfigurationDraft & { id: string },
  written: Written,
): Promise<void> {
  await db.batch([
    db
      .insert(configuration)
      .values({ ...draft, tenant: written.tenant, createdAt: written.now, updatedAt: written.now }),
    raiseSettingsVersion(db, written.tenant),
    auditRow(db, written.audit, written.now),
  ]);
}

/** Changes what the change names. */
export async function updateConfiguration(
  db: Database,
  id: string,
  change: ConfigurationChange,
  written: Written,
): Promise<void> {
  await db.batch([
    db
      .update(configuration)
      .set({ ...change, updatedAt: written.now })
      .where(and(eq(configuration.tenant, written.tenant), eq(configuration.id, id))),
    raiseSettingsVersion(db, written.tenant),
    auditRow(db, written.audit, written.now),
  ]);
}

/** Deletes a configuration; the tenant's object deletes its data. */
export async function deleteConfiguration(
  db: Database,
  id: string,
  written: Written,
): Promise<void> {
  await db.batch([
    db
      .delete(configuration)
      .where(and(eq(configuration.tenant, written.tenant), eq(configuration.id, id))),
    raiseSettingsVersion(db, written.tenant),
    auditRow(db, written.audit, written.now),
  ]);
}

/**
 * Names, in the order of a language, of a tenant's configurations that read or deliver through each
 * connection.
 */
export async function usersOf(
  db: Database,
  tenantId: string,
  language: Locale,
): Promise<Map<string, string[]>> {
  const rows = await db
    .select({
      connection: configuration.connection,
      destination: configuration.destination,
      name: configuration.name,
    })
    .from(configuration)
    .where(eq(configuration.tenant, tenantId));
  return byConnection(rows, language);
}

/**
 * Names of the configurations of all tenants that use each shared connection, with their tenant.
 */
export async function usersOfShared(
  db: Database,
  language: Locale,
): Promise<Map<string, string[]>> {
  const rows = await db
    .select({
      connection: configuration.connection,
      destination: configuration.destination,
      name: sql<string>`${tenant.name} || ': ' || ${configuration.name}`,
    })
    .from(configuration)
    .innerJoin(tenant, eq(tenant.id, configuration.tenant))
    .innerJoin(
      connection,
      and(
        or(
          eq(connection.id, configuration.connection),
          eq(connection.id, configuration.destination),
        ),
        isNull(connection.tenant),
      ),
    )
    .orderBy(asc(configuration.id));
  return byConnection(rows, language);
}

function byConnection(
  rows: { connection: string; destination: string | null; name: string }[],
  language: Locale,
): Map<string, string[]> {
  const users = new Map<string, Set<string>>();
  for (const { connection: source, destination, name } of byName(rows, (row) => row.name, language))
    for (const id of destination === null ? [source] : [source, destination])
      users.set(id, (users.get(id) ?? new Set()).add(name));
  return new Map([...users].map(([id, names]) => [id, [...names]]));
}

/** A configuration as the API shows it. */
export function showConfiguration(row: ConfigurationRow, nextDueAt: string | null): Configuration {
  const { id, name, template, resources, mode, schedule, limits, startedBy, options, destination } =
    row;
  return {
    id,
    name,
    template,
    resources,
    mode,
    schedule,
    limits,
    startedBy,
    options,
    destination,
    nextDueAt,
    connection: row.connected.id,
    connectionName: row.connected.name,
    updatedAt: row.updatedAt.toISOString(),
  };
}
