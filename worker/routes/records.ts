// Published data: pages of records, and the sums that the plots show.
import { z } from "zod";
import type { Status } from "../../contract/doors.ts";
import { MonthSum, RecordPage } from "../../contract/record.ts";
import type { Column, ColumnType, Resource } from "../../contract/source.ts";
import { templateOf } from "../catalog.ts";
import { factory, type HouseContext } from "../context.ts";
import { findConfiguration, type ConfigurationRow } from "../db/configurations.ts";
import { describe, query } from "../describe.ts";
import { tenantDoor } from "../door.ts";
import { issueMessage } from "../language.ts";
import { resourcesOf } from "../plan.ts";
import { DoorProblem } from "../problem.ts";
import { allow } from "../session.ts";

const tag = "Data";
const name = z.string().max(100);

const PageQuery = z.strictObject({
  after: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  search: z.string().max(200).optional(),
  asOf: z.coerce.number().int().min(0).optional(),
  sort: name.optional(),
  direction: z.enum(["asc", "desc"]).default("asc"),
});
const SumsQuery = z.strictObject({ amount: name, date: name, group: name, currency: name });

export const recordRoutes = factory.createApp();

recordRoutes.get(
  "/records/:configuration/:resource",
  describe({
    summary: "Published records",
    description:
      "Read on with `after` = `next` of the page before. `asOf` reads an earlier generation that is still kept. " +
      "403 `sync_not_ready` until the first refresh of a gated configuration is published.",
    tag,
    answers: { 200: RecordPage },
  }),
  allow("data.read"),
  query(PageQuery),
  async (c) => {
    const { configuration, resource } = await known(c);
    const { after, limit, search, asOf, sort, direction } = c.req.valid("query");
    if (sort !== undefined) refuseUnknownColumns(c, resource, { sort });
    const sorted = resource.columns.find((column) => column.name === sort);
    const page = await door(c).records({
      configuration: configuration.id,
      resource: resource.key,
      limit,
      after: after ?? null,
      search: search || null,
      asOf: asOf ?? null,
      sort: sorted ? { column: sorted.name, as: numbers.has(sorted.type) ? "number" : "text", direction } : null,
    });
    if (page.generation === null) await refuseWhileGated(c, configuration);
    return c.json({ ...page, columns: resource.columns });
  },
);

recordRoutes.get(
  "/records/:configuration/:resource/sums",
  describe({ summary: "Sums of an amount by month, group and currency", tag, answers: { 200: z.array(MonthSum) } }),
  allow("data.read"),
  query(SumsQuery),
  async (c) => {
    const { configuration, resource } = await known(c);
    const columns = c.req.valid("query");
    refuseUnknownColumns(c, resource, columns);
    await refuseWhileGated(c, configuration);
    return c.json(await door(c).sums({ configuration: configuration.id, resource: resource.key, ...columns }));
  },
);

const numbers = new Set<ColumnType>(["integer", "number", "money"]);

const door = (c: HouseContext) => tenantDoor(c.env, c.var.seat.tenant);

async function known(c: HouseContext): Promise<{ configuration: ConfigurationRow; resource: Resource }> {
  const configuration = await findConfiguration(c.var.db, c.var.seat.tenant.id, c.req.param("configuration") ?? "");
  const resource = configuration && resourcesOf(configuration).find((one) => one.key === c.req.param("resource"));
  if (!configuration || !resource) throw new DoorProblem("not_found");
  return { configuration, resource };
}

function refuseUnknownColumns(c: HouseContext, resource: Resource, named: Record<string, string>): void {
  const has = (column: string) => resource.columns.some((one: Column) => one.name === column);
  const errors = Object.entries(named)
    .filter(([, column]) => !has(column))
    .map(([path]) => ({ path, message: issueMessage("invalid_value", c.var.locale) }));
  if (errors.length > 0) throw new DoorProblem("not_valid", { extra: { errors } });
}

/** A gated configuration stays closed until something of it is published; the answer says how far that is. */
async function refuseWhileGated(c: HouseContext, configuration: ConfigurationRow): Promise<void> {
  if (!templateOf(configuration.connected.kind, configuration.template)?.gated) return;
  const { active, freshness }: Status = await door(c).status();
  if (freshness.some((one) => one.configuration === configuration.id && one.generation !== null)) return;
  const progressPercentage = active?.configuration === configuration.id ? active.progressPercentage : null;
  throw new DoorProblem("sync_not_ready", { extra: { progressPercentage } });
}
