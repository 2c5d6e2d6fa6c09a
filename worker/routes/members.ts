// Members of a tenant. They are set by the operator; here administrators see them.
import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { Person, Role } from "../../contract/access.ts";
import { factory } from "../context.ts";
import { member, user } from "../db/schema.ts";
import { describe } from "../describe.ts";
import { allow } from "../session.ts";

const Member = z.object({ person: Person, role: Role });

export const memberRoutes = factory.createApp();

memberRoutes.get(
  "/members",
  describe({ summary: "Who belongs to the establishment", tag: "Settings", answers: { 200: z.array(Member) } }),
  allow("member.read"),
  async (c) => {
    const rows = await c.var.db
      .select({ id: user.id, name: user.name, email: user.email, role: member.role })
      .from(member)
      .innerJoin(user, eq(user.id, member.person))
      .where(eq(member.tenant, c.var.seat.tenant.id))
      .orderBy(asc(user.name));
    return c.json(rows.map(({ role, ...person }) => ({ person, role })));
  },
);
