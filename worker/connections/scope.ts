// Whose connections a call is about: those that one tenant may use, or the shared ones, which
// global admins keep above all tenants.
import type { Action } from "../../contract/api/access.ts";
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import { authorize } from "../access/authorize.ts";
import type { Call } from "../access/call.ts";
import type { Membership, TenantRow } from "../access/principal.ts";
import { pushSchedules } from "../configurations/schedules.ts";
import { usersOf, usersOfShared } from "../db/configurations.ts";
import { findConnection, findUsable, type UsableConnection } from "../db/connections.ts";
import type { ConnectionRow } from "../db/schema.ts";
import { sharingTenants } from "../db/shares.ts";
import { HttpProblem } from "../http/problem.ts";
import { sharedOwner } from "../outbound/secret.ts";
import { accessFor } from "./connection-access.ts";

/** A call about the connections of one tenant; `membership` null: about the shared ones. */
export type ConnectionCall = Call & { membership: Membership | null };

type TenantAction = Extract<Action, "connection.read" | "connection.write" | "configuration.read">;

/** Above tenants, one right covers everything. @throws `not_allowed` */
export const authorizeConnections = (call: ConnectionCall, action: TenantAction): void =>
  authorize(call, call.membership === null ? "shared_connections.write" : action);

/**
 * The connection that a call names: for a tenant, its own or one shared with it.
 * @throws `not_found`
 */
export async function knownConnection(call: ConnectionCall, id: string): Promise<UsableConnection> {
  const row =
    call.membership === null
      ? await findShared(call, id)
      : await findUsable(call.db, call.membership.tenant.id, id);
  if (!row) throw new HttpProblem("not_found");
  return row;
}

async function findShared({ db }: ConnectionCall, id: string): Promise<UsableConnection | null> {
  const row = await findConnection(db, null, id);
  return row && { ...row, share: null };
}

/**
 * The same, for what only its owner may do.
 * @throws `not_found`; `connection_shared` where a tenant only uses it
 */
export async function ownConnection(call: ConnectionCall, id: string): Promise<ConnectionRow> {
  const { share, ...row } = await knownConnection(call, id);
  if (share !== null) throw new HttpProblem("connection_shared");
  return row;
}

/**
 * The access that the caller has through a connection.
 * @throws `connection_not_shared` where the tenant may not use it
 */
export const accessOf = (
  { membership }: ConnectionCall,
  connection: UsableConnection,
): ConnectionAccess =>
  membership === null ? sharedAccess(connection) : accessFor(membership.tenant.id, connection);

/** As global admins reach it themselves: no share fixes anything. */
const sharedAccess = ({
  id,
  kind,
  settings,
  secret,
  provedAt,
}: ConnectionRow): ConnectionAccess => ({
  tenant: sharedOwner,
  connection: id,
  kind,
  settings,
  secret,
  shared: true,
  proved: provedAt !== null,
});

/** Names of the configurations that go through a connection, in the order of the language. */
export async function usersOfConnection(call: ConnectionCall, id: string): Promise<string[]> {
  const { db, membership, locale } = call;
  const users =
    membership === null
      ? await usersOfShared(db, locale)
      : await usersOf(db, membership.tenant.id, locale);
  return users.get(id) ?? [];
}

type Scheduled = Omit<TenantRow, "settingsVersion">;

/** The tenants whose schedules depend on a connection: its owner, or those it is shared with. */
export const tenantsUsing = async (
  { db, membership }: ConnectionCall,
  id: string,
): Promise<Scheduled[]> => (membership === null ? sharingTenants(db, id) : [membership.tenant]);

/** Most objects that are sent their schedules at once; the sweep renews those of the others. */
const pushedAtOnce = 20;

/** Sends the objects of tenants their schedules again after a change of a connection. */
export async function renewSchedules(
  { env, db }: ConnectionCall,
  tenants: Scheduled[],
): Promise<void> {
  await Promise.all(tenants.slice(0, pushedAtOnce).map((one) => pushSchedules(env, db, one)));
}
