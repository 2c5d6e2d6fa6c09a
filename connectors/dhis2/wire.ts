// DHIS2's requests and responses as plain data: how paths are spelled, and what objects and uids
// look like.
import type { Json } from "../../contract/values/json.ts";
import type { SourceResponse } from "../source-client.ts";

/** An object within a response. */
export type Row = { [name: string]: Json };

/** Whether a value is an object. */
export const isRow = (value: Json | undefined): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The rows of a list; null if anything in it is not a row. */
export const rowsIn = (value: Json | undefined): Row[] | null =>
  Array.isArray(value) && value.every(isRow) ? value : null;

const uid = /^[A-Za-z][A-Za-z0-9]{10}$/;

/** A uid: a letter and ten letters or digits, case-sensitive. */
export const isUid = (value: Json | undefined): value is string =>
  typeof value === "string" && uid.test(value);

/** The uid of a reference such as `{ id }`; null if there is none. */
export const uidIn = (value: Json | undefined): string | null =>
  isRow(value) && isUid(value["id"]) ? value["id"] : null;

/**
 * A path below /api with its query. Brackets and colons are percent-encoded, because some proxies
 * reject them.
 */
export function pathTo(resource: string, query: [name: string, value: string][] = []): string {
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `/api/${resource}${text === "" ? "" : `?${text}`}`;
}

/** Whether a response is a web page instead of data. */
export const looksLikePage = (answer: SourceResponse): boolean =>
  /html/i.test(answer.headers["content-type"] ?? "") ||
  /^\s*<(!doctype html|html|head|title|body)/i.test(answer.body.slice(0, 200));

/** Cuts a list into parts of `size` items. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

/** Sorts by character, as the store does, whatever the language. */
export const ascending = (texts: Iterable<string>): string[] =>
  [...texts].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));

/** Sorts records by id, whatever language their database sorts by. */
export const sortedById = <R extends { id: string | number }>(records: R[]): R[] =>
  [...records].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));

/**
 * Whether a value holds only real numbers and whole characters. JSON can spell others, and such an
 * object cannot be stored as it came.
 */
export function isSound(value: Json): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "string") return value.isWellFormed();
  if (Array.isArray(value)) return value.every(isSound);
  return (
    !isRow(value) ||
    Object.entries(value).every(([name, member]) => name.isWellFormed() && isSound(member))
  );
}

/** A text of the source that people may see, cut short and on one line. */
export const shortText = (text: string, length = 300): string =>
  text
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, length)
    .toWellFormed();
