// The live view: checks who opens the socket and from where, then hands it to the tenant's object.
import { mostViews, viewerHeaders } from "../../contract/api/live.ts";
import { ownOrigin } from "../http/middleware.ts";
import { factory, type HouseContext } from "../http/context.ts";
import { describe } from "../http/declare-route.ts";
import { tenantStub } from "../stubs.ts";
import { DoorProblem } from "../http/problem.ts";
import { allow, belongsStill } from "../access/session.ts";
import { dismissPerson, dismissSession, rememberViewing } from "../access/live-views.ts";

export const liveRoutes = factory.createApp();

liveRoutes.get(
  "/live",
  describe({
    summary: "Live progress as a WebSocket",
    description:
      "A `snapshot` on connect, then numbered `progress` and `ended` messages. Only pages of this site may open it. " +
      `429 beyond ${mostViews.person} views of one person or ${mostViews.tenant} of one establishment.`,
    tag: "Refreshes",
    answers: { 101: null },
    refuses: ["upgrade_required", "cross_site", "too_many_views", "too_many_viewers"],
  }),
  allow("run.watch"),
  async (c) => {
    // HEAD comes by the same door; a socket that nobody could hold must not be opened for it.
    if (c.req.method !== "GET")
      throw new DoorProblem("method_not_allowed", { headers: { allow: "GET" } });
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
      throw new DoorProblem("upgrade_required", { headers: { upgrade: "websocket" } });
    // Browsers send cookies with sockets of any site: the sender must be one of our own pages, and
    // must say so.
    if (c.req.header("origin") !== ownOrigin(c)) throw new DoorProblem("cross_site");
    const { person, session: by } = c.var.caller;
    await rememberViewing(c.var.db, {
      session: by.id,
      person: person.id,
      tenant: c.var.seat.tenant.id,
    });
    const answer = await tenantStub(c.env, c.var.seat.tenant).fetch(upgradeRequest(c));
    if (answer.status !== 101) throw refused(answer);
    c.executionCtx.waitUntil(closeIfEnded(c));
    return answer;
  },
);

/**
 * The upgrade as the object gets it: who looks, in headers it may trust, and nothing else that came
 * from outside.
 */
function upgradeRequest(c: HouseContext): Request {
  const { person, session: by } = c.var.caller;
  const headers = new Headers({
    upgrade: "websocket",
    [viewerHeaders.tenant]: c.var.seat.tenant.id,
    [viewerHeaders.session]: by.id,
    [viewerHeaders.person]: person.id,
    [viewerHeaders.role]: c.var.seat.role ?? "global",
    [viewerHeaders.locale]: c.var.locale,
    [viewerHeaders.expiresAt]: by.expiresAt.toISOString(),
  });
  return new Request("https://tenant/live", { headers });
}

/** Why the object took no further viewer. */
function refused(answer: Response): DoorProblem {
  if (answer.status === 401) return new DoorProblem("not_signed_in");
  const full = answer.headers.get(viewerHeaders.full);
  const headers = { "retry-after": "30" };
  if (full === "person")
    return new DoorProblem("too_many_views", {
      facts: { most: String(mostViews.person) },
      headers,
    });
  if (full === "tenant")
    return new DoorProblem("too_many_viewers", {
      facts: { most: String(mostViews.tenant) },
      headers,
    });
  return new DoorProblem("service_unavailable", { headers });
}

// Somebody may sign out or be removed between the check and the opening: whoever of the two comes
// second closes the socket.
async function closeIfEnded(c: HouseContext): Promise<void> {
  const { person, session: by } = c.var.caller;
  const { tenant } = c.var.seat;
  const still = await belongsStill(c, { session: by.id, tenant: tenant.id });
  if (still === "signedOut") await dismissSession(c.env, c.var.db, by.id);
  if (still === "removed") await dismissPerson(c.env, c.var.db, person.id, tenant.id);
}
