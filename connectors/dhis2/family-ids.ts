// The ids of the objects of a family: counted, listed, and written as we store them.
import { z } from "zod";
import type { Cursor, Horizon } from "../../contract/source/survey.ts";
import type { Id } from "../../contract/source/record.ts";
import type { IdRange } from "../../contract/source/partition.ts";
import type { ResourceSpec } from "../connector.ts";
import type { Dhis2Client } from "./requests.ts";
import { allOf, filtersOf, listOf } from "./collection.ts";
import { familyOf, type Family } from "./families.ts";
import { failure } from "./faults.ts";
import { rememberFact, recentFact } from "./recent-facts.ts";
import { instantIn } from "./stamps.ts";
import { isRow, isUid, ascending, type Row } from "./wire.ts";

/**
 * The family that a resource reads. Throws `ConnectorError` (`resource_unknown`) if there is none.
 */
export function requireFamily(
  client: Dhis2Client,
  { resource }: Pick<ResourceSpec, "resource">,
): Family {
  const family = familyOf(resource);
  if (!family) throw failure(client, "refused", "resource_unknown");
  return family;
}

/**
 * The id as we store it: the uid, after the level where parents must come before their children.
 * Null for a row without a usable uid or level.
 */
export function idOf(row: Row, family: Family): string | null {
  const { id, level } = row;
  if (!isUid(id)) return null;
  if (!family.byLevel) return id;
  if (typeof level !== "number" || !Number.isInteger(level) || level < 1 || level > 99) return null;
  return `${String(level).padStart(2, "0")}/${id}`;
}

/** The uid within a stored id. */
export const uidOf = (id: Id): string => String(id).replace(/^\d{2}\//, "");

const fieldsOfId = ({ byLevel }: Family): string => (byLevel ? "id,level" : "id");

/** The stored ids of a family, ascending. */
export async function idsOf(client: Dhis2Client, family: Family): Promise<string[]> {
  return idsIn(
    client,
    family,
    await allOf(client, {
      family: family.key,
      filters: filtersOf(family),
      fields: fieldsOfId(family),
    }),
  );
}

/**
 * Ids of the objects stamped at or after a moment of the server's wall clock. Objects without a
 * stamp are not among them.
 */
export async function idsChangedSince(
  client: Dhis2Client,
  family: Family,
  from: string,
): Promise<string[]> {
  const own = await stampedSince(client, family, { stamp: [], from });
  if (family.placedBy === undefined) return own;
  // Reordering a list stamps the object that holds the list, not its members.
  return ascending(
    new Set([...own, ...(await stampedSince(client, family, { stamp: [family.placedBy], from }))]),
  );
}

/** `stamp`: the member that leads to the stamped object; none if the object itself is stamped. */
async function stampedSince(
  client: Dhis2Client,
  family: Family,
  { stamp, from }: { stamp: string[]; from: string },
): Promise<string[]> {
  const filters = [...filtersOf(family), `${[...stamp, "lastUpdated"].join(".")}:ge:${from}`];
  const [by] = stamp;
  const fields = `${fieldsOfId(family)},${by === undefined ? "lastUpdated" : `${by}[lastUpdated]`}`;
  const rows = await allOf(client, { family: family.key, filters, fields });
  // Both are times of the server's wall clock, so they are compared as such, whatever zone they
  // name.
  const at = (text: Row[string] | undefined): number =>
    Date.parse(instantIn(text, { offsetMs: 0 }) ?? "");
  const stampOf = (row: Row): Row[string] | undefined => {
    const holder = by === undefined ? row : row[by];
    return isRow(holder) ? holder["lastUpdated"] : undefined;
  };
  const slack = 26 * 3_600_000;
  if (rows.some((row) => at(stampOf(row)) < at(from) - slack))
    throw failure(client, "broken", "filter_disobeyed", { model: family.key });
  return idsIn(client, family, rows);
}

function idsIn(client: Dhis2Client, family: Family, rows: Row[]): string[] {
  const ids = rows.map((row) => {
    const id = idOf(row, family);
    if (id === null) throw failure(client, "broken", "answer_unreadable");
    return id;
  });
  if (new Set(ids).size < ids.length) throw failure(client, "broken", "answer_unreadable");
  return ascending(ids);
}

/** The number of objects of a family, default objects left out. */
export async function countFamily(
  client: Dhis2Client,
  reading: Pick<ResourceSpec, "resource">,
): Promise<number> {
  const family = requireFamily(client, reading);
  return (
    await listOf(client, { family: family.key, filters: filtersOf(family), fields: "id", limit: 1 })
  ).total;
}

type Comparing = ResourceSpec & { horizon: Horizon; cursor: Cursor | null };

/**
 * Up to this many ids are requested together with their count, and remembered until they are asked
 * for.
 */
const idsWithCount = 1_000;
const Listed = z.object({ of: z.string(), ids: z.array(z.string()) });

/**
 * Which comparison a list belongs to. A list from another refresh may be older than the records it
 * is compared with.
 */
const comparisonKey = ({ resource, horizon, cursor }: Comparing): string =>
  JSON.stringify([resource, horizon, cursor]);

/**
 * The number of objects, and their ids when one response holds them all: most families are small,
 * and are listed next.
 */
export async function countForComparison(client: Dhis2Client, order: Comparing): Promise<number> {
  const family = requireFamily(client, order);
  const { rows, total } = await listOf(client, {
    family: family.key,
    filters: filtersOf(family),
    fields: fieldsOfId(family),
    limit: idsWithCount,
  });
  if (total === rows.length)
    rememberFact(client, `ids of ${family.key}`, {
      of: comparisonKey(order),
      ids: idsIn(client, family, rows),
    });
  return total;
}

/** The ids of a range: those that came with the count, used once, or else requested now. */
export async function idsOfFamily(
  client: Dhis2Client,
  { range, ...order }: Comparing & { range: IdRange },
): Promise<Id[]> {
  if (range.type !== "prefix") throw new Error("ids of DHIS2 are texts");
  const family = requireFamily(client, order);
  const fact = `ids of ${family.key}` as const;
  const known = recentFact(client, fact, Listed);
  client.remember(fact, null);
  const ids =
    known?.value.of === comparisonKey(order) ? known.value.ids : await idsOf(client, family);
  return ids.filter((id) => id.startsWith(range.prefix));
}
