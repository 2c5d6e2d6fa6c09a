// The survey of a resource: how many rows the school has this year, and the pages they stand on.
import type { Cursor, Horizon, Survey } from "../../contract/source/source.ts";
import type { Link, Reading } from "../connector.ts";
import { listRows } from "./call.ts";
import { confirmOrder, dateOrderOf } from "./dates.ts";
import { pagesOf, sizeBorne } from "./pages.ts";
import { scopeOf, tableOf, type Scope } from "./reading.ts";
import { resultsObject } from "./results.ts";
import { recentLook, rememberLook, totalSeen } from "./seen.ts";
import type { KnackSettings } from "./settings.ts";

type KnackLink = Link<KnackSettings>;

/**
 * Always a complete read: Knack stamps no changes. What is the same as before costs no more than
 * its page.
 */
export async function survey(link: KnackLink, reading: Reading): Promise<Survey> {
  // The year must be known before the source has told the time: at the turn of the year, its clock
  // has the last word.
  const table = tableOf(link, reading);
  const dateOrder = await dateOrderOf(link);
  const before = scopeOf(link, { at: null, dateOrder });
  const recent = recentLook(link, before);
  const first = recent ?? (await lookAt(link, before));
  const scope = scopeOf(link, { at: first.at, dateOrder });
  const { at } = first;
  // The clock that chose the year is the one that is kept: a second look may already stand in the
  // next.
  const { total } = scope.year.label === before.year.label ? first : await lookAt(link, scope);
  // Only now: a look that told the time of another year is none of this one's.
  if (recent === null) rememberLook(link, scope, { at, total });
  if (recent === null && total === 0) await confirmOrder(link);
  const counted = table.parts === null ? total : null;
  return {
    horizon: { at, highestId: null },
    coverage: "pages",
    toRead: counted,
    present: counted,
    extents: pagesOf(total, sizeBorne(link)),
    spans: [],
    cursor: null,
  };
}

/** The total alone: one short row is enough to be told it. */
async function lookAt(
  link: KnackLink,
  { rules }: Scope,
): Promise<{ at: string | null; total: number }> {
  const { at, total } = await listRows(link, { object: resultsObject, rules, page: 1, size: 1 });
  return { at, total };
}

/**
 * Rows that the source counts, where a row is a record. A page that was read inside the horizon
 * told its total: to ask again costs a call, and would count what came after the pages.
 */
export async function countWithin(
  link: KnackLink,
  order: Reading & { horizon: Horizon; cursor: Cursor | null },
): Promise<number | null> {
  if (tableOf(link, order).parts !== null) return null;
  const { at } = order.horizon;
  const seen = totalSeen(link, order.resource, at);
  if (seen !== null) return seen;
  const { rules } = scopeOf(link, { at, dateOrder: await dateOrderOf(link) });
  return (await listRows(link, { object: resultsObject, rules, page: 1, size: 1 })).total;
}
