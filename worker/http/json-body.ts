// Checks a JSON body before any schema does: it can be parsed, is not nested too deeply, and holds
// only text that a database can keep.
import type { Json } from "../../contract/values/json.ts";

/** Most levels of objects and lists: our schemas need six, and recursion over them is safe. */
const deepest = 64;

export type BodyFault =
  { code: "body_unreadable" | "body_too_deep" } | { code: "not_valid"; path: string };

/**
 * What is wrong with a body as it was sent; null: nothing.
 * @param bytes within the limit of size; anything but UTF-8 (RFC 8259, section 8.1) is refused,
 * never repaired
 */
export function faultOf(bytes: ArrayBuffer): BodyFault | null {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return { code: "body_unreadable" };
  }
  // Counted before parsing: the code below recurses, and a hundred thousand nested brackets would
  // overflow the stack.
  if (depthOf(text) > deepest) return { code: "body_too_deep" };
  try {
    const path = unkeepable(JSON.parse(text) as Json);
    return path === null ? null : { code: "not_valid", path };
  } catch {
    return { code: "body_unreadable" };
  }
}

/** How deeply brackets are nested, strings aside. */
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
 * The path of a text that no database keeps unchanged, with U+0000 or an unpaired surrogate, or of
 * the name `__proto__`; null: there is none.
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
