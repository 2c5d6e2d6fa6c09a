// The `fields` parameter: presets, members, and members of members.
import type { Instance } from "./instance.ts";
import { isObj, type Json, type Obj } from "./objects.ts";

type Wanted = { name: string; inner: Wanted[] | null };

/** Members that an object does not own; they are only returned when named. */
const worked = new Set(["level", "displayName", "access", "href"]);
/** The path is stored with the unit. */
const identifiable = ["id", "name", "code", "displayName", "created", "lastUpdated"];

/** Parses `id,name,categoryCombo[id,name]`. */
function parse(text: string): Wanted[] {
  const wanted: Wanted[] = [];
  let [name, depth, inner] = ["", 0, ""];
  const take = () => {
    if (name.trim() !== "")
      wanted.push({ name: name.trim(), inner: inner === "" ? null : parse(inner) });
    [name, inner] = ["", ""];
  };
  for (const character of text) {
    if (character === "]") depth -= 1;
    if (depth > 0) inner += character;
    else if (character === ",") take();
    else if (character !== "[" && character !== "]") name += character;
    if (character === "[") depth += 1;
  }
  take();
  return wanted;
}

/**
 * Picks the requested members of an object; references are resolved if more than their id is
 * requested.
 */
export function shape(instance: Instance, fields: string): (object: Obj) => Obj {
  const wanted = parse(fields);
  return (object) => shaped(instance, object, wanted);
}

function shaped(instance: Instance, object: Obj, wanted: Wanted[]): Obj {
  const shown: Obj = {};
  for (const { name, inner } of wanted) {
    for (const member of membersOf(object, name)) {
      const value = memberOf(instance, object, member);
      if (value !== undefined && value !== null)
        shown[member] = inner === null ? value : shapedValue(instance, { member, value, inner });
    }
  }
  return shown;
}

function memberOf(instance: Instance, object: Obj, member: string): Json | undefined {
  if (member === "displayName") return object["name"];
  if (member === "access") return { read: true, update: true };
  return member === "dataSets" && object["path"] !== undefined
    ? dataSetsOf(instance, String(object["id"]))
    : object[member];
}

/**
 * The data sets of a unit. The assignment is stored with the data set, and returned with the unit.
 */
const dataSetsOf = (instance: Instance, unit: string): Obj[] =>
  [...instance.collection("dataSets").values()]
    .filter(
      ({ organisationUnits }) =>
        Array.isArray(organisationUnits) &&
        organisationUnits.some((one) => isObj(one) && one["id"] === unit),
    )
    .map(({ id }) => ({ id: id ?? null }));

function membersOf(object: Obj, name: string): string[] {
  if (name === ":owner" || name === ":persisted")
    return Object.keys(object).filter(
      (member) => !worked.has(member) || (member === "level" && object["path"] === undefined),
    );
  if (name === ":all" || name === "*") return [...Object.keys(object), "displayName", "access"];
  if (name === ":identifiable" || name === ":nameable") return identifiable;
  return [name];
}

function shapedValue(
  instance: Instance,
  { member, value, inner }: { member: string; value: Json; inner: Wanted[] },
): Json {
  if (Array.isArray(value))
    return value.map((one) => shapedValue(instance, { member, value: one, inner }));
  if (!isObj(value)) return value;
  return shaped(instance, { ...lookedUp(instance, member, String(value["id"])), ...value }, inner);
}

/** The object that a member refers to: `categoryCombo` is one of `categoryCombos`. */
export function lookedUp(instance: Instance, member: string, uid: string): Obj {
  for (const collection of [member, `${member}s`, member.replace(/y$/, "ies")]) {
    const found = instance.collections.get(collection)?.get(uid);
    if (found) return found;
  }
  return {};
}
