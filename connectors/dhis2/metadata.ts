// Fetches the objects of a family of metadata, by page or by uid.
import type { Json } from "../../contract/values/json.ts";
import type { Id, Reject, SourceRecord } from "../../contract/source/record.ts";
import type { Page, Smaller } from "../../contract/source/page.ts";
import { sampleOf } from "../../formats/sample.ts";
import { ConnectorError } from "../connector-error.ts";
import type { FetchOrder } from "../connector.ts";
import { unusableField } from "../unusable-field.ts";
import type { Dhis2Client } from "./requests.ts";
import { filtersOf, listOf } from "./collection.ts";
import type { Family } from "./families.ts";
import { requireFamily, idOf, idsOf, uidOf } from "./family-ids.ts";
import { failure } from "./faults.ts";
import { mentionsIn } from "./option-combo-mentions.ts";
import { keysOf } from "./option-combos.ts";
import { toPortable, type Names } from "./portable.ts";
import { instantIn, type ServerClock } from "./stamps.ts";
import { defaultsOf, offsetOf } from "./system.ts";
import { levelsOf, refersToLevels } from "./unit-levels.ts";
import { sortedById, chunks, isSound, isUid, shortText, type Row } from "./wire.ts";

/**
 * An object with all it owns takes a kilobyte or two. Data sets take more; their pages are halved
 * when they do not fit.
 */
export const defaultPageSize = 200;
/** Uids per request: proxies cut off longer addresses. */
const uidsPerRequest = 100;

/**
 * Requests everything an object owns. The level is computed by the system, so it must be requested
 * by name.
 */
const fieldsOf = ({ byLevel }: Family): string => (byLevel ? ":owner,level" : ":owner");

/** Fetches a partition of a family, or returns the smaller partitions to read it by. */
export async function fetchFamily(client: Dhis2Client, order: FetchOrder): Promise<Page | Smaller> {
  const family = requireFamily(client, order);
  const { partition } = order;
  const limit = Math.max(1, Math.min(order.pageSize ?? defaultPageSize, defaultPageSize));
  if (partition.type === "ids") return fetchNamed(client, { family, ids: partition.ids, limit });
  if (partition.type !== "prefix" || partition.prefix !== "")
    throw new Error("a survey of DHIS2 metadata names uids, or the whole family");
  const found = await listOf(client, {
    family: family.key,
    filters: filtersOf(family),
    fields: fieldsOf(family),
    limit,
  }).then(fitting, tooLarge);
  // More than one page, or too large for one response: fetched by uid, so that no page shifts while
  // we read.
  if (typeof found === "string" || found.total > found.rows.length) {
    const ids = await idsOf(client, family);
    return {
      type: "smaller",
      partitions: chunks(ids, limit).map((part) => ({ type: "ids", ids: part })),
    };
  }
  return {
    type: "page",
    ...(await recordsOf(client, family, found.rows, null)),
    covers: partition,
    rest: null,
  };
}

/**
 * Largest page in characters. The store takes a page in one piece, half as large as a response may
 * be.
 */
const pageCharacters = 3_500_000;

/**
 * A few objects with long lists can weigh as much as hundreds of others. A single object is passed
 * on whatever its size; the store decides about it.
 */
const fitting = (found: {
  rows: Row[];
  total: number;
}): { rows: Row[]; total: number } | "too_large" =>
  found.rows.length > 1 && JSON.stringify(found.rows).length > pageCharacters ? "too_large" : found;

/**
 * What does not fit one response is requested in smaller parts. So is a response with something
 * unreadable in it, until the unreadable object stands alone.
 */
function tooLarge(error: unknown): "too_large" | "unreadable" {
  const { code = "", facts = {} } = error instanceof ConnectorError ? error.failure : {};
  if (code === "answer_too_large") return "too_large";
  if (code === "answer_unreadable" && facts["envelope"] === "whole") return "unreadable";
  throw error;
}

type Named = { family: Family; ids: Id[]; limit: number };

/** Fetches the first of the named objects, fewer of them when they do not fit one response. */
async function fetchNamed(client: Dhis2Client, { family, ids, limit }: Named): Promise<Page> {
  const now = ids.slice(0, Math.min(limit, uidsPerRequest));
  const uids = now.map(uidOf).filter(isUid);
  const filters = [...filtersOf(family), `id:in:[${uids.join(",")}]`];
  const found =
    uids.length === 0
      ? { rows: [] }
      : await listOf(client, {
          family: family.key,
          filters,
          fields: fieldsOf(family),
          limit: uids.length,
        }).then(fitting, tooLarge);
  if (typeof found === "string" && now.length > 1)
    return fetchNamed(client, { family, ids, limit: Math.ceil(now.length / 2) });
  const rest = ids.slice(now.length);
  if (found === "unreadable") await requireReadable(client, family, rest);
  const alone: Pick<Reject, "code" | "facts"> =
    found === "unreadable"
      ? { code: "record_unreadable", facts: {} }
      : { code: "record_too_large", facts: { size: "> 8 MB" } };
  const read =
    typeof found === "string"
      ? { records: [], rejects: [{ id: now[0] ?? null, ...alone, sample: "" }] }
      : await recordsOf(client, family, found.rows, new Set(uids));
  // An org unit that moved to another level since it was listed has another id now; the comparison
  // of ids brings it in.
  const records = read.records.filter(({ id }) => now.includes(id));
  return {
    type: "page",
    records,
    rejects: read.rejects,
    covers: { type: "ids", ids: now },
    rest: rest.length === 0 ? null : { type: "ids", ids: rest },
  };
}

/**
 * An object that cannot be read is damaged if another one can be read. If none can, the system is
 * at fault.
 */
async function requireReadable(client: Dhis2Client, family: Family, others: Id[]): Promise<void> {
  const next = others.map(uidOf).find(isUid);
  const filters = next === undefined ? filtersOf(family) : [`id:eq:${next}`];
  await listOf(client, {
    family: family.key,
    filters,
    fields: next === undefined ? "id" : fieldsOf(family),
    limit: 1,
  });
}

async function recordsOf(
  client: Dhis2Client,
  family: Family,
  rows: Row[],
  asked: Set<string> | null,
): Promise<{ records: SourceRecord[]; rejects: Reject[] }> {
  // Default objects were excluded by the request, so a response that holds one ignored the filter.
  if (family.hasDefault && rows.some(({ name }) => name === "default"))
    throw failure(client, "broken", "filter_disobeyed", { model: family.key });
  const names = await namesOf(client, rows);
  const clock = { offsetMs: await offsetOf(client) };
  const records: SourceRecord[] = [];
  const rejects: Reject[] = [];
  const seen = new Set<Id>();
  for (const row of rows) {
    const read = recordIn(row, family, { names, clock });
    if ("code" in read) rejects.push(read);
    else if (asked !== null && !asked.has(uidOf(read.id)))
      throw failure(client, "broken", "filter_disobeyed", { model: family.key });
    else if (seen.has(read.id)) throw failure(client, "broken", "answer_unreadable");
    else records.push(read);
    if (read.id !== null) seen.add(read.id);
  }
  // A page in which no requested object appears is not a page of bad records: the response makes no
  // sense.
  if (rows.length > 0 && seen.size === 0) throw failure(client, "broken", "answer_unreadable");
  return { records: sortedById(records), rejects };
}

/** System-specific uids that the objects of a page mention, with their portable names. */
async function namesOf(client: Dhis2Client, rows: Row[]): Promise<Names> {
  const defaults = await defaultsOf(client);
  const combinations = await keysOf(
    client,
    rows.flatMap(mentionsIn).map(({ uid }) => uid),
  );
  // Default option combinations have their own marker.
  combinations.delete(defaults.categoryOptionCombo);
  const levels = rows.some(refersToLevels) ? await levelsOf(client) : new Map<string, string>();
  return { defaults, combinations, levels: new Map([...levels].map(([mark, uid]) => [uid, mark])) };
}

function recordIn(
  row: Row,
  family: Family,
  { names, clock }: { names: Names; clock: Pick<ServerClock, "offsetMs"> },
): SourceRecord | Reject {
  const id = idOf(row, family);
  if (id === null) return { id: null, code: "record_without_id", facts: {}, sample: sampleOf(row) };
  const version = instantIn(row["lastUpdated"], clock);
  const bad =
    version === null && row["lastUpdated"] !== undefined ? "lastUpdated" : unusableIn(row);
  if (bad !== undefined) {
    return { id, ...unusableField(shortText(bad, 80), row[bad] ?? null), sample: sampleOf(row) };
  }
  const object = toPortable(row, family, names);
  return {
    id,
    version,
    data: { code: textIn(object["code"]), name: textIn(object["name"]), object },
  };
}

const unusableIn = (row: Row): string | undefined =>
  ["name", "code"].find((name) => !isTextOrNone(row[name])) ??
  Object.keys(row).find((name) => !isSound({ [name]: row[name] ?? null }));

const isTextOrNone = (value: Json | undefined): boolean =>
  value === undefined || value === null || typeof value === "string";
const textIn = (value: Json | undefined): string | null =>
  typeof value === "string" ? value : null;
