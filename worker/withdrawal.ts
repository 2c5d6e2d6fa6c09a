// Whether a running refresh may still go where it goes: settings travel with a run, the right to use a connection does not.
import { and, eq, isNull } from "drizzle-orm";
import { canonical } from "../contract/canonical.ts";
import type { Failure } from "../contract/source.ts";
import type { Access, Claim } from "../contract/task.ts";
import { withdrawn } from "../core/withdrawal.ts";
import type { Database } from "./db/database.ts";
import { connection, share, tenant } from "./db/schema.ts";
import { log } from "./log.ts";

/** What a batch goes through: where it delivers, else where it reads. */
const accessOf = ({ access, delivery }: Claim): Access => delivery?.destination ?? access;

/**
 * Looks before the first batch of a lane's slice, and of what belongs to the house once more after each batch: what was read
 * under a share that is gone is not handed in, so nothing of it is published.
 */
export function withdrawalWatch(db: Database): {
  before(claim: Claim): Promise<Failure | null>;
  after(claim: Claim): Promise<Failure | null>;
} {
  let looked = false;
  return {
    before: async (claim) => {
      if (looked) return null;
      looked = true;
      return withdrawalOf(db, accessOf(claim));
    },
    after: async (claim) => (accessOf(claim).shared ? withdrawalOf(db, accessOf(claim)) : null),
  };
}

/** Why the tenant may not go through a connection any more; null: it may, or nobody can tell, for a refresh never waits for D1. */
async function withdrawalOf(db: Database, access: Access): Promise<Failure | null> {
  try {
    const [row] = await db
      .select({ removed: tenant.deletedAt, kept: connection.id, share: share.settings })
      .from(tenant)
      .leftJoin(connection, and(eq(connection.id, access.connection), isNull(connection.tenant)))
      .leftJoin(share, and(eq(share.connection, connection.id), eq(share.tenant, tenant.id)))
      .where(eq(tenant.id, access.tenant));
    if (row === undefined) return null;
    if (row.removed !== null) return refusal("establishment_removed", access);
    if (!access.shared) return null;
    const code = withdrawn(access, row.kept === null ? "deleted" : row.share && canonical(row.share));
    return code && refusal(code, access);
  } catch (error) {
    log("error", "grantUnknown", { tenant: access.tenant }, error);
    return null;
  }
}

const refusal = (code: string, { connection: id, name = id }: Access): Failure => ({
  kind: "refused",
  code,
  facts: { connection: name, host: name },
  retryAfterMs: null,
});
