// Connections: those that a tenant owns, and shared ones, which no tenant owns. As the API shows
// them, they carry no secret.
import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import { canonical } from "../../contract/values/canonical.ts";
import type { Connection } from "../../contract/api/connection.ts";
import type { Json, Locale } from "../../contract/values/json.ts";
import { byName } from "../../contract/values/order.ts";
import { withShare } from "../connections/connection-access.ts";
import { auditRow, type AuditEntry } from "./audit.ts";
import { usersOfShared, raiseSettingsVersion, usersOf } from "./configurations.ts";
import type { Database } from "./database.ts";
import { connection, share, tenant, user, type ConnectionRow } from "./schema.ts";

/** A connection that a tenant may use: its own (share null), or a shared one with its share. */
export type UsableConnection = ConnectionRow & { share: { [name: string]: Json } | null };

/** The tenant that owns a connection; null: it is a shared one. */
export type Owner = string | null;

type Written = { owner: Owner; audit: AuditEntry[]; now: Date };

const ownedBy = (owner: Owner) =>
  owner === null ? isNull(connection.tenant) : eq(connection.tenant, owner);

/** All connections that a tenant may use, by name, as the API shows them to it. */
export async function listConnections(
  db: Database,
  tenantId: string,
  language: Locale,
): Promise<Connection[]> {
  const rows = await db
    .select({ connection, replacedBy: user.name, share: share.settings })
    .from(connection)
    .leftJoin(user, eq(user.id, connection.secretUpdatedBy))
    .leftJoin(share, sharedWith(tenantId))
    .where(or(ownedBy(tenantId), isNotNull(share.tenant)))
    .orderBy(asc(connection.id));
  const users = await usersOf(db, tenantId, language);
  return byName(rows, ({ connection: { name } }) => name, language).map((row) => {
    const usedBy = users.get(row.connection.id) ?? [];
    return row.connection.tenant === null
      ? showShared({ ...row.connection, share: row.share }, usedBy)
      : show(row.connection, { replacedBy: row.replacedBy, usedBy });
  });
}

/** Every connection that a tenant may use, with the canonical text of its share; null: its own. */
export async function listGrants(
  db: Database,
  tenantId: string,
): Promise<{ id: string; share: string | null }[]> {
  const rows = await db
    .select({ id: connection.id, share: share.settings })
    .from(connection)
    .leftJoin(share, sharedWith(tenantId))
    .where(or(ownedBy(tenantId), isNotNull(share.tenant)));
  return rows.map((row) => ({ id: row.id, share: row.share && canonical(row.share) }));
}

/** All shared connections, by name, as the API shows them to global admins. */
export async function listSharedConnections(db: Database, language: Locale): Promise<Connection[]> {
  const rows = await db
    .select({ connection, replacedBy: user.name })
    .from(connection)
    .leftJoin(user, eq(user.id, connection.secretUpdatedBy))
    .where(ownedBy(null))
    .orderBy(asc(connection.id));
  const users = await usersOfShared(db, language);
  return byName(rows, ({ connection: { name } }) => name, language).map((row) =>
    show(row.connection, {
      replacedBy: row.replacedBy,
      usedBy: users.get(row.connection.id) ?? [],
    }),
  );
}

/** The row itself, sealed secret included; null when the owner has none of this id. */
export async function findConnection(
  db: Database,
  owner: Owner,
  id: string,
): Promise<ConnectionRow | null> {
  const [row] = await db
    .select()
    .from(connection)
    .where(and(ownedBy(owner), eq(connection.id, id)));
  return row ?? null;
}

/** A connection that a tenant may use; null when it is neither its own nor shared with it. */
export async function findUsable(
  db: Database,
  tenantId: string,
  id: string,
): Promise<UsableConnection | null> {
  const [row] = await db
    .select({ connection, share: share.settings })
    .from(connection)
    .leftJoin(share, sharedWith(tenantId))
    .where(and(eq(connection.id, id), or(ownedBy(tenantId), isNotNull(share.tenant))));
  return row ? { ...row.connection, share: row.share } : null;
}

// A connection that a tenant owns cannot be shared, whatever the table of shares holds.
const sharedWith = (tenantId: string) =>
  and(eq(share.connection, connection.id), eq(share.tenant, tenantId), ownedBy(null));

/** Inserts a connection. */
export async function insertConnection(
  db: Database,
  row: Omit<ConnectionRow, "tenant" | "createdAt" | "updatedAt">,
  written: Written,
): Promise<void> {
  await db.batch([
    db
      .insert(connection)
      .values({ ...row, tenant: written.owner, createdAt: written.now, updatedAt: written.now }),
    raiseVersions(db, written.owner, row.id),
    ...written.audit.map((entry) => auditRow(db, entry, written.now)),
  ]);
}

/** Changes the columns given. */
export async function updateConnection(
  db: Database,
  id: string,
  change: Partial<ConnectionRow>,
  written: Written,
): Promise<void> {
  await db.batch([
    db
      .update(connection)
      .set({ ...change, updatedAt: written.now })
      .where(and(ownedBy(written.owner), eq(connection.id, id))),
    raiseVersions(db, written.owner, id),
    ...written.audit.map((entry) => auditRow(db, entry, written.now)),
  ]);
}

/** Deletes a connection, and its shares with it. */
export async function deleteConnection(db: Database, id: string, written: Written): Promise<void> {
  await db.batch([
    raiseVersions(db, written.owner, id),
    db.delete(connection).where(and(ownedBy(written.owner), eq(connection.id, id))),
    ...written.audit.map((entry) => auditRow(db, entry, written.now)),
  ]);
}

/** Marks a change of settings for every tenant that may use a connection. */
export const raiseVersions = (db: Database, owner: Owner, id: string) =>
  owner !== null
    ? raiseSettingsVersion(db, owner)
    : db
        .update(tenant)
        .set({ settingsVersion: sql`${tenant.settingsVersion} + 1` })
        .where(
          inArray(
            tenant.id,
            db.select({ id: share.tenant }).from(share).where(eq(share.connection, id)),
          ),
        );

/** Stores the outcome of the last check. The settings are unchanged, so no version rises. */
export async function noteCheck(
  db: Database,
  owner: Owner,
  id: string,
  check: { at: Date; passed: boolean },
): Promise<void> {
  await db
    .update(connection)
    .set({ checkedAt: check.at, checkPassed: check.passed })
    .where(and(ownedBy(owner), eq(connection.id, id)));
}

/**
 * Records that the system has accepted a secret, if the connection still has it. The plans of
 * schedules carry it from their next copy on.
 * @param secret the sealed secret
 */
export async function noteProof(
  db: Database,
  id: string,
  secret: string | null,
  at: Date,
): Promise<void> {
  const waiting = and(
    eq(connection.id, id),
    sql`${connection.secret} IS ${secret}`,
    isNull(connection.provedAt),
  );
  const [row] = await db
    .update(connection)
    .set({ provedAt: at })
    .where(waiting)
    .returning({ owner: connection.tenant });
  if (row) await raiseVersions(db, row.owner, id);
}

function show(
  row: ConnectionRow,
  known: { replacedBy: string | null; usedBy: string[] },
): Connection {
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
    lastCheck:
      row.checkedAt === null || row.checkPassed === null
        ? null
        : { at: row.checkedAt.toISOString(), passed: row.checkPassed },
    usedBy: known.usedBy,
    shared: false,
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A shared connection as a tenant sees it: with its own settings, without who keeps the secret. */
function showShared(row: UsableConnection, usedBy: string[]): Connection {
  const shown = show(row, { replacedBy: null, usedBy });
  return {
    ...shown,
    settings: withShare(row.settings, row.share),
    secret: { set: shown.secret.set, updatedAt: null, updatedBy: null },
    shared: true,
  };
}
