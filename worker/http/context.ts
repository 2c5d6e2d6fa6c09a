// What every route can count on: the bindings, who is asking, and the tenant it is about.
import { createFactory } from "hono/factory";
import type { Context } from "hono";
import type { Person, Role } from "../../contract/api/access.ts";
import type { Locale } from "../../contract/values/json.ts";
import type { Auth } from "../access/auth.ts";
import type { Database } from "../db/database.ts";
import type { Watch } from "../db/availability.ts";

/** Who is signed in, and by which session. */
export type Principal = {
  person: Person;
  globalAdmin: boolean;
  session: { id: string; expiresAt: Date };
};

/** The tenant of the path, with the caller's place in it. */
export type Membership = {
  tenant: TenantRow;
  role: Role | null;
  globalAdmin: boolean;
};

export type TenantRow = {
  id: string;
  name: string;
  timeZone: string;
  jurisdiction: "eu" | null;
  settingsVersion: number;
};

export type AppEnv = {
  Bindings: Env;
  Variables: {
    db: Database;
    /** Whether D1 was away during this request. */
    watch: Watch;
    /** The digest of the session that the browser shows; null: none. */
    sessionKey: string | null;
    auth: Auth;
    locale: Locale;
    /** Quoted to support. */
    requestId: string;
    principal: Principal;
    membership: Membership;
  };
};

export type AppContext = Context<AppEnv>;

export const factory = createFactory<AppEnv>();

/**
 * True only under `npm start` and in tests: demo accounts and plain-http cookies exist nowhere
 * else.
 */
export const isLocal = (env: Env) => env.STAGE === "local";
