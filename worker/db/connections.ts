// Connections of one tenant; every read and write names the tenant, and no secret leaves with them.
import { and, asc, eq } from "drizzle-orm";
import type { Connection } from "../../contract/connection.ts";
import { auditRow, type AuditEntry } from "./audit.ts";
import { raiseSettingsVersion, usersOf } from "./configurations.ts";
import type { Database } from "./database.ts";
import { connection, user } from "./schema.ts";

export type ConnectionRow = typeof connection.$inferSelect;

type Written = { tenant: string; audit: AuditEntry[]; now: Date };

/** All connections of a tenant as the API shows them. */
export async function listConnections(db: Database, tenantId: string): Promise<Connection[]> {
  const rows = await db
    .select({ connection, replacedBy: user.name })
    .from(connection)
    .leftJoin(user, eq(user.id, connection.secretUpdatedBy))
    .where(eq(connection.tenant, tenantId))
    .orderBy(asc(connection.name), asc(connection.id));
  const users = await usersOf(db, tenantId);
  return rows.map((row) => show(row.connection, { replacedBy: row.replacedBy, usedBy: users.get(row.connection.id) ?? [] }));
}

/** One connection as the API shows it. */
export async function showConnection(db: Database, tenantId: string, id: string): Promise<Connection | null> {
  return (await listConnections(db, tenantId)).find((one) => one.id === id) ?? null;
}

/** The row itself, sealed secret included; null when the tenant has none of this id. */
export async function findConnection(db: Database, tenantId: string, id: string): Promise<ConnectionRow | null> {
  const [row] = await db
    .select()
    .from(connection)
    .where(and(eq(connection.tenant, tenantId), eq(connection.id, id)));
  return row ?? null;
}

/** Keeps a new connection. */
export async function insertConnection(db: Database, row: Omit<ConnectionRow, "createdAt" | "updatedAt">, written: Written): Promise<void> {
  await db.batch([
    db.insert(connection).values({ ...row, createdAt: written.now, updatedAt: written.now }),
    raiseSettingsVersion(db, written.tenant),
    ...written.audit.map((entry) => auditRow(db, entry, written.now)),
  ]);
}

/** Changes the columns given. */
export async function updateConnection(db: Database, id: string, change: Partial<ConnectionRow>, written: Written): Promise<void> {
  await db.batch([
    db
      .update(connection)
      .set({ ...change, updatedAt: written.now })
      .where(and(eq(connection.tenant, written.tenant), eq(connection.id, id))),
    raiseSettingsVersion(db, written.tenant),
    ...written.audit.map((entry) => auditRow(db, entry, written.now)),
  ]);
}

/** Drops a connection that no configuration reads through. */
export async function deleteConnection(db: Database, id: string, written: Written): Promise<void> {
  await db.batch([
    db.delete(connection).where(and(eq(connection.tenant, written.tenant), eq(connection.id, id))),
    raiseSettingsVersion(db, written.tenant),
    ...written.audit.map((entry) => auditRow(db, entry, written.now)),
  ]);
}

/** Keeps what the last check found; settings stay as they are, so no version rises. */
export async function noteCheck(db: Database, tenantId: string, id: string, check: { at: Date; passed: boolean }): Promise<void> {
  await db
    .update(connection)
    .set({ checkedAt: check.at, checkPassed: check.passed })
    .where(and(eq(connection.tenant, tenantId), eq(connection.id, id)));
}

function show(row: ConnectionRow, known: { replacedBy: string | null; usedBy: string[] }): Connection {
  const { id, name, kind, settings, host } = row;
  return {
    id,
    name,
    kind,
    settings,
    host,
    secret: {
      set: row.secret !== null,
      updatedAt: row.secret === null ? null : (row.secretUpdatedAt?.toISOString() ?? null),
      updatedBy: row.secret === null ? null : known.replacedBy,
    },
    lastCheck: row.checkedAt === null || row.checkPassed === null ? null : { at: row.checkedAt.toISOString(), passed: row.checkPassed },
    usedBy: known.usedBy,
    shared: false,
    updatedAt: row.updatedAt.toISOString(),
  };
}
