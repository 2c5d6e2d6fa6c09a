// The operator's setup of establishments, people and roles. Applying the same order again changes
// nothing.
import { hashPassword } from "better-auth/crypto";
import { and, eq, ne, or, sql } from "drizzle-orm";
import type { Role } from "../../contract/api/access.ts";
import type { SetupDone, SetupOrder } from "../../contract/api/setup.ts";
import { auditRow } from "../db/audit.ts";
import type { Database } from "../db/database.ts";
import { livingTenants } from "../db/history.ts";
import { namesAround } from "../db/tenants.ts";
import { account, member, session, tenant, user } from "../db/schema.ts";
import { HttpProblem } from "../http/problem.ts";
import { isWeak } from "../access/weak-password.ts";
import { isLocal } from "../http/context.ts";
import { closePersonViews } from "../access/live-views.ts";

type PersonOrder = SetupOrder["people"][number];
type TenantOrder = SetupOrder["tenants"][number];

const operator = { id: "operator", name: "Operator" };

/** Carries out an order of the operator. */
export async function applySetup(env: Env, db: Database, order: SetupOrder): Promise<SetupDone> {
  await refuseWeak(env, db, order);
  const done: SetupDone = { tenantsCreated: [], peopleCreated: [] };
  for (const one of order.tenants) {
    if (await applyTenant(db, one)) done.tenantsCreated.push(one.id);
  }
  await refuseUnknown(db, order);
  for (const one of order.people) {
    const { id, created } = await applyPerson(env, db, one);
    if (created) done.peopleCreated.push(one.email);
    for (const [tenantId, role] of Object.entries(one.roles))
      await applyRole(env, db, { tenantId, person: id, role });
  }
  await auditRow(
    db,
    {
      tenant: null,
      actor: operator,
      action: "setup_applied",
      target: "setup",
      facts: { tenants: String(order.tenants.length), people: String(order.people.length) },
    },
    new Date(),
  );
  return done;
}

/** Roles may only name establishments that exist. */
async function refuseUnknown(db: Database, order: SetupOrder): Promise<void> {
  const named = [...new Set(order.people.flatMap((person) => Object.keys(person.roles)))];
  const living = await livingTenants(db, named);
  const unknown = named
    .filter((id) => !living.has(id))
    .map((id) => ({ path: `people.roles.${id}`, message: "not known" }));
  if (unknown.length > 0) throw new HttpProblem("not_valid", { extra: { errors: unknown } });
}

/**
 * Refuses weak passwords before anything is stored. The names of a person's establishments are as
 * easy to guess as the person's own, whether they exist or are part of this order. The password of
 * the demo is public, but the demo exists only in the local stack.
 */
async function refuseWeak(env: Env, db: Database, { people, tenants }: SetupOrder): Promise<void> {
  const isDemo = (email: string) => isLocal(env) && email.endsWith("@freshet.test");
  for (const { email, name, password, roles } of people) {
    if (password === undefined || isDemo(email)) continue;
    const theirs = Object.keys(roles);
    const ordered = tenants.filter(({ id }) => theirs.includes(id)).map((one) => one.name);
    const own = [name, email, ...theirs, ...ordered, ...(await namesAround(db, null, theirs))];
    if (isWeak(password, own)) throw new HttpProblem("password_weak");
  }
}

async function applyTenant(db: Database, order: TenantOrder): Promise<boolean> {
  const { id, name, timeZone } = order;
  const rows = await db
    .insert(tenant)
    .values({ ...order, createdAt: new Date() })
    .onConflictDoNothing()
    .returning();
  if (rows.length === 0) {
    const different = or(ne(tenant.name, name), ne(tenant.timeZone, timeZone));
    await db
      .update(tenant)
      .set({ name, timeZone, settingsVersion: sql`${tenant.settingsVersion} + 1` })
      .where(and(eq(tenant.id, id), different));
  }
  return rows.length > 0;
}

async function applyPerson(
  env: Env,
  db: Database,
  order: PersonOrder,
): Promise<{ id: string; created: boolean }> {
  const { email, name, locale, globalAdmin, password } = order;
  const now = new Date();
  const [known] = await db.select().from(user).where(eq(user.email, email));
  const id = known?.id ?? crypto.randomUUID();
  const given = {
    name,
    ...(locale === undefined ? {} : { locale }),
    ...(globalAdmin === undefined ? {} : { globalAdmin }),
  };
  if (known)
    await db
      .update(user)
      .set({ ...given, updatedAt: now })
      .where(eq(user.id, id));
  else
    await db
      .insert(user)
      .values({ ...given, id, email, emailVerified: true, createdAt: now, updatedAt: now });
  if (password !== undefined) await setPassword(env, db, { id, password, now });
  else if (known && globalAdmin !== undefined && globalAdmin !== known.globalAdmin)
    await closePersonViews(env, db, id);
  return { id, created: !known };
}

async function setPassword(
  env: Env,
  db: Database,
  { id, password, now }: { id: string; password: string; now: Date },
): Promise<void> {
  const hashed = await hashPassword(password);
  await db.batch([
    db.delete(account).where(and(eq(account.userId, id), eq(account.providerId, "credential"))),
    db.insert(account).values({
      id: crypto.randomUUID(),
      userId: id,
      accountId: id,
      providerId: "credential",
      password: hashed,
      createdAt: now,
      updatedAt: now,
    }),
    db.delete(session).where(eq(session.userId, id)),
  ]);
  await closePersonViews(env, db, id);
}

async function applyRole(
  env: Env,
  db: Database,
  change: { tenantId: string; person: string; role: Role | null },
): Promise<void> {
  const { tenantId, person, role } = change;
  const now = new Date();
  const here = and(eq(member.tenant, tenantId), eq(member.person, person));
  const [known] = await db.select().from(member).where(here);
  if ((known?.role ?? null) === role) return;
  const action = role === null ? "member_removed" : "member_set";
  const noted = auditRow(
    db,
    { tenant: tenantId, actor: operator, action, target: person, facts: role ? { role } : {} },
    now,
  );
  if (role === null) await db.batch([db.delete(member).where(here), noted]);
  else {
    await db.batch([
      db
        .insert(member)
        .values({ tenant: tenantId, person, role, createdAt: now })
        .onConflictDoUpdate({ target: [member.tenant, member.person], set: { role } }),
      noted,
    ]);
  }
  // Open live views carry the old role.
  await closePersonViews(env, db, person, tenantId);
}
