// Recently admitted sessions, so that people can go on watching while D1 is away.
import type { Locale } from "../../contract/values/json.ts";
import type { Membership, PersonPrincipal } from "./principal.ts";

/**
 * How long an entry counts. The cache is only in the memory of this isolate: it holds the digest of
 * a session, is never stored, and ends with the isolate. A copy in the tenant's object would
 * outlive it and would have to be trusted about people. An isolate does not learn of a sign-out at
 * another one, hence the short time. A session that is not in the cache is not admitted.
 */
export const rememberedMs = 2 * 60_000;
/** With more sessions than this, the one seen longest ago is dropped. */
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

/** Stores a session that D1 has just confirmed. Its memberships keep their age. */
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

/** Stores the membership that D1 has just found, or that there is none. */
export function cacheMembership(
  key: string,
  tenant: string,
  membership: Membership | null,
  now: number,
): void {
  if (membership === null) sessions.get(key)?.memberships.delete(tenant);
  else sessions.get(key)?.memberships.set(tenant, { membership, at: now });
}

/** The cached session; null if it is unknown, too old or expired. */
export function cachedPrincipal(
  key: string,
  now: number,
): { principal: PersonPrincipal; locale: Locale | null } | null {
  const known = sessions.get(key);
  if (!known || now - known.at > rememberedMs) return null;
  return known.principal.session.expiresAt.getTime() <= now ? null : known;
}

/** The cached membership of a session in a tenant; null if there is none, or it is too old. */
export function cachedMembership(key: string, tenant: string, now: number): Membership | null {
  const known = sessions.get(key)?.memberships.get(tenant);
  return known && now - known.at <= rememberedMs ? known.membership : null;
}

/** Drops a session that is over. */
export const forgetSession = (key: string): boolean => sessions.delete(key);

/** Drops the sessions of a person whose rights have changed, or one session that has ended. */
export function forgetPerson(who: { session?: string; person?: string }): void {
  for (const [key, { principal }] of sessions)
    if (principal.session.id === who.session || principal.person.id === who.person)
      sessions.delete(key);
}
