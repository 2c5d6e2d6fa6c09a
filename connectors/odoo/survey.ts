// The survey of a resource: what is there, the horizon, and the partitions to read.
import type { Instant } from "../../contract/values/json.ts";
import type { Doubt, Horizon, Survey } from "../../contract/source/survey.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { SourceClient } from "../source-client.ts";
import type { ResourceSpec, Since } from "../connector.ts";
import { isId } from "./call.ts";
import { failure } from "./faults.ts";
import { checkNames, type NameCheck } from "./name-check.ts";
import { namedModels, maxConcerned, pointingAt } from "./related-names.ts";
import { forgetNames } from "./listed-names.ts";
import { secondsOf, settledAt } from "./overlap.ts";
import { pageSizeOf } from "./page-size.ts";
import { countRows, readRows, searchIds, type Domain } from "./queries.ts";
import {
  cursorOf,
  domainOf,
  domainWithin,
  mappingContextOf,
  tableOf,
  targetOf,
  writtenSince,
  writtenUntil,
  type OdooCursor,
} from "./resource.ts";
import type { OdooSettings } from "./settings.ts";
import type { MappingContext, ResourceTable } from "./table.ts";
import { instant, odooTime } from "./values.ts";
import { cutWindows } from "./windows.ts";

type OdooClient = SourceClient<OdooSettings>;
type SurveyContext = {
  client: OdooClient;
  table: ResourceTable;
  model: string;
  mapping: MappingContext;
  at: Instant | null;
};

const DAY = 86_400_000;

/**
 * Enough partitions for several lanes, unless the resource is small; never so many that planning
 * outweighs reading.
 */
const fewestPieces = 4;
const maxPartitions = 400;
const worthCutting = 400;
/**
 * Ids are never evenly spread. Partitions are planned to fill their page to this degree, so that
 * few need a second one.
 */
const fill = 0.8;

/** Surveys a resource: incrementally when possible, otherwise completely. */
export async function survey(
  client: OdooClient,
  reading: ResourceSpec,
  since: Since,
): Promise<Survey> {
  const { table, options } = tableOf(client, reading);
  const { model, columns } = await targetOf(client, table);
  const { at, clock } = await findNewest(
    client,
    model,
    domainOf(table, mappingContextOf(client, options, null)),
  );
  const scene = {
    client,
    table,
    model,
    mapping: mappingContextOf(client, options, table.incremental ? at : (clock ?? at)),
    at,
  };
  forgetNames(client);
  if (!table.incremental) return surveyAll(scene, { horizonAt: clock ?? at, cursor: null });
  if (at === null) return nothing;
  const firstDays = Number(options["firstDays"]);
  const before = cursorOf(since.cursor);
  const floor =
    before?.firstDays === firstDays
      ? before.floor
      : secondsOf(Date.parse(clock ?? at) - firstDays * DAY);
  const old = since.complete ? null : before;
  const look = await checkNames(client, namedModels(table, model, columns), {
    before: old?.labels ?? null,
    at,
    clock,
  });
  const next = { at: settledAt(at), floor, firstDays, labels: look.snapshots };
  const cursor: OdooCursor = { ...next, highestId: before?.highestId ?? 0 };
  const changes =
    old === null || look.whole
      ? null
      : await surveyChanges({ ...scene, at }, { from: old.at, cursor, look });
  // More records point at renamed ones than are worth listing: read everything.
  const found = changes ?? (await surveyAll(scene, { horizonAt: at, cursor }));
  return { ...found, ...doubtsIn(look, found) };
}

/** A complete read has today's names. Names that stay hidden are reported all the same. */
function doubtsIn({ doubts }: NameCheck, { coverage }: Survey): { doubts?: Doubt[] } {
  const told =
    coverage === "changes" ? doubts : doubts.filter(({ code }) => code === "names_hidden");
  return told.length === 0 ? {} : { doubts: told };
}

/** An incremental resource without a single write: nothing to read, nothing to remember. */
const nothing: Survey = {
  horizon: { at: null, highestId: 0 },
  coverage: "range",
  toRead: 0,
  present: 0,
  partitions: [{ type: "range", from: 0, to: 0 }],
  cursor: null,
};

/**
 * The newest stamp in the source, capped by the source's clock, so that a bogus future stamp cannot
 * carry the cursor away.
 */
async function findNewest(
  client: OdooClient,
  model: string,
  domain: Domain,
): Promise<{ at: Instant | null; clock: Instant | null }> {
  // Empty stamps would sort first.
  const stamped: Domain = [...domain, ["write_date", "!=", false]];
  const { rows, at: clock } = await readRows(client, {
    model,
    domain: stamped,
    fields: ["write_date"],
    order: "write_date desc",
    limit: 1,
  });
  const [newest] = rows;
  if (!newest) return { at: clock, clock };
  const stamp = typeof newest["write_date"] === "string" ? instant(newest["write_date"]) : null;
  if (stamp === null) throw failure(client, "broken", "answer_unreadable");
  return {
    at:
      clock !== null && Date.parse(clock) < Date.parse(stamp)
        ? clock
        : secondsOf(Date.parse(stamp)),
    clock,
  };
}

/** A complete read: id ranges that together hold every record up to the highest id. */
async function surveyAll(
  scene: SurveyContext,
  { horizonAt, cursor }: { horizonAt: Instant | null; cursor: OdooCursor | null },
): Promise<Survey> {
  const { client, table, model, mapping } = scene;
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

/** Ids once seen stay within the horizon, so that deleting the newest record is noticed. */
function horizonUpTo<C extends OdooCursor | null>(
  highestId: number,
  at: Instant | null,
  cursor: C,
): { horizon: Horizon; cursor: C } {
  const highest = Math.max(highestId, cursor?.highestId ?? 0);
  return {
    horizon: { at, highestId: highest },
    cursor: cursor === null ? cursor : { ...cursor, highestId: highest },
  };
}

async function outermostId(
  client: OdooClient,
  { model, domain, order }: { model: string; domain: Domain; order: string },
): Promise<number> {
  const { rows } = await readRows(client, { model, domain, fields: ["id"], order, limit: 1 });
  const [row] = rows;
  if (!row) return 0;
  if (!isId(row["id"])) throw failure(client, "broken", "answer_unreadable");
  return row["id"];
}

/**
 * Cuts equal stretches of ids, about one page each. The first begins at zero and so covers
 * deletions at the beginning. The two ends came from separate calls and need not agree: anything
 * above `to` belongs to the next run.
 */
export function cutRange(order: {
  from: number;
  to: number;
  count: number;
  pageSize: number;
  floor: Instant | null;
}): Partition[] {
  const { to, count, pageSize, floor } = order;
  const from = Math.min(order.from, to);
  const wanted =
    count <= Math.min(worthCutting, pageSize)
      ? 1
      : Math.max(fewestPieces, Math.ceil(count / (pageSize * fill)));
  const width = Math.ceil((to - from + 1) / Math.min(wanted, maxPartitions));
  const partitions: Partition[] = [];
  for (let start = from; start <= to; start += width) {
    partitions.push(
      rangeFrom(partitions.length === 0 ? 0 : start, Math.min(to, start + width - 1), floor),
    );
  }
  return partitions;
}

const rangeFrom = (from: number, to: number, floor: Instant | null): Partition => ({
  type: "range",
  from,
  to,
  ...(floor === null ? {} : { since: floor }),
});

/**
 * What was written since the last read, in windows of about one page, plus records that point at a
 * renamed one; null when there are too many of those.
 */
async function surveyChanges(
  scene: SurveyContext & { at: Instant },
  { from, cursor, look }: { from: Instant; cursor: OdooCursor; look: NameCheck },
): Promise<Survey | null> {
  const { client, table, model, mapping, at } = scene;
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
  const concerned = present === 0 ? [] : await findConcerned(scene, { within, look, since });
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

function inSlices(ids: number[], size: number): Partition[] {
  const slices: Partition[] = [];
  for (let at = 0; at < ids.length; at += size)
    slices.push({ type: "ids", ids: ids.slice(at, at + size) });
  return slices;
}
