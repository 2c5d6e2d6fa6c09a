// Members of a tenant: administrators add people, change their role and remove them.
import { z } from "zod";
import { Member, MemberChange, MemberDraft } from "../access.ts";
import type { Declarations } from "./route.ts";

export const memberRoutes = {
  listMembers: {
    summary: "The members of the establishment",
    tag: "Settings",
    access: { member: ["member.read"] },
    answers: { 200: z.array(Member) },
  },
  addMember: {
    summary: "Add a person who has an account",
    description:
      "404 `person_unknown` when no account has this address: only the operator creates accounts.",
    tag: "Settings",
    access: { member: ["member.write"] },
    body: { schema: MemberDraft, example: { email: "colleague@example.com", role: "staff" } },
    answers: { 201: Member },
    refuses: ["too_many_requests", "person_unknown", "member_exists"],
  },
  changeMember: {
    summary: "Change the role of a member",
    tag: "Settings",
    access: { member: ["member.write"] },
    body: { schema: MemberChange, example: { role: "admin" } },
    answers: { 200: Member },
    refuses: ["not_found", "last_admin"],
  },
  removeMember: {
    summary: "Remove a member",
    description: "The live views of that person close at once.",
    tag: "Settings",
    access: { member: ["member.write"] },
    answers: { 204: null },
    refuses: ["not_found", "last_admin"],
  },
} as const satisfies Declarations;
