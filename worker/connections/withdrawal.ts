// Whether a running refresh may still use its connections: a run carries their settings, but not
// the right to use them.
import { and, eq, isNull } from "drizzle-orm";
import { canonical } from "../../contract/values/canonical.ts";
import type { Failure } from "../../contract/source/failure.ts";
import type { ConnectionAccess, Claim } from "../../contract/rpc/task.ts";
import { withdrawn } from "../../core/withdrawal.ts";
import type { Database } from "../db/database.ts";
import { connection, share, tenant } from "../db/schema.ts";
import { log } from "../log.ts";

/** The connections of a batch: the one it reads from, and the one it delivers to. */
type Way = Pick<Claim, "access"> & { delivery: { destination: ConnectionAccess } | null };

/** The connection that a batch uses: its destination if it delivers, else its source. */
const accessOf = ({ access, delivery }: Way): ConnectionAccess => delivery?.destination ?? access;

/**
 * Asks before the first batch of a lane's slice, and again after each batch of a shared connection
 * and after each delivered page: what was read under a share that is gone is not handed in, so none
 * of it is published.
 */
export function withdrawalWatch(db: Database): {
  before(claim: Way): Promise<Failure | null>;
  after(claim: Way): Promise<Failure | null>;
} {
  let looked = false;
  return {
    before: async (claim) => {
      if (looked) return null;
      looked = true;
      return withdrawalOf(db, claim);
    },
    after: async (claim) =>
      accessOf(claim).shared || claim.delivery ? withdrawalOf(db, claim) : null,
  };
}

/**
 * Why the tenant may no longer use a connection; null: it may, or D1 is away, because a refresh
 * never waits for D1.
 */
async function withdrawalOf(db: Database, claim: Way): Promise<Failure | null> {
  const access = accessOf(claim);
  const owner = access.shared ? isNull(connection.tenant) : eq(connection.tenant, access.tenant);
  try {
    const [row] = await db
      .select({ removed: tenant.deletedAt, kept: connection.id, share: share.settings })
      .from(tenant)
      .leftJoin(connection, and(eq(connection.id, access.connection), owner))
      .leftJoin(share, and(eq(share.connection, connection.id), eq(share.tenant, tenant.id)))
      .where(eq(tenant.id, access.tenant));
    if (row === undefined) return null;
    if (row.removed !== null) return refusal("establishment_removed", access);
    // Its own sources are cancelled by its object at once; its own destinations are checked here.
    if (!access.shared)
      return claim.delivery && row.kept === null ? refusal("destination_deleted", access) : null;
    const code = withdrawn(
      access,
      row.kept === null ? "deleted" : row.share && canonical(row.share),
    );
    if (code === null) return null;
    return refusal(claim.delivery ? atDestination[code] : code, access);
  } catch (error) {
    log("error", "grantUnknown", { tenant: access.tenant }, error);
    return null;
  }
}

/** Codes for a destination: what was published stays, so those of a source would be wrong. */
const atDestination = {
  connection_deleted: "destination_deleted",
  connection_not_shared: "destination_not_shared",
  connection_share_changed: "destination_share_changed",
} as const;

const refusal = (code: string, { connection: id, name = id }: ConnectionAccess): Failure => ({
  kind: "refused",
  code,
  facts: { connection: name, host: name },
  retryAfterMs: null,
});
