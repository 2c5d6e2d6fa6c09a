// Objects of a page as a destination is to have them: its own names for what each system calls by its own, and nothing dead.
import type { Delivery, Reject } from "../../contract/source.ts";
import { sampleOf } from "../../formats/sample.ts";
import type { Dhis2Link } from "./ask.ts";
import { levelsFamily, levelHere, levelsOf, refersToLevels } from "./unit-levels.ts";
import type { Family } from "./families.ts";
import { uidOf } from "./family-ids.ts";
import { objectsThere } from "./look-back.ts";
import { itemsIn, keyIn, rewriteMentions } from "./mentions.ts";
import { combinationsBy, uidsOf } from "./option-combos.ts";
import { toLocal, type Names } from "./portable.ts";
import { defaultsOf } from "./system.ts";
import { isRow, isUid, rowsIn, shortText, type Row } from "./wire.ts";

/** An object of a page as this system is to have it. */
export type Wanted = { delivery: Delivery; uid: string; object: Row };
export type WantedPage = { wanted: Wanted[]; refused: Reject[] };

export async function wantedOf(link: Dhis2Link, family: Family, deliveries: Delivery[]): Promise<WantedPage> {
  const coming = deliveries.flatMap((delivery): Wanted[] => {
    const object = delivery.data?.["object"];
    const uid = uidOf(delivery.id);
    return isRow(object) && isUid(uid) ? [{ delivery, uid, object: { ...object, id: uid } }] : [];
  });
  const names = await namesOf(link, family, coming);
  const local = coming.map((one) => inPlace(family, { ...one, object: toLocal(one.object, names) }, names));
  const page = sorted(link, local, await deadOf(link, family, local));
  return { ...page, wanted: await withMembers(link, family, page.wanted) };
}

/** What this system calls by uids of its own, as far as these objects mention it. */
async function namesOf(link: Dhis2Link, family: Family, coming: Wanted[]): Promise<Names> {
  const keys = new Set<string>();
  for (const { object } of coming) {
    rewriteMentions(object, (text) => {
      const key = keyIn(text);
      if (key !== null) keys.add(key);
      return text;
    });
  }
  const { uids } = keys.size === 0 ? { uids: new Map<string, string>() } : await uidsOf(link, keys);
  const levels =
    family.key === levelsFamily || coming.some(({ object }) => refersToLevels(object)) ? await levelsOf(link) : new Map<string, string>();
  return { defaults: await defaultsOf(link), combinations: uids, levels };
}

/** A level is the same level wherever its number is, whatever uid it has there. */
function inPlace({ key }: Family, one: Wanted, { levels }: Names): Wanted {
  const uid = key === levelsFamily ? levelHere(one.object, levels) : undefined;
  return uid === undefined ? one : { ...one, uid, object: { ...one.object, id: uid } };
}

type Dead = { code: string; reference: string };

/** What an object names that this system does not have, by the uid of the object. */
async function deadOf(link: Dhis2Link, family: Family, local: Wanted[]): Promise<Map<string, Dead>> {
  const dead = new Map<string, Dead>();
  const bare = new Map<string, string[]>();
  for (const { uid, object } of local) {
    rewriteMentions(object, (text, certain) => {
      const key = keyIn(text);
      if (key !== null) dead.set(uid, { code: "object_combo_missing", reference: key });
      else if (certain) bare.set(text, [...(bare.get(text) ?? []), uid]);
      return text;
    });
  }
  // A uid that stood for itself at the source is taken at its word, if only it is there.
  const there = new Set((await combinationsBy(link, "id", bare.keys())).map(({ uid }) => uid));
  for (const [combination, objects] of bare)
    if (!there.has(combination)) for (const uid of objects) dead.set(uid, { code: "object_combo_missing", reference: combination });
  if (family.expressions)
    for (const [uid, reference] of await missingItems(link, local))
      if (!dead.has(uid)) dead.set(uid, { code: "reference_missing", reference });
  return dead;
}

/** Objects that the expressions of others are dead without, and that are not there. */
async function missingItems(link: Dhis2Link, local: Wanted[]): Promise<Map<string, string>> {
  const named = local.flatMap(({ uid: by, object }) => itemsIn(object).map((item) => ({ by, ...item })));
  const missing = new Map<string, string>();
  for (const [family, items] of Map.groupBy(named, (item) => item.family)) {
    const there = await objectsThere(link, { family, uids: [...new Set(items.map(({ uid }) => uid))], fields: "id" });
    for (const { by, uid } of items) if (!there.has(uid)) missing.set(by, `${family} ${uid}`);
  }
  return missing;
}

function sorted(link: Dhis2Link, local: Wanted[], dead: Map<string, Dead>): WantedPage {
  const page: WantedPage = { wanted: [], refused: [] };
  for (const one of local) {
    const why = dead.get(one.uid);
    if (why === undefined) page.wanted.push(one);
    else page.refused.push(refusalOf(link, one, why.code, { reference: shortText(why.reference) }));
  }
  return page;
}

/** Members that a later family brings: an update replaces all of an object, so what is there is sent along. */
async function withMembers(link: Dhis2Link, { key, filledLater }: Family, wanted: Wanted[]): Promise<Wanted[]> {
  if (filledLater === undefined || wanted.length === 0) return wanted;
  const there = await objectsThere(link, { family: key, uids: wanted.map(({ uid }) => uid), fields: `id,${filledLater}[id]` });
  return wanted.map((one) => {
    const members = rowsIn(there.get(one.uid)?.[filledLater] ?? []) ?? [];
    return members.length === 0 ? one : { ...one, object: { ...one.object, [filledLater]: members } };
  });
}

/** An object that does not get there, with its name and the reason. */
export function refusalOf({ host }: Dhis2Link, { delivery, uid, object }: Wanted, code: string, facts: Record<string, string>): Reject {
  const { name } = object;
  const shown = typeof name === "string" ? shortText(`${name} (${uid})`, 200) : uid;
  return { id: delivery.id, code, facts: { host, object: shown, ...facts }, sample: sampleOf(delivery.data) };
}
