// The live view: checks who opens the socket and from which page, then passes it to the object.
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
  // Hono sends HEAD here as well; it must not open a socket that nobody can hold.
  if (c.req.method !== "GET")
    throw new HttpProblem("method_not_allowed", { headers: { allow: "GET" } });
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
    throw new HttpProblem("upgrade_required", { headers: { upgrade: "websocket" } });
  // Browsers send cookies with sockets that any site opens: the header must name one of our pages.
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
 * The upgrade request for the object: it names the viewer in trusted headers and carries nothing
 * else from outside.
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

/** The problem for which the object refused another viewer. */
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

// The viewer may sign out or be removed between the check and the opening: the later of the two
// closes the socket.
async function closeIfEnded(c: AppContext): Promise<void> {
  const { person, session: by } = requirePerson(c.var.principal);
  const { tenant } = c.var.membership;
  const still = await mayStillView(c.var.db, { session: by.id, tenant: tenant.id });
  if (still === "signedOut") await closeSessionViews(c.env, c.var.db, by.id);
  if (still === "removed") await closePersonViews(c.env, c.var.db, person.id, tenant.id);
}
