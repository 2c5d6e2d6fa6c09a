// Configurations: what to refresh, when, and who may start it.
import { z } from "zod";
import {
  Configuration,
  ConfigurationChange,
  ConfigurationDraft,
} from "../../contract/api/configuration.ts";
import type { ConnectionKind } from "../../contract/api/connection.ts";
import type { Template } from "../../contract/api/catalog.ts";
import type { Json } from "../../contract/values/json.ts";
import { checkOptions, isDestination, isSource, templateOf } from "../configurations/catalog.ts";
import { refuseInvisible } from "../connections/connections.ts";
import { factory, type AppContext } from "../http/context.ts";
import type { AuditAction } from "../db/audit.ts";
import {
  deleteConfiguration,
  findConfiguration,
  insertConfiguration,
  listConfigurations,
  showConfiguration,
  updateConfiguration,
  type ConfigurationRow,
} from "../db/configurations.ts";
import { findUsable } from "../db/connections.ts";
import { body, declareRoute } from "../http/declare-route.ts";
import { tenantRpc } from "../stubs.ts";
import { issueMessage } from "../http/language.ts";
import { log } from "../log.ts";
import { HttpProblem } from "../http/problem.ts";
import { dueTimes, pushSchedules, type Due } from "../configurations/schedules.ts";
import { allow } from "../access/gates.ts";
import { actorOf } from "../access/principal.ts";

const tag = "Settings";

export const configurationRoutes = factory.createApp();

configurationRoutes.get(
  "/configurations",
  declareRoute({ summary: "Configurations", tag, answers: { 200: z.array(Configuration) } }),
  allow("configuration.read"),
  async (c) => {
    const rows = await listConfigurations(c.var.db, c.var.membership.tenant.id);
    const due = await knownDue(c, rows);
    return c.json(rows.map((row) => showConfiguration(row, due.get(row.id) ?? null)));
  },
);

configurationRoutes.post(
  "/configurations",
  declareRoute({
    summary: "Add a configuration",
    tag,
    answers: { 201: Configuration },
    refuses: ["not_valid"],
  }),
  allow("configuration.write"),
  body(ConfigurationDraft),
  async (c) => {
    const draft = c.req.valid("json");
    const connection = await findUsable(c.var.db, c.var.membership.tenant.id, draft.connection);
    if (!connection || !isSource(connection.kind)) throw notValid(c, ["connection"]);
    await checkDestination(c, draft);
    const template = templateOf(connection.kind, draft.template);
    if (!template) throw notValid(c, ["template"]);
    const options = fitting(c, { kind: connection.kind, template, parts: draft });
    const id = crypto.randomUUID();
    await insertConfiguration(
      c.var.db,
      { ...draft, options, id },
      written(c, "configuration_created", id),
    );
    return c.json(await settled(c, id), 201);
  },
);

configurationRoutes.get(
  "/configurations/:configuration",
  declareRoute({
    summary: "A configuration",
    tag,
    answers: { 200: Configuration },
    refuses: ["not_found"],
  }),
  allow("configuration.read"),
  async (c) => {
    const row = await known(c);
    return c.json(showConfiguration(row, (await knownDue(c, [row])).get(row.id) ?? null));
  },
);

configurationRoutes.patch(
  "/configurations/:configuration",
  declareRoute({
    summary: "Change a configuration",
    description: "What the change does not name stays.",
    tag,
    answers: { 200: Configuration },
    refuses: ["not_found", "not_valid"],
  }),
  allow("configuration.write"),
  body(ConfigurationChange),
  async (c) => {
    const row = await known(c);
    // Parts left out arrive with the defaults of a new configuration; only what the caller named
    // counts.
    const named = Object.keys(await c.req.json<Record<string, Json>>());
    const change: ConfigurationChange = Object.fromEntries(
      Object.entries(c.req.valid("json")).filter(([name]) => named.includes(name)),
    );
    if (change.destination !== undefined)
      await checkDestination(c, { connection: row.connection, destination: change.destination });
    const { kind } = row.connected;
    const template = templateOf(kind, row.template);
    const options = template
      ? fitting(c, { kind, template, parts: { ...row, ...change } })
      : row.options;
    await updateConfiguration(
      c.var.db,
      row.id,
      { ...change, options },
      written(c, "configuration_changed", row.id),
    );
    return c.json(await settled(c, row.id));
  },
);

configurationRoutes.delete(
  "/configurations/:configuration",
  declareRoute({
    summary: "Delete a configuration, its schedule and its data",
    tag,
    answers: { 204: null },
    refuses: ["not_found"],
  }),
  allow("configuration.write"),
  async (c) => {
    const row = await known(c);
    const { tenant } = c.var.membership;
    await deleteConfiguration(c.var.db, row.id, written(c, "configuration_deleted", row.id));
    try {
      await tenantRpc(c.env, tenant).forget({ configuration: row.id });
    } catch (error) {
      log("error", "forgetBroke", { tenant: tenant.id }, error);
    }
    await pushSchedules(c.env, c.var.db, tenant);
    return c.body(null, 204);
  },
);

async function known(c: AppContext): Promise<ConfigurationRow> {
  const row = await findConfiguration(
    c.var.db,
    c.var.membership.tenant.id,
    c.req.param("configuration") ?? "",
  );
  if (!row) throw new HttpProblem("not_found");
  return row;
}

/**
 * Data goes to a connection that the tenant may use, that can be written to, and that it did not
 * come from.
 */
async function checkDestination(
  c: AppContext,
  { connection, destination }: { connection: string; destination: string | null },
): Promise<void> {
  if (destination === null) return;
  const row =
    destination === connection
      ? null
      : await findUsable(c.var.db, c.var.membership.tenant.id, destination);
  if (!row || !isDestination(row.kind)) throw notValid(c, ["destination"]);
}

type Parts = Pick<ConfigurationDraft, "resources" | "mode" | "schedule" | "options">;

/** Holds the parts against their template, and gives the options back completed. */
function fitting(
  c: AppContext,
  { kind, template, parts }: { kind: ConnectionKind; template: Template; parts: Parts },
): Parts["options"] {
  refuseInvisible(c, "options", parts.options);
  const unknown = parts.resources.filter(
    (key) => !template.resources.some((resource) => resource.key === key),
  );
  const options = checkOptions(kind, template.key, parts.options);
  const paths = [
    ...unknown.map((key) => `resources.${key}`),
    ...(parts.mode === "automatic" && parts.schedule === null ? ["schedule"] : []),
    ...(options.error?.issues ?? []).map((issue) => ["options", ...issue.path].join(".")),
  ];
  if (paths.length > 0 || !options.success) throw notValid(c, paths);
  return options.data;
}

const notValid = (c: AppContext, paths: string[]) =>
  new HttpProblem("not_valid", {
    extra: { errors: paths.map((path) => ({ path, message: issueMessage("", c.var.locale) })) },
  });

/** The configuration after a change, with the object's own idea of when it is due. */
async function settled(c: AppContext, id: string): Promise<Configuration> {
  const { tenant } = c.var.membership;
  const due = await pushSchedules(c.env, c.var.db, tenant);
  const row = await findConfiguration(c.var.db, tenant.id, id);
  if (!row) throw new HttpProblem("not_found");
  return showConfiguration(row, due.get(id) ?? null);
}

// Only the object knows what is due: it is asked when something can be.
const knownDue = (c: AppContext, rows: ConfigurationRow[]): Promise<Due> =>
  rows.some((row) => row.mode === "automatic")
    ? dueTimes(c.env, c.var.membership.tenant)
    : Promise.resolve(new Map());

const written = (c: AppContext, action: AuditAction, target: string) => {
  const tenant = c.var.membership.tenant.id;
  return {
    tenant,
    now: new Date(),
    audit: { tenant, actor: actorOf(c.var.principal), action, target },
  };
};
