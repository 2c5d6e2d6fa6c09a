// Members of one tenant; every read and write names the tenant, and one administrator always stays.
import { and, asc, eq, sql, type SQL } from "drizzle-orm";
import type { Member, Role } from "../../contract/api/access.ts";
import type { Locale } from "../../contract/values/json.ts";
import { byName } from "../../contract/values/order.ts";
import { auditIfChanged, type AuditEntry } from "./audit.ts";
import type { Database } from "./database.ts";
import { member, user } from "./schema.ts";

type Written = { tenant: string; audit: AuditEntry; now: Date };

/** Who belongs to a tenant, by name. */
export async function listMembers(
  db: Database,
  tenantId: string,
  language: Locale,
): Promise<Member[]> {
  return byName(await read(db, eq(member.tenant, tenantId)), ({ person }) => person.name, language);
}

/** One member; null when nobody of this id belongs to the tenant. */
export async function findMember(
  db: Database,
  tenantId: string,
  person: string,
): Promise<Member | null> {
  const [found] = await read(db, and(eq(member.tenant, tenantId), eq(member.person, person)));
  return found ?? null;
}

/** The id of the account with an e-mail address; null when there is none. */
export async function findPerson(db: Database, email: string): Promise<string | null> {
  const [found] = await db.select({ id: user.id }).from(user).where(eq(user.email, email));
  return found?.id ?? null;
}

async function read(db: Database, where: SQL | undefined): Promise<Member[]> {
  const rows = await db
    .select({ id: user.id, name: user.name, email: user.email, role: member.role })
    .from(member)
    .innerJoin(user, eq(user.id, member.person))
    .where(where)
    .orderBy(asc(user.id));
  return rows.map(({ role, ...person }) => ({ person, role }));
}

/** Adds a person; false if they already belong to the tenant. */
export async function insertMember(
  db: Database,
  { person, role }: { person: string; role: Role },
  written: Written,
): Promise<boolean> {
  const values = { tenant: written.tenant, person, role, createdAt: written.now };
  const [rows] = await db.batch([
    db.insert(member).values(values).onConflictDoNothing().returning(),
    auditIfChanged(db, written.audit, written.now),
  ]);
  return rows.length > 0;
}

/** Changes the role of a member; false if the tenant would be left without an administrator. */
export async function updateMember(
  db: Database,
  { person, role }: { person: string; role: Role },
  written: Written,
): Promise<boolean> {
  const where =
    role === "admin"
      ? mine(written, person)
      : and(mine(written, person), notLastAdmin(written.tenant));
  const [rows] = await db.batch([
    db.update(member).set({ role }).where(where).returning(),
    auditIfChanged(db, written.audit, written.now),
  ]);
  return rows.length > 0;
}

/** Removes a member; false if the tenant would be left without an administrator. */
export async function deleteMember(
  db: Database,
  person: string,
  written: Written,
): Promise<boolean> {
  const where = and(mine(written, person), notLastAdmin(written.tenant));
  const [rows] = await db.batch([
    db.delete(member).where(where).returning(),
    auditIfChanged(db, written.audit, written.now),
  ]);
  return rows.length > 0;
}

const mine = ({ tenant }: Written, person: string) =>
  and(eq(member.tenant, tenant), eq(member.person, person));

// Part of the changing statement, so that two administrators who remove each other at the same time
// cannot both succeed.
const notLastAdmin = (tenantId: string) =>
  sql`(${member.role} <> 'admin' OR (SELECT count(*) FROM member WHERE tenant = ${tenantId} AND role = 'admin') > 1)`;
