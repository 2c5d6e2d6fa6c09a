// The right to go through a connection, which a running refresh can lose.
import type { ConnectionAccess } from "../contract/rpc/task.ts";
import type { RunState } from "./run.ts";

/**
 * What is known of a connection now: the text of what is fixed for the tenant, null where it is not
 * shared with it, or that it is gone.
 */
export type ConnectionGrant = string | null | "deleted";

/** Why a run may not go on through a connection of the house; null: it may. */
export function withdrawn(
  { share }: Pick<ConnectionAccess, "share">,
  now: ConnectionGrant,
): "connection_deleted" | "connection_not_shared" | "connection_share_changed" | null {
  if (now === "deleted") return "connection_deleted";
  if (now === null) return "connection_not_shared";
  // A plan that was kept before shares were marked names none: it is not known what it went by.
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
