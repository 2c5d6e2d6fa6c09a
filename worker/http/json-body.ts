// A JSON body before anything looks at it: readable, not deeper than people write, and made of text
// that can be kept.
import type { Json } from "../../contract/values/json.ts";

/**
 * Levels of objects and lists: what the product takes has six; recursion over a checked body is
 * safe.
 */
const deepest = 64;

export type BodyFault =
  { code: "body_unreadable" | "body_too_deep" } | { code: "not_valid"; path: string };

/**
 * What is wrong with a body as it was sent; null: nothing.
 * @param bytes UTF-8, within the limit of size. RFC 8259 section 8.1: JSON is UTF-8; what is not is
 * refused, never repaired.
 */
export function faultOf(bytes: ArrayBuffer): BodyFault | null {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return { code: "body_unreadable" };
  }
  // Counted before parsing: what follows walks values, and a chain of a hundred thousand brackets
  // would end the stack.
  if (depthOf(text) > deepest) return { code: "body_too_deep" };
  try {
    const path = unkeepable(JSON.parse(text) as Json);
    return path === null ? null : { code: "not_valid", path };
  } catch {
    return { code: "body_unreadable" };
  }
}

/** How deep brackets stand inside each other, strings aside. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === "{" || character === "[") most = Math.max(most, ++depth);
    else if (character === "}" || character === "]") depth -= 1;
  }
  return most;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/**
 * Where a text stands that no database keeps as it is: with U+0000 or half a character, or a name
 * that stands for an object's own parts.
 */
function unkeepable(value: Json, path: string[] = []): string | null {
  if (typeof value === "string") return isKeepable(value) ? null : path.join(".");
  if (value === null || typeof value !== "object") return null;
  for (const [name, part] of Object.entries(value)) {
    if (name === "__proto__" || !isKeepable(name)) return [...path, "?"].join(".");
    const found = unkeepable(part, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}

const isKeepable = (text: string) => text.isWellFormed() && !text.includes("\u0000");
