// Makes objects portable between DHIS2 systems: drops what belongs to one system alone, and names
// what each system identifies by its own uids.
import type { Json } from "../../contract/values/json.ts";
import type { Family } from "./families.ts";
import { isSet, withSetsSorted } from "./list-order.ts";
import { keyInMarker, markerOf, rewriteMentions } from "./option-combo-mentions.ts";
import { rewriteLevels } from "./unit-levels.ts";
import type { Defaults } from "./system.ts";
import { isRow, type Row } from "./wire.ts";

/**
 * Users, rights and stamps of one system mean nothing in another. References to users would be
 * refused there, and a new stamp alone is no change.
 */
const leftOut = new Set([
  "access",
  "createdBy",
  "externalAccess",
  "favorite",
  "favorites",
  "href",
  "lastUpdated",
  "lastUpdatedBy",
  "notificationRecipients",
  "publicAccess",
  "sharing",
  "subscribed",
  "subscribers",
  "user",
  "userAccesses",
  "userGroupAccesses",
]);

/** Members that each system computes from the parents. */
const derived = ["path", "level", "leaf", "ancestors"];

/**
 * Names for what each system identifies by its own uids: the default objects, option combinations
 * by what they are made of, levels by their number.
 */
export type Names = {
  defaults: Defaults;
  combinations: Map<string, string>;
  levels: Map<string, string>;
};

const defaultMark = (name: string): string => `default:${name}`;

/**
 * An object of a family in its portable form. `combinations`: keys by uid. `levels`: markers by
 * uid.
 */
export function toPortable(
  row: Row,
  family: Family,
  { defaults, combinations, levels }: Names,
): Row {
  const dropped = new Set([
    ...(family.filledLater ? [family.filledLater] : []),
    ...(family.byLevel ? derived : []),
    ...(family.own ?? []),
  ]);
  const marks = new Map(Object.entries(defaults).map(([name, uid]) => [uid, defaultMark(name)]));
  const kept = Object.fromEntries(Object.entries(row).filter(([name]) => !dropped.has(name)));
  const named = rewriteMentions(cleaned(kept, replacing(marks)), (uid) => {
    const key = combinations.get(uid);
    return key === undefined ? uid : markerOf(key);
  });
  return withSetsSorted(family.key, rewriteLevels(named as Row, levels));
}

/**
 * A portable object as the system with these names knows it. `combinations`: uids by key. `levels`:
 * uids by marker. What has no name there stays as it is.
 */
export function toLocal(object: Row, { defaults, combinations, levels }: Names): Row {
  const uids = new Map(Object.entries(defaults).map(([name, uid]) => [defaultMark(name), uid]));
  const named = rewriteMentions(
    object,
    (text) => combinations.get(keyInMarker(text) ?? "") ?? text,
  );
  return rewriteLevels(cleaned(named, replacing(uids)) as Row, levels);
}

/**
 * Replaces every mention of a name, wherever it stands: expressions contain uids in the middle of
 * their text.
 */
function replacing(names: Map<string, string>): (text: string) => string {
  // Longest first, because one marker may be the beginning of another.
  const longest = [...names.keys()].sort((one, other) => other.length - one.length);
  const any = new RegExp(longest.join("|"), "g");
  return (text) => text.replace(any, (name) => names.get(name) ?? name);
}

function cleaned(value: Json, replace: (text: string) => string): Json {
  if (typeof value === "string") return replace(value.toWellFormed());
  if (typeof value === "number") return value + 0;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, replace));
  if (!isRow(value)) return value;
  const result: Row = {};
  for (const [name, member] of Object.entries(value)) {
    if (!leftOut.has(name) && name !== "__proto__" && name.isWellFormed())
      result[name] = cleaned(member, replace);
  }
  return result;
}

/**
 * Whether an object of the system holds everything we would write. Anything else it holds is its
 * own. Sets may come in any order; lists with a meaningful order must match it.
 */
export const holdsObject = (theirs: Row, ours: Row, family: string): boolean =>
  Object.entries(ours).every(([name, member]) =>
    Array.isArray(member) && !isSet(family, name, member)
      ? holdsInOrder(theirs[name], member)
      : holds(theirs[name], member),
  );

function holds(theirs: Json | undefined, ours: Json): boolean {
  if (Array.isArray(ours))
    return Array.isArray(theirs)
      ? holdsSet(theirs, ours)
      : ours.length === 0 && theirs === undefined;
  if (isRow(ours)) {
    if (theirs === undefined) return Object.keys(ours).length === 0;
    return (
      isRow(theirs) && Object.entries(ours).every(([name, member]) => holds(theirs[name], member))
    );
  }
  return ours === null ? theirs === null || theirs === undefined : theirs === ours;
}

function holdsInOrder(theirs: Json | undefined, ours: Json[]): boolean {
  if (!Array.isArray(theirs)) return ours.length === 0 && theirs === undefined;
  return theirs.length === ours.length && ours.every((item, at) => holds(theirs[at], item));
}

function holdsSet(theirs: Json[], ours: Json[]): boolean {
  if (theirs.length !== ours.length) return false;
  const uidOf = (item: Json): string | null =>
    isRow(item) && typeof item["id"] === "string" ? item["id"] : null;
  const byUid = new Map(theirs.map((item) => [uidOf(item), item]));
  if (ours.every((item) => uidOf(item) !== null))
    return ours.every((item) => holds(byUid.get(uidOf(item)), item));
  if (ours.every((item, at) => holds(theirs[at], item))) return true;
  // Operands have no stored uid and level numbers have none at all, so both are compared in any
  // order.
  return !ours.some(Array.isArray) && ours.every((item) => theirs.some((one) => holds(one, item)));
}
