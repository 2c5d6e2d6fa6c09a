// Which objects of a family there are: counted, listed, and named as we keep them.
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
import { isRow, isUid, rising, type Row } from "./wire.ts";

export function familyAsked(
  client: Dhis2Client,
  { resource }: Pick<ResourceSpec, "resource">,
): Family {
  const family = familyOf(resource);
  if (!family) throw failure(client, "refused", "resource_unknown");
  return family;
}

/** The uid; behind the level where parents must come before their children. */
export function idOf(row: Row, family: Family): string | null {
  const { id, level } = row;
  if (!isUid(id)) return null;
  if (!family.byLevel) return id;
  if (typeof level !== "number" || !Number.isInteger(level) || level < 1 || level > 99) return null;
  return `${String(level).padStart(2, "0")}/${id}`;
}

/** The uid in an id of ours. */
export const uidOf = (id: Id): string => String(id).replace(/^\d{2}\//, "");

const fieldsOfId = ({ byLevel }: Family): string => (byLevel ? "id,level" : "id");

/** Ids of the family as we keep them, rising. */
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
 * Ids of what was stamped at a moment of the server's wall clock or later: only such as carry such
 * a stamp.
 */
export async function idsChangedSince(
  client: Dhis2Client,
  family: Family,
  from: string,
): Promise<string[]> {
  const own = await stampedSince(client, family, { stamp: [], from });
  if (family.placedBy === undefined) return own;
  // Whoever puts a list in another order stamps what holds the list, and not its members.
  return rising(
    new Set([...own, ...(await stampedSince(client, family, { stamp: [family.placedBy], from }))]),
  );
}

/** `stamp`: the member that leads to what carries the stamp; none where the object does itself. */
async function stampedSince(
  client: Dhis2Client,
  family: Family,
  { stamp, from }: { stamp: string[]; from: string },
): Promise<string[]> {
  const filters = [...filtersOf(family), `${[...stamp, "lastUpdated"].join(".")}:ge:${from}`];
  const [by] = stamp;
  const fields = `${fieldsOfId(family)},${by === undefined ? "lastUpdated" : `${by}[lastUpdated]`}`;
  const rows = await allOf(client, { family: family.key, filters, fields });
  // Read as the same clock, whatever zone is named: both are the server's wall.
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
  return rising(ids);
}

export async function countFamily(
  client: Dhis2Client,
  reading: Pick<ResourceSpec, "resource">,
): Promise<number> {
  const family = familyAsked(client, reading);
  return (
    await listOf(client, { family: family.key, filters: filtersOf(family), fields: "id", limit: 1 })
  ).total;
}

type Comparing = ResourceSpec & { horizon: Horizon; cursor: Cursor | null };

/** So many ids come with their count, and are remembered until they are asked for. */
const idsWithCount = 1_000;
const Listed = z.object({ of: z.string(), ids: z.array(z.string()) });

/**
 * Of which comparison a list is: one of another refresh may be older than the records that are held
 * against it.
 */
const nameOf = ({ resource, horizon, cursor }: Comparing): string =>
  JSON.stringify([resource, horizon, cursor]);

/**
 * How many there are, with their ids where one answer holds them: most families are small, and are
 * listed next.
 */
export async function countForComparison(client: Dhis2Client, order: Comparing): Promise<number> {
  const family = familyAsked(client, order);
  const { rows, total } = await listOf(client, {
    family: family.key,
    filters: filtersOf(family),
    fields: fieldsOfId(family),
    limit: idsWithCount,
  });
  if (total === rows.length)
    rememberFact(client, `ids of ${family.key}`, {
      of: nameOf(order),
      ids: idsIn(client, family, rows),
    });
  return total;
}

/** The ids of a part: what came with the count, once; else asked for. */
export async function idsOfFamily(
  client: Dhis2Client,
  { range, ...order }: Comparing & { range: IdRange },
): Promise<Id[]> {
  if (range.type !== "prefix") throw new Error("ids of DHIS2 are texts");
  const family = familyAsked(client, order);
  const fact = `ids of ${family.key}` as const;
  const known = recentFact(client, fact, Listed);
  client.remember(fact, null);
  const ids = known?.value.of === nameOf(order) ? known.value.ids : await idsOf(client, family);
  return ids.filter((id) => id.startsWith(range.prefix));
}
