// Reading what fits and what is sound: fewer records while an answer is too large, halves while one
// cannot be read.
import type { Reject } from "../../contract/source/record.ts";
import { ConnectorError } from "../connector-error.ts";
import type { FetchOrder } from "../connector.ts";
import type { SourceClient } from "../source-client.ts";
import { findSpoiled, NarrowingBudget } from "../narrowing.ts";
import { isId } from "./call.ts";
import { PageInstead } from "./faults.ts";
import { fieldsOf } from "./mapping.ts";
import { pageSizeOf, rememberBorne, rememberFull, usualPageSize } from "./page-size.ts";
import { readRows, searchIds, type Domain, type Row } from "./questions.ts";
import type { Target } from "./reading.ts";
import type { OdooSettings } from "./settings.ts";

type OdooClient = SourceClient<OdooSettings>;

/**
 * `left`: records that could not be brought, each alone. `full`: the page was cut at `limit`, so
 * that more may stand behind it.
 */
export type Fitting = { rows: Row[]; full: { limit: number } | null; left: Reject[] };

/** `domainOf`: the conditions of the partition, for a page of so many records. */
export type FittingOrder = {
  client: OdooClient;
  target: Target;
  order: FetchOrder;
  domainOf(limit: number): Domain;
};

/** Pages of so few records are no reading any more, but a search for those that are too large. */
const tinyPage = 8;

/** Asks until an answer fits and can be read; a single record that does neither is left out. */
export async function readFitting(fitting: FittingOrder): Promise<Fitting> {
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
      if (rows.length >= limit && limit <= tinyPage) budget.spend("question");
      if (rows.length >= limit && limit < usualPageSize) rememberFull(client, target.model, limit);
      return { rows, full: fullAt(order, limit, rows.length), left: [] };
    } catch (error) {
      const code = codeOf(error);
      if (code === "source_timeout") rememberBorne(client, target.model, Math.floor(limit / 2));
      if (isSpoiled(error)) return isolate({ ...fitting, budget }, { domain, limit, error });
      if (code !== "answer_too_large") throw error;
      budget.spend("tooLarge");
      if (limit === 1)
        return { rows: [], full: { limit }, left: await oversizedIn(client, target.model, domain) };
      limit = Math.max(1, Math.floor(limit / 4));
      rememberBorne(client, target.model, limit);
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
 * An answer that one of its records may have spoiled. A web page in its place comes from a proxy:
 * no record is to blame.
 */
const isSpoiled = (error: unknown): boolean =>
  !(error instanceof PageInstead) && ["answer_unreadable", "source_failed"].includes(codeOf(error));

type Isolation = FittingOrder & { budget: NarrowingBudget };

/**
 * Halves the records of a page until those that spoil it stand alone. What else is wrong fails as
 * it did.
 */
async function isolate(
  { client, target, order, budget }: Isolation,
  spoiled: { domain: Domain; limit: number; error: unknown },
): Promise<Fitting> {
  const { domain, limit, error } = spoiled;
  const ids = await searchIds(client, { model: target.model, domain, limit });
  if (ids.length === 0) throw error;
  const rows: Row[] = [];
  const parts = findSpoiled(ids);
  let step = parts.next();
  while (step.done !== true) {
    budget.spend("question");
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
 * The record that does not fit, by its number alone. When even that is too large, it is the source
 * that never stops, not the record.
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
