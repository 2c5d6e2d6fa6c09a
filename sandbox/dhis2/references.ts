// What an importer checks before it accepts an object: broken references, codes already taken,
// objects in use.
import type { Instance } from "./instance.ts";
import { classes, referencesIn, type Obj } from "./objects.ts";
import { schemas } from "./schemas.ts";

export type Complaint = {
  message: string;
  mainKlass: string;
  errorKlass?: string;
  errorProperty?: string;
  errorProperties?: string[];
  errorCode: string;
};

const shortClass = (collection: string): string =>
  (classes[collection] ?? collection).split(".").at(-1) ?? "";

/** @param coming uids in the same payload, by collection */
export function complaintsOf(
  instance: Instance,
  collection: string,
  object: Obj,
  coming: Map<string, Set<string>>,
): Complaint[] {
  const mainKlass = classes[collection] ?? collection;
  const name = `${String(object["name"] ?? "")} [${String(object["id"])}] (${shortClass(collection)})`;
  const dangling = referencesIn(object).filter(
    ({ collection: to, uid }) =>
      !instance.collection(to).has(uid) &&
      !coming.get(to)?.has(uid) &&
      !isItself(collection, object, to, uid),
  );
  const complaints: Complaint[] = dangling.map(({ member, collection: to, uid }) => ({
    message: `Invalid reference [${uid}] (${shortClass(to)}) on object ${name} for association \`${member}\`.`,
    mainKlass,
    errorKlass: classes[to] ?? to,
    errorProperty: member,
    errorProperties: [uid],
    errorCode: "E5002",
  }));
  const { required, unique } = schemas[collection] ?? { required: ["name"], unique: ["code"] };
  for (const property of unique) {
    const value = object[property];
    if (value === undefined || value === null) continue;
    const other = [...instance.collection(collection).values()].find(
      (one) => one[property] === value && one["id"] !== object["id"],
    );
    if (other === undefined) continue;
    const message = `Property \`${property}\` with value \`${String(value)}\` on object ${name} already exists on object ${String(other["id"])}.`;
    complaints.push({ message, mainKlass, errorProperty: property, errorCode: "E5003" });
  }
  for (const property of required) {
    const value = object[property];
    if (value !== undefined && value !== null && value !== "") continue;
    complaints.push({
      message: `Missing required property \`${property}\`.`,
      mainKlass,
      errorProperty: property,
      errorCode: "E4000",
    });
  }
  return complaints;
}

const isItself = (collection: string, object: Obj, to: string, uid: string): boolean =>
  to === collection && object["id"] === uid;

/** An object that others refer to cannot be deleted. */
export function usesOf(instance: Instance, collection: string, uid: string): Complaint[] {
  for (const [name, objects] of instance.collections) {
    for (const object of objects.values()) {
      if (
        object["id"] === uid ||
        !referencesIn(object).some((one) => one.collection === collection && one.uid === uid)
      )
        continue;
      const message = `Object could not be deleted because it is associated with another object: ${shortClass(name)}`;
      return [{ message, mainKlass: classes[collection] ?? collection, errorCode: "E4030" }];
    }
  }
  return [];
}
