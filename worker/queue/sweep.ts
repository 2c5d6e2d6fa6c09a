// The sweep runs each minute: it wakes tenants whose running refresh has gone silent, and renews
// schedules that are behind.
import { asc, count, isNull, lt, notInArray } from "drizzle-orm";
import type { TenantRow } from "../access/principal.ts";
import { forgetEndedWindows } from "../db/rate-limit.ts";
import { openDatabase, type Database } from "../db/database.ts";
import { silentTenants } from "../db/history.ts";
import { session, tenant, viewing } from "../db/schema.ts";
import { tenantRpc } from "../stubs.ts";
import { log } from "../log.ts";
import { renewSeals } from "../connections/key-rotation.ts";
import { pushSchedules } from "../configurations/schedules.ts";
import { sweepStrayFiles } from "../files/stray-files.ts";

const silenceMs = 45_000;
/** Tenants checked per minute beside the silent ones; all of them take turns. */
const slice = 50;
const atOnce = 10;

/** One round. An error in one part does not stop the others. */
export async function sweep(env: Env, now: Date): Promise<void> {
  const db = openDatabase(env.DB);
  // First, because the objects are sent the renewed seals below.
  await renewSeals(env, db);
  const silent = await silentTenants(db, new Date(now.getTime() - silenceMs), 200);
  const rotating = await rotatingSlice(db, now);
  const seen = new Map([...silent, ...rotating].map((row) => [row.id, row]));
  const waiting = [...seen.values()];
  while (waiting.length > 0) {
    await Promise.all(waiting.splice(0, atOnce).map((row) => wake(env, db, row)));
  }
  await forgetEndedWindows(db, now);
  await forgetSessions(db, now);
  await sweepStrayFiles(env.FILES, db, now);
  log("info", "sweepDone", { count: seen.size });
}

/** Deletes expired sessions and their views; the objects close live views by their own expiry. */
async function forgetSessions(db: Database, now: Date): Promise<void> {
  await db.batch([
    db.delete(session).where(lt(session.expiresAt, now)),
    db
      .delete(viewing)
      .where(notInArray(viewing.session, db.select({ id: session.id }).from(session))),
  ]);
}

async function wake(env: Env, db: Database, row: TenantRow): Promise<void> {
  try {
    const { settingsVersion } = await tenantRpc(env, row).wake({
      tenant: row.id,
      jurisdiction: row.jurisdiction,
      settingsVersion: row.settingsVersion,
    });
    if (settingsVersion !== row.settingsVersion) await pushSchedules(env, db, row);
  } catch (error) {
    log("error", "wakeBroke", { tenant: row.id }, error);
  }
}

/** The minute decides which tenants are next, so that no state is kept between rounds. */
async function rotatingSlice(db: Database, now: Date): Promise<TenantRow[]> {
  const [all] = await db.select({ count: count() }).from(tenant).where(isNull(tenant.deletedAt));
  const slices = Math.max(1, Math.ceil((all?.count ?? 0) / slice));
  const minute = Math.floor(now.getTime() / 60_000);
  return db
    .select({
      id: tenant.id,
      name: tenant.name,
      timeZone: tenant.timeZone,
      jurisdiction: tenant.jurisdiction,
      settingsVersion: tenant.settingsVersion,
    })
    .from(tenant)
    .where(isNull(tenant.deletedAt))
    .orderBy(asc(tenant.id))
    .limit(slice)
    .offset((minute % slices) * slice);
}
