// Members of one tenant.
import { factory, tenantCallOf } from "../http/context.ts";
import { serve } from "../http/serve.ts";
import { addMember, changeMember, membersOf, removeMember } from "../members/members.ts";

export const memberRoutes = factory.createApp();

serve(memberRoutes, "listMembers", (c) => membersOf(tenantCallOf(c)));

serve(memberRoutes, "addMember", (c, { body }) => addMember(tenantCallOf(c), body));

serve(memberRoutes, "changeMember", (c, { path: { person }, body: { role } }) =>
  changeMember(tenantCallOf(c), { person, role }),
);

serve(memberRoutes, "removeMember", (c, { path: { person } }) =>
  removeMember(tenantCallOf(c), { person }),
);
