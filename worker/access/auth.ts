// Sign-in by e-mail and password, and the sessions that follow from it: better-auth over D1.
import { betterAuth } from "better-auth/minimal";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { passwordLength } from "../../contract/api/session.ts";
import type { Database } from "../db/database.ts";
import * as schema from "../db/schema.ts";

const minute = 60;
const hour = 60 * minute;

/** A session ends after 8 hours without use, and in any case after this long since the sign-in. */
export const longestSessionMs = { person: 7 * 24 * hour * 1000, globalAdmin: 12 * hour * 1000 };

export type Auth = ReturnType<typeof openAuth>;

/** Made per request: in this runtime no request may await what another one has started. */
export function openAuth({
  db,
  secret,
  origin,
  local,
}: {
  db: Database;
  secret: string;
  origin: string;
  local: boolean;
}) {
  return betterAuth({
    appName: "Freshet",
    baseURL: origin,
    basePath: "/api/auth",
    secret,
    database: drizzleAdapter(db, { provider: "sqlite", schema, transaction: false }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    user: {
      additionalFields: {
        globalAdmin: { type: "boolean", required: true, defaultValue: false, input: false },
        locale: { type: "string", required: false, input: false },
      },
    },
    session: { expiresIn: 8 * hour, updateAge: 15 * minute },
    // Our routes limit sign-ins themselves, per account and per address, with the same answer.
    rateLimit: { enabled: false },
    advanced: {
      // The prefix `__Host-` makes the browser itself guarantee that the cookie is Secure, of this
      // host only, for all paths.
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: sessionCookieName(local),
          attributes: { httpOnly: true, sameSite: "lax", path: "/", secure: !local },
        },
      },
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
      database: { validateSchema: false },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}

export const sessionCookieName = (local: boolean) =>
  local ? "freshet-session" : "__Host-freshet-session";
