// Reads collections of objects: counts by the pager, pages by key and never by an offset, which
// shifts when objects change.
import { requestJson, longTimeoutMs, type Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import type { Family } from "./families.ts";
import { isRow, rowsIn, type Row } from "./wire.ts";

export type Listing = { family: string; filters: string[]; fields: string; limit: number };

/** One page of a collection, and the number of objects in all. */
export async function listOf(
  client: Dhis2Client,
  { family, filters, fields, limit }: Listing,
): Promise<{ rows: Row[]; total: number }> {
  const answer = await requestJson(client, {
    model: family,
    path: family,
    query: [
      ["fields", fields],
      ...filters.map((filter): [string, string] => ["filter", filter]),
      ["order", "id:asc"],
      ["page", "1"],
      ["pageSize", String(limit)],
      ["totalPages", "true"],
    ],
    timeoutMs: longTimeoutMs,
  });
  const rows = rowsIn(answer[family] ?? []);
  const total = isRow(answer["pager"]) ? answer["pager"]["total"] : null;
  const counts = typeof total === "number" && Number.isSafeInteger(total) && total >= 0;
  // The pager counts objects but the list is missing: the response belongs to another request.
  const absent = answer[family] === undefined && counts && total > 0;
  if (rows === null || absent || !counts || rows.length > limit || total < rows.length)
    throw failure(client, "broken", "answer_unreadable");
  return { rows, total };
}

/**
 * Filters for what a family has to read. Default objects belong to their system, so they are
 * neither read nor counted.
 */
export const filtersOf = ({ hasDefault }: Family): string[] =>
  hasDefault ? ["name:!eq:default"] : [];

/** Ids and levels are small, so one response can hold many. */
const idsPerCall = 20_000;

/**
 * All rows of a collection, with few fields each. Every page begins after the last uid, in the
 * order of the source, which may differ from ours: databases sort text by language.
 */
export async function allOf(
  client: Dhis2Client,
  { family, filters, fields }: Omit<Listing, "limit">,
  limit = idsPerCall,
): Promise<Row[]> {
  const all: Row[] = [];
  const seen = new Set<string>();
  let above: string[] = [];
  for (;;) {
    const { rows, total } = await listOf(client, {
      family,
      filters: [...filters, ...above],
      fields,
      limit,
    });
    for (const row of rows) {
      const { id } = row;
      // A page that starts over would be read forever.
      if (typeof id !== "string" || seen.has(id))
        throw failure(client, "broken", "answer_unreadable");
      seen.add(id);
      all.push(row);
    }
    // A pager may count objects that the account cannot see, so the list also ends at an empty
    // page.
    if (total <= rows.length || rows.length === 0) return all;
    const last = rows.at(-1)?.["id"];
    if (typeof last !== "string" || !/^[A-Za-z0-9]{1,20}$/.test(last))
      throw failure(client, "broken", "answer_unreadable");
    above = [`id:gt:${last}`];
  }
}
