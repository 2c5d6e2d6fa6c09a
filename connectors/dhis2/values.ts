// Reads data values and their ids, a partition at a time.
import type { Partition, IdRange } from "../../contract/source/partition.ts";
import type { Horizon } from "../../contract/source/survey.ts";
import type { Id, Reject } from "../../contract/source/record.ts";
import type { Page, Smaller } from "../../contract/source/page.ts";
import type { FetchOrder, ResourceSpec } from "../connector.ts";
import type { Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { retryWithFreshFacts, beginListing } from "./recent-facts.ts";
import { parseValueId, type ValueId } from "./value-ids.ts";
import { byContent, readPart, unitsPerRequest, type Prefix } from "./value-partitions.ts";
import { requestValues, mapValues, type ValueRow } from "./value-rows.ts";
import { scopeOf, unitsAmong, type Scope } from "./value-scope.ts";
import { chunks, ascending } from "./wire.ts";

/** Values of one page that are asked for by name. */
const namedPerPage = 400;
/** A response may hold three times as many; a page goes into the store in one piece. */
const defaultPageSize = 8_000;

/** Reads a partition of data values, or returns the smaller partitions to read it by. */
export const fetchValues = (client: Dhis2Client, order: FetchOrder): Promise<Page | Smaller> =>
  retryWithFreshFacts(client, () => fetchPart(client, order));

async function fetchPart(client: Dhis2Client, order: FetchOrder): Promise<Page | Smaller> {
  const scope = await scopeOf(client, order);
  const { partition } = order;
  const limit = Math.max(1, order.pageSize ?? defaultPageSize);
  if (partition.type === "ids") return fetchNamed(client, scope, partition.ids, limit);
  if (partition.type !== "prefix")
    throw new Error("a survey of DHIS2 values makes parts of ids, and names");
  const read = await readPart(client, scope, partition);
  if ("partitions" in read) return read;
  const cut = read.rows.length > limit ? byContent(partition, read.rows) : null;
  return cut ?? pageOf(partition, await mapValues(client, read.rows), read.nameless);
}

/**
 * A row without an id could be any of the stored values, so its page proves nothing about removals.
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

/** Reads values by id, requested by their units and periods. */
async function fetchNamed(
  client: Dhis2Client,
  scope: Scope,
  ids: Id[],
  limit: number,
): Promise<Page> {
  const now = ids.slice(0, Math.min(limit, namedPerPage));
  const rest = ids.slice(now.length);
  const wanted = new Map(
    now
      .flatMap((id) => [[String(id), parseValueId(id)] as const])
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
    for (const part of chunks(
      units.filter((uid) => there.has(uid)),
      unitsPerRequest,
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
  return new Map([...units].map(([period, uids]) => [period, ascending(uids)]));
}

/** The ids of a range, ascending. There is no shorter way than to read its values. */
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
    // A list that leaves one out would report it as gone.
    else if (read.nameless.length > 0) throw failure(client, "broken", "answer_unreadable");
    else for (const { id } of read.rows) ids.push(id);
  }
  return ascending(new Set(ids));
}
