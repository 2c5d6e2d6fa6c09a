// Configurations of one tenant; every read and write names the tenant.
import { and, asc, eq, sql } from "drizzle-orm";
import type { Configuration, ConfigurationChange, ConfigurationDraft } from "../../contract/connection.ts";
import { auditRow, type AuditEntry } from "./audit.ts";
import type { Database } from "./database.ts";
import { configuration, connection, tenant } from "./schema.ts";

type Row = typeof configuration.$inferSelect;

/** A configuration with what its runs need of its connection. */
export type ConfigurationRow = Row & {
  connected: Pick<typeof connection.$inferSelect, "id" | "name" | "kind" | "settings" | "secret">;
};

const joined = (db: Database) =>
  db
    .select({
      configuration,
      connected: {
        id: connection.id,
        name: connection.name,
        kind: connection.kind,
        settings: connection.settings,
        secret: connection.secret,
      },
    })
    .from(configuration)
    .innerJoin(connection, eq(connection.id, configuration.connection));

/** All configurations of a tenant, oldest first. */
export async function listConfigurations(db: Database, tenantId: string): Promise<ConfigurationRow[]> {
  const rows = await joined(db).where(eq(configuration.tenant, tenantId)).orderBy(asc(configuration.createdAt), asc(configuration.id));
  return rows.map((row) => ({ ...row.configuration, connected: row.connected }));
}

/** One configuration; null when the tenant has none of this id. */
export async function findConfiguration(db: Database, tenantId: string, id: string): Promise<ConfigurationRow | null> {
  const [row] = await joined(db).where(and(eq(configuration.tenant, tenantId), eq(configuration.id, id)));
  return row ? { ...row.configuration, connected: row.connected } : null;
}

type Written = { tenant: string; audit: AuditEntry; now: Date };

/** Settings of a tenant have changed: its object's copy is older from now on. */
export const raiseSettingsVersion = (db: Database, tenantId: string) =>
  db
    .update(tenant)
    .set({ settingsVersion: sql`${tenant.settingsVersion} + 1` })
    .where(eq(tenant.id, tenantId));

/** How often the settings of a tenant have changed. */
export async function settingsVersionOf(db: Database, tenantId: string): Promise<number> {
  const [row] = await db.select({ version: tenant.settingsVersion }).from(tenant).where(eq(tenant.id, tenantId));
  return row?.version ?? 0;
}

/** Keeps a new configuration. */
export async function insertConfiguration(db: Database, draft: ConfigurationDraft & { id: string }, written: Written): Promise<void> {
  await db.batch([
    db.insert(configuration).values({ ...draft, tenant: written.tenant, createdAt: written.now, updatedAt: written.now }),
    raiseSettingsVersion(db, written.tenant),
    auditRow(db, written.audit, written.now),
  ]);
}

/** Changes what the change names. */
export async function updateConfiguration(db: Database, id: string, change: ConfigurationChange, written: Written): Promise<void> {
  await db.batch([
    db
      .update(configuration)
      .set({ ...change, updatedAt: written.now })
      .where(and(eq(configuration.tenant, written.tenant), eq(configuration.id, id))),
    raiseSettingsVersion(db, written.tenant),
    auditRow(db, written.audit, written.now),
  ]);
}

/** Drops a configuration; its data is the object's to forget. */
export async function deleteConfiguration(db: Database, id: string, written: Written): Promise<void> {
  await db.batch([
    db.delete(configuration).where(and(eq(configuration.tenant, written.tenant), eq(configuration.id, id))),
    raiseSettingsVersion(db, written.tenant),
    auditRow(db, written.audit, written.now),
  ]);
}

/** Names of the configurations that read through each connection of a tenant. */
export async function usersOf(db: Database, tenantId: string): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ connection: configuration.connection, name: configuration.name })
    .from(configuration)
    .where(eq(configuration.tenant, tenantId))
    .orderBy(asc(configuration.name));
  const users = new Map<string, string[]>();
  for (const row of rows) users.set(row.connection, [...(users.get(row.connection) ?? []), row.name]);
  return users;
}

/** A configuration as the API shows it. */
export function showConfiguration(row: ConfigurationRow, nextDueAt: string | null): Configuration {
  const { id, name, template, resources, mode, schedule, limits, startedBy, options } = row;
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
    destination: null,
    nextDueAt,
    connection: row.connected.id,
    connectionName: row.connected.name,
    updatedAt: row.updatedAt.toISOString(),
  };
}
