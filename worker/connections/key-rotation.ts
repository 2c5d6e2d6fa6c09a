// Key rotation: stored secrets are wrapped again with the ring's new key, some each minute, until
// the old key can be removed.
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { raiseVersions } from "../db/connections.ts";
import type { Database } from "../db/database.ts";
import { connection } from "../db/schema.ts";
import { log } from "../log.ts";
import { currentKey } from "../outbound/seal.ts";
import { resealSecret } from "../outbound/secret.ts";

/** Secrets per round. */
const slice = 50;

type Row = typeof connection.$inferSelect;

/**
 * Wraps again what the ring's current key has not sealed: only the key of each secret, the secret
 * itself is never opened. The old key may be removed once no line `sealsRenewed` was logged for a
 * day: by then no running refresh and no schedule holds its seals.
 */
export async function renewSeals(env: Env, db: Database): Promise<void> {
  try {
    const rows = await sealedByOthers(db, currentKey(env.KEY_RING));
    const renewed = await Promise.all(rows.map((row) => renew(env, db, row)));
    if (rows.length > 0) log("info", "sealsRenewed", { count: renewed.filter(Boolean).length });
  } catch (error) {
    log("error", "sealBroke", {}, error);
  }
}

// In random order: secrets that no key of the ring opens must not block the others.
function sealedByOthers(db: Database, key: string): Promise<Row[]> {
  const prefix = `v1.${key}.`;
  return db
    .select()
    .from(connection)
    .where(
      and(
        isNotNull(connection.secret),
        sql`substr(${connection.secret}, 1, ${prefix.length}) <> ${prefix}`,
      ),
    )
    .orderBy(sql`random()`)
    .limit(slice);
}

/** False if it can no longer be opened; its next check asks a person for it. */
async function renew(env: Env, db: Database, row: Row): Promise<boolean> {
  const { id, tenant, kind, settings, secret } = row;
  if (secret === null) return false;
  try {
    const sealed = await resealSecret(env.KEY_RING, secret, {
      tenant,
      connection: id,
      kind,
      settings,
    });
    // Only if it is still the one that was read: a secret that a person has just replaced stays.
    await db.batch([
      db
        .update(connection)
        .set({ secret: sealed })
        .where(and(eq(connection.id, id), eq(connection.secret, secret))),
      raiseVersions(db, tenant, id),
    ]);
    return true;
  } catch (error) {
    log("error", "sealBroke", tenant === null ? {} : { tenant }, error);
    return false;
  }
}
