// The Hono context of every route: the bindings, the caller, and the tenant of the path.
import { createFactory } from "hono/factory";
import type { Context } from "hono";
import type { Locale } from "../../contract/values/json.ts";
import type { Auth } from "../access/auth.ts";
import type { Call, TenantCall } from "../access/call.ts";
import type { Membership, Principal } from "../access/principal.ts";
import type { Database } from "../db/database.ts";
import type { Watch } from "../db/availability.ts";

export type AppEnv = {
  Bindings: Env;
  Variables: {
    db: Database;
    /** Whether D1 was away during this request. */
    watch: Watch;
    /** The digest of the session cookie; null: none was sent. */
    sessionKey: string | null;
    auth: Auth;
    locale: Locale;
    /** The reference that people quote to support. */
    requestId: string;
    principal: Principal;
    membership: Membership;
  };
};

export type AppContext = Context<AppEnv>;

export const factory = createFactory<AppEnv>();

/** A request as the call of a use case. */
export const callOf = (c: AppContext): Call => ({
  env: c.env,
  db: c.var.db,
  now: () => new Date(),
  locale: c.var.locale,
  principal: c.var.principal,
});

/** A request as the call of a use case about the tenant of the path. */
export const tenantCallOf = (c: AppContext): TenantCall => ({
  ...callOf(c),
  membership: c.var.membership,
});

/**
 * True only under `npm start` and in tests: demo accounts and plain-http cookies exist nowhere
 * else.
 */
export const isLocal = (env: Env) => env.STAGE === "local";
