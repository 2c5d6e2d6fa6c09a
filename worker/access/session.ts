// The session behind the cookie, for reads also while D1 is away.
import type { Locale } from "../../contract/values/json.ts";
import { factory, isLocal, type AppContext } from "../http/context.ts";
import { HttpProblem } from "../http/problem.ts";
import { tooManyRequests } from "../http/rate-limit.ts";
import { takeRequest } from "../http/request-limit.ts";
import { longestSessionMs, sessionCookieName } from "./auth.ts";
import type { PersonPrincipal } from "./principal.ts";
import { cachedPrincipal, cachePrincipal, forgetSession, sessionKey } from "./session-cache.ts";

/** Passes on only signed-in people. Their own language wins over that of the browser. */
export const requireSession = factory.createMiddleware(async (c, next) => {
  const key = await sessionKey(c.req.header("cookie"), sessionCookieName(isLocal(c.env)));
  c.set("sessionKey", key);
  const { principal, locale, cookies } = await signedIn(c, key);
  c.set("principal", principal);
  const waitSeconds = takeRequest(c.env, principal.person.id, Date.now());
  if (waitSeconds !== null) throw tooManyRequests(waitSeconds);
  if (locale !== null) c.set("locale", locale);
  await next();
  // A session in use is prolonged, and so is its cookie. An answer that became a socket takes no
  // headers any more.
  if (c.res.status === 101) return;
  for (const cookie of cookies) c.header("set-cookie", cookie, { append: true });
});

type SignedIn = { principal: PersonPrincipal; locale: Locale | null; cookies: string[] };

/** The session from D1; while D1 is away, from the cache, for reads only. */
async function signedIn(c: AppContext, key: string | null): Promise<SignedIn> {
  const found = await lookUp(c).catch((error: unknown) => {
    if (c.var.watch.away === null) throw error;
    return null;
  });
  const { away } = c.var.watch;
  if (away !== null) {
    const cached = key !== null && onlyAsks(c) ? cachedPrincipal(key, Date.now()) : null;
    if (cached === null) throw away;
    return { ...cached, cookies: [] };
  }
  if (found === null) {
    if (key !== null) forgetSession(key);
    throw new HttpProblem("not_signed_in");
  }
  if (key !== null) cachePrincipal(key, found, Date.now());
  return found;
}

async function lookUp(c: AppContext): Promise<SignedIn | null> {
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
  return {
    principal: {
      type: "person",
      person: { id: user.id, name: user.name, email: user.email },
      globalAdmin,
      session: {
        id: session.id,
        expiresAt: new Date(Math.min(endsAt, session.expiresAt.getTime())),
      },
    },
    locale: user.locale === "en" || user.locale === "fr" ? user.locale : null,
    cookies: headers.getSetCookie(),
  };
}

/** Whether a request changes nothing: cached rights are good for no other. */
export const onlyAsks = (c: AppContext) => c.req.method === "GET" || c.req.method === "HEAD";
