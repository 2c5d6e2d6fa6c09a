// The survey of a complete read.
import type { Instant } from "../../contract/values/json.ts";
import type { Survey } from "../../contract/source/survey.ts";
import { cutRange, rangeFrom } from "./id-ranges.ts";
import { pageSizeOf } from "./page-size.ts";
import { countRows } from "./queries.ts";
import { domainWithin, type OdooCursor } from "./resource.ts";
import { horizonUpTo, outermostId, type SurveyContext } from "./survey-horizon.ts";

/** A complete read: id ranges that together hold every record up to the highest id. */
export async function surveyAll(
  context: SurveyContext,
  { horizonAt, cursor }: { horizonAt: Instant | null; cursor: OdooCursor | null },
): Promise<Survey> {
  const { client, table, model, mapping } = context;
  const floor = cursor?.floor ?? null;
  const domain = domainWithin(table, mapping, { horizon: { at: null, highestId: null }, floor });
  const highestId = await outermostId(client, { model, domain, order: "id desc" });
  const { horizon, cursor: next } = horizonUpTo(highestId, horizonAt, cursor);
  const found = { horizon, coverage: "range" as const, cursor: next };
  // Reads up to the highest id ever seen, so that a record deleted at the end is noticed.
  const to = horizon.highestId ?? highestId;
  if (highestId === 0)
    return { ...found, toRead: 0, present: 0, partitions: [rangeFrom(0, to, floor)] };
  const lowestId = await outermostId(client, { model, domain, order: "id asc" });
  const { count } = await countRows(client, {
    model,
    domain: domainWithin(table, mapping, { horizon, floor }),
  });
  const partitions = cutRange({
    from: lowestId,
    to,
    count,
    pageSize: pageSizeOf(client, model, null),
    floor,
  });
  return { ...found, toRead: count, present: count, partitions };
}
