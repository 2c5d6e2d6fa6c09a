// Who was let in a moment ago: what lets people go on watching while D1 is away.
import type { Locale } from "../../contract/values/json.ts";
import type { Membership, PersonPrincipal } from "./principal.ts";

/**
 * Kept in the memory of this isolate and nowhere else: it is never written down, holds only the
 * digest of a session, and is gone with the isolate. A copy in the tenant's object would outlive it
 * and would have to be trusted about people. Another isolate does not hear of a sign-out that this
 * one has seen, so nothing counts for longer than this. Whoever is not cached is not let in.
 */
export const rememberedMs = 2 * 60_000;
/** More sessions than this push out the one seen longest ago. */
const mostSessions = 5_000;

type CachedSession = {
  principal: PersonPrincipal;
  locale: Locale | null;
  at: number;
  memberships: Map<string, { membership: Membership; at: number }>;
};

const sessions = new Map<string, CachedSession>();

/** The digest of the session cookie; null when there is none. */
export async function sessionKey(cookie: string | undefined, name: string): Promise<string | null> {
  const shown = cookie
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  if (shown === undefined) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(shown));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Notes that D1 has just said who this is. Memberships keep the age that they have. */
export function cachePrincipal(
  key: string,
  known: { principal: PersonPrincipal; locale: Locale | null },
  now: number,
): void {
  const before = sessions.get(key);
  sessions.delete(key);
  const { principal, locale } = known;
  sessions.set(key, { principal, locale, at: now, memberships: before?.memberships ?? new Map() });
  const [oldest] = sessions.keys();
  if (sessions.size > mostSessions && oldest !== undefined) sessions.delete(oldest);
}

/** Notes the membership that D1 has just found, or that it has found none. */
export function cacheMembership(
  key: string,
  tenant: string,
  membership: Membership | null,
  now: number,
): void {
  if (membership === null) sessions.get(key)?.memberships.delete(tenant);
  else sessions.get(key)?.memberships.set(tenant, { membership, at: now });
}

/** Who this was a moment ago; null: not known, too long ago, or the session has expired. */
export function cachedPrincipal(
  key: string,
  now: number,
): { principal: PersonPrincipal; locale: Locale | null } | null {
  const known = sessions.get(key);
  if (!known || now - known.at > rememberedMs) return null;
  return known.principal.session.expiresAt.getTime() <= now ? null : known;
}

/** The membership that this session had in a tenant a moment ago; null: none is known. */
export function cachedMembership(key: string, tenant: string, now: number): Membership | null {
  const known = sessions.get(key)?.memberships.get(tenant);
  return known && now - known.at <= rememberedMs ? known.membership : null;
}

/** A session that is over is not let in again. */
export const forgetSession = (key: string): boolean => sessions.delete(key);

/** Somebody's rights have changed, or a session has ended: nothing cached of them counts. */
export function forgetPerson(who: { session?: string; person?: string }): void {
  for (const [key, { principal }] of sessions)
    if (principal.session.id === who.session || principal.person.id === who.person)
      sessions.delete(key);
}
