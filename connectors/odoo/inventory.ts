// Counts and lists what the source holds within the horizon, with the same domain that pages use.
import type { Cursor, Horizon } from "../../contract/source/survey.ts";
import type { Id } from "../../contract/source/record.ts";
import type { IdRange } from "../../contract/source/partition.ts";
import type { SourceClient } from "../source-client.ts";
import type { ResourceSpec } from "../connector.ts";
import { failure } from "./faults.ts";
import { countRows, searchIds, type Domain } from "./queries.ts";
import { cursorOf, domainWithin, mappingContextOf, tableOf, targetOf } from "./resource.ts";
import type { OdooSettings } from "./settings.ts";

type Within = ResourceSpec & { horizon: Horizon; cursor: Cursor | null };

/** Ids are small: twenty pages' worth fits one answer. */
const idsPerCall = 20_000;

/** The source's count of records within the horizon. */
export async function countWithin(
  client: SourceClient<OdooSettings>,
  order: Within,
): Promise<number> {
  const { model, domain } = await queryOf(client, order);
  return (await countRows(client, { model, domain })).count;
}

/** Ids within the range, ascending. */
export async function idsWithin(
  client: SourceClient<OdooSettings>,
  order: Within & { range: IdRange },
): Promise<Id[]> {
  const { range } = order;
  if (range.type !== "range") throw new Error("ids of Odoo are integers");
  const { model, domain } = await queryOf(client, order);
  const ids: number[] = [];
  let from = range.from;
  while (from <= range.to) {
    const within: Domain = [...domain, ["id", ">=", from], ["id", "<=", range.to]];
    const page = await searchIds(client, { model, domain: within, limit: idsPerCall });
    const last = page.at(-1);
    // Ids outside the request mean that the server answered another request.
    if ((page[0] ?? from) < from || (last ?? from) > range.to)
      throw failure(client, "broken", "answer_unreadable");
    for (const id of page) ids.push(id);
    if (page.length < idsPerCall || last === undefined) break;
    from = last + 1;
  }
  return ids;
}

async function queryOf(
  client: SourceClient<OdooSettings>,
  order: Within,
): Promise<{ model: string; domain: Domain }> {
  const { table, options } = tableOf(client, order);
  const { model } = await targetOf(client, table);
  const mapping = mappingContextOf(client, options, order.horizon.at);
  const floor = table.incremental ? (cursorOf(order.cursor)?.floor ?? null) : null;
  return { model, domain: domainWithin(table, mapping, { horizon: order.horizon, floor }) };
}
