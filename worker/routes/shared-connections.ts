// Connections of the house: kept by global admins, shared with the tenants they name. One account
// can serve them all.
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import {
  Connection,
  ConnectionChange,
  ConnectionDraft,
  Typed,
} from "../../contract/api/connection.ts";
import { Share, ShareDraft } from "../../contract/api/share.ts";
import { Quota, GateView } from "../../contract/api/quota.ts";
import type { Json } from "../../contract/values/json.ts";
import { Check } from "../../contract/source/check.ts";
import { Discovered } from "../../contract/source/resource.ts";
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import { quotaAt, clearGateAt, gateViewAt } from "../connections/checks.ts";
import {
  addConnection,
  asTyped,
  changeConnection,
  checkSettings,
  dropConnection,
  merged,
} from "../connections/connections.ts";
import { factory, type AppContext } from "../http/context.ts";
import { auditRow, type AuditEntry, type AuditAction } from "../db/audit.ts";
import { usersOfShared } from "../db/configurations.ts";
import { findConnection, listSharedConnections } from "../db/connections.ts";
import { tenant, type ConnectionRow } from "../db/schema.ts";
import { deleteShare, listShares, putShare, sharingTenants } from "../db/shares.ts";
import { body, declareRoute } from "../http/declare-route.ts";
import { withShare } from "../connections/connection-access.ts";
import { issueMessage } from "../http/language.ts";
import { HttpProblem } from "../http/problem.ts";
import { pushSchedules } from "../configurations/schedules.ts";
import { addressOf, sharedOwner, originOf } from "../outbound/secret.ts";
import { allowSharedConnections } from "../access/gates.ts";
import { actorOf } from "../access/principal.ts";
import { requireSession } from "../access/session.ts";
import { answerChecks, answerDiscovered, checkWords, DiscoverOrder } from "./checks.ts";

const tag = "House";
const lines = "application/x-ndjson";

export const sharedConnectionRoutes = factory.createApp();

sharedConnectionRoutes.get(
  "/connections",
  declareRoute({ summary: "Connections of the house", tag, answers: { 200: z.array(Connection) } }),
  requireSession,
  allowSharedConnections,
  async (c) => c.json(await listSharedConnections(c.var.db, c.var.locale)),
);

sharedConnectionRoutes.post(
  "/connections",
  declareRoute({
    summary: "Add a connection that can be shared",
    tag,
    answers: { 201: Connection },
    refuses: ["not_valid", "address_refused"],
  }),
  requireSession,
  allowSharedConnections,
  body(ConnectionDraft),
  async (c) => c.json(await shown(c, await addConnection(c, null, c.req.valid("json"))), 201),
);

sharedConnectionRoutes.get(
  "/connections/:connection",
  declareRoute({
    summary: "A connection of the house",
    tag,
    answers: { 200: Connection },
    refuses: ["not_found"],
  }),
  requireSession,
  allowSharedConnections,
  async (c) => c.json(await shown(c, c.req.param("connection"))),
);

sharedConnectionRoutes.patch(
  "/connections/:connection",
  declareRoute({
    summary: "Change a connection of the house",
    description:
      "What the change does not name stays, the secret included, unless the address becomes another one. Every share must still fit.",
    tag,
    answers: { 200: Connection },
    refuses: ["not_found", "not_valid", "address_refused"],
  }),
  requireSession,
  allowSharedConnections,
  body(ConnectionChange),
  async (c) => {
    const row = await known(c);
    const change = c.req.valid("json");
    if (change.settings) {
      const settings = checkSettings(c, row.kind, merged(row.settings, change.settings));
      for (const share of await listShares(c.var.db, row.id, c.var.locale))
        checkShare(c, { ...row, settings }, share);
    }
    await changeConnection(c, row, change);
    await renewSchedules(c, row.id);
    return c.json(await shown(c, row.id));
  },
);

sharedConnectionRoutes.delete(
  "/connections/:connection",
  declareRoute({
    summary: "Delete a connection of the house, and its shares",
    description:
      "409 `connection_in_use` while a configuration of any establishment goes through it.",
    tag,
    answers: { 204: null },
    refuses: ["not_found", "connection_in_use"],
  }),
  requireSession,
  allowSharedConnections,
  async (c) => {
    const row = await known(c);
    const using = await sharingTenants(c.var.db, row.id);
    await dropConnection(c, row, (await usersOfShared(c.var.db, c.var.locale)).get(row.id) ?? []);
    await Promise.all(using.slice(0, 20).map((one) => pushSchedules(c.env, c.var.db, one)));
    return c.body(null, 204);
  },
);

sharedConnectionRoutes.post(
  "/connections/:connection/check",
  declareRoute({
    summary: "Check a connection of the house",
    description: `As for an establishment's own: with \`Accept: ${lines}\` line by line. ${checkWords}`,
    tag,
    answers: { 200: z.array(Check) },
    alsoAs: [lines],
    refuses: ["not_found", "not_valid", "address_refused", "too_many_requests"],
  }),
  requireSession,
  allowSharedConnections,
  body(Typed, "optional"),
  async (c) => {
    const row = await asTyped(c, await known(c), c.req.valid("json"));
    return answerChecks(c, row, { access: accessOf(row), host: row.host });
  },
);

sharedConnectionRoutes.post(
  "/connections/:connection/discover",
  declareRoute({
    summary: "What a ready configuration can read through it",
    tag,
    answers: { 200: z.array(Discovered) },
    refuses: ["not_found", "not_valid", "address_refused", "too_many_requests"],
    ofSource: true,
  }),
  requireSession,
  allowSharedConnections,
  body(DiscoverOrder),
  async (c) => {
    const { template, ...typed } = c.req.valid("json");
    const row = await asTyped(c, await known(c), typed);
    return answerDiscovered(c, row, { access: accessOf(row), host: row.host }, template);
  },
);

sharedConnectionRoutes.get(
  "/connections/:connection/allowance",
  declareRoute({
    summary: "How many calls are left today",
    tag,
    answers: { 200: Quota.nullable() },
    refuses: ["not_found"],
  }),
  requireSession,
  allowSharedConnections,
  async (c) => c.json(await quotaAt(c.env, accessOf(await known(c)))),
);

sharedConnectionRoutes.get(
  "/connections/:connection/gate",
  declareRoute({
    summary: "What keeps its account waiting",
    tag,
    answers: { 200: GateView },
    refuses: ["not_found"],
  }),
  requireSession,
  allowSharedConnections,
  async (c) => c.json(await gateViewAt(c.env, accessOf(await known(c)))),
);

sharedConnectionRoutes.post(
  "/connections/:connection/gate/clear",
  declareRoute({
    summary: "End the pause of its account",
    description:
      "The outside system is asked again at once. Should it still want a pause, it says so with its next answer.",
    tag,
    answers: { 204: null },
    refuses: ["not_found"],
  }),
  requireSession,
  allowSharedConnections,
  async (c) => {
    const row = await known(c);
    await clearGateAt(c.env, accessOf(row));
    const entry: AuditEntry = {
      tenant: null,
      actor: actorOf(c.var.principal),
      action: "gate_cleared",
      target: row.id,
    };
    await auditRow(c.var.db, entry, new Date());
    return c.body(null, 204);
  },
);

sharedConnectionRoutes.get(
  "/connections/:connection/shares",
  declareRoute({
    summary: "Establishments it is shared with",
    tag,
    answers: { 200: z.array(Share) },
    refuses: ["not_found"],
  }),
  requireSession,
  allowSharedConnections,
  async (c) => c.json(await listShares(c.var.db, (await known(c)).id, c.var.locale)),
);

sharedConnectionRoutes.put(
  "/connections/:connection/shares/:tenant",
  declareRoute({
    summary: "Share a connection with an establishment",
    description:
      "`settings` are fixed for it: they win over those of the connection, and keep it to its own data. The address stays the same.",
    tag,
    answers: { 200: z.array(Share) },
    refuses: ["not_found", "not_valid", "address_refused"],
  }),
  requireSession,
  allowSharedConnections,
  body(ShareDraft),
  async (c) => {
    const row = await known(c);
    const to = await knownTenant(c);
    const { settings } = c.req.valid("json");
    checkShare(c, row, { settings });
    await putShare(
      c.var.db,
      { connection: row.id, tenant: to.id, settings },
      { audit: noted(c, "connection_shared"), now: new Date() },
    );
    await pushSchedules(c.env, c.var.db, to);
    return c.json(await listShares(c.var.db, row.id, c.var.locale));
  },
);

sharedConnectionRoutes.delete(
  "/connections/:connection/shares/:tenant",
  declareRoute({
    summary: "Take a connection back from an establishment",
    description:
      "Its configurations stay and keep their data; a new refresh answers 409 `connection_not_shared`.",
    tag,
    answers: { 204: null },
    refuses: ["not_found"],
  }),
  requireSession,
  allowSharedConnections,
  async (c) => {
    const row = await known(c);
    const from = await knownTenant(c);
    await deleteShare(
      c.var.db,
      { connection: row.id, tenant: from.id },
      { audit: noted(c, "connection_unshared"), now: new Date() },
    );
    await pushSchedules(c.env, c.var.db, from);
    return c.body(null, 204);
  },
);

async function known(c: AppContext): Promise<ConnectionRow> {
  const row = await findConnection(c.var.db, null, c.req.param("connection") ?? "");
  if (!row) throw new HttpProblem("not_found");
  return row;
}

async function knownTenant(c: AppContext) {
  const [row] = await c.var.db
    .select({
      id: tenant.id,
      name: tenant.name,
      timeZone: tenant.timeZone,
      jurisdiction: tenant.jurisdiction,
    })
    .from(tenant)
    .where(and(eq(tenant.id, c.req.param("tenant") ?? ""), isNull(tenant.deletedAt)));
  if (!row) throw new HttpProblem("not_found");
  return row;
}

async function shown(c: AppContext, id: string): Promise<Connection> {
  const connection = (await listSharedConnections(c.var.db, c.var.locale)).find(
    (one) => one.id === id,
  );
  if (!connection) throw new HttpProblem("not_found");
  return connection;
}

/** As the house itself reaches it: nothing is fixed. */
const accessOf = ({ id, kind, settings, secret, provedAt }: ConnectionRow): ConnectionAccess => ({
  tenant: sharedOwner,
  connection: id,
  kind,
  settings,
  secret,
  shared: true,
  proved: provedAt !== null,
});

/**
 * Whether what is fixed for a tenant fits the connection, and leaves its address alone: the secret
 * was given for that one.
 */
function checkShare(
  c: AppContext,
  { kind, settings }: ConnectionRow,
  share: { settings: { [name: string]: Json } },
): void {
  const merged = checkSettings(c, kind, withShare(settings, share.settings));
  if (originOf(addressOf(kind, merged)) === originOf(addressOf(kind, settings))) return;
  throw new HttpProblem("not_valid", {
    extra: { errors: [{ path: "settings", message: issueMessage("", c.var.locale) }] },
  });
}

/** Those who use it run by what it says now. What is not reached here, the sweep brings. */
async function renewSchedules(c: AppContext, id: string): Promise<void> {
  const using = await sharingTenants(c.var.db, id);
  await Promise.all(using.slice(0, 20).map((one) => pushSchedules(c.env, c.var.db, one)));
}

// In the tenant's own audit: it is the tenant's data that is opened or closed by it.
const noted = (c: AppContext, action: AuditAction): AuditEntry => ({
  tenant: c.req.param("tenant") ?? "",
  actor: actorOf(c.var.principal),
  action,
  target: c.req.param("connection") ?? "",
});
