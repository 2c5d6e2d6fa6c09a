// The live view: checks who opens the socket and from where, then hands it to the tenant's object.
import { eq } from "drizzle-orm";
import { viewerHeaders } from "../../contract/live.ts";
import { ownOrigin } from "../border.ts";
import { factory, type HouseContext } from "../context.ts";
import { session } from "../db/schema.ts";
import { describe } from "../describe.ts";
import { tenantStub } from "../door.ts";
import { DoorProblem } from "../problem.ts";
import { allow } from "../session.ts";
import { dismissSession, rememberViewing } from "../viewers.ts";

export const liveRoutes = factory.createApp();

liveRoutes.get(
  "/live",
  describe({
    summary: "Live progress as a WebSocket",
    description: "A `snapshot` on connect, then numbered `progress` and `ended` messages. Only pages of this site may open it.",
    tag: "Refreshes",
    answers: { 101: null },
  }),
  allow("run.watch"),
  async (c) => {
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
      throw new DoorProblem("upgrade_required", { headers: { upgrade: "websocket" } });
    // Browsers send cookies with sockets of any site: the sender must be one of our own pages, and must say so.
    if (c.req.header("origin") !== ownOrigin(c)) throw new DoorProblem("cross_site");
    const { person, session: by } = c.var.caller;
    await rememberViewing(c.var.db, { session: by.id, person: person.id, tenant: c.var.seat.tenant.id });
    const answer = await tenantStub(c.env, c.var.seat.tenant).fetch(upgradeRequest(c));
    c.executionCtx.waitUntil(closeIfSignedOut(c));
    return answer;
  },
);

/** The upgrade as the object gets it: who looks, in headers it may trust, and nothing else that came from outside. */
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

// Somebody may sign out between the check and the opening: whoever of the two comes second closes the socket.
async function closeIfSignedOut(c: HouseContext): Promise<void> {
  const id = c.var.caller.session.id;
  const [alive] = await c.var.db.select({ id: session.id }).from(session).where(eq(session.id, id));
  if (!alive) await dismissSession(c.env, c.var.db, id);
}
