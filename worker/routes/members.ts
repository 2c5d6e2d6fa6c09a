// Members of a tenant: administrators take people in, change their role and take them out. Accounts
// themselves are the operator's to make.
import { z } from "zod";
import { Member, MemberChange, MemberDraft } from "../../contract/api/access.ts";
import { factory, type AppContext } from "../http/context.ts";
import { takeAttempt } from "../db/rate-limit.ts";
import type { AuditAction } from "../db/audit.ts";
import {
  deleteMember,
  findMember,
  findPerson,
  insertMember,
  listMembers,
  updateMember,
} from "../db/members.ts";
import { body, declareRoute } from "../http/declare-route.ts";
import { HttpProblem } from "../http/problem.ts";
import { allow } from "../access/gates.ts";
import { actorOf } from "../access/principal.ts";
import { closePersonViews } from "../access/live-views.ts";

const tag = "Settings";
/**
 * Whether an address has an account is told to administrators only, and not for whole lists of
 * addresses.
 */
const perPerson = { max: 30, windowMs: 10 * 60_000 };

export const memberRoutes = factory.createApp();

memberRoutes.get(
  "/members",
  declareRoute({
    summary: "Who belongs to the establishment",
    tag,
    answers: { 200: z.array(Member) },
  }),
  allow("member.read"),
  async (c) => c.json(await listMembers(c.var.db, c.var.membership.tenant.id, c.var.locale)),
);

memberRoutes.post(
  "/members",
  declareRoute({
    summary: "Add somebody who has an account",
    description:
      "404 `person_unknown` when nobody has this address: accounts are made by the operator.",
    tag,
    answers: { 201: Member },
    refuses: ["too_many_requests", "person_unknown", "member_exists"],
  }),
  allow("member.write"),
  body(MemberDraft),
  async (c) => {
    const { email, role } = c.req.valid("json");
    const waitSeconds = await takeAttempt(
      c.var.db,
      `member:${actorOf(c.var.principal).id}`,
      perPerson,
      new Date(),
    );
    if (waitSeconds !== null)
      throw new HttpProblem("too_many_requests", {
        headers: { "retry-after": String(waitSeconds) },
      });
    const person = await findPerson(c.var.db, email);
    if (person === null) throw new HttpProblem("person_unknown", { facts: { email } });
    const added = await insertMember(
      c.var.db,
      { person, role },
      written(c, { action: "member_set", person, facts: { role } }),
    );
    if (!added) throw new HttpProblem("member_exists", { facts: { email } });
    return c.json(await known(c, person), 201);
  },
);

memberRoutes.patch(
  "/members/:person",
  declareRoute({
    summary: "Change the role of a member",
    tag,
    answers: { 200: Member },
    refuses: ["not_found", "last_admin"],
  }),
  allow("member.write"),
  body(MemberChange),
  async (c) => {
    const before = await known(c, c.req.param("person"));
    const { role } = c.req.valid("json");
    if (role === before.role) return c.json(before);
    const { id: person } = before.person;
    const changed = await updateMember(
      c.var.db,
      { person, role },
      written(c, { action: "member_set", person, facts: { role } }),
    );
    if (!changed) throw new HttpProblem("last_admin");
    // Open live views carry the old role.
    await closePersonViews(c.env, c.var.db, person, c.var.membership.tenant.id);
    return c.json({ ...before, role });
  },
);

memberRoutes.delete(
  "/members/:person",
  declareRoute({
    summary: "Remove a member",
    description: "Closes the live views of that person at once.",
    tag,
    answers: { 204: null },
    refuses: ["not_found", "last_admin"],
  }),
  allow("member.write"),
  async (c) => {
    const { person } = await known(c, c.req.param("person"));
    const removed = await deleteMember(
      c.var.db,
      person.id,
      written(c, { action: "member_removed", person: person.id, facts: {} }),
    );
    if (!removed) throw new HttpProblem("last_admin");
    await closePersonViews(c.env, c.var.db, person.id, c.var.membership.tenant.id);
    return c.body(null, 204);
  },
);

/** A member of this tenant: people of other tenants are not known here. */
async function known(c: AppContext, person: string): Promise<Member> {
  const member = await findMember(c.var.db, c.var.membership.tenant.id, person);
  if (!member) throw new HttpProblem("not_found");
  return member;
}

const written = (
  c: AppContext,
  { action, person, facts }: { action: AuditAction; person: string; facts: Record<string, string> },
) => {
  const tenant = c.var.membership.tenant.id;
  return {
    tenant,
    now: new Date(),
    audit: { tenant, actor: actorOf(c.var.principal), action, target: person, facts },
  };
};
