// Who is asking: the session behind the cookie, the tenant of the path, and the gate of each route.
import { and, eq, isNull } from "drizzle-orm";
import type { Action } from "../contract/access.ts";
import { may } from "./access.ts";
import { longestSessionMs } from "./auth.ts";
import { factory, type Caller, type HouseContext, type Seat } from "./context.ts";
import { member, session as sessionTable, tenant, user as userTable } from "./db/schema.ts";
import { takeTurn } from "./pace.ts";
import { DoorProblem } from "./problem.ts";
import { refusing } from "./refusals.ts";

/** Lets only signed-in people pass. A person's own language wins over the browser's. */
export const signedIn = refusing(
  factory.createMiddleware(async (c, next) => {
    const { response, headers } = await c.var.auth.api.getSession({ headers: c.req.raw.headers, returnHeaders: true });
    if (!response) throw new DoorProblem("not_signed_in");
    const { user, session } = response;
    const globalAdmin = user.globalAdmin === true;
    const endsAt = session.createdAt.getTime() + (globalAdmin ? longestSessionMs.globalAdmin : longestSessionMs.person);
    if (endsAt <= Date.now()) throw new DoorProblem("not_signed_in");
    c.set("caller", {
      person: { id: user.id, name: user.name, email: user.email },
      globalAdmin,
      session: { id: session.id, expiresAt: new Date(Math.min(endsAt, session.expiresAt.getTime())) },
    });
    const waitSeconds = takeTurn(c.env, user.id, Date.now());
    if (waitSeconds !== null) throw new DoorProblem("too_many_requests", { headers: { "retry-after": String(waitSeconds) } });
    if (user.locale === "en" || user.locale === "fr") c.set("locale", user.locale);
    await next();
    // A session in use is prolonged; its cookie has to follow. An answer that became a socket takes no headers any more.
    if (c.res.status === 101) return;
    for (const cookie of headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
  }),
  { codes: ["not_signed_in", "too_many_requests"], security: "session" },
);

/** Finds the tenant of the path. To somebody who has no place in it, it does not exist. */
export const seated = refusing(
  factory.createMiddleware(async (c, next) => {
    const seat = await findSeat(c, c.var.caller, c.req.param("tenant") ?? "");
    if (!seat) throw new DoorProblem("not_found");
    c.set("seat", seat);
    return next();
  }),
  { codes: ["not_found"] },
);

async function findSeat(c: HouseContext, caller: Caller, id: string): Promise<Seat | null> {
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

/** Whether a session that was let in a moment ago still stands, and its person still belongs to the tenant. */
export async function belongsStill(c: HouseContext, by: { session: string; tenant: string }): Promise<"yes" | "signedOut" | "removed"> {
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
      if (!may(c.var.seat, action)) throw new DoorProblem("not_allowed");
      return next();
    }),
    { codes: ["not_allowed"] },
  );

const allowAbove = (action: Action) =>
  refusing(
    factory.createMiddleware(async (c, next) => {
      if (!may({ role: null, globalAdmin: c.var.caller.globalAdmin }, action)) throw new DoorProblem("not_allowed");
      return next();
    }),
    { codes: ["not_allowed"] },
  );

/** Lets only those pass who stand above tenants. */
export const allowFleet = allowAbove("fleet.read");

/** Lets only those pass who keep what belongs to the house. */
export const allowHouse = allowAbove("house.write");
