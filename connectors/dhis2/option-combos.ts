// Names option combinations by the options they are made of, because each system generates its own
// uids for them.
import { z } from "zod";
import { allOf } from "./collection.ts";
import { failure } from "./faults.ts";
import type { Dhis2Client } from "./requests.ts";
import { defaultsOf } from "./system.ts";
import { combinationKey, defaultOptions } from "./value-ids.ts";
import { chunks, isUid, rowsIn, uidIn, type Row } from "./wire.ts";

const family = "categoryOptionCombos";
const fields = "id,categoryCombo[id],categoryOptions[id]";
const uidsPerQuestion = 100;
const combosPerQuestion = 20;

type Combination = { uid: string; combo: string; key: string };

/**
 * Keys by uid; an empty key for a combination that shares its options with another. Large sets are
 * not remembered: each page requests them again.
 */
const KeyByUid = z.record(z.string(), z.string());

/**
 * The keys of the combinations with these uids. Combinations that the account may not read are left
 * out. So are those that share their options with another uid: their system tells the two apart,
 * and they must not become one here.
 */
export async function keysOf(
  client: Dhis2Client,
  uids: Iterable<string>,
): Promise<Map<string, string>> {
  const wanted = [...new Set(uids)];
  if (wanted.length === 0) return new Map();
  const defaults = await defaultsOf(client);
  const known = new Map(
    Object.entries(KeyByUid.safeParse(client.recall("optionCombos")).data ?? {}),
  );
  const missing = wanted.filter((uid) => !known.has(uid) && uid !== defaults.categoryOptionCombo);
  const named = await combinationsBy(client, "id", missing);
  // All combinations of the same category combination are needed, to see which of them share their
  // options.
  const beside = await combinationsBy(
    client,
    "categoryCombo.id",
    new Set(named.map(({ combo }) => combo)),
  );
  for (const [uid, key] of unmistakable([...named, ...beside])) known.set(uid, key);
  if (named.length > 0) client.remember("optionCombos", Object.fromEntries(known));
  known.set(defaults.categoryOptionCombo, defaultOptions);
  return new Map(
    wanted.flatMap((uid) => (known.get(uid) ? [[uid, known.get(uid) ?? ""] as const] : [])),
  );
}

/** Keys by uid; an empty key where several combinations have the same one. */
function unmistakable(combinations: Combination[]): Map<string, string> {
  const byUid = new Map(combinations.map((one) => [one.uid, one]));
  const byKey = Map.groupBy(byUid.values(), ({ key }) => key);
  return new Map(
    [...byUid.values()].map(({ uid, key }) => [uid, byKey.get(key)?.length === 1 ? key : ""]),
  );
}

/**
 * The uids that this system gives to combinations with these keys; keys it does not have are left
 * out. `ambiguous`: keys that several of its combinations have. None of them is guessed.
 */
export async function uidsOf(
  client: Dhis2Client,
  keys: Iterable<string>,
): Promise<{ uids: Map<string, string>; ambiguous: Set<string> }> {
  const defaults = await defaultsOf(client);
  const uids = new Map([[defaultOptions, defaults.categoryOptionCombo]]);
  const ambiguous = new Set<string>();
  const wanted = new Set([...keys].filter((key) => key !== defaultOptions));
  const combos = new Set(
    [...wanted].filter((key) => key.includes(".")).map((key) => key.split(".")[0] ?? ""),
  );
  for (const { uid, key } of await combinationsBy(client, "categoryCombo.id", combos)) {
    if (!wanted.has(key)) continue;
    if (uids.has(key) && uids.get(key) !== uid) ambiguous.add(key);
    uids.set(key, uid);
  }
  for (const key of ambiguous) uids.delete(key);
  // A bare uid stands for a combination that the source could not identify by its options; it is
  // used as it is.
  for (const key of wanted) if (!key.includes(".")) uids.set(key, key);
  return { uids, ambiguous };
}

/** Combinations by their own uids, or by the uids of their category combinations. */
export async function combinationsBy(
  client: Dhis2Client,
  by: "id" | "categoryCombo.id",
  uids: Iterable<string>,
): Promise<Combination[]> {
  const found: Combination[] = [];
  const asked = new Set(uids);
  for (const part of chunks([...asked], by === "id" ? uidsPerQuestion : combosPerQuestion)) {
    for (const row of await allOf(client, {
      family,
      filters: [`${by}:in:[${part.join(",")}]`],
      fields,
    })) {
      const one = combinationIn(client, row);
      if (!asked.has(by === "id" ? one.uid : one.combo))
        throw failure(client, "broken", "filter_disobeyed", { model: family });
      found.push(one);
    }
  }
  return found;
}

function combinationIn(
  client: Dhis2Client,
  { id, categoryCombo, categoryOptions }: Row,
): Combination {
  const combo = uidIn(categoryCombo);
  const options = rowsIn(categoryOptions ?? [])?.map(uidIn) ?? null;
  if (!isUid(id) || combo === null || !options?.every((uid) => uid !== null))
    throw failure(client, "broken", "answer_unreadable");
  return { uid: id, combo, key: combinationKey(combo, options) };
}
