// The survey of a resource: how many rows the school has this year, and the pages they stand on.
import type { Cursor, Horizon, Survey } from "../../contract/source/survey.ts";
import type { SourceClient } from "../source-client.ts";
import type { ResourceSpec } from "../connector.ts";
import { listRows } from "./call.ts";
import { confirmOrder, dateOrderOf } from "./dates.ts";
import { pagesOf, sizeBorne } from "./pages.ts";
import { scopeOf, tableOf, type Scope } from "./resource.ts";
import { resultsObject } from "./results.ts";
import { recentLook, rememberLook, totalSeen } from "./seen.ts";
import type { KnackSettings } from "./settings.ts";

type KnackClient = SourceClient<KnackSettings>;

/**
 * Always a complete read: Knack stamps no changes. What is the same as before costs no more than
 * its page.
 */
export async function survey(client: KnackClient, reading: ResourceSpec): Promise<Survey> {
  // The year must be known before the source has told the time: at the turn of the year, its clock
  // has the last word.
  const table = tableOf(client, reading);
  const dateOrder = await dateOrderOf(client);
  const before = scopeOf(client, { at: null, dateOrder });
  const recent = recentLook(client, before);
  const first = recent ?? (await lookAt(client, before));
  const scope = scopeOf(client, { at: first.at, dateOrder });
  const { at } = first;
  // The clock that chose the year is the one that is kept: a second look may already stand in the
  // next.
  const { total } = scope.year.label === before.year.label ? first : await lookAt(client, scope);
  // Only now: a look that told the time of another year is none of this one's.
  if (recent === null) rememberLook(client, scope, { at, total });
  if (recent === null && total === 0) await confirmOrder(client);
  const counted = table.parts === null ? total : null;
  return {
    horizon: { at, highestId: null },
    coverage: "pages",
    toRead: counted,
    present: counted,
    partitions: pagesOf(total, sizeBorne(client)),
    idRanges: [],
    cursor: null,
  };
}

/** The total alone: one short row is enough to be told it. */
async function lookAt(
  client: KnackClient,
  { rules }: Scope,
): Promise<{ at: string | null; total: number }> {
  const { at, total } = await listRows(client, { object: resultsObject, rules, page: 1, size: 1 });
  return { at, total };
}

/**
 * Rows that the source counts, where a row is a record. A page that was read inside the horizon
 * told its total: to ask again costs a call, and would count what came after the pages.
 */
export async function countWithin(
  client: KnackClient,
  order: ResourceSpec & { horizon: Horizon; cursor: Cursor | null },
): Promise<number | null> {
  if (tableOf(client, order).parts !== null) return null;
  const { at } = order.horizon;
  const seen = totalSeen(client, order.resource, at);
  if (seen !== null) return seen;
  const { rules } = scopeOf(client, { at, dateOrder: await dateOrderOf(client) });
  return (await listRows(client, { object: resultsObject, rules, page: 1, size: 1 })).total;
}
