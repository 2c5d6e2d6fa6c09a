// Published data: pages of records, and the sums and averages that the page shows.
import { z } from "zod";
import type { SummedColumn, RecordQuery, ReadRefusal } from "../../contract/rpc/queries.ts";
import type { Status } from "../../contract/api/status.ts";
import {
  GroupAverage,
  MonthSum,
  orderOf,
  RecordCursor,
  RecordPage,
} from "../../contract/api/record.ts";
import type { Column, ColumnType, Resource } from "../../contract/source/resource.ts";
import { templateOf } from "../configurations/catalog.ts";
import { factory, type AppContext } from "../http/context.ts";
import { findConfiguration, type ConfigurationRow } from "../db/configurations.ts";
import { declareRoute, query } from "../http/declare-route.ts";
import { tenantRpc } from "../stubs.ts";
import { issueMessage } from "../http/language.ts";
import { longestCursor, openCursor, sealCursor } from "../http/cursor.ts";
import { readCursor, wholeNumber } from "../http/parameters.ts";
import { resourcesOf } from "../runs/plan.ts";
import { HttpProblem } from "../http/problem.ts";
import { allow } from "../access/session.ts";

const tag = "Data";
const name = z.string().max(100);

const PageQuery = z.strictObject({
  after: z.string().max(longestCursor).optional(),
  limit: wholeNumber({ min: 1, max: 500 }).default(50),
  search: z.string().max(200).optional(),
  asOf: wholeNumber({ min: 0 }).optional(),
  sort: name.optional(),
  direction: z.enum(["asc", "desc"]).default("asc"),
});
const names = (most: number) =>
  z
    .string()
    .max(1_000)
    .transform((text) => [...new Set(text.split(","))])
    .pipe(z.array(name.min(1)).min(1).max(most));
const where = z
  .string()
  .max(2_000)
  .default("{}")
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "not JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.record(name, z.string().max(500)))
  .transform((values) => Object.entries(values).map(([column, value]) => ({ column, value })))
  .pipe(z.array(z.object({ column: z.string(), value: z.string() })).max(5));
const AveragesQuery = z.strictObject({ measures: names(12), by: names(3), where });
const SumsQuery = z.strictObject({
  amount: name,
  date: name,
  group: name,
  currency: name.optional(),
});

export const recordRoutes = factory.createApp();

recordRoutes.get(
  "/records/:configuration/:resource",
  declareRoute({
    summary: "Published records",
    description:
      "Read on with `after` = `next` of the page before, and the same `sort`, `direction`, `search` and language: such a reading stays in the " +
      "generation in which it began. A page may hold fewer records than `limit`; only `next` = null is the end. " +
      "`asOf` reads an earlier generation that was published and is still kept; 404 `generation_unknown` otherwise, also where the one that " +
      "is being read is undone or swept meanwhile. " +
      "403 `sync_not_ready` until the first refresh of a gated configuration is published.",
    tag,
    answers: { 200: RecordPage },
    refuses: ["not_found", "not_valid", "sync_not_ready", "generation_unknown", "too_many_reads"],
  }),
  allow("data.read"),
  query(PageQuery),
  async (c) => {
    const { configuration, resource } = await known(c);
    const { after, limit, search, asOf, sort, direction } = c.req.valid("query");
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
    const found = await door(c).records({
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
    return c.json({ ...page, next, columns: resource.columns });
  },
);

recordRoutes.get(
  "/records/:configuration/:resource/sums",
  declareRoute({
    summary: "Sums of an amount by month, group and currency",
    description:
      "`amount` is a column of money that can be added, `currency` the one in which its currency stands and may be left out. Sums are exact. " +
      "Credit notes count against invoices, and what is nobody’s debt, such as cancelled documents, is left out. " +
      "`month` is empty for records without a date. 400 `too_many_groups` where there would be more than 20,000 sums.",
    tag,
    answers: { 200: z.array(MonthSum) },
    refuses: ["not_found", "not_valid", "sync_not_ready", "too_many_reads", "too_many_groups"],
  }),
  allow("data.read"),
  query(SumsQuery),
  async (c) => {
    const { configuration, resource } = await known(c);
    const { amount, date, group, currency } = c.req.valid("query");
    const added = resource.columns.find((column) => column.name === amount);
    const has = (type: Set<ColumnType>, name: string) =>
      resource.columns.some((column) => column.name === name && type.has(column.type));
    if (added?.type !== "money" || added.adds === "never") return refuseAll(c, { amount: false });
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
    return c.json(readOrRefuse(await door(c).sums({ ...query, amount: addedColumn(added) })));
  },
);

recordRoutes.get(
  "/records/:configuration/:resource/averages",
  declareRoute({
    summary: "Averages of number columns by the values of others",
    description:
      "`measures` and `by` are names of columns, separated by commas. `where` is a JSON object of columns and the values their records must have; " +
      "an empty value stands for none, in `where` as in `groups`. 400 `too_many_groups` where there would be more than 20,000 groups.",
    tag,
    answers: { 200: z.array(GroupAverage) },
    refuses: ["not_found", "not_valid", "sync_not_ready", "too_many_reads", "too_many_groups"],
  }),
  allow("data.read"),
  query(AveragesQuery),
  async (c) => {
    const { configuration, resource } = await known(c);
    const { measures, by, where } = c.req.valid("query");
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
    return c.json(
      readOrRefuse(await door(c).averages({ ...query, measures: measured.map(addedColumn) })),
    );
  },
);

const numbers = new Set<ColumnType>(["integer", "number", "money"]);
/** Columns whose values are few and plain enough to put records together by. */
const grouping = new Set<ColumnType>(["text", "integer", "boolean", "date"]);

const days = new Set<ColumnType>(["date", "datetime"]);

/** A column with the records whose amounts count against the others. */
const addedColumn = (column: Column): SummedColumn => ({
  column: column.name,
  minus: column.type === "money" && typeof column.adds === "object" ? column.adds.minus : null,
});

const door = (c: AppContext) => tenantRpc(c.env, c.var.membership.tenant);

async function known(
  c: AppContext,
): Promise<{ configuration: ConfigurationRow; resource: Resource }> {
  const configuration = await findConfiguration(
    c.var.db,
    c.var.membership.tenant.id,
    c.req.param("configuration") ?? "",
  );
  const resource =
    configuration && resourcesOf(configuration).find((one) => one.key === c.req.param("resource"));
  if (!configuration || !resource) throw new HttpProblem("not_found");
  return { configuration, resource };
}

/** What the object read, or why it did not. */
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

/**
 * A cursor belongs to the reading that gave it: its generation, its order, and the kind of value
 * that it compares.
 */
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

/** Refuses the parameters that are not right, all at once. */
function refuseAll(c: AppContext, right: Record<string, boolean>): void {
  const errors = Object.entries(right)
    .filter(([, isRight]) => !isRight)
    .map(([path]) => ({ path, message: issueMessage("invalid_value", c.var.locale) }));
  if (errors.length > 0) throw new HttpProblem("not_valid", { extra: { errors } });
}

/**
 * A gated configuration stays closed until something of it is published; the answer says how far
 * that is.
 */
async function refuseWhileGated(c: AppContext, configuration: ConfigurationRow): Promise<void> {
  if (!templateOf(configuration.connected.kind, configuration.template)?.gated) return;
  const { active, freshness }: Status = await door(c).status();
  if (freshness.some((one) => one.configuration === configuration.id && one.generation !== null))
    return;
  const progressPercentage =
    active?.configuration === configuration.id ? active.progressPercentage : null;
  throw new HttpProblem("sync_not_ready", { extra: { progressPercentage } });
}
