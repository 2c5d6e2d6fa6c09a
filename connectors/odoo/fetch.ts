// Reading one page: key-set by id inside a range or window, as large as the server bears.
import type { Extent, Page, Reject } from "../../contract/source/source.ts";
import { ConnectorError, type FetchOrder, type Link } from "../connector.ts";
import { isId, lastId } from "./call.ts";
import { failure } from "./faults.ts";
import { listedNames } from "./listed-names.ts";
import { mapRows } from "./mapping.ts";
import { readFitting } from "./narrow.ts";
import { disobeyed } from "./obedience.ts";
import type { Domain, Row } from "./questions.ts";
import {
  domainWithin,
  forgetTarget,
  momentOf,
  tableOf,
  targetOf,
  writtenSince,
  writtenUntil,
} from "./reading.ts";
import type { OdooSettings } from "./settings.ts";
import type { ResourceTable } from "./table.ts";

type OdooLink = Link<OdooSettings>;

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
  const asked = (limit: number): Domain => [...domain, ...domainOf(order.extent, limit)];
  const { rows, full, left } = await readFitting({ link, target, order, domainOf: asked });
  refuseStrangers(link, rows, { model: target.model, asked: asked(full?.limit ?? rows.length) });
  const names = await listedNames(link, target.columns, rows);
  const { records, rejects } = mapRows(rows, table, target.columns, moment, names);
  const ids = idsOf(link, rows, order.extent, left);
  // Nothing but strangers is no page of bad records: the answer makes no sense.
  if (rows.length > 0 && ids.length === 0) throw failure(link, "broken", "answer_unreadable");
  const page = pageOf(link, { ...order, records, rejects: [...rejects, ...left], ids, full });
  // A record without a number may be any of those that seem to be absent.
  return ids.length < rows.length + left.length ? { ...page, covers: { type: "ids", ids } } : page;
}

/** The conditions of an extent. The same ones make its counts. */
function domainOf(extent: Extent, limit: number): Domain {
  switch (extent.type) {
    case "range":
      return [
        ["id", ">=", extent.from],
        ["id", "<=", extent.to],
        ...writtenSince(extent.since ?? null),
      ];
    case "window":
      return [
        ["id", ">", extent.after],
        ...writtenSince(extent.since),
        ...writtenUntil(extent.until),
      ];
    case "ids":
      return [["id", "in", numbersIn(extent).slice(0, limit)]];
    case "prefix":
    case "page":
    case "file":
      throw new Error("a survey of Odoo makes no pages and no files, and its ids are no texts");
  }
}

const numbersIn = ({ ids }: Extract<Extent, { type: "ids" }>): number[] =>
  ids.filter((id) => typeof id === "number").sort((a, b) => a - b);

/**
 * The ids of the rows, which must rise and lie where we asked: a server that answers another
 * question is not believed.
 */
function idsOf(link: OdooLink, rows: Row[], extent: Extent, left: Reject[]): number[] {
  const alone = left.map(({ id }) => id ?? undefined).filter(isId);
  const ids = merged(rows.map((row) => row["id"]).filter(isId), alone);
  const asked = extent.type === "ids" ? new Set(extent.ids) : null;
  let last = 0;
  for (const id of ids) {
    const outside =
      extent.type === "range"
        ? id < extent.from || id > extent.to
        : extent.type === "window"
          ? id <= extent.after
          : !asked?.has(id);
    if (id <= last || outside) throw failure(link, "broken", "answer_unreadable");
    last = id;
  }
  return ids;
}

/** Two rising lists as one; rows stay in the order in which the source told them. */
function merged(rows: number[], alone: number[]): number[] {
  const all: number[] = [];
  const rest = alone.toSorted((one, other) => one - other);
  for (const id of rows) {
    while ((rest[0] ?? lastId + 1) < id) all.push(...rest.splice(0, 1));
    all.push(id);
  }
  return [...all, ...rest];
}

/**
 * A row that breaks the question says that a filter was not obeyed: then nothing of the answer is
 * believed.
 */
function refuseStrangers(
  link: OdooLink,
  rows: Row[],
  { model, asked }: { model: string; asked: Domain },
): void {
  for (const row of rows) {
    // Ids are judged by their order and place.
    const field = disobeyed(row, asked);
    if (field === null) continue;
    throw field === "id"
      ? failure(link, "broken", "answer_unreadable")
      : failure(link, "broken", "filter_disobeyed", { model, field });
  }
}

type Read = Pick<Page, "records" | "rejects"> &
  Pick<FetchOrder, "extent" | "horizon"> & { ids: number[]; full: { limit: number } | null };

function pageOf(link: OdooLink, { extent, horizon, records, rejects, ids, full }: Read): Page {
  const page = (covers: Extent, rest: Extent | null): Page => ({
    type: "page",
    records,
    rejects,
    covers,
    rest,
  });
  if (full === null) return page(wholly(extent, horizon), null);
  if (extent.type === "ids") {
    const all = numbersIn(extent);
    const rest = all.slice(full.limit);
    return page(
      { type: "ids", ids: all.slice(0, full.limit) },
      rest.length === 0 ? null : { type: "ids", ids: rest },
    );
  }
  const last = ids.at(-1);
  // A full page without a single number cannot be continued.
  if (last === undefined) throw failure(link, "broken", "answer_unreadable");
  if (extent.type === "window") return page({ type: "ids", ids }, { ...extent, after: last });
  if (extent.type !== "range" || last >= extent.to) return page(wholly(extent, horizon), null);
  return page({ ...extent, to: last }, { ...extent, from: last + 1 });
}

/**
 * The last range says something about every id above it, too: what we kept from up there has gone.
 */
function wholly(extent: Extent, { highestId }: FetchOrder["horizon"]): Extent {
  return extent.type === "range" && highestId !== null && extent.to >= highestId
    ? { ...extent, to: lastId }
    : extent;
}
