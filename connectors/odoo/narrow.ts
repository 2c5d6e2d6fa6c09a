// Reads as many records as fit and are sound: fewer when an answer is too large, halves when one
// cannot be read.
import type { Reject } from "../../contract/source/record.ts";
import { ConnectorError } from "../connector-error.ts";
import type { FetchOrder } from "../connector.ts";
import type { SourceClient } from "../source-client.ts";
import { findSpoiled, NarrowingBudget } from "../narrowing.ts";
import { isId } from "./call.ts";
import { WebPageError } from "./faults.ts";
import { fieldsOf } from "./mapping.ts";
import { pageSizeOf, limitPageSize, recordFullPage, defaultPageSize } from "./page-size.ts";
import { readRows, searchIds, type Domain, type Row } from "./queries.ts";
import type { Target } from "./resource.ts";
import type { OdooSettings } from "./settings.ts";

type OdooClient = SourceClient<OdooSettings>;

/**
 * `left`: records that could not be read, as rejects. `full`: the page was cut at `limit`, so more
 * may follow.
 */
export type FittingPage = { rows: Row[]; full: { limit: number } | null; left: Reject[] };

/** `domainOf`: the domain of the partition for a page of `limit` records. */
export type FittingOrder = {
  client: OdooClient;
  target: Target;
  order: FetchOrder;
  domainOf(limit: number): Domain;
};

/** Pages this small no longer serve reading but the search for an oversized record. */
const tinyPage = 8;

/** Retries until an answer fits and can be read. A single record that does neither is left out. */
export async function readFitting(fitting: FittingOrder): Promise<FittingPage> {
  const { client, target, order } = fitting;
  const budget = new NarrowingBudget(client, {
    resource: `${order.template}.${order.resource}`,
    horizon: order.horizon.at,
    of: target.model,
  });
  let limit = pageSizeOf(client, target.model, order.pageSize);
  for (;;) {
    const domain = fitting.domainOf(limit);
    try {
      const rows = await readPage(client, target, domain, limit);
      if (rows.length >= limit && limit <= tinyPage) budget.spend("request");
      if (rows.length >= limit && limit < defaultPageSize)
        recordFullPage(client, target.model, limit);
      return { rows, full: fullAt(order, limit, rows.length), left: [] };
    } catch (error) {
      const code = codeOf(error);
      if (code === "source_timeout") limitPageSize(client, target.model, Math.floor(limit / 2));
      if (isSpoiled(error)) return isolate({ ...fitting, budget }, { domain, limit, error });
      if (code !== "answer_too_large") throw error;
      budget.spend("tooLarge");
      if (limit === 1)
        return { rows: [], full: { limit }, left: await oversizedIn(client, target.model, domain) };
      limit = Math.max(1, Math.floor(limit / 4));
      limitPageSize(client, target.model, limit);
    }
  }
}

const fullAt = (order: FetchOrder, limit: number, count: number): { limit: number } | null =>
  count >= limit || order.partition.type === "ids" ? { limit } : null;

async function readPage(
  client: OdooClient,
  { model, columns }: Target,
  domain: Domain,
  limit: number,
): Promise<Row[]> {
  return (
    await readRows(client, { model, domain, fields: fieldsOf(columns), order: "id asc", limit })
  ).rows;
}

const codeOf = (error: unknown): string =>
  error instanceof ConnectorError ? error.failure.code : "";

/**
 * Whether one record may have spoiled the answer. A web page comes from a proxy, so no record is to
 * blame.
 */
const isSpoiled = (error: unknown): boolean =>
  !(error instanceof WebPageError) &&
  ["answer_unreadable", "source_failed"].includes(codeOf(error));

type Isolation = FittingOrder & { budget: NarrowingBudget };

/**
 * Halves a page until the records that spoil it are isolated. Any other failure is thrown as it is.
 */
async function isolate(
  { client, target, order, budget }: Isolation,
  spoiled: { domain: Domain; limit: number; error: unknown },
): Promise<FittingPage> {
  const { domain, limit, error } = spoiled;
  const ids = await searchIds(client, { model: target.model, domain, limit });
  if (ids.length === 0) throw error;
  const rows: Row[] = [];
  const parts = findSpoiled(ids);
  let step = parts.next();
  while (step.done !== true) {
    budget.spend("request");
    const part = step.value;
    const read = await readPage(client, target, [...domain, ["id", "in", part]], part.length).catch(
      (failed: unknown) => {
        if (isSpoiled(failed)) return null;
        throw failed;
      },
    );
    rows.push(...(read ?? []));
    step = parts.next(read === null ? null : read.length);
  }
  if (step.value === null) throw error;
  const left = step.value.map((id): Reject => ({
    id,
    code: "record_unreadable",
    facts: {},
    sample: "",
  }));
  const inOrder = rows.sort((one, other) => Number(one["id"]) - Number(other["id"]));
  return { rows: inOrder, full: fullAt(order, limit, ids.length), left };
}

/**
 * The id of the record that does not fit. If even the id alone is too large, the source is at fault
 * and not the record.
 */
async function oversizedIn(client: OdooClient, model: string, domain: Domain): Promise<Reject[]> {
  const { rows } = await readRows(client, {
    model,
    domain,
    fields: ["id"],
    order: "id asc",
    limit: 1,
  });
  const ids = rows.map((row) => row["id"]).filter(isId);
  return ids.map((id) => ({ id, code: "record_too_large", facts: { size: "> 8 MB" }, sample: "" }));
}
