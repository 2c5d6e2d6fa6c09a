// Surveys a resource: how many rows the school has this year, and the pages that hold them.
import type { Cursor, Horizon, Survey } from "../../contract/source/survey.ts";
import type { SourceClient } from "../source-client.ts";
import type { ResourceSpec } from "../connector.ts";
import { listRows } from "./call.ts";
import { confirmOrder, dateOrderOf } from "./dates.ts";
import { pagesOf, sizeThatFits } from "./pages.ts";
import { scopeOf, tableOf, type Scope } from "./resource.ts";
import { resultsObject } from "./results.ts";
import { recentLook, rememberLook, totalSeen } from "./seen.ts";
import type { KnackSettings } from "./settings.ts";

type KnackClient = SourceClient<KnackSettings>;

/**
 * Surveys a resource, always for a complete read, because Knack stamps no changes. Unchanged
 * records cost no more than their page.
 */
export async function survey(client: KnackClient, reading: ResourceSpec): Promise<Survey> {
  // The year must be known before the source has stated its time; at the turn of the year the
  // source's clock decides.
  const table = tableOf(client, reading);
  const dateOrder = await dateOrderOf(client);
  const before = scopeOf(client, { at: null, dateOrder });
  const recent = recentLook(client, before);
  const first = recent ?? (await lookAt(client, before));
  const scope = scopeOf(client, { at: first.at, dateOrder });
  const { at } = first;
  // The time that decided the year is kept: a second look may already fall into the next one.
  const { total } = scope.year.label === before.year.label ? first : await lookAt(client, scope);
  // Only now, because a look that stated the time of another year does not count for this one.
  if (recent === null) rememberLook(client, scope, { at, total });
  if (recent === null && total === 0) await confirmOrder(client);
  const counted = table.parts === null ? total : null;
  return {
    horizon: { at, highestId: null },
    coverage: "pages",
    toRead: counted,
    present: counted,
    partitions: pagesOf(total, sizeThatFits(client)),
    idRanges: [],
    cursor: null,
  };
}

/** Requests only the total, with one short row. */
async function lookAt(
  client: KnackClient,
  { rules }: Scope,
): Promise<{ at: string | null; total: number }> {
  const { at, total } = await listRows(client, { object: resultsObject, rules, page: 1, size: 1 });
  return { at, total };
}

/**
 * The source's count of rows, for resources where a row is a record. A page read within the horizon
 * has stated the total; another request would cost a call, and would count rows that came after the
 * pages.
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
