// Sharing connections with tenants. The fixed settings of a share bound what its tenant can reach;
// the audit entry belongs to that tenant.
import type { Share, ShareDraft } from "../../contract/api/share.ts";
import { auditEntry } from "../access/audit-entry.ts";
import { authorize } from "../access/authorize.ts";
import type { Call } from "../access/call.ts";
import { pushSchedules } from "../configurations/schedules.ts";
import type { AuditAction, AuditEntry } from "../db/audit.ts";
import type { ConnectionRow } from "../db/schema.ts";
import { deleteShare, listShares, putShare } from "../db/shares.ts";
import { findTenant } from "../db/tenants.ts";
import { notValid } from "../http/not-valid.ts";
import { HttpProblem } from "../http/problem.ts";
import { withShare } from "./connection-access.ts";
import { ownConnection } from "./scope.ts";
import { checkSettings, isMoved } from "./settings.ts";

type Shared = Pick<ConnectionRow, "id" | "kind" | "settings">;

/** The tenants that a connection is shared with, by name. @throws `not_found` */
export async function sharesOf(
  call: Call,
  { connection }: { connection: string },
): Promise<Share[]> {
  authorizeSharing(call);
  const { id } = await sharedConnection(call, connection);
  return listShares(call.db, id, call.locale);
}

/**
 * Shares a connection with a tenant, or changes what is fixed for it.
 * @returns all its shares
 * @throws `not_found`, `not_valid`, `address_refused`
 */
export async function shareConnection(
  call: Call,
  order: ShareDraft & { connection: string; tenant: string },
): Promise<Share[]> {
  authorizeSharing(call);
  const row = await sharedConnection(call, order.connection);
  const tenant = await knownTenant(call, order.tenant);
  const { settings } = order;
  checkShare(call, row, settings);
  const audit = sharingEntry(call, "connection_shared", { connection: row.id, tenant: tenant.id });
  const share = { connection: row.id, tenant: tenant.id, settings };
  await putShare(call.db, share, { audit, now: call.now() });
  await pushSchedules(call.env, call.db, tenant);
  return listShares(call.db, row.id, call.locale);
}

/**
 * Takes a connection back from a tenant. Its configurations stay, and start nothing until it is
 * shared again.
 * @throws `not_found`
 */
export async function unshareConnection(
  call: Call,
  order: { connection: string; tenant: string },
): Promise<void> {
  authorizeSharing(call);
  const row = await sharedConnection(call, order.connection);
  const tenant = await knownTenant(call, order.tenant);
  const share = { connection: row.id, tenant: tenant.id };
  const audit = sharingEntry(call, "connection_unshared", share);
  await deleteShare(call.db, share, { audit, now: call.now() });
  await pushSchedules(call.env, call.db, tenant);
}

/** Checks that every share fits the settings of its connection. @throws as `shareConnection` */
export async function checkShares(call: Call, connection: Shared): Promise<void> {
  for (const { settings } of await listShares(call.db, connection.id, call.locale))
    checkShare(call, connection, settings);
}

/**
 * Checks that a share fits its connection and does not change the address, which the secret was
 * given for.
 */
function checkShare(call: Call, connection: Shared, share: Share["settings"]): void {
  const { kind, settings } = connection;
  const checked = checkSettings(call, kind, withShare(settings, share));
  if (isMoved(connection, checked)) throw notValid(call.locale, ["settings"]);
}

const authorizeSharing = ({ principal }: Call): void =>
  authorize({ principal, membership: null }, "shared_connections.write");

const sharedConnection = (call: Call, id: string): Promise<ConnectionRow> =>
  ownConnection({ ...call, membership: null }, id);

async function knownTenant({ db }: Call, id: string) {
  const tenant = await findTenant(db, id);
  if (!tenant) throw new HttpProblem("not_found");
  return tenant;
}

const sharingEntry = (
  { principal }: Call,
  action: AuditAction,
  { connection, tenant }: { connection: string; tenant: string },
): AuditEntry => ({
  ...auditEntry({ principal, membership: null }, action, connection),
  tenant,
});
