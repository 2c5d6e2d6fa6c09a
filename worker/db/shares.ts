// Shares: which tenants may use a shared connection, and the settings that are fixed for each.
import { and, asc, eq } from "drizzle-orm";
import type { Share } from "../../contract/api/share.ts";
import type { Json, Locale } from "../../contract/values/json.ts";
import { byName } from "../../contract/values/order.ts";
import { auditRow, type AuditEntry } from "./audit.ts";
import { raiseSettingsVersion } from "./configurations.ts";
import type { Database } from "./database.ts";
import { connection, share, tenant } from "./schema.ts";

type Written = { audit: AuditEntry; now: Date };

/** The shares of a connection, by the name of the tenant. */
export async function listShares(db: Database, id: string, language: Locale): Promise<Share[]> {
  const rows = await db
    .select({
      tenant: share.tenant,
      tenantName: tenant.name,
      settings: share.settings,
      updatedAt: share.updatedAt,
    })
    .from(share)
    .innerJoin(tenant, eq(tenant.id, share.tenant))
    .where(eq(share.connection, id))
    .orderBy(asc(tenant.id));
  return byName(rows, ({ tenantName }) => tenantName, language).map((row) => ({
    ...row,
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** Shares a connection with a tenant, or changes what is fixed for it. */
export async function putShare(
  db: Database,
  given: { connection: string; tenant: string; settings: { [name: string]: Json } },
  { audit, now }: Written,
): Promise<void> {
  const { settings } = given;
  await db.batch([
    db
      .insert(share)
      .values({ ...given, updatedAt: now })
      .onConflictDoUpdate({
        target: [share.connection, share.tenant],
        set: { settings, updatedAt: now },
      }),
    raiseSettingsVersion(db, given.tenant),
    auditRow(db, audit, now),
  ]);
}

/**
 * Takes a connection back from a tenant. Its configurations stay, and start nothing until it is
 * shared again.
 */
export async function deleteShare(
  db: Database,
  given: { connection: string; tenant: string },
  { audit, now }: Written,
): Promise<void> {
  await db.batch([
    db
      .delete(share)
      .where(and(eq(share.connection, given.connection), eq(share.tenant, given.tenant))),
    raiseSettingsVersion(db, given.tenant),
    auditRow(db, audit, now),
  ]);
}

/** The tenants that a connection is shared with. */
export async function sharingTenants(db: Database, id: string) {
  return db
    .select({
      id: tenant.id,
      name: tenant.name,
      timeZone: tenant.timeZone,
      jurisdiction: tenant.jurisdiction,
    })
    .from(share)
    .innerJoin(connection, eq(connection.id, share.connection))
    .innerJoin(tenant, eq(tenant.id, share.tenant))
    .where(eq(share.connection, id));
}
