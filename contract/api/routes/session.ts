// Sessions: signing in and out, and who is signed in.
import { z } from "zod";
import { Me, MeChange, TenantSummary } from "../access.ts";
import { Catalog } from "../catalog.ts";
import { PasswordChange, SignedIn, SignIn } from "../session.ts";
import type { Declarations } from "./route.ts";

export const sessionRoutes = {
  signIn: {
    summary: "Sign in",
    tag: "Session",
    access: "anybody",
    body: { schema: SignIn, example: { email: "me@example.com", password: "my long password" } },
    answers: { 200: SignedIn },
    refuses: ["sign_in_wrong", "too_many_requests"],
  },
  signOut: {
    summary: "Sign out",
    description: "Ends the session and closes its live views.",
    tag: "Session",
    access: "signedIn",
    answers: { 204: null },
  },
  changePassword: {
    summary: "Change the password",
    description: "Ends all other sessions of the person.",
    tag: "Session",
    access: "signedIn",
    body: {
      schema: PasswordChange,
      example: { currentPassword: "my long password", newPassword: "another long password" },
    },
    answers: { 204: null },
    refuses: ["password_wrong", "password_weak", "too_many_requests"],
  },
  getMe: {
    summary: "Who is signed in, and what they may do",
    tag: "Session",
    access: "signedIn",
    answers: { 200: Me },
  },
  changeMe: {
    summary: "Choose the language",
    tag: "Session",
    access: "signedIn",
    body: { schema: MeChange, example: { locale: "fr" } },
    answers: { 200: Me },
  },
  listTenants: {
    summary: "The establishments of the signed-in person",
    tag: "Session",
    access: "signedIn",
    answers: { 200: z.array(TenantSummary) },
  },
  getCatalog: {
    summary: "What can be connected and refreshed",
    tag: "Settings",
    access: "signedIn",
    answers: { 200: Catalog },
  },
} as const satisfies Declarations;
