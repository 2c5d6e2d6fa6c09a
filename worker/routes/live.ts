// The live view: checks who opens the socket and from where, then hands it to the tenant's object.
import { mostViews, viewerHeaders } from "../../contract/rpc/viewer.ts";
import { ownOrigin } from "../http/middleware.ts";
import { factory, type AppContext } from "../http/context.ts";
import { serve } from "../http/serve.ts";
import { tenantStub } from "../stubs.ts";
import { HttpProblem } from "../http/problem.ts";
import {
  closePersonViews,
  closeSessionViews,
  mayStillView,
  rememberViewing,
} from "../access/live-views.ts";
import { requirePerson } from "../access/principal.ts";

export const liveRoutes = factory.createApp();

serve(liveRoutes, "watch", async (c) => {
  // HEAD comes by the same door; a socket that nobody could hold must not be opened for it.
  if (c.req.method !== "GET")
    throw new HttpProblem("method_not_allowed", { headers: { allow: "GET" } });
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
    throw new HttpProblem("upgrade_required", { headers: { upgrade: "websocket" } });
  // Browsers send cookies with sockets of any site: the sender must be one of our own pages, and
  // must say so.
  if (c.req.header("origin") !== ownOrigin(c)) throw new HttpProblem("cross_site");
  const { person, session: by } = requirePerson(c.var.principal);
  await rememberViewing(c.var.db, {
    session: by.id,
    person: person.id,
    tenant: c.var.membership.tenant.id,
  });
  const answer = await tenantStub(c.env, c.var.membership.tenant).fetch(upgradeRequest(c));
  if (answer.status !== 101) throw refused(answer);
  c.executionCtx.waitUntil(closeIfEnded(c));
  return answer;
});

/**
 * The upgrade as the object gets it: who looks, in headers it may trust, and nothing else that came
 * from outside.
 */
function upgradeRequest(c: AppContext): Request {
  const { person, session: by } = requirePerson(c.var.principal);
  const headers = new Headers({
    upgrade: "websocket",
    [viewerHeaders.tenant]: c.var.membership.tenant.id,
    [viewerHeaders.session]: by.id,
    [viewerHeaders.person]: person.id,
    [viewerHeaders.role]: c.var.membership.role ?? "global",
    [viewerHeaders.locale]: c.var.locale,
    [viewerHeaders.expiresAt]: by.expiresAt.toISOString(),
  });
  return new Request("https://tenant/live", { headers });
}

/** Why the object took no further viewer. */
function refused(answer: Response): HttpProblem {
  if (answer.status === 401) return new HttpProblem("not_signed_in");
  const full = answer.headers.get(viewerHeaders.full);
  const headers = { "retry-after": "30" };
  if (full === "person")
    return new HttpProblem("too_many_views", {
      facts: { most: String(mostViews.person) },
      headers,
    });
  if (full === "tenant")
    return new HttpProblem("too_many_viewers", {
      facts: { most: String(mostViews.tenant) },
      headers,
    });
  return new HttpProblem("service_unavailable", { headers });
}

// Somebody may sign out or be removed between the check and the opening: whoever of the two comes
// second closes the socket.
async function closeIfEnded(c: AppContext): Promise<void> {
  const { person, session: by } = requirePerson(c.var.principal);
  const { tenant } = c.var.membership;
  const still = await mayStillView(c.var.db, { session: by.id, tenant: tenant.id });
  if (still === "signedOut") await closeSessionViews(c.env, c.var.db, by.id);
  if (still === "removed") await closePersonViews(c.env, c.var.db, person.id, tenant.id);
}
