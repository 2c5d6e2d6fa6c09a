// Connections of one tenant: its own, and those of the house that it may use. A secret goes in and
// never comes out.
import { z } from "zod";
import { Connection, ConnectionChange, ConnectionDraft } from "../../contract/api/connection.ts";
import { Quota } from "../../contract/api/quota.ts";
import { quotaAt, clearGateAt } from "../connections/checks.ts";
import { addConnection, changeConnection, dropConnection } from "../connections/connections.ts";
import { factory, type AppContext } from "../http/context.ts";
import { auditRow, type AuditEntry } from "../db/audit.ts";
import { usersOf } from "../db/configurations.ts";
import { findUsable, listConnections, type UsableConnection } from "../db/connections.ts";
import type { ConnectionRow } from "../db/schema.ts";
import { body, declareRoute } from "../http/declare-route.ts";
import { forgetFiles } from "../files/files.ts";
import { accessFor } from "../connections/connection-access.ts";
import { HttpProblem } from "../http/problem.ts";
import { pushSchedules } from "../configurations/schedules.ts";
import { allow, allowSharedConnections } from "../access/gates.ts";
import { actorOf } from "../access/principal.ts";

const tag = "Settings";

export const connectionRoutes = factory.createApp();

connectionRoutes.get(
  "/connections",
  declareRoute({
    summary: "Connections",
    description: "Those marked `shared` belong to the house: they may be used, not changed.",
    tag,
    answers: { 200: z.array(Connection) },
  }),
  allow("connection.read"),
  async (c) => c.json(await listConnections(c.var.db, c.var.membership.tenant.id, c.var.locale)),
);

connectionRoutes.post(
  "/connections",
  declareRoute({
    summary: "Add a connection",
    tag,
    answers: { 201: Connection },
    refuses: ["not_valid", "address_refused"],
  }),
  allow("connection.write"),
  body(ConnectionDraft),
  async (c) =>
    c.json(
      await shown(c, await addConnection(c, c.var.membership.tenant.id, c.req.valid("json"))),
      201,
    ),
);

connectionRoutes.get(
  "/connections/:connection",
  declareRoute({
    summary: "A connection",
    tag,
    answers: { 200: Connection },
    refuses: ["not_found"],
  }),
  allow("connection.read"),
  async (c) => c.json(await shown(c, c.req.param("connection"))),
);

connectionRoutes.patch(
  "/connections/:connection",
  declareRoute({
    summary: "Change a connection",
    description:
      "What the change does not name stays, the secret included, unless the address becomes another one.",
    tag,
    answers: { 200: Connection },
    refuses: ["not_found", "not_valid", "address_refused", "connection_shared"],
  }),
  allow("connection.write"),
  body(ConnectionChange),
  async (c) => {
    const row = await ownConnection(c);
    await changeConnection(c, row, c.req.valid("json"));
    await pushSchedules(c.env, c.var.db, c.var.membership.tenant);
    return c.json(await shown(c, row.id));
  },
);

connectionRoutes.delete(
  "/connections/:connection",
  declareRoute({
    summary: "Delete a connection",
    description: "409 `connection_in_use` while a configuration reads or delivers through it.",
    tag,
    answers: { 204: null },
    refuses: ["not_found", "connection_in_use", "connection_shared"],
  }),
  allow("connection.write"),
  async (c) => {
    const row = await ownConnection(c);
    await dropConnection(
      c,
      row,
      (await usersOf(c.var.db, c.var.membership.tenant.id, c.var.locale)).get(row.id) ?? [],
    );
    await forgetFiles(c.env.FILES, { tenant: c.var.membership.tenant.id, connection: row.id });
    // A refresh that took it along ends at once.
    await pushSchedules(c.env, c.var.db, c.var.membership.tenant);
    return c.body(null, 204);
  },
);

connectionRoutes.get(
  "/connections/:connection/allowance",
  declareRoute({
    summary: "How many calls the outside system allows today, and how many are left",
    description: "null where it sets no number, or has not told one yet.",
    tag,
    answers: { 200: Quota.nullable() },
    refuses: ["not_found", "connection_not_shared"],
  }),
  allow("configuration.read"),
  async (c) =>
    c.json(await quotaAt(c.env, accessFor(c.var.membership.tenant.id, await knownConnection(c)))),
);

connectionRoutes.post(
  "/connections/:connection/gate/clear",
  declareRoute({
    summary: "End the pause of a connection's account",
    description:
      "For global admins: the outside system is asked again at once, and says so should it still want a pause.",
    tag,
    answers: { 204: null },
    refuses: ["not_found", "connection_not_shared"],
  }),
  allowSharedConnections,
  async (c) => {
    const row = await knownConnection(c);
    await clearGateAt(c.env, accessFor(c.var.membership.tenant.id, row));
    const entry: AuditEntry = {
      tenant: c.var.membership.tenant.id,
      actor: actorOf(c.var.principal),
      action: "gate_cleared",
      target: row.id,
    };
    await auditRow(c.var.db, entry, new Date());
    return c.body(null, 204);
  },
);

/** The connection of the path, the tenant's own or one shared with it. */
export async function knownConnection(c: AppContext): Promise<UsableConnection> {
  const row = await findUsable(
    c.var.db,
    c.var.membership.tenant.id,
    c.req.param("connection") ?? "",
  );
  if (!row) throw new HttpProblem("not_found");
  return row;
}

/** The same, for what only its owner may do. */
export async function ownConnection(c: AppContext): Promise<ConnectionRow> {
  const { share, ...row } = await knownConnection(c);
  if (share !== null) throw new HttpProblem("connection_shared");
  return row;
}

async function shown(c: AppContext, id: string): Promise<Connection> {
  const connection = (
    await listConnections(c.var.db, c.var.membership.tenant.id, c.var.locale)
  ).find((one) => one.id === id);
  if (!connection) throw new HttpProblem("not_found");
  return connection;
}
