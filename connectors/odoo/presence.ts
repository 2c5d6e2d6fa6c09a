// What is at the source inside the horizon: counted and listed with the very domain that pages read
// by.
import type { Cursor, Horizon, Id, Span } from "../../contract/source/source.ts";
import type { Link, Reading } from "../connector.ts";
import { failure } from "./faults.ts";
import { countRows, searchIds, type Domain } from "./questions.ts";
import { cursorOf, domainWithin, momentOf, tableOf, targetOf } from "./reading.ts";
import type { OdooSettings } from "./settings.ts";

type Within = Reading & { horizon: Horizon; cursor: Cursor | null };

/** Ids are small: twenty pages of records fit one answer. */
const idsPerCall = 20_000;

export async function countWithin(link: Link<OdooSettings>, order: Within): Promise<number> {
  const { model, domain } = await placeOf(link, order);
  return (await countRows(link, { model, domain })).count;
}

/** Ids inside the span, rising. */
export async function idsWithin(
  link: Link<OdooSettings>,
  order: Within & { span: Span },
): Promise<Id[]> {
  const { span } = order;
  if (span.type !== "range") throw new Error("ids of Odoo are integers");
  const { model, domain } = await placeOf(link, order);
  const ids: number[] = [];
  let from = span.from;
  while (from <= span.to) {
    const within: Domain = [...domain, ["id", ">=", from], ["id", "<=", span.to]];
    const page = await searchIds(link, { model, domain: within, limit: idsPerCall });
    const last = page.at(-1);
    // Ids that nobody asked for answer another question.
    if ((page[0] ?? from) < from || (last ?? from) > span.to)
      throw failure(link, "broken", "answer_unreadable");
    for (const id of page) ids.push(id);
    if (page.length < idsPerCall || last === undefined) break;
    from = last + 1;
  }
  return ids;
}

async function placeOf(
  link: Link<OdooSettings>,
  order: Within,
): Promise<{ model: string; domain: Domain }> {
  const { table, options } = tableOf(link, order);
  const { model } = await targetOf(link, table);
  const moment = momentOf(link, options, order.horizon.at);
  const floor = table.incremental ? (cursorOf(order.cursor)?.floor ?? null) : null;
  return { model, domain: domainWithin(table, moment, { horizon: order.horizon, floor }) };
}
