// DHIS2's questions and answers as plain data: how a path is spelled, what an object and a uid look
// like.
import type { Json } from "../../contract/values/json.ts";
import type { SourceResponse } from "../source-client.ts";

/** A member of an answer that is an object. */
export type Row = { [name: string]: Json };

export const isRow = (value: Json | undefined): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The rows of a list; whatever else stands in it makes the answer unreadable. */
export const rowsIn = (value: Json | undefined): Row[] | null =>
  Array.isArray(value) && value.every(isRow) ? value : null;

const uid = /^[A-Za-z][A-Za-z0-9]{10}$/;

/** Eleven characters, capitals and small letters being different ones. */
export const isUid = (value: Json | undefined): value is string =>
  typeof value === "string" && uid.test(value);

/** The uid of a reference such as `{ id }`. */
export const uidIn = (value: Json | undefined): string | null =>
  isRow(value) && isUid(value["id"]) ? value["id"] : null;

/**
 * A path below /api with its parameters. Brackets and colons are written out: not every server in
 * front bears them bare.
 */
export function pathTo(resource: string, query: [name: string, value: string][] = []): string {
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `/api/${resource}${text === "" ? "" : `?${text}`}`;
}

export const looksLikePage = (answer: SourceResponse): boolean =>
  /html/i.test(answer.headers["content-type"] ?? "") ||
  /^\s*<(!doctype html|html|head|title|body)/i.test(answer.body.slice(0, 200));

/** As many parts of a list as a size makes of it. */
export function inParts<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

/** As the store sorts text: by character, whatever the language. */
export const rising = (texts: Iterable<string>): string[] =>
  [...texts].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));

/** Records in the order of their ids, whatever the language by which their database sorts. */
export const inOrder = <R extends { id: string | number }>(records: R[]): R[] =>
  [...records].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));

/**
 * JSON can spell numbers that no number is, and halves of characters: an object that holds one
 * cannot be kept as it came.
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

/** A text of the source that people may see: short, on one line. */
export const shortText = (text: string, length = 300): string =>
  text
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, length)
    .toWellFormed();
