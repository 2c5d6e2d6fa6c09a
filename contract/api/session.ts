// Signing in: what is sent to begin a session, and to change a password.
import { z } from "zod";
import { Person } from "./access.ts";

export const passwordLength = { min: 12, max: 128 };

export const SignIn = z.strictObject({
  email: z.string().max(320),
  password: z.string().max(passwordLength.max),
});
export type SignIn = z.infer<typeof SignIn>;

export const SignedIn = z.object({ person: Person });
export type SignedIn = z.infer<typeof SignedIn>;

export const PasswordChange = z.strictObject({
  currentPassword: z.string().max(passwordLength.max),
  newPassword: z.string().min(passwordLength.min).max(passwordLength.max),
});
export type PasswordChange = z.infer<typeof PasswordChange>;
