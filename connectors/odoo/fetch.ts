// Reading one page: key-set by id inside a range or window, as large as the server bears.
import type { Extent, Page, Reject } from "../../contract/source.ts";
import { ConnectorError, type FetchOrder, type Link } from "../connector.ts";
import { isId, lastId } from "./call.ts";
import { failure } from "./faults.ts";
import { fieldsOf, mapRows } from "./mapping.ts";
import { readRows, type Domain, type Row } from "./questions.ts";
import { domainWithin, forgetTarget, momentOf, tableOf, targetOf, writtenSince, writtenUntil, type Target } from "./reading.ts";
import type { OdooSettings } from "./settings.ts";
import type { ResourceTable } from "./table.ts";

type OdooLink = Link<OdooSettings>;

const usualPageSize = 1_000;

/** How many records a page of a model may hold now: what it bore last time, growing back to the usual. */
export function pageSizeOf(link: OdooLink, model: string, most: number | null): number {
  const remembered = link.recall(`page:${model}`);
  return Math.max(1, Math.min(usualPageSize, most ?? usualPageSize, typeof remembered === "number" ? remembered : usualPageSize));
}

/** Reads the first page of an extent, and says what of it is left. */
export async function fetchPage(link: OdooLink, order: FetchOrder): Promise<Page> {
  const { table } = tableOf(link, order);
  try {
    return await fetchOnce(link, order, table);
  } catch (error) {
    if (!(error instanceof ConnectorError && error.failure.code === "field_missing")) throw error;
    // A field has gone since we looked: look again; an optional one is then left out.
    forgetTarget(link, table);
    return fetchOnce(link, order, table);
  }
}

async function fetchOnce(link: OdooLink, order: FetchOrder, table: ResourceTable): Promise<Page> {
  const { options } = tableOf(link, order);
  const target = await targetOf(link, table);
  const moment = momentOf(link, options, order.horizon.at);
  const domain = domainWithin(table, moment, { horizon: order.horizon, floor: null });
  const { rows, full, oversized } = await readFitting(link, target, order, domain);
  const { records, rejects } = mapRows(rows, table, target.columns, moment);
  const ids = idsOf(link, rows, order.extent, oversized);
  // Nothing but strangers is no page of bad records: the answer makes no sense.
  if (rows.length > 0 && ids.length === 0) throw failure(link, "broken", "answer_unreadable");
  const page = pageOf(link, { ...order, records, rejects: [...rejects, ...oversized], ids, full });
  // A record without a number may be any of those that seem to be absent.
  return ids.length < rows.length ? { ...page, covers: { type: "ids", ids } } : page;
}

type Fitting = { rows: Row[]; full: { limit: number } | null; oversized: Reject[] };

/** Asks for fewer records until the answer fits; a single one that does not fit is a reject. */
async function readFitting(link: OdooLink, { model, columns }: Target, order: FetchOrder, domain: Domain): Promise<Fitting> {
  let limit = pageSizeOf(link, model, order.pageSize);
  for (;;) {
    const within = [...domain, ...domainOf(order.extent, limit)];
    try {
      const { rows } = await readRows(link, { model, domain: within, fields: fieldsOf(columns), order: "id asc", limit });
      if (rows.length >= limit && limit < usualPageSize) link.remember(`page:${model}`, limit * 2);
      return { rows, full: rows.length >= limit || order.extent.type === "ids" ? { limit } : null, oversized: [] };
    } catch (error) {
      const code = error instanceof ConnectorError ? error.failure.code : "";
      const smaller = Math.max(1, Math.floor(limit / (code === "source_timeout" ? 2 : 4)));
      if (code === "source_timeout" || code === "answer_too_large") link.remember(`page:${model}`, smaller);
      if (code !== "answer_too_large") throw error;
      if (limit === 1) return { rows: [], full: { limit }, oversized: await oversizedIn(link, model, within) };
      limit = smaller;
    }
  }
}

/** The record that does not fit, by its number alone. When even that is too large, it is the source that never stops, not the record. */
async function oversizedIn(link: OdooLink, model: string, domain: Domain): Promise<Reject[]> {
  const { rows } = await readRows(link, { model, domain, fields: ["id"], order: "id asc", limit: 1 });
  const ids = rows.map((row) => row["id"]).filter(isId);
  return ids.map((id) => ({ id, code: "record_too_large", facts: { size: "> 8 MB" }, sample: "" }));
}

/** The conditions of an extent. The same ones make its counts. */
function domainOf(extent: Extent, limit: number): Domain {
  switch (extent.type) {
    case "range":
      return [["id", ">=", extent.from], ["id", "<=", extent.to], ...writtenSince(extent.since ?? null)];
    case "window":
      return [["id", ">", extent.after], ...writtenSince(extent.since), ...writtenUntil(extent.until)];
    case "ids":
      return [["id", "in", numbersIn(extent).slice(0, limit)]];
    case "prefix":
    case "page":
    case "file":
      throw new Error("a survey of Odoo makes no pages and no files, and its ids are no texts");
  }
}

const numbersIn = ({ ids }: Extract<Extent, { type: "ids" }>): number[] => ids.filter((id) => typeof id === "number").sort((a, b) => a - b);

/** The ids of the rows, which must rise and lie where we asked: a server that answers another question is not believed. */
function idsOf(link: OdooLink, rows: Row[], extent: Extent, oversized: Reject[]): number[] {
  const ids = [...rows.map((row) => row["id"]), ...oversized.map((reject) => reject.id ?? undefined)].filter(isId);
  const asked = extent.type === "ids" ? new Set(extent.ids) : null;
  let last = 0;
  for (const id of ids) {
    const outside =
      extent.type === "range" ? id < extent.from || id > extent.to : extent.type === "window" ? id <= extent.after : !asked?.has(id);
    if (id <= last || outside) throw failure(link, "broken", "answer_unreadable");
    last = id;
  }
  return ids;
}

type Read = Pick<Page, "records" | "rejects"> & Pick<FetchOrder, "extent" | "horizon"> & { ids: number[]; full: { limit: number } | null };

function pageOf(link: OdooLink, { extent, horizon, records, rejects, ids, full }: Read): Page {
  const page = (covers: Extent, rest: Extent | null): Page => ({ type: "page", records, rejects, covers, rest });
  if (full === null) return page(wholly(extent, horizon), null);
  if (extent.type === "ids") {
    const all = numbersIn(extent);
    const rest = all.slice(full.limit);
    return page({ type: "ids", ids: all.slice(0, full.limit) }, rest.length === 0 ? null : { type: "ids", ids: rest });
  }
  const last = ids.at(-1);
  // A full page without a single number cannot be continued.
  if (last === undefined) throw failure(link, "broken", "answer_unreadable");
  if (extent.type === "window") return page({ type: "ids", ids }, { ...extent, after: last });
  if (extent.type !== "range" || last >= extent.to) return page(wholly(extent, horizon), null);
  return page({ ...extent, to: last }, { ...extent, from: last + 1 });
}

/** The last range says something about every id above it, too: what we kept from up there has gone. */
function wholly(extent: Extent, { highestId }: FetchOrder["horizon"]): Extent {
  return extent.type === "range" && highestId !== null && extent.to >= highestId ? { ...extent, to: lastId } : extent;
}
