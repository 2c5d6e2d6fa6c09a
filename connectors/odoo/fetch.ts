// Reads one page: keyset pagination by id within a range or window, in pages as large as the server
// can bear.
import type { Partition } from "../../contract/source/partition.ts";
import type { Page } from "../../contract/source/page.ts";
import type { Reject } from "../../contract/source/record.ts";
import { ConnectorError } from "../connector-error.ts";
import type { FetchOrder } from "../connector.ts";
import type { SourceClient } from "../source-client.ts";
import { isId, lastId } from "./call.ts";
import { failure } from "./faults.ts";
import { listedNames } from "./listed-names.ts";
import { mapRows } from "./mapping.ts";
import { readFitting } from "./narrow.ts";
import { violatedField } from "./filter-check.ts";
import type { Domain, Row } from "./queries.ts";
import {
  domainWithin,
  forgetTarget,
  mappingContextOf,
  tableOf,
  targetOf,
  writtenSince,
  writtenUntil,
} from "./resource.ts";
import type { OdooSettings } from "./settings.ts";
import type { ResourceTable } from "./table.ts";

type OdooClient = SourceClient<OdooSettings>;

/** Reads the first page of a partition and returns what is left of it. */
export async function fetchPage(client: OdooClient, order: FetchOrder): Promise<Page> {
  const { table } = tableOf(client, order);
  try {
    return await fetchOnce(client, order, table);
  } catch (error) {
    if (!(error instanceof ConnectorError && error.failure.code === "field_missing")) throw error;
    // A field disappeared since the model was inspected. Inspect it again; an optional field is
    // then left out.
    forgetTarget(client, table);
    return fetchOnce(client, order, table);
  }
}

async function fetchOnce(
  client: OdooClient,
  order: FetchOrder,
  table: ResourceTable,
): Promise<Page> {
  const { options } = tableOf(client, order);
  const target = await targetOf(client, table);
  const mapping = mappingContextOf(client, options, order.horizon.at);
  const domain = domainWithin(table, mapping, { horizon: order.horizon, floor: null });
  const asked = (limit: number): Domain => [...domain, ...domainOf(order.partition, limit)];
  const { rows, full, left } = await readFitting({ client, target, order, domainOf: asked });
  refuseUnfiltered(client, rows, { model: target.model, asked: asked(full?.limit ?? rows.length) });
  const names = await listedNames(client, target.columns, rows);
  const { records, rejects } = mapRows(rows, table, target.columns, mapping, names);
  const ids = idsOf(client, rows, order.partition, left);
  // A page without one valid id is not a page of bad records but an unusable answer.
  if (rows.length > 0 && ids.length === 0) throw failure(client, "broken", "answer_unreadable");
  const page = pageOf(client, { ...order, records, rejects: [...rejects, ...left], ids, full });
  // A record without an id could be any of those that seem to be absent.
  return ids.length < rows.length + left.length ? { ...page, covers: { type: "ids", ids } } : page;
}

/** The domain of a partition, also used to count it. */
function domainOf(partition: Partition, limit: number): Domain {
  switch (partition.type) {
    case "range":
      return [
        ["id", ">=", partition.from],
        ["id", "<=", partition.to],
        ...writtenSince(partition.since ?? null),
      ];
    case "window":
      return [
        ["id", ">", partition.after],
        ...writtenSince(partition.since),
        ...writtenUntil(partition.until),
      ];
    case "ids":
      return [["id", "in", numbersIn(partition).slice(0, limit)]];
    case "prefix":
    case "page":
    case "file":
      throw new Error("a survey of Odoo makes no pages and no files, and its ids are no texts");
  }
}

const numbersIn = ({ ids }: Extract<Partition, { type: "ids" }>): number[] =>
  ids.filter((id) => typeof id === "number").sort((a, b) => a - b);

/**
 * The ids of the rows. They must ascend and lie within the partition; otherwise the server answered
 * another request.
 */
function idsOf(client: OdooClient, rows: Row[], partition: Partition, left: Reject[]): number[] {
  const alone = left.map(({ id }) => id ?? undefined).filter(isId);
  const ids = merged(rows.map((row) => row["id"]).filter(isId), alone);
  const asked = partition.type === "ids" ? new Set(partition.ids) : null;
  let last = 0;
  for (const id of ids) {
    const outside =
      partition.type === "range"
        ? id < partition.from || id > partition.to
        : partition.type === "window"
          ? id <= partition.after
          : !asked?.has(id);
    if (id <= last || outside) throw failure(client, "broken", "answer_unreadable");
    last = id;
  }
  return ids;
}

/** Merges two ascending lists; rows keep the order in which the source returned them. */
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
 * A row outside the domain means that the server ignored a filter, so the whole answer is refused.
 */
function refuseUnfiltered(
  client: OdooClient,
  rows: Row[],
  { model, asked }: { model: string; asked: Domain },
): void {
  for (const row of rows) {
    // Ids are checked by their order and range.
    const field = violatedField(row, asked);
    if (field === null) continue;
    throw field === "id"
      ? failure(client, "broken", "answer_unreadable")
      : failure(client, "broken", "filter_disobeyed", { model, field });
  }
}

type PageParts = Pick<Page, "records" | "rejects"> &
  Pick<FetchOrder, "partition" | "horizon"> & { ids: number[]; full: { limit: number } | null };

function pageOf(
  client: OdooClient,
  { partition, horizon, records, rejects, ids, full }: PageParts,
): Page {
  const page = (covers: Partition, rest: Partition | null): Page => ({
    type: "page",
    records,
    rejects,
    covers,
    rest,
  });
  if (full === null) return page(openEnded(partition, horizon), null);
  if (partition.type === "ids") {
    const all = numbersIn(partition);
    const rest = all.slice(full.limit);
    return page(
      { type: "ids", ids: all.slice(0, full.limit) },
      rest.length === 0 ? null : { type: "ids", ids: rest },
    );
  }
  const last = ids.at(-1);
  // A full page without a single id cannot be continued.
  if (last === undefined) throw failure(client, "broken", "answer_unreadable");
  if (partition.type === "window") return page({ type: "ids", ids }, { ...partition, after: last });
  if (partition.type !== "range" || last >= partition.to)
    return page(openEnded(partition, horizon), null);
  return page({ ...partition, to: last }, { ...partition, from: last + 1 });
}

/**
 * The last range also covers every id above it, so records stored from up there count as deleted.
 */
function openEnded(partition: Partition, { highestId }: FetchOrder["horizon"]): Partition {
  return partition.type === "range" && highestId !== null && partition.to >= highestId
    ? { ...partition, to: lastId }
    : partition;
}
