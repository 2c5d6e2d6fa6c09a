// The right to use a connection, which a running refresh can lose.
import type { ConnectionAccess } from "../contract/rpc/task.ts";
import type { RunState } from "./run.ts";

/**
 * A shared connection as the tenant has it now: the text of what is fixed for it, null where it is
 * not shared with the tenant, `deleted` where it is gone.
 */
export type ConnectionGrant = string | null | "deleted";

/** Why a run may not go on through a shared connection; null: it may. */
export function withdrawn(
  { share }: Pick<ConnectionAccess, "share">,
  now: ConnectionGrant,
): "connection_deleted" | "connection_not_shared" | "connection_share_changed" | null {
  if (now === "deleted") return "connection_deleted";
  if (now === null) return "connection_not_shared";
  // Plans kept before shares were marked name none: what they were started with is unknown.
  return share !== undefined && share !== now ? "connection_share_changed" : null;
}

/** A connection that a tenant may read through now, and the text of what is fixed for the tenant. */
export type GrantedConnection = { id: string; share: string | null };

/**
 * Why an unended run has to end because its tenant lost the connection; null: it goes on. A run that
 * only sends on what is published needs its connection no more.
 * @param granted all connections of the tenant, its own and those that are shared with it
 */
export function lostAccess(
  { status }: Pick<RunState, "status">,
  access: ConnectionAccess,
  granted: GrantedConnection[],
): "connection_deleted" | "connection_not_shared" | "connection_share_changed" | null {
  if (status === "cancelling" || status === "delivering") return null;
  const grant = granted.find(({ id }) => id === access.connection);
  if (access.shared === true) return withdrawn(access, grant === undefined ? null : grant.share);
  return grant === undefined ? "connection_deleted" : null;
}
