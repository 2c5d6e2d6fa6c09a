// Closes live views when a session ends or rights change: the tenants' objects are notified at
// once.
import { and, eq } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { member, session as sessionTable, tenant, user, viewing } from "../db/schema.ts";
import { tenantRpc, type TenantAddress } from "../stubs.ts";
import { log } from "../log.ts";
import { forgetPerson } from "./session-cache.ts";

/** Records that a session watches a tenant, so that the object can be notified when it ends. */
export async function rememberViewing(
  db: Database,
  view: { session: string; person: string; tenant: string },
): Promise<void> {
  await db.insert(viewing).values(view).onConflictDoNothing();
}

/** Whether a person who was admitted a moment ago is still signed in and in the tenant. */
export async function mayStillView(
  db: Database,
  view: { session: string; tenant: string },
): Promise<"yes" | "signedOut" | "removed"> {
  const [row] = await db
    .select({ role: member.role, globalAdmin: user.globalAdmin })
    .from(sessionTable)
    .innerJoin(user, eq(user.id, sessionTable.userId))
    .leftJoin(member, and(eq(member.tenant, view.tenant), eq(member.person, user.id)))
    .where(eq(sessionTable.id, view.session));
  if (!row) return "signedOut";
  return row.role === null && !row.globalAdmin ? "removed" : "yes";
}

/** Closes the live views of one session, everywhere. */
export async function closeSessionViews(env: Env, db: Database, session: string): Promise<void> {
  forgetPerson({ session });
  const tenants = await viewedTenants(db, eq(viewing.session, session));
  await dismiss(env, tenants, { session });
  await db.delete(viewing).where(eq(viewing.session, session));
}

/** Closes all live views of a person: everywhere, or in one tenant. */
export async function closePersonViews(
  env: Env,
  db: Database,
  person: string,
  tenantId?: string,
): Promise<void> {
  forgetPerson({ person });
  const where = tenantId
    ? and(eq(viewing.person, person), eq(viewing.tenant, tenantId))
    : eq(viewing.person, person);
  await dismiss(env, await viewedTenants(db, where), { person });
}

const viewedTenants = (db: Database, where: ReturnType<typeof eq> | undefined) =>
  db
    .selectDistinct({ id: tenant.id, jurisdiction: tenant.jurisdiction })
    .from(viewing)
    .innerJoin(tenant, eq(tenant.id, viewing.tenant))
    .where(where);

type Who = { session?: string; person?: string };

/**
 * Pauses before each try: an object that is being moved or updated answers again in a moment.
 * Together they stay within the promised 5 seconds.
 */
const pausesMs = [0, 250, 1_000, 2_000];

const dismiss = (env: Env, tenants: TenantAddress[], who: Who) =>
  Promise.all(tenants.map((address) => dismissAt(env, address, who)));

// An object that cannot be reached must not keep anybody signed in: its sockets close when the
// session expires.
async function dismissAt(env: Env, address: TenantAddress, who: Who): Promise<void> {
  for (const pauseMs of pausesMs) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    try {
      await tenantRpc(env, address).dismiss(who);
      return;
    } catch (error) {
      log("error", "dismissBroke", { tenant: address.id }, error);
    }
  }
}
