// Turns delivered objects into the objects a destination should have: with its own uids, and
// without broken references.
import type { Delivery } from "../../contract/source/delivery.ts";
import type { Reject } from "../../contract/source/record.ts";
import { sampleOf } from "../../formats/sample.ts";
import type { Dhis2Client } from "./requests.ts";
import { levelsFamily, levelHere, levelsOf, refersToLevels } from "./unit-levels.ts";
import type { Family } from "./families.ts";
import { uidOf } from "./family-ids.ts";
import { storedObjects } from "./stored-objects.ts";
import { itemsIn, type Item } from "./mentioned-objects.ts";
import { keyInMarker, rewriteMentions } from "./option-combo-mentions.ts";
import { combinationsBy, uidsOf } from "./option-combos.ts";
import { toLocal, type Names } from "./portable.ts";
import { defaultsOf } from "./system.ts";
import { isRow, isUid, rowsIn, shortText, type Row } from "./wire.ts";

/** A delivered object as this system should have it. */
export type Wanted = { delivery: Delivery; uid: string; object: Row };
/** Objects of one family that are sent together. */
export type FamilyPage = { family: Family; wanted: Wanted[] };
export type WantedPage = { wanted: Wanted[]; refused: Reject[] };

/**
 * The objects to send, with this system's uids. Objects that name something this system lacks are
 * refused.
 */
export async function wantedObjects(
  client: Dhis2Client,
  family: Family,
  deliveries: Delivery[],
): Promise<WantedPage> {
  const coming = deliveries.flatMap((delivery): Wanted[] => {
    const object = delivery.data?.["object"];
    const uid = uidOf(delivery.id);
    return isRow(object) && isUid(uid) ? [{ delivery, uid, object: { ...object, id: uid } }] : [];
  });
  const names = await namesOf(client, family, coming);
  const local = coming.map((one) =>
    withLocalUid(family, { ...one, object: toLocal(one.object, names) }, names),
  );
  const page = withoutUnresolved(client, local, await unresolvedIn(client, family, local));
  return { ...page, wanted: await withMembers(client, family, page.wanted) };
}

/** This system's own uids for everything these objects mention. */
async function namesOf(client: Dhis2Client, family: Family, coming: Wanted[]): Promise<Names> {
  const keys = new Set<string>();
  for (const { object } of coming) {
    rewriteMentions(object, (text) => {
      const key = keyInMarker(text);
      if (key !== null) keys.add(key);
      return text;
    });
  }
  const { uids } =
    keys.size === 0 ? { uids: new Map<string, string>() } : await uidsOf(client, keys);
  const levels =
    family.key === levelsFamily || coming.some(({ object }) => refersToLevels(object))
      ? await levelsOf(client)
      : new Map<string, string>();
  return { defaults: await defaultsOf(client), combinations: uids, levels };
}

/** A level keeps the uid it has here: it is identified by its number. */
function withLocalUid({ key }: Family, one: Wanted, { levels }: Names): Wanted {
  const uid = key === levelsFamily ? levelHere(one.object, levels) : undefined;
  return uid === undefined ? one : { ...one, uid, object: { ...one.object, id: uid } };
}

type Unresolved = { code: string; reference: string };

/** What objects refer to that this system lacks, by the uid of the object. */
async function unresolvedIn(
  client: Dhis2Client,
  family: Family,
  local: Wanted[],
): Promise<Map<string, Unresolved>> {
  const unresolved = new Map<string, Unresolved>();
  const bare = new Map<string, string[]>();
  for (const { uid, object } of local) {
    rewriteMentions(object, (text, certain) => {
      const key = keyInMarker(text);
      if (key !== null) unresolved.set(uid, { code: "object_combo_missing", reference: key });
      else if (certain) bare.set(text, [...(bare.get(text) ?? []), uid]);
      return text;
    });
  }
  // An option combination that the source named by uid is accepted if it exists here.
  const there = new Set((await combinationsBy(client, "id", bare.keys())).map(({ uid }) => uid));
  for (const [combination, objects] of bare)
    if (!there.has(combination))
      for (const uid of objects)
        unresolved.set(uid, { code: "object_combo_missing", reference: combination });
  return family.naming ? withMissingItems(client, family, { local, unresolved }) : unresolved;
}

type Resolution = { local: Wanted[]; unresolved: Map<string, Unresolved> };

/**
 * Adds the objects whose expressions or forms name something that is missing. What comes with the
 * same page counts as present, unless it is unusable itself. What a later family brings is present
 * by the next delivery, which sends the object then.
 */
async function withMissingItems(
  client: Dhis2Client,
  family: Family,
  { local, unresolved }: Resolution,
): Promise<Map<string, Unresolved>> {
  const items = local.flatMap(({ uid: by, object }) =>
    itemsIn(object).map((item) => ({ by, ...item })),
  );
  const there = await itemsThere(client, items);
  const coming = new Set(local.map(({ uid }) => nameOf({ family: family.key, uid })));
  const isPresent = (item: Item): boolean =>
    there.has(nameOf(item)) || (coming.has(nameOf(item)) && !unresolved.has(item.uid));
  // An object that names an unusable one is unusable too.
  for (;;) {
    const found = items.filter((item) => !unresolved.has(item.by) && !isPresent(item));
    if (found.length === 0) return unresolved;
    for (const [by, named] of Map.groupBy(found, (item) => item.by))
      unresolved.set(by, {
        code: "reference_missing",
        reference: [...new Set(named.map(nameOf))].join(", "),
      });
  }
}

const nameOf = ({ family, uid }: Item): string => `${family} ${uid}`;

async function itemsThere(client: Dhis2Client, items: Item[]): Promise<Set<string>> {
  const there = new Set<string>();
  for (const [family, some] of Map.groupBy(items, (item) => item.family)) {
    const uids = [...new Set(some.map(({ uid }) => uid))];
    for (const uid of (await storedObjects(client, { family, uids, fields: "id" })).keys())
      there.add(nameOf({ family, uid }));
  }
  return there;
}

function withoutUnresolved(
  client: Dhis2Client,
  local: Wanted[],
  unresolved: Map<string, Unresolved>,
): WantedPage {
  const page: WantedPage = { wanted: [], refused: [] };
  for (const one of local) {
    const why = unresolved.get(one.uid);
    if (why === undefined) page.wanted.push(one);
    else
      page.refused.push(refusalOf(client, one, why.code, { reference: shortText(why.reference) }));
  }
  return page;
}

/**
 * Adds members that a later family fills. An update replaces the whole object, so the ones already
 * stored are sent along.
 */
async function withMembers(
  client: Dhis2Client,
  { key, filledLater }: Family,
  wanted: Wanted[],
): Promise<Wanted[]> {
  if (filledLater === undefined || wanted.length === 0) return wanted;
  const there = await storedObjects(client, {
    family: key,
    uids: wanted.map(({ uid }) => uid),
    fields: `id,${filledLater}[id]`,
  });
  return wanted.map((one) => {
    const members = rowsIn(there.get(one.uid)?.[filledLater] ?? []) ?? [];
    return members.length === 0
      ? one
      : { ...one, object: { ...one.object, [filledLater]: members } };
  });
}

/** The reject of an object that is not delivered, with its name and the reason. */
export function refusalOf(
  { host }: Dhis2Client,
  { delivery, uid, object }: Wanted,
  code: string,
  facts: Record<string, string>,
): Reject {
  const { name } = object;
  const shown = typeof name === "string" ? shortText(`${name} (${uid})`, 200) : uid;
  return {
    id: delivery.id,
    code,
    facts: { host, object: shown, ...facts },
    sample: sampleOf(delivery.data),
  };
}
