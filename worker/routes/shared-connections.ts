// Connections of the house: kept by global admins, shared with the tenants they name. One account
// can serve them all.
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import {
  Connection,
  ConnectionChange,
  ConnectionDraft,
  Share,
  ShareDraft,
  Typed,
} from "../../contract/api/connection.ts";
import { Allowance, GateView } from "../../contract/rpc/rpc.ts";
import type { Json } from "../../contract/values/json.ts";
import { Check, Discovered } from "../../contract/source/source.ts";
import type { Access } from "../../contract/rpc/task.ts";
import { allowanceAt, clearGateAt, gateViewAt } from "../connections/checks.ts";
import {
  addConnection,
  asTyped,
  changeConnection,
  checkSettings,
  dropConnection,
  merged,
} from "../connections/connections.ts";
import { factory, type HouseContext } from "../http/context.ts";
import { auditRow, type AuditEntry, type Deed } from "../db/audit.ts";
import { houseUsersOf } from "../db/configurations.ts";
import { findConnection, listHouseConnections, type ConnectionRow } from "../db/connections.ts";
import { tenant } from "../db/schema.ts";
import { deleteShare, listShares, putShare, sharingTenants } from "../db/shares.ts";
import { body, describe } from "../http/declare-route.ts";
import { withShare } from "../connections/connection-access.ts";
import { issueMessage } from "../http/language.ts";
import { DoorProblem } from "../http/problem.ts";
import { pushSchedules } from "../configurations/schedules.ts";
import { addressOf, house, originOf } from "../outbound/secret.ts";
import { allowHouse, signedIn } from "../access/session.ts";
import { answerChecks, answerDiscovered, checkWords, DiscoverOrder } from "./checks.ts";

const tag = "House";
const lines = "application/x-ndjson";

export const houseRoutes = factory.createApp();

houseRoutes.get(
  "/connections",
  describe({ summary: "Connections of the house", tag, answers: { 200: z.array(Connection) } }),
  signedIn,
  allowHouse,
  async (c) => c.json(await listHouseConnections(c.var.db, c.var.locale)),
);

houseRoutes.post(
  "/connections",
  describe({
    summary: "Add a connection that can be shared",
    tag,
    answers: { 201: Connection },
    refuses: ["not_valid", "address_refused"],
  }),
  signedIn,
  allowHouse,
  body(ConnectionDraft),
  async (c) => c.json(await shown(c, await addConnection(c, null, c.req.valid("json"))), 201),
);

houseRoutes.get(
  "/connections/:connection",
  describe({
    summary: "A connection of the house",
    tag,
    answers: { 200: Connection },
    refuses: ["not_found"],
  }),
  signedIn,
  allowHouse,
  async (c) => c.json(await shown(c, c.req.param("connection"))),
);

houseRoutes.patch(
  "/connections/:connection",
  describe({
    summary: "Change a connection of the house",
    description:
      "What the change does not name stays, the secret included, unless the address becomes another one. Every share must still fit.",
    tag,
    answers: { 200: Connection },
    refuses: ["not_found", "not_valid", "address_refused"],
  }),
  signedIn,
  allowHouse,
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

houseRoutes.delete(
  "/connections/:connection",
  describe({
    summary: "Delete a connection of the house, and its shares",
    description:
      "409 `connection_in_use` while a configuration of any establishment goes through it.",
    tag,
    answers: { 204: null },
    refuses: ["not_found", "connection_in_use"],
  }),
  signedIn,
  allowHouse,
  async (c) => {
    const row = await known(c);
    const using = await sharingTenants(c.var.db, row.id);
    await dropConnection(c, row, (await houseUsersOf(c.var.db, c.var.locale)).get(row.id) ?? []);
    await Promise.all(using.slice(0, 20).map((one) => pushSchedules(c.env, c.var.db, one)));
    return c.body(null, 204);
  },
);

houseRoutes.post(
  "/connections/:connection/check",
  describe({
    summary: "Check a connection of the house",
    description: `As for an establishment's own: with \`Accept: ${lines}\` line by line. ${checkWords}`,
    tag,
    answers: { 200: z.array(Check) },
    alsoAs: [lines],
    refuses: ["not_found", "not_valid", "address_refused", "too_many_requests"],
  }),
  signedIn,
  allowHouse,
  body(Typed, "optional"),
  async (c) => {
    const row = await asTyped(c, await known(c), c.req.valid("json"));
    return answerChecks(c, row, { access: accessOf(row), host: row.host });
  },
);

houseRoutes.post(
  "/connections/:connection/discover",
  describe({
    summary: "What a ready configuration can read through it",
    tag,
    answers: { 200: z.array(Discovered) },
    refuses: ["not_found", "not_valid", "address_refused", "too_many_requests"],
    ofSource: true,
  }),
  signedIn,
  allowHouse,
  body(DiscoverOrder),
  async (c) => {
    const { template, ...typed } = c.req.valid("json");
    const row = await asTyped(c, await known(c), typed);
    return answerDiscovered(c, row, { access: accessOf(row), host: row.host }, template);
  },
);

houseRoutes.get(
  "/connections/:connection/allowance",
  describe({
    summary: "How many calls are left today",
    tag,
    answers: { 200: Allowance.nullable() },
    refuses: ["not_found"],
  }),
  signedIn,
  allowHouse,
  async (c) => c.json(await allowanceAt(c.env, accessOf(await known(c)))),
);

houseRoutes.get(
  "/connections/:connection/gate",
  describe({
    summary: "What keeps its account waiting",
    tag,
    answers: { 200: GateView },
    refuses: ["not_found"],
  }),
  signedIn,
  allowHouse,
  async (c) => c.json(await gateViewAt(c.env, accessOf(await known(c)))),
);

houseRoutes.post(
  "/connections/:connection/gate/clear",
  describe({
    summary: "End the pause of its account",
    description:
      "The outside system is asked again at once. Should it still want a pause, it says so with its next answer.",
    tag,
    answers: { 204: null },
    refuses: ["not_found"],
  }),
  signedIn,
  allowHouse,
  async (c) => {
    const row = await known(c);
    await clearGateAt(c.env, accessOf(row));
    const entry: AuditEntry = {
      tenant: null,
      person: c.var.caller.person,
      deed: "gate_cleared",
      thing: row.id,
    };
    await auditRow(c.var.db, entry, new Date());
    return c.body(null, 204);
  },
);

houseRoutes.get(
  "/connections/:connection/shares",
  describe({
    summary: "Establishments it is shared with",
    tag,
    answers: { 200: z.array(Share) },
    refuses: ["not_found"],
  }),
  signedIn,
  allowHouse,
  async (c) => c.json(await listShares(c.var.db, (await known(c)).id, c.var.locale)),
);

houseRoutes.put(
  "/connections/:connection/shares/:tenant",
  describe({
    summary: "Share a connection with an establishment",
    description:
      "`settings` are fixed for it: they win over those of the connection, and keep it to its own data. The address stays the same.",
    tag,
    answers: { 200: z.array(Share) },
    refuses: ["not_found", "not_valid", "address_refused"],
  }),
  signedIn,
  allowHouse,
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

houseRoutes.delete(
  "/connections/:connection/shares/:tenant",
  describe({
    summary: "Take a connection back from an establishment",
    description:
      "Its configurations stay and keep their data; a new refresh answers 409 `connection_not_shared`.",
    tag,
    answers: { 204: null },
    refuses: ["not_found"],
  }),
  signedIn,
  allowHouse,
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

async function known(c: HouseContext): Promise<ConnectionRow> {
  const row = await findConnection(c.var.db, null, c.req.param("connection") ?? "");
  if (!row) throw new DoorProblem("not_found");
  return row;
}

async function knownTenant(c: HouseContext) {
  const [row] = await c.var.db
    .select({
      id: tenant.id,
      name: tenant.name,
      timeZone: tenant.timeZone,
      jurisdiction: tenant.jurisdiction,
    })
    .from(tenant)
    .where(and(eq(tenant.id, c.req.param("tenant") ?? ""), isNull(tenant.deletedAt)));
  if (!row) throw new DoorProblem("not_found");
  return row;
}

async function shown(c: HouseContext, id: string): Promise<Connection> {
  const connection = (await listHouseConnections(c.var.db, c.var.locale)).find(
    (one) => one.id === id,
  );
  if (!connection) throw new DoorProblem("not_found");
  return connection;
}

/** As the house itself reaches it: nothing is fixed. */
const accessOf = ({ id, kind, settings, secret, provedAt }: ConnectionRow): Access => ({
  tenant: house,
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
  c: HouseContext,
  { kind, settings }: ConnectionRow,
  share: { settings: { [name: string]: Json } },
): void {
  const merged = checkSettings(c, kind, withShare(settings, share.settings));
  if (originOf(addressOf(kind, merged)) === originOf(addressOf(kind, settings))) return;
  throw new DoorProblem("not_valid", {
    extra: { errors: [{ path: "settings", message: issueMessage("", c.var.locale) }] },
  });
}

/** Those who use it run by what it says now. What is not reached here, the sweep brings. */
async function renewSchedules(c: HouseContext, id: string): Promise<void> {
  const using = await sharingTenants(c.var.db, id);
  await Promise.all(using.slice(0, 20).map((one) => pushSchedules(c.env, c.var.db, one)));
}

// In the tenant's own audit: it is the tenant's data that is opened or closed by it.
const noted = (c: HouseContext, deed: Deed): AuditEntry => ({
  tenant: c.req.param("tenant") ?? "",
  person: c.var.caller.person,
  deed,
  thing: c.req.param("connection") ?? "",
});
