// Option combinations: each system makes its own, so they are named by what they are made of, and found again by it.
import { z } from "zod";
import { allOf } from "./collection.ts";
import { failure } from "./faults.ts";
import type { Dhis2Link } from "./ask.ts";
import { defaultsOf } from "./system.ts";
import { defaultOptions, optionsKey } from "./value-ids.ts";
import { inParts, isUid, rowsIn, uidIn, type Row } from "./wire.ts";

const family = "categoryOptionCombos";
const fields = "id,categoryCombo[id],categoryOptions[id]";
const uidsPerQuestion = 100;
const combosPerQuestion = 20;

/** Keys by uid. Large ones are not remembered, and asked again by each page. */
const Known = z.record(z.string(), z.string());

/** What the combinations with these uids are made of. One that the account may not read keeps its uid. */
export async function keysOf(link: Dhis2Link, uids: Iterable<string>): Promise<Map<string, string>> {
  const defaults = await defaultsOf(link);
  const known = new Map(Object.entries(Known.safeParse(link.recall("optionCombos")).data ?? {}));
  known.set(defaults.categoryOptionCombo, defaultOptions);
  const missing = [...new Set(uids)].filter((uid) => !known.has(uid));
  for (const part of inParts(missing, uidsPerQuestion)) {
    for (const row of await allOf(link, { family, filters: [`id:in:[${part.join(",")}]`], fields })) {
      const { uid, combo, options } = combinationIn(link, row);
      known.set(uid, optionsKey(uid, combo, options));
    }
  }
  if (missing.length > 0) link.remember("optionCombos", Object.fromEntries(known));
  for (const uid of missing) if (!known.has(uid)) known.set(uid, uid);
  return known;
}

/** The uids that combinations with these keys have in this system; one that it does not have is not in the answer. */
export async function uidsOf(link: Dhis2Link, keys: Iterable<string>): Promise<Map<string, string>> {
  const defaults = await defaultsOf(link);
  const found = new Map([[defaultOptions, defaults.categoryOptionCombo]]);
  const wanted = new Set([...keys].filter((key) => key !== defaultOptions));
  const combos = [...new Set([...wanted].filter((key) => key.includes(".")).map((key) => key.split(".")[0] ?? ""))];
  for (const part of inParts(combos, combosPerQuestion)) {
    for (const row of await allOf(link, { family, filters: [`categoryCombo.id:in:[${part.join(",")}]`], fields })) {
      const { uid, combo, options } = combinationIn(link, row);
      const key = optionsKey(uid, combo, options);
      if (wanted.has(key)) found.set(key, uid);
    }
  }
  // A bare uid is one that the source would not explain: here it is taken at its word.
  for (const key of wanted) if (!key.includes(".")) found.set(key, key);
  return found;
}

function combinationIn(link: Dhis2Link, { id, categoryCombo, categoryOptions }: Row): { uid: string; combo: string; options: string[] } {
  const combo = uidIn(categoryCombo);
  const options = rowsIn(categoryOptions)?.map(uidIn) ?? null;
  if (!isUid(id) || combo === null || !options?.every((uid) => uid !== null)) throw failure(link, "broken", "answer_unreadable");
  return { uid: id, combo, options };
}
