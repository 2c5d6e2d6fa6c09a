// Connections: address and secret of an outside system. A secret goes in and never comes out.
import { z } from "zod";
import { Connection, ConnectionChange, ConnectionDraft, type ConnectionKind } from "../../contract/connection.ts";
import type { Json } from "../../contract/json.ts";
import { judgeAddress } from "../address.ts";
import { connectorOf } from "../catalog.ts";
import { factory, type HouseContext } from "../context.ts";
import type { AuditEntry, Deed } from "../db/audit.ts";
import {
  deleteConnection,
  findConnection,
  insertConnection,
  listConnections,
  showConnection,
  updateConnection,
  type ConnectionRow,
} from "../db/connections.ts";
import { usersOf } from "../db/configurations.ts";
import { body, describe } from "../describe.ts";
import { forgetFiles } from "../files.ts";
import { issueMessage } from "../language.ts";
import { DoorProblem } from "../problem.ts";
import { pushSchedules } from "../schedules.ts";
import { addressOf, sealSecret } from "../secret.ts";
import { allow } from "../session.ts";

const tag = "Settings";
type Settings = { [name: string]: Json };

export const connectionRoutes = factory.createApp();

connectionRoutes.get(
  "/connections",
  describe({ summary: "Connections", tag, answers: { 200: z.array(Connection) } }),
  allow("connection.read"),
  async (c) => c.json(await listConnections(c.var.db, c.var.seat.tenant.id)),
);

connectionRoutes.post(
  "/connections",
  describe({ summary: "Add a connection", tag, answers: { 201: Connection } }),
  allow("connection.write"),
  body(ConnectionDraft),
  async (c) => {
    const { name, kind, secret, ...draft } = c.req.valid("json");
    const settings = checkSettings(c, kind, draft.settings);
    const { id: tenant } = c.var.seat.tenant;
    const now = new Date();
    const id = crypto.randomUUID();
    const sealed = secret === undefined ? null : await sealSecret(c.env.KEY_RING, secret, { tenant, connection: id, kind, settings });
    await insertConnection(
      c.var.db,
      {
        id,
        tenant,
        name,
        kind,
        settings,
        host: addressOf(kind, settings)?.host ?? "",
        ...keptSecret(c, sealed, now),
        checkedAt: null,
        checkPassed: null,
      },
      { tenant, now, audit: [entry(c, "connection_created", id)] },
    );
    return c.json(await shown(c, id), 201);
  },
);

connectionRoutes.get(
  "/connections/:connection",
  describe({ summary: "A connection", tag, answers: { 200: Connection } }),
  allow("connection.read"),
  async (c) => c.json(await shown(c, c.req.param("connection"))),
);

connectionRoutes.patch(
  "/connections/:connection",
  describe({
    summary: "Change a connection",
    description: "What the change does not name stays, the secret included, unless the address becomes another one.",
    tag,
    answers: { 200: Connection },
  }),
  allow("connection.write"),
  body(ConnectionChange),
  async (c) => {
    const row = await knownConnection(c);
    const { name, secret, settings: given } = c.req.valid("json");
    const settings = given ? checkSettings(c, row.kind, { ...row.settings, ...given }) : row.settings;
    const now = new Date();
    const { tenant, id, kind } = row;
    const moved = addressOf(kind, settings)?.origin !== addressOf(kind, row.settings)?.origin;
    const sealed = secret === undefined ? null : await sealSecret(c.env.KEY_RING, secret, { tenant, connection: id, kind, settings });
    const dropped = secret === undefined && moved && row.secret !== null;
    await updateConnection(
      c.var.db,
      id,
      {
        name: name ?? row.name,
        settings,
        host: addressOf(kind, settings)?.host ?? "",
        ...(sealed !== null || dropped ? keptSecret(c, sealed, now) : {}),
        ...(given || sealed !== null ? { checkedAt: null, checkPassed: null } : {}),
      },
      {
        tenant,
        now,
        audit: [
          entry(c, "connection_changed", id),
          ...(sealed === null ? [] : [entry(c, "secret_replaced", id)]),
          ...(dropped ? [entry(c, "secret_dropped", id)] : []),
        ],
      },
    );
    await pushSchedules(c.env, c.var.db, c.var.seat.tenant);
    return c.json(await shown(c, id));
  },
);

connectionRoutes.delete(
  "/connections/:connection",
  describe({
    summary: "Delete a connection",
    description: "409 `connection_in_use` while a configuration reads through it.",
    tag,
    answers: { 204: null },
  }),
  allow("connection.write"),
  async (c) => {
    const { id, tenant } = await knownConnection(c);
    const users = (await usersOf(c.var.db, tenant)).get(id) ?? [];
    if (users.length > 0) {
      throw new DoorProblem("connection_in_use", { facts: { configurations: new Intl.ListFormat(c.var.locale).format(users) } });
    }
    await deleteConnection(c.var.db, id, { tenant, now: new Date(), audit: [entry(c, "connection_deleted", id)] });
    await forgetFiles(c.env.FILES, { tenant, connection: id });
    return c.body(null, 204);
  },
);

/** The connection of the path, as it is kept. */
export async function knownConnection(c: HouseContext): Promise<ConnectionRow> {
  const row = await findConnection(c.var.db, c.var.seat.tenant.id, c.req.param("connection") ?? "");
  if (!row) throw new DoorProblem("not_found");
  return row;
}

async function shown(c: HouseContext, id: string): Promise<Connection> {
  const connection = await showConnection(c.var.db, c.var.seat.tenant.id, id);
  if (!connection) throw new DoorProblem("not_found");
  return connection;
}

/** Settings as the connector takes them: checked, completed, and of an address that may be called. */
function checkSettings(c: HouseContext, kind: ConnectionKind, given: Settings): Settings {
  const checked = connectorOf(kind).settings.safeParse(given);
  if (!checked.success) {
    const errors = checked.error.issues.map((issue) => ({
      path: ["settings", ...issue.path].join("."),
      message: issueMessage(issue.code, c.var.locale),
    }));
    throw new DoorProblem("not_valid", { extra: { errors } });
  }
  const settings = checked.data as Settings;
  const address = addressOf(kind, settings);
  // As it was typed, too: a name and a password in an address would be kept and shown in clear.
  const typed = Object.values(settings).filter((value) => typeof value === "string" && /^https?:/i.test(value) && URL.canParse(value));
  const named = address === null ? typed : [address.href, ...typed];
  if (named.some((one) => !judgeAddress(String(one), c.env.PRIVATE_ADDRESSES).allowed)) {
    throw new DoorProblem("address_refused", { facts: { host: address?.host ?? "" } });
  }
  return settings;
}

const keptSecret = (c: HouseContext, sealed: string | null, now: Date) => ({
  secret: sealed,
  secretUpdatedAt: now,
  secretUpdatedBy: c.var.caller.person.id,
});

const entry = (c: HouseContext, deed: Deed, thing: string): AuditEntry => ({
  tenant: c.var.seat.tenant.id,
  person: c.var.caller.person,
  deed,
  thing,
});
