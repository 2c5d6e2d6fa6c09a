// Published data: pages of records, and the sums and averages that the page shows.
import type { SummedColumn, RecordQuery, ReadRefusal } from "../../contract/rpc/queries.ts";
import type { Status } from "../../contract/api/status.ts";
import { orderOf, RecordCursor } from "../../contract/api/record.ts";
import type { Column, ColumnType, Resource } from "../../contract/source/resource.ts";
import { templateOf } from "../configurations/catalog.ts";
import { factory, type AppContext } from "../http/context.ts";
import { findConfiguration, type ConfigurationRow } from "../db/configurations.ts";
import { serve } from "../http/serve.ts";
import { tenantRpc } from "../stubs.ts";
import { notValid } from "../http/not-valid.ts";
import { openCursor, sealCursor } from "../http/cursor.ts";
import { readCursor } from "../http/parameters.ts";
import { resourcesOf } from "../runs/plan.ts";
import { HttpProblem } from "../http/problem.ts";

export const recordRoutes = factory.createApp();

serve(recordRoutes, "listRecords", async (c, asked) => {
  const { configuration, resource } = await known(c, asked.path);
  const { after, limit, search, asOf, sort, direction } = asked.query;
  if (sort !== undefined) refuseUnknownColumns(c, resource, { sort });
  const sorted = resource.columns.find((column) => column.name === sort);
  const order = sorted
    ? {
        column: sorted.name,
        as: numbers.has(sorted.type) ? ("number" as const) : ("text" as const),
        minus: addedColumn(sorted).minus,
        direction,
        language: c.var.locale,
      }
    : null;
  const reading = [
    "records",
    c.var.membership.tenant.id,
    configuration.id,
    resource.key,
    search ?? "",
    order === null ? "" : orderOf(order),
  ];
  const place = after === undefined ? null : await openCursor(c, reading, after);
  if (after !== undefined) refuseOtherReading(c, place, { asOf, order });
  const found = await tenantOf(c).records({
    configuration: configuration.id,
    resource: resource.key,
    limit,
    after: place,
    search: search || null,
    asOf: asOf ?? null,
    sort: order,
  });
  const page = readOrRefuse(found);
  if (page.generation === null) await refuseWhileGated(c, configuration);
  const next = page.next === null ? null : await sealCursor(c, reading, page.next);
  return { ...page, next, columns: resource.columns };
});

serve(recordRoutes, "getSums", async (c, asked) => {
  const { configuration, resource } = await known(c, asked.path);
  const { amount, date, group, currency } = asked.query;
  const added = resource.columns.find((column) => column.name === amount);
  const has = (type: Set<ColumnType>, name: string) =>
    resource.columns.some((column) => column.name === name && type.has(column.type));
  if (added?.type !== "money" || added.adds === "never")
    throw notValid(c.var.locale, ["amount"], "invalid_value");
  refuseAll(c, {
    date: has(days, date),
    group: has(grouping, group),
    currency: (currency ?? added.currency) === added.currency,
  });
  await refuseWhileGated(c, configuration);
  const { uncounted = [] } = resource;
  const query = {
    configuration: configuration.id,
    resource: resource.key,
    date,
    group,
    currency: added.currency,
    uncounted,
  };
  return readOrRefuse(await tenantOf(c).sums({ ...query, amount: addedColumn(added) }));
});

serve(recordRoutes, "getAverages", async (c, asked) => {
  const { configuration, resource } = await known(c, asked.path);
  const { measures, by, where } = asked.query;
  const columns = new Map(resource.columns.map((column) => [column.name, column]));
  const types = new Map(resource.columns.map((column) => [column.name, column.type]));
  const measured = measures.flatMap((name) => columns.get(name) ?? []);
  const apart = new Set([...by, ...where.map(({ column }) => column)]);
  refuseAll(c, {
    // Amounts of several currencies have no average.
    measures:
      measured.length === measures.length &&
      measured.every(
        (column) =>
          numbers.has(column.type) && (column.type !== "money" || apart.has(column.currency)),
      ),
    by: by.every((column) => grouping.has(types.get(column) ?? "json")),
    where: where.every(({ column }) => grouping.has(types.get(column) ?? "json")),
  });
  await refuseWhileGated(c, configuration);
  const { uncounted = [] } = resource;
  const query = { configuration: configuration.id, resource: resource.key, by, where, uncounted };
  return readOrRefuse(
    await tenantOf(c).averages({ ...query, measures: measured.map(addedColumn) }),
  );
});

const numbers = new Set<ColumnType>(["integer", "number", "money"]);
/** Types of columns that records can be grouped by: few, plain values. */
const grouping = new Set<ColumnType>(["text", "integer", "boolean", "date"]);

const days = new Set<ColumnType>(["date", "datetime"]);

/** A column, with the rule for records whose amounts are subtracted. */
const addedColumn = (column: Column): SummedColumn => ({
  column: column.name,
  minus: column.type === "money" && typeof column.adds === "object" ? column.adds.minus : null,
});

const tenantOf = (c: AppContext) => tenantRpc(c.env, c.var.membership.tenant);

async function known(
  c: AppContext,
  path: { configuration: string; resource: string },
): Promise<{ configuration: ConfigurationRow; resource: Resource }> {
  const configuration = await findConfiguration(
    c.var.db,
    c.var.membership.tenant.id,
    path.configuration,
  );
  const resource =
    configuration && resourcesOf(configuration).find((one) => one.key === path.resource);
  if (!configuration || !resource) throw new HttpProblem("not_found");
  return { configuration, resource };
}

/** The result of a read. @throws the problem for which the object refused it */
function readOrRefuse<Answer extends object>(answer: Answer | ReadRefusal<UnreadCode>): Answer {
  if (!isUnread(answer)) return answer;
  throw new HttpProblem(
    answer.code,
    answer.code === "too_many_reads" ? { headers: { "retry-after": "3" } } : {},
  );
}

type UnreadCode = "generation_unknown" | "too_many_reads" | "too_many_groups";
const isUnread = (answer: object): answer is ReadRefusal<UnreadCode> =>
  "type" in answer && answer.type === "unread";

/** A cursor is valid only for the generation, the order and the type of values it was made for. */
function refuseOtherReading(
  c: AppContext,
  place: string | null,
  { asOf, order }: { asOf?: number | undefined; order: RecordQuery["sort"] },
): void {
  const at = place === null ? null : readCursor(RecordCursor, place);
  const wanted = order === null ? "" : orderOf(order);
  const kind = order === null ? "object" : order.as === "number" ? "number" : "string";
  const right =
    at !== null && at.order === wanted && (at.place === null || typeof at.place === kind);
  refuseAll(c, { after: right, asOf: asOf === undefined || at === null || asOf === at.generation });
}

function refuseUnknownColumns(
  c: AppContext,
  resource: Resource,
  named: Record<string, string>,
): void {
  const has = (column: string) => resource.columns.some((one: Column) => one.name === column);
  refuseAll(
    c,
    Object.fromEntries(Object.entries(named).map(([path, column]) => [path, has(column)])),
  );
}

/** Refuses all invalid parameters at once. */
function refuseAll(c: AppContext, right: Record<string, boolean>): void {
  const wrong = Object.keys(right).filter((path) => !right[path]);
  if (wrong.length > 0) throw notValid(c.var.locale, wrong, "invalid_value");
}

/** A gated configuration is closed until its first publication. The problem has the progress. */
async function refuseWhileGated(c: AppContext, configuration: ConfigurationRow): Promise<void> {
  if (!templateOf(configuration.connected.kind, configuration.template)?.gated) return;
  const { active, freshness }: Status = await tenantOf(c).status();
  if (freshness.some((one) => one.configuration === configuration.id && one.generation !== null))
    return;
  const progressPercentage =
    active?.configuration === configuration.id ? active.progressPercentage : null;
  throw new HttpProblem("sync_not_ready", { extra: { progressPercentage } });
}
