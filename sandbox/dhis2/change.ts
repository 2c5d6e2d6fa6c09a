// Changes on demand: modifies, adds and removes some objects or values.
import { Random } from "../random.ts";
import type { Instance } from "./instance.ts";
import { isObj, keyOf, type Value } from "./objects.ts";
import { uidFor } from "./uids.ts";

export type ChangeOrder = { family: string; changed: number; added: number; removed: number };
export type Changed = { changed: string[]; added: string[]; removed: string[] };

/** Changes, adds and removes objects or values; returns their ids. */
export function change(instance: Instance, order: ChangeOrder): Changed {
  instance.sequence += 1;
  const random = new Random(`${instance.name} ${order.family} change ${instance.sequence}`);
  return order.family === "dataValues"
    ? changeValues(instance, order, random)
    : changeObjects(instance, order, random);
}

/** Some items of a list, each once. */
function some<T>(list: T[], wanted: number, random: Random): T[] {
  const left = [...list];
  return Array.from({ length: Math.min(wanted, left.length) }, () =>
    left.splice(random.whole(0, left.length - 1), 1),
  ).flat();
}

function changeObjects(
  instance: Instance,
  { family, changed, added, removed }: ChangeOrder,
  random: Random,
): Changed {
  const collection = instance.collection(family);
  const own = [...collection.values()].filter(({ name }) => name !== "default");
  // Objects with values, and units with others below them, cannot be removed.
  const used = new Set(
    [...instance.values.values()].flatMap(({ orgUnit, dataElement }) => [orgUnit, dataElement]),
  );
  const parents = new Set(own.map(({ parent }) => (isObj(parent) ? String(parent["id"]) : "")));
  const leaves = own.filter(({ id }) => !used.has(String(id)) && !parents.has(String(id)));
  const gone = some(leaves, removed, random);
  for (const { id } of gone) collection.delete(String(id));
  const touched = some(
    own.filter((one) => !gone.includes(one)),
    changed,
    random,
  );
  for (const object of touched)
    instance.save(family, { ...object, description: `Revised, pass ${instance.sequence}` });
  const [pattern] = own;
  const born = Array.from({ length: added }, (_, at) => {
    const name = `New ${family} ${instance.sequence}-${at}`;
    return instance.save(family, {
      ...pattern,
      id: uidFor(`${instance.name} ${name}`),
      name,
      code: name,
      ...(family === "organisationUnits" ? { parent: { id: String(leafParent(own)) } } : {}),
    });
  });
  const ids = (objects: { id?: unknown }[]) => objects.map(({ id }) => String(id)).sort();
  return { changed: ids(touched), added: ids(born), removed: ids(gone) };
}

const leafParent = (units: { id?: unknown; level?: unknown }[]): unknown =>
  units.find(({ level }) => level === 3)?.id;

function changeValues(
  instance: Instance,
  { changed, added, removed }: ChangeOrder,
  random: Random,
): Changed {
  const now = instance.now();
  const alive = [...instance.values.values()].filter(({ deleted }) => !deleted);
  const recent = alive.filter(
    ({ createdMs, period }) =>
      createdMs > 0 &&
      period >= new Date(now - 300 * 86_400_000).toISOString().slice(0, 7).replace("-", ""),
  );
  const gone = some(recent, removed, random);
  for (const value of gone) instance.keep({ ...value, deleted: true, lastUpdatedMs: now });
  const touched = some(
    recent.filter((value) => !gone.includes(value)),
    changed,
    random,
  );
  for (const value of touched)
    instance.keep({
      ...value,
      value: `${Number(value.value) + instance.sequence + 1 || "other"}`,
      lastUpdatedMs: now,
    });
  const born = some(
    recent.filter(
      (value) => !gone.includes(value) && !touched.includes(value) && /^\d{6}$/.test(value.period),
    ),
    added * 5,
    random,
  )
    .map((value): Value => ({
      ...value,
      period: new Date(now).toISOString().slice(0, 7).replace("-", ""),
      createdMs: now,
      lastUpdatedMs: now,
    }))
    .filter((value) => !instance.values.has(keyOf(value)))
    .slice(0, added);
  for (const value of born) instance.keep(value);
  return {
    changed: touched.map(keyOf).sort(),
    added: born.map(keyOf).sort(),
    removed: gone.map(keyOf).sort(),
  };
}
