// The tenant of the path, and the principal's role in it.
import { and, eq, isNull } from "drizzle-orm";
import { factory, type AppContext } from "../http/context.ts";
import { HttpProblem } from "../http/problem.ts";
import { member, tenant } from "../db/schema.ts";
import { requirePerson, type Membership, type PersonPrincipal } from "./principal.ts";
import { onlyAsks } from "./session.ts";
import { cachedMembership, cacheMembership } from "./session-cache.ts";

/** Finds the tenant of the path; to people who do not belong to it, it does not exist. */
export const requireMembership = factory.createMiddleware(async (c, next) => {
  const membership = await membershipOf(c, c.req.param("tenant") ?? "");
  if (!membership) throw new HttpProblem("not_found");
  c.set("membership", membership);
  return next();
});

/**
 * The membership from D1; while D1 is away, from the cache, for reads only. A membership that is
 * not in the cache may exist all the same, so then the answer is that D1 is away.
 */
async function membershipOf(c: AppContext, tenantId: string): Promise<Membership | null> {
  const { sessionKey: key, watch } = c.var;
  const principal = requirePerson(c.var.principal);
  // A session from the cache means that D1 is away: do not wait for it again.
  if (watch.away === null) {
    const found = await findMembership(c, principal, tenantId).catch((error: unknown) => {
      if (watch.away === null) throw error;
      return null;
    });
    if (watch.away === null) {
      if (key !== null) cacheMembership(key, tenantId, found, Date.now());
      return found;
    }
  }
  const cached = key !== null && onlyAsks(c) ? cachedMembership(key, tenantId, Date.now()) : null;
  if (cached === null) throw watch.away ?? new HttpProblem("database_away");
  return cached;
}

async function findMembership(
  c: AppContext,
  { person, globalAdmin }: PersonPrincipal,
  id: string,
): Promise<Membership | null> {
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
    .leftJoin(member, and(eq(member.tenant, tenant.id), eq(member.person, person.id)))
    .where(and(eq(tenant.id, id), isNull(tenant.deletedAt)));
  if (!row || (row.role === null && !globalAdmin)) return null;
  const { role, ...found } = row;
  return { tenant: found, role };
}
