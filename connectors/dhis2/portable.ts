// Objects on their way from one DHIS2 to another: without what belongs to one system alone, and
// with names for what each calls by its own.
import type { Json } from "../../contract/values/json.ts";
import type { Family } from "./families.ts";
import { isSet, withSetsSorted } from "./list-order.ts";
import { keyIn, markOf, rewriteMentions } from "./option-combo-mentions.ts";
import { rewriteLevels } from "./unit-levels.ts";
import type { Defaults } from "./system.ts";
import { isRow, type Row } from "./wire.ts";

/**
 * People, rights and stamps of one system mean nothing in another: references to users would be
 * refused there, and an object that was only touched has not changed.
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

/** Worked out by each system from the parents. */
const derived = ["path", "level", "leaf", "ancestors"];

/**
 * What one system calls by uids of its own: its defaults, its option combinations by what they are
 * made of, its levels by their number.
 */
export type Names = {
  defaults: Defaults;
  combinations: Map<string, string>;
  levels: Map<string, string>;
};

const defaultMark = (name: string): string => `default:${name}`;

/**
 * An object of a family as it may be kept and sent elsewhere. `combinations`: keys by uid;
 * `levels`: marks by uid.
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
    return key === undefined ? uid : markOf(key);
  });
  return withSetsSorted(family.key, rewriteLevels(named as Row, levels));
}

/**
 * The same object as a system with these names knows it. `combinations`: uids by key; `levels`:
 * uids by mark. What it has no name for stays.
 */
export function toLocal(object: Row, { defaults, combinations, levels }: Names): Row {
  const uids = new Map(Object.entries(defaults).map(([name, uid]) => [defaultMark(name), uid]));
  const named = rewriteMentions(object, (text) => combinations.get(keyIn(text) ?? "") ?? text);
  return rewriteLevels(cleaned(named, replacing(uids)) as Row, levels);
}

/**
 * Expressions name uids in the middle of their text: each mention is replaced, wherever it stands.
 */
function replacing(names: Map<string, string>): (text: string) => string {
  // The longest first: one mark begins like another.
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
 * Does an object of the system hold all that we would write? What it knows besides is its own; sets
 * come in any order, and lists whose order means something in that one.
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
  // Operands have no uid that is kept, and numbers of levels are none: they come in any order.
  return !ours.some(Array.isArray) && ours.every((item) => theirs.some((one) => holds(one, item)));
}
