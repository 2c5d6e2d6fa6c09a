// Adding, changing and deleting connections: a tenant keeps its own, global admins the shared ones.
// A secret goes in and never comes out.
import type {
  Connection,
  ConnectionChange,
  ConnectionDraft,
} from "../../contract/api/connection.ts";
import { auditEntry } from "../access/audit-entry.ts";
import { actorOf } from "../access/principal.ts";
import {
  deleteConnection as deleteRow,
  insertConnection,
  updateConnection,
} from "../db/connections.ts";
import { isKind } from "../configurations/catalog.ts";
import { forgetFiles } from "../files/files.ts";
import { notValid } from "../http/not-valid.ts";
import { HttpProblem } from "../http/problem.ts";
import {
  authorizeConnections,
  ownConnection,
  renewSchedules,
  tenantsUsing,
  usersOfConnection,
  type ConnectionCall,
} from "./scope.ts";
import { changedSettings, checkSettings, hostOf, isMoved, sealedFor } from "./settings.ts";
import { checkShares } from "./share.ts";
import { connectionOf } from "./view.ts";

/** Adds a connection. @throws `not_valid`, `address_refused` */
export async function createConnection(
  call: ConnectionCall,
  draft: ConnectionDraft,
): Promise<Connection> {
  authorizeConnections(call, "connection.write");
  const { name, kind } = draft;
  if (!isKind(kind)) throw notValid(call.locale, ["kind"], "invalid_value");
  const settings = checkSettings(call, kind, draft.settings);
  const owner = call.membership?.tenant.id ?? null;
  const now = call.now();
  const id = crypto.randomUUID();
  const sealed = await sealedFor(call, draft.secret, { tenant: owner, id, kind, settings });
  const row = {
    id,
    name,
    kind,
    settings,
    host: hostOf(kind, settings),
    ...keptSecret(call, sealed, now),
    checkedAt: null,
    checkPassed: null,
    provedAt: null,
  };
  const audit = [auditEntry(call, "connection_created", id)];
  await insertConnection(call.db, row, { owner, now, audit });
  return connectionOf(call, { connection: id });
}

/**
 * Changes what the change names. Another address drops the secret that was given for the old one.
 * Every share of a shared connection must still fit.
 * @throws `not_found`, `connection_shared`, `not_valid`, `address_refused`
 */
export async function changeConnection(
  call: ConnectionCall,
  { connection, change }: { connection: string; change: ConnectionChange },
): Promise<Connection> {
  authorizeConnections(call, "connection.write");
  const row = await ownConnection(call, connection);
  const settings = changedSettings(call, row, change.settings);
  if (call.membership === null && change.settings) await checkShares(call, { ...row, settings });
  const now = call.now();
  const sealed = await sealedFor(call, change.secret, { ...row, settings });
  const dropped = sealed === null && isMoved(row, settings) && row.secret !== null;
  const columns = {
    name: change.name ?? row.name,
    settings,
    host: hostOf(row.kind, settings),
    ...(sealed !== null || dropped ? keptSecret(call, sealed, now) : {}),
    ...(change.settings || sealed !== null
      ? { checkedAt: null, checkPassed: null, provedAt: null }
      : {}),
  };
  const audit = [
    auditEntry(call, "connection_changed", row.id),
    ...(sealed === null ? [] : [auditEntry(call, "secret_replaced", row.id)]),
    ...(dropped ? [auditEntry(call, "secret_dropped", row.id)] : []),
  ];
  await updateConnection(call.db, row.id, columns, { owner: row.tenant, now, audit });
  await renewSchedules(call, await tenantsUsing(call, row.id));
  return connectionOf(call, { connection: row.id });
}

/**
 * Deletes a connection with its files and its shares.
 * @throws `not_found`, `connection_shared`; `connection_in_use` while a configuration uses it
 */
export async function deleteConnection(
  call: ConnectionCall,
  { connection }: { connection: string },
): Promise<void> {
  authorizeConnections(call, "connection.write");
  const row = await ownConnection(call, connection);
  // Looked up before its shares are deleted with it.
  const tenants = await tenantsUsing(call, row.id);
  const users = await usersOfConnection(call, row.id);
  if (users.length > 0) {
    const configurations = new Intl.ListFormat(call.locale).format(users);
    throw new HttpProblem("connection_in_use", { facts: { configurations } });
  }
  const audit = [auditEntry(call, "connection_deleted", row.id)];
  await deleteRow(call.db, row.id, { owner: row.tenant, now: call.now(), audit });
  if (row.tenant !== null)
    await forgetFiles(call.env.FILES, { tenant: row.tenant, connection: row.id });
  // A running refresh that uses it ends at once.
  await renewSchedules(call, tenants);
}

const keptSecret = (call: ConnectionCall, sealed: string | null, now: Date) => ({
  secret: sealed,
  secretUpdatedAt: now,
  secretUpdatedBy: actorOf(call.principal).id,
});
