// Reads one numbered page of a resource: its largest size, the row before it, and whether more
// pages follow.
import type { Partition } from "../../contract/source/partition.ts";
import type { Id } from "../../contract/source/record.ts";
import type { Page, Smaller } from "../../contract/source/page.ts";
import { ConnectorError } from "../connector-error.ts";
import type { FetchOrder } from "../connector.ts";
import type { SourceClient } from "../source-client.ts";
import { NarrowingBudget } from "../narrowing.ts";
import { listRows, type RowPage } from "./call.ts";
import { dateOrderOf } from "./dates.ts";
import { failure } from "./faults.ts";
import type { Mapped } from "./mapping.ts";
import { scopeOf, tableOf, type Scope } from "./resource.ts";
import { resultsObject } from "./results.ts";
import { isRowId, mapPage, type MappedPage } from "./rows.ts";
import { rememberEnd, rememberTotal, endAfter } from "./seen.ts";
import type { KnackSettings } from "./settings.ts";
import { perRow } from "./table.ts";
import type { FilterRule } from "./year.ts";

type KnackClient = SourceClient<KnackSettings>;
type PageExtent = Extract<Partition, { type: "page" }>;

/**
 * Page sizes in rows. Each is a divisor of the one before, so that a page can be cut into whole
 * smaller pages.
 */
export const sizes = [1_000, 500, 250, 125, 25, 5, 1] as const;
const defaultSize = sizes[0];
/** A page must stay under 4 MB on its way into the store. */
const maxBytes = 3_000_000;
/** Below this size Knack is slow for another reason. */
const smallestForTime = 125;
/** Pages this small only serve to find rows that are too large. */
const tinyPage = 5;

/** Pages read beyond the total. A source that goes on longer cannot count, and would never end. */
const maxBeyond = 10;

const sizeWithin = (most: number): number => sizes.find((size) => size <= most) ?? 1;
const sizeBelow = (size: number): number => sizeWithin(size - 1);

/**
 * Rows per page of a survey: Knack's maximum, or the largest size of this application that recent
 * responses could hold.
 */
export function sizeThatFits(client: KnackClient): number {
  const remembered = client.recall("rows");
  return sizeWithin(
    typeof remembered === "number" ? Math.min(remembered, defaultSize) : defaultSize,
  );
}

/** Reads one page, or returns the smaller pages to read instead. */
export async function fetchPage(client: KnackClient, order: FetchOrder): Promise<Page | Smaller> {
  const { partition } = order;
  // Knack cannot list ids, so its surveys make no other partitions.
  if (partition.type !== "page") throw new Error("a survey of Knack makes pages");
  const table = tableOf(client, order);
  const scope = scopeOf(client, { at: order.horizon.at, dateOrder: await dateOrderOf(client) });
  const size = partition.size ?? defaultSize;
  const wanted =
    order.pageSize === null
      ? size
      : sizeWithin(Math.max(1, Math.floor(order.pageSize / perRow(table))));
  if (wanted < size) return smaller(partition, size, wanted);
  const budget = new NarrowingBudget(client, {
    resource: order.resource,
    horizon: order.horizon.at,
    of: resultsObject,
  });
  try {
    if (size <= tinyPage) budget.spend("request");
    const page = await listRows(client, {
      object: resultsObject,
      rules: scope.rules,
      page: partition.page,
      size,
    });
    const mapped = mapPage(client, page, table, scope);
    if (size > 1 && (mapped.nameless > 0 || bytesOf(mapped) > maxBytes))
      return smaller(partition, size, sizeBelow(size));
    if (partition.page > 1 && page.length > 0)
      mapped.rows.push(
        ...(await rowBefore(client, { rules: scope.rules, page: partition.page, size })),
      );
    return pageOf(client, { order, partition, size, scope, page, mapped });
  } catch (error) {
    return handleTooMuch(client, error, { partition, size, budget });
  }
}

/**
 * Reads the row before a page, after the page. If rows were removed and others added, the total
 * stays the same, but rows that moved across the edge between two pages appeared on neither. Then
 * this row is on no page, and there is one more row than the total says. Otherwise it is the last
 * row of the page before, and counts once.
 */
async function rowBefore(
  client: KnackClient,
  { rules, page, size }: { rules: FilterRule[]; page: number; size: number },
): Promise<Id[]> {
  const before = await listRows(client, {
    object: resultsObject,
    rules,
    page: (page - 1) * size,
    size: 1,
  });
  const [row] = before.rows();
  if (row === undefined) throw failure(client, "broken", "answer_unreadable");
  return isRowId(row.id) ? [row.id] : [];
}

/**
 * A response that is too large is cut at once. A page that took too long is retried as it is, and
 * in smaller pages by the next survey.
 */
function handleTooMuch(
  client: KnackClient,
  error: unknown,
  { partition, size, budget }: { partition: PageExtent; size: number; budget: NarrowingBudget },
): Smaller {
  const code = error instanceof ConnectorError ? error.failure.code : "";
  if (code === "source_timeout" && size > smallestForTime) client.remember("rows", sizeBelow(size));
  if (code !== "answer_too_large" || size === 1) throw error;
  budget.spend("tooLarge");
  client.remember("rows", sizeBelow(size));
  return smaller(partition, size, sizeBelow(size));
}

/** The same rows in smaller pages; only the last of them may be followed by more. */
function smaller({ page, last }: PageExtent, from: number, to: number): Smaller {
  const times = from / to;
  const partitions = Array.from({ length: times }, (_, at): Partition => {
    const number = (page - 1) * times + at + 1;
    return { type: "page", page: number, size: to, ...(last && at === times - 1 ? { last } : {}) };
  });
  return { type: "smaller", partitions };
}

type PageRead = {
  order: FetchOrder;
  partition: PageExtent;
  size: number;
  scope: Scope;
  page: RowPage;
  mapped: MappedPage;
};

function pageOf(
  client: KnackClient,
  { order, partition, size, scope, page, mapped: { nameless: _, ...mapped } }: PageRead,
): Page {
  const seen = { horizon: order.horizon.at, size, total: page.total };
  rememberTotal(client, order.resource, seen);
  const full = page.length === size;
  if (page.length === 0) rememberEnd(client, scope, { ...seen, page: partition.page });
  const next = partition.page + 1;
  // Totals may be off by a few, so only a page that is not full proves that nothing follows.
  const within = partition.page * size < page.total + maxBeyond * size;
  const more =
    partition.last === true && full && within && !endAfter(client, scope, { ...seen, page: next });
  // `total` counts rows, and a row may hold several records, so it is compared with rows.
  return {
    type: "page",
    ...mapped,
    covers: partition,
    rest: more ? { type: "page", page: next, size, last: true } : null,
    total: page.total,
  };
}

const bytesOf = ({ records }: Mapped): number =>
  records.reduce((sum, { data }) => sum + Buffer.byteLength(JSON.stringify(data)), 0);

/** The pages that hold `total` rows, as far as a survey plans them. */
export function pagesOf(total: number, size: number): Partition[] {
  const count = Math.min(maxPages, Math.max(1, Math.ceil(total / size)));
  return Array.from({ length: count }, (_, at) => ({
    type: "page",
    page: at + 1,
    size,
    ...(at === count - 1 ? { last: true } : {}),
  }));
}

/** Beyond these, each page leads to the next. */
const maxPages = 400;
