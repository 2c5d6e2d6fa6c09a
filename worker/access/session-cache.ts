// Who was let in a moment ago: what lets people go on watching while D1 is away.
import type { Principal, Membership } from "../http/context.ts";
import type { Locale } from "../../contract/values/json.ts";

/**
 * Kept in the memory of this isolate and nowhere else: it is never written down, holds no token
 * (only its digest), and is gone with the isolate. The tenant's object would outlive it and would
 * have to be believed about people. Another isolate does not hear of a sign-out that this one has
 * seen, so nothing is believed for longer than this. Whoever is not remembered is not let in.
 */
export const rememberedMs = 2 * 60_000;
/** More sessions than this push out the one seen longest ago. */
const mostSessions = 5_000;

type Remembered = {
  caller: Principal;
  locale: Locale | null;
  at: number;
  seats: Map<string, { seat: Membership; at: number }>;
};

const sessions = new Map<string, Remembered>();

/** The digest of what a browser shows as its session; null where it shows nothing. */
export async function sessionKey(cookie: string | undefined, name: string): Promise<string | null> {
  const shown = cookie
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  if (shown === undefined) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(shown));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Notes that D1 has just said who this is. What it said of other tenants stays as old as it is. */
export function cachePrincipal(
  key: string,
  known: { caller: Principal; locale: Locale | null },
  now: number,
): void {
  const before = sessions.get(key);
  sessions.delete(key);
  sessions.set(key, { ...known, at: now, seats: before?.seats ?? new Map() });
  const [oldest] = sessions.keys();
  if (sessions.size > mostSessions && oldest !== undefined) sessions.delete(oldest);
}

/** Notes that D1 has just given, or denied, this session a place in a tenant. */
export function cacheMembership(
  key: string,
  tenant: string,
  seat: Membership | null,
  now: number,
): void {
  if (seat === null) sessions.get(key)?.seats.delete(tenant);
  else sessions.get(key)?.seats.set(tenant, { seat, at: now });
}

/** Who this was a moment ago; null: not known, too long ago, or the session has ended by itself. */
export function cachedPrincipal(
  key: string,
  now: number,
): { caller: Principal; locale: Locale | null } | null {
  const known = sessions.get(key);
  if (!known || now - known.at > rememberedMs || known.caller.session.expiresAt.getTime() <= now)
    return null;
  return known;
}

/** The place that this session had in a tenant a moment ago; null: none is known. */
export function cachedMembership(key: string, tenant: string, now: number): Membership | null {
  const known = sessions.get(key)?.seats.get(tenant);
  return known && now - known.at <= rememberedMs ? known.seat : null;
}

/** A session that is over is not let in again. */
export const forgetSession = (key: string): boolean => sessions.delete(key);

/**
 * The rights of somebody have changed, or a session has ended: nothing of them is believed any
 * more.
 */
export function forgetPerson(who: { session?: string; person?: string }): void {
  for (const [key, { caller }] of sessions) {
    if (caller.session.id === who.session || caller.person.id === who.person) sessions.delete(key);
  }
}
