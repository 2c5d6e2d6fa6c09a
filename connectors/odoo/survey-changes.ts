// The survey of an incremental read: windows of write dates, and records that refer to renamed ones.
import type { Instant } from "../../contract/values/json.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Survey } from "../../contract/source/survey.ts";
import { inSlices } from "./id-ranges.ts";
import type { NameCheck } from "./name-check.ts";
import { pageSizeOf } from "./page-size.ts";
import { countRows, searchIds, type Domain } from "./queries.ts";
import { maxConcerned, pointingAt } from "./related-names.ts";
import { domainWithin, writtenSince, writtenUntil, type OdooCursor } from "./resource.ts";
import { horizonUpTo, outermostId, type SurveyContext } from "./survey-horizon.ts";
import { odooTime } from "./values.ts";
import { cutWindows } from "./windows.ts";

/**
 * What was written since the last read, in windows of about one page, plus records that point at a
 * renamed one; null when there are too many of those.
 */
export async function surveyChanges(
  context: SurveyContext & { at: Instant },
  { from, cursor, look }: { from: Instant; cursor: OdooCursor; look: NameCheck },
): Promise<Survey | null> {
  const { client, table, model, mapping, at } = context;
  const all = domainWithin(table, mapping, {
    horizon: { at, highestId: null },
    floor: cursor.floor,
  });
  const { horizon, cursor: next } = horizonUpTo(
    await outermostId(client, { model, domain: all, order: "id desc" }),
    at,
    cursor,
  );
  const within = domainWithin(table, mapping, { horizon, floor: cursor.floor });
  const countWithin = async (since: Instant, until: Instant) =>
    (
      await countRows(client, {
        model,
        domain: [...within, ...writtenSince(since), ...writtenUntil(until)],
      })
    ).count;
  const { count: present } = await countRows(client, { model, domain: within });
  // When the newest record is deleted, the newest stamp moves back, and the read follows it.
  const since = [from, cursor.at].reduce((one, other) =>
    Date.parse(one) < Date.parse(other) ? one : other,
  );
  const toRead = present === 0 ? 0 : await countWithin(since, at);
  const limit = pageSizeOf(client, model, null);
  const concerned = present === 0 ? [] : await findConcerned(context, { within, look, since });
  if (concerned === null) return null;
  const windows =
    toRead === 0 ? [] : await cutWindows({ since, until: at, count: toRead, limit }, countWithin);
  const written: Partition[] = windows.map((window) => ({
    type: "window",
    since: window.since,
    until: window.until,
    after: 0,
  }));
  // Records read by id are not counted again by time.
  return {
    horizon,
    coverage: "changes",
    toRead,
    present,
    partitions: [...written, ...inSlices(concerned, limit)],
    cursor: next,
  };
}

/** Unchanged records that point at a possibly renamed one; null when there are too many. */
async function findConcerned(
  { client, model }: SurveyContext,
  { within, look, since }: { within: Domain; look: NameCheck; since: Instant },
): Promise<number[] | null> {
  const pointing = pointingAt(look.changed);
  if (pointing === null) return [];
  const domain: Domain = [...within, ["write_date", "<", odooTime(since)], ...pointing];
  const ids = await searchIds(client, { model, domain, limit: maxConcerned + 1 });
  return ids.length > maxConcerned ? null : ids;
}
