// Who belongs to a tenant: administrators add people, change their role and remove them. Accounts
// themselves are the operator's to make.
import type { Member, MemberDraft, Role } from "../../contract/api/access.ts";
import { auditEntry } from "../access/audit-entry.ts";
import { authorize } from "../access/authorize.ts";
import type { TenantCall } from "../access/call.ts";
import { closePersonViews } from "../access/live-views.ts";
import { actorOf } from "../access/principal.ts";
import {
  deleteMember,
  findMember,
  findPerson,
  insertMember,
  listMembers,
  updateMember,
} from "../db/members.ts";
import { HttpProblem } from "../http/problem.ts";
import { countAttempt } from "../http/rate-limit.ts";

/**
 * Administrators can find out whether an address has an account, but not for lists of addresses.
 */
const additions = { max: 30, windowMs: 10 * 60_000 };

/** The members of the tenant, by name. */
export async function membersOf(call: TenantCall): Promise<Member[]> {
  authorize(call, "member.read");
  return listMembers(call.db, call.membership.tenant.id, call.locale);
}

/**
 * Adds somebody who has an account.
 * @throws `too_many_requests`, `person_unknown`, `member_exists`
 */
export async function addMember(call: TenantCall, { email, role }: MemberDraft): Promise<Member> {
  authorize(call, "member.write");
  await countAttempt(call, `member:${actorOf(call.principal).id}`, additions);
  const person = await findPerson(call.db, email);
  if (person === null) throw new HttpProblem("person_unknown", { facts: { email } });
  const added = await insertMember(call.db, { person, role }, roleGiven(call, person, role));
  if (!added) throw new HttpProblem("member_exists", { facts: { email } });
  return knownMember(call, person);
}

/**
 * Changes the role of a member.
 * @throws `not_found`; `last_admin` if the tenant would be left without an administrator
 */
export async function changeMember(
  call: TenantCall,
  { person, role }: { person: string; role: Role },
): Promise<Member> {
  authorize(call, "member.write");
  const before = await knownMember(call, person);
  if (role === before.role) return before;
  const changed = await updateMember(call.db, { person, role }, roleGiven(call, person, role));
  if (!changed) throw new HttpProblem("last_admin");
  // Open live views carry the old role.
  await closePersonViews(call.env, call.db, person, call.membership.tenant.id);
  return { ...before, role };
}

/** Removes a member, whose live views close at once. @throws `not_found`, `last_admin` */
export async function removeMember(
  call: TenantCall,
  { person }: { person: string },
): Promise<void> {
  authorize(call, "member.write");
  await knownMember(call, person);
  const tenant = call.membership.tenant.id;
  const audit = auditEntry(call, "member_removed", person);
  const removed = await deleteMember(call.db, person, { tenant, now: call.now(), audit });
  if (!removed) throw new HttpProblem("last_admin");
  await closePersonViews(call.env, call.db, person, tenant);
}

/** A member of the tenant. @throws `not_found`, also for people of other tenants */
async function knownMember(call: TenantCall, person: string): Promise<Member> {
  const member = await findMember(call.db, call.membership.tenant.id, person);
  if (!member) throw new HttpProblem("not_found");
  return member;
}

const roleGiven = (call: TenantCall, person: string, role: Role) => ({
  tenant: call.membership.tenant.id,
  now: call.now(),
  audit: auditEntry(call, "member_set", person, { role }),
});
