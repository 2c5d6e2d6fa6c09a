// Reading data values: whole parts of the units for a complete read, and what the system says has
// changed for a later one.
import type { Partition, IdRange } from "../../contract/source/partition.ts";
import type { Horizon, Survey } from "../../contract/source/survey.ts";
import type { Id, Reject } from "../../contract/source/record.ts";
import type { Page, Smaller } from "../../contract/source/page.ts";
import { ConnectorError } from "../connector-error.ts";
import type { FetchOrder, ResourceSpec, Since } from "../connector.ts";
import type { Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { beginsFrom } from "./periods.ts";
import { retryWithFreshFacts, beginListing, forgetAging } from "./recent-facts.ts";
import { earlier, nowOf, overlapped } from "./stamps.ts";
import { clockOf, requireCommonCalendar } from "./system.ts";
import { partsOf, type ValueId } from "./value-ids.ts";
import type { ValuesQuery } from "./query-check.ts";
import { requestValues, mapValues, type ValueRow, type ValueRows } from "./value-rows.ts";
import {
  cursorOf,
  floorOf,
  scopeOf,
  unitsAmong,
  unitsWith,
  type Scope,
  type ValuesCursor,
} from "./value-scope.ts";
import { inParts, rising } from "./wire.ts";

type Prefix = Extract<Partition, { type: "prefix" }>;

/** Units of one question: their uids stand in its address. So few are read at once. */
const unitsPerQuestion = 60;
/** Changed values that one piece names. */
const idsPerPiece = 400;
const mostPieces = 300;
/** Deletions in more places than this are looked for everywhere instead. */
const mostSpans = 60;
/** An answer may hold three times as many; a page goes into the store in one piece. */
const usualPageSize = 8_000;
/** Values of periods that have not ended, and of plans for years to come. */
const endDate = "2099-12-31";

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];
const characters = [..."0123456789", ...letters];

export async function surveyValues(
  client: Dhis2Client,
  reading: ResourceSpec,
  since: Since,
): Promise<Survey> {
  // What a whole refresh goes by is never older than the refresh.
  forgetAging(client);
  const scope = await scopeOf(client, reading);
  const clock = await clockOf(client);
  await requireCommonCalendar(client);
  const before = cursorOf(since.cursor);
  const cursor: ValuesCursor = {
    from: overlapped(clock.wall),
    floor: floorOf(clock, scope, before),
    monthsBack: scope.monthsBack,
  };
  const found = { horizon: { at: nowOf(clock), highestId: null }, present: null, cursor };
  if (before !== null && !since.complete && before.floor === cursor.floor) {
    const changes = await changesSince(client, scope, {
      from: earlier(before.from, cursor.from),
      floor: cursor.floor,
    });
    if (changes !== null) return { ...found, ...changes };
  }
  const partitions = await partsOfAll(client, scope, cursor.floor);
  return { ...found, coverage: "range", toRead: null, partitions, idRanges: partitions };
}

/** Few units are one part; many are cut by how their uids begin, which is as good as by chance. */
async function partsOfAll(client: Dhis2Client, scope: Scope, floor: string): Promise<Prefix[]> {
  const units = await unitsWith(client, scope, "");
  const since = `${floor}T00:00:00.000Z`;
  return (units.length <= unitsPerQuestion ? [""] : letters).map((prefix) => ({
    type: "prefix",
    prefix,
    since,
  }));
}

/**
 * What the system stamped since then: values to read by name. Where some were deleted, the ids of
 * that unit and period are to be compared, which is how we learn of removals. Null when it is too
 * much for one answer: then all is read.
 */
async function changesSince(
  client: Dhis2Client,
  scope: Scope,
  { from, floor }: { from: string; floor: string },
): Promise<Pick<Survey, "coverage" | "toRead" | "partitions" | "idRanges"> | null> {
  const found = await requestValues(client, scope, {
    units: "below the roots",
    time: { changedSince: from },
  }).catch(nothingWhenTooLarge);
  // A change that does not say what it is of could be any: then all is read.
  if (found === null || found.nameless.length > 0) return null;
  const { rows } = found;
  const inside = rows.filter(({ parts }) => beginsFrom(parts.period, floor));
  const changed = rising(new Set(inside.filter(({ deleted }) => !deleted).map(({ id }) => id)));
  const holes = rising(
    new Set(
      inside
        .filter(({ deleted }) => deleted)
        .map(({ parts }) => `${parts.orgUnit}/${parts.period}/`),
    ),
  );
  if (holes.length > mostSpans) return null;
  const pieces = inParts(changed, Math.max(idsPerPiece, Math.ceil(changed.length / mostPieces)));
  return {
    coverage: "changes",
    toRead: changed.length,
    partitions: pieces.map((ids) => ({ type: "ids", ids })),
    idRanges: holes.map((prefix) => ({ type: "prefix", prefix, since: `${floor}T00:00:00.000Z` })),
  };
}

function nothingWhenTooLarge(error: unknown): null {
  if (error instanceof ConnectorError && error.failure.code === "answer_too_large") return null;
  throw error;
}

export const fetchValues = (client: Dhis2Client, order: FetchOrder): Promise<Page | Smaller> =>
  retryWithFreshFacts(client, () => fetchPart(client, order));

async function fetchPart(client: Dhis2Client, order: FetchOrder): Promise<Page | Smaller> {
  const scope = await scopeOf(client, order);
  const { partition } = order;
  const limit = Math.max(1, order.pageSize ?? usualPageSize);
  if (partition.type === "ids") return fetchNamed(client, scope, partition.ids, limit);
  if (partition.type !== "prefix")
    throw new Error("a survey of DHIS2 values makes parts of ids, and names");
  const read = await readPart(client, scope, partition);
  if ("partitions" in read) return read;
  const cut = read.rows.length > limit ? byContent(partition, read.rows) : null;
  return cut ?? pageOf(partition, await mapValues(client, read.rows), read.nameless);
}

/**
 * A row that does not say what it is of could be any of those that are kept: its page says nothing
 * about what is gone.
 */
function pageOf(
  partition: Prefix,
  { records, rejects }: Pick<Page, "records" | "rejects">,
  nameless: Reject[],
): Page {
  const covers: Partition =
    nameless.length === 0 ? partition : { type: "ids", ids: records.map(({ id }) => id) };
  return { type: "page", records, rejects: [...rejects, ...nameless], covers, rest: null };
}

/** All values of a part, or the smaller parts that it must be read by. */
async function readPart(
  client: Dhis2Client,
  scope: Scope,
  partition: Prefix,
): Promise<ValueRows | Smaller> {
  const [unit = "", period] = partition.prefix.split("/");
  const units = await unitsWith(client, scope, unit);
  if (units.length > unitsPerQuestion)
    return cutInto(partition, unit === "" ? letters : characters);
  if (units.length === 0) return { rows: [], nameless: [] };
  const found = await requestValues(client, scope, { units, time: timeOf(partition) }).catch(
    nothingWhenTooLarge,
  );
  if (found !== null)
    return {
      ...found,
      rows: found.rows.filter(({ id, deleted }) => !deleted && id.startsWith(partition.prefix)),
    };
  if (units.length > 1)
    return inFull(
      partition,
      units.map((uid) => `${uid}/`),
    );
  if (period !== undefined) throw failure(client, "broken", "answer_too_large");
  return inFull(
    partition,
    yearsFrom(partition).map((year) => `${units[0]}/${year}`),
  );
}

/** Parts below a part, together all that can be there. */
const cutInto = (partition: Prefix, ends: string[]): Smaller =>
  inFull(
    partition,
    ends.map((end) => `${partition.prefix}${end}`),
  );

const inFull = (partition: Prefix, prefixes: string[]): Smaller => ({
  type: "smaller",
  partitions: prefixes.map((prefix) => ({ ...partition, prefix })),
});

/**
 * The units that have values, then the periods; a single period is as small as it gets. What is
 * kept of units and periods without values is found by the comparison of ids, whose parts leave
 * nothing out.
 */
function byContent(partition: Prefix, rows: ValueRow[]): Smaller | null {
  const units = new Set(rows.map(({ parts }) => `${parts.orgUnit}/`));
  if (units.size > 1) return inFull(partition, rising(units));
  const periods = new Set(rows.map(({ parts }) => `${parts.orgUnit}/${parts.period}/`));
  return periods.size > 1 ? inFull(partition, rising(periods)) : null;
}

/**
 * One period by its name; a year by its days and more, for a period may begin in the year before
 * and end in the next.
 */
function timeOf({ prefix, since }: Prefix): ValuesQuery["time"] {
  const [, period = "", whole] = prefix.split("/");
  if (whole !== undefined) return { period };
  const floor = since?.slice(0, 10) ?? "1900-01-01";
  if (period === "") return { from: floor, to: endDate };
  // The year from November is called by the one in which it ends.
  const first = `${Number(period) - 1}-11-01`;
  return { from: first > floor ? first : floor, to: `${Number(period) + 2}-12-31` };
}

/** A week of January may belong to the year before, by its name. */
function yearsFrom({ since }: Prefix): number[] {
  const first = Number(since?.slice(0, 4) ?? "1970") - 1;
  return Array.from({ length: 2_099 - first + 1 }, (_, at) => first + at);
}

/** Named values, asked for by the units and periods they are of. */
async function fetchNamed(
  client: Dhis2Client,
  scope: Scope,
  ids: Id[],
  limit: number,
): Promise<Page> {
  const now = ids.slice(0, Math.min(limit, idsPerPiece));
  const rest = ids.slice(now.length);
  const wanted = new Map(
    now
      .flatMap((id) => [[String(id), partsOf(id)] as const])
      .filter((one): one is [string, ValueId] => one[1] !== null),
  );
  const there = await unitsAmong(
    client,
    scope,
    [...wanted.values()].map(({ orgUnit }) => orgUnit),
  );
  const rows: ValueRow[] = [];
  const nameless: Reject[] = [];
  for (const [period, units] of unitsByPeriod(wanted.values())) {
    for (const part of inParts(
      units.filter((uid) => there.has(uid)),
      unitsPerQuestion,
    )) {
      const found = await requestValues(client, scope, { units: part, time: { period } });
      rows.push(...found.rows.filter(({ id, deleted }) => !deleted && wanted.has(id)));
      nameless.push(...found.nameless);
    }
  }
  const { records, rejects } = await mapValues(client, rows);
  return {
    type: "page",
    records,
    rejects: [...rejects, ...nameless],
    covers: { type: "ids", ids: now },
    rest: rest.length === 0 ? null : { type: "ids", ids: rest },
  };
}

function unitsByPeriod(parts: Iterable<ValueId>): Map<string, string[]> {
  const units = new Map<string, Set<string>>();
  for (const { period, orgUnit } of parts)
    units.set(period, (units.get(period) ?? new Set()).add(orgUnit));
  return new Map([...units].map(([period, uids]) => [period, rising(uids)]));
}

/** Ids of a part, rising. There is no shorter way than to read its values. */
export function idsOfValues(
  client: Dhis2Client,
  order: ResourceSpec & { range: IdRange; horizon: Horizon },
): Promise<Id[]> {
  beginListing(client, JSON.stringify(order.horizon));
  return retryWithFreshFacts(client, () => idsOfPart(client, order));
}

async function idsOfPart(
  client: Dhis2Client,
  order: ResourceSpec & { range: IdRange },
): Promise<Id[]> {
  const { range } = order;
  if (range.type !== "prefix") throw new Error("ids of DHIS2 are texts");
  const scope = await scopeOf(client, order);
  const ids: string[] = [];
  const waiting: Partition[] = [range];
  for (let part = waiting.shift(); part; part = waiting.shift()) {
    if (part.type !== "prefix") continue;
    const read = await readPart(client, scope, part);
    if ("partitions" in read) waiting.unshift(...read.partitions);
    // A list that leaves one out would say that it is gone.
    else if (read.nameless.length > 0) throw failure(client, "broken", "answer_unreadable");
    else for (const { id } of read.rows) ids.push(id);
  }
  return rising(new Set(ids));
}
