// Who is asking: the session behind the cookie, the tenant of the path, and the gate of each route.
import { and, eq, isNull } from "drizzle-orm";
import type { Action } from "../../contract/api/access.ts";
import { may } from "./permissions.ts";
import { longestSessionMs, sessionCookieName } from "./auth.ts";
import type { Locale } from "../../contract/values/json.ts";
import {
  factory,
  isLocal,
  type Principal,
  type AppContext,
  type Membership,
} from "../http/context.ts";
import { member, session as sessionTable, tenant, user as userTable } from "../db/schema.ts";
import { takeRequest } from "../http/request-limit.ts";
import { HttpProblem } from "../http/problem.ts";
import { refusing } from "../http/refusals.ts";
import {
  forgetSession,
  cachedPrincipal,
  cachedMembership,
  cachePrincipal,
  cacheMembership,
  sessionKey,
} from "./session-cache.ts";

/** Lets only signed-in people pass. A person's own language wins over the browser's. */
export const requireSession = refusing(
  factory.createMiddleware(async (c, next) => {
    const key = await sessionKey(c.req.header("cookie"), sessionCookieName(isLocal(c.env)));
    c.set("sessionKey", key);
    const { caller, locale, cookies } = await whoAsks(c, key);
    c.set("principal", caller);
    const waitSeconds = takeRequest(c.env, caller.person.id, Date.now());
    if (waitSeconds !== null)
      throw new HttpProblem("too_many_requests", {
        headers: { "retry-after": String(waitSeconds) },
      });
    if (locale !== null) c.set("locale", locale);
    await next();
    // A session in use is prolonged; its cookie has to follow. An answer that became a socket takes
    // no headers any more.
    if (c.res.status === 101) return;
    for (const cookie of cookies) c.header("set-cookie", cookie, { append: true });
  }),
  { codes: ["not_signed_in", "too_many_requests"], security: "session" },
);

type Known = { caller: Principal; locale: Locale | null; cookies: string[] };

/** The session as D1 has it. While D1 is away: as it had it a moment ago, for questions only. */
async function whoAsks(c: AppContext, key: string | null): Promise<Known> {
  const known = await lookUp(c).catch((error: unknown) => {
    if (c.var.watch.away === null) throw error;
    return null;
  });
  const { away } = c.var.watch;
  if (away !== null) {
    const recalled = key !== null && onlyAsks(c) ? cachedPrincipal(key, Date.now()) : null;
    if (recalled === null) throw away;
    return { ...recalled, cookies: [] };
  }
  if (known === null) {
    if (key !== null) forgetSession(key);
    throw new HttpProblem("not_signed_in");
  }
  if (key !== null) cachePrincipal(key, known, Date.now());
  return known;
}

async function lookUp(c: AppContext): Promise<Known | null> {
  const { response, headers } = await c.var.auth.api.getSession({
    headers: c.req.raw.headers,
    returnHeaders: true,
  });
  if (!response) return null;
  const { user, session } = response;
  const globalAdmin = user.globalAdmin === true;
  const endsAt =
    session.createdAt.getTime() +
    (globalAdmin ? longestSessionMs.globalAdmin : longestSessionMs.person);
  if (endsAt <= Date.now()) return null;
  const caller = {
    person: { id: user.id, name: user.name, email: user.email },
    globalAdmin,
    session: { id: session.id, expiresAt: new Date(Math.min(endsAt, session.expiresAt.getTime())) },
  };
  return {
    caller,
    locale: user.locale === "en" || user.locale === "fr" ? user.locale : null,
    cookies: headers.getSetCookie(),
  };
}

/** An old permission lets nobody change anything. */
const onlyAsks = (c: AppContext) => c.req.method === "GET" || c.req.method === "HEAD";

/** Finds the tenant of the path. To somebody who has no place in it, it does not exist. */
export const requireMembership = refusing(
  factory.createMiddleware(async (c, next) => {
    const seat = await seatOf(c, c.req.param("tenant") ?? "");
    if (!seat) throw new HttpProblem("not_found");
    c.set("membership", seat);
    return next();
  }),
  { codes: ["not_found"] },
);

/**
 * The place as D1 has it; while D1 is away, as it was a moment ago. That it is not known then says
 * nothing of the place.
 */
async function seatOf(c: AppContext, tenant: string): Promise<Membership | null> {
  const { sessionKey: key, watch } = c.var;
  // A call that was let in by memory does not wait for D1 once more.
  if (watch.away === null) {
    const found = await findSeat(c, c.var.principal, tenant).catch((error: unknown) => {
      if (watch.away === null) throw error;
      return null;
    });
    if (watch.away === null) {
      if (key !== null) cacheMembership(key, tenant, found, Date.now());
      return found;
    }
  }
  const recalled = key !== null && onlyAsks(c) ? cachedMembership(key, tenant, Date.now()) : null;
  if (recalled === null) throw watch.away ?? new HttpProblem("database_away");
  return recalled;
}

async function findSeat(c: AppContext, caller: Principal, id: string): Promise<Membership | null> {
  const [row] = await c.var.db
    .select({
      id: tenant.id,
      name: tenant.name,
      timeZone: tenant.timeZone,
      jurisdiction: tenant.jurisdiction,
      settingsVersion: tenant.settingsVersion,
      role: member.role,
    })
    .from(tenant)
    .leftJoin(member, and(eq(member.tenant, tenant.id), eq(member.person, caller.person.id)))
    .where(and(eq(tenant.id, id), isNull(tenant.deletedAt)));
  if (!row || (row.role === null && !caller.globalAdmin)) return null;
  const { role, ...found } = row;
  return { tenant: found, role, globalAdmin: caller.globalAdmin };
}

/**
 * Whether a session that was let in a moment ago still stands, and its person still belongs to the
 * tenant.
 */
export async function belongsStill(
  c: AppContext,
  by: { session: string; tenant: string },
): Promise<"yes" | "signedOut" | "removed"> {
  const [row] = await c.var.db
    .select({ role: member.role, globalAdmin: userTable.globalAdmin })
    .from(sessionTable)
    .innerJoin(userTable, eq(userTable.id, sessionTable.userId))
    .leftJoin(member, and(eq(member.tenant, by.tenant), eq(member.person, userTable.id)))
    .where(eq(sessionTable.id, by.session));
  if (!row) return "signedOut";
  return row.role === null && !row.globalAdmin ? "removed" : "yes";
}

/** Lets only those pass whose place in the tenant allows the action. */
export const allow = (action: Action) =>
  refusing(
    factory.createMiddleware(async (c, next) => {
      if (!may(c.var.membership, action)) throw new HttpProblem("not_allowed");
      return next();
    }),
    { codes: ["not_allowed"] },
  );

/** Lets only those pass who stand above tenants and may do this. */
export const allowAbove = (action: Action) =>
  refusing(
    factory.createMiddleware(async (c, next) => {
      if (!may({ role: null, globalAdmin: c.var.principal.globalAdmin }, action))
        throw new HttpProblem("not_allowed");
      return next();
    }),
    { codes: ["not_allowed"] },
  );

/** Lets only those pass who keep what belongs to the house. */
export const allowSharedConnections = allowAbove("house.write");
