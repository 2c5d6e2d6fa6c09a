// The right to go through a connection, which a running refresh can lose.
import type { ConnectionAccess } from "../contract/rpc/task.ts";

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
