// Finds a few objects in a large JSON text, without building anything around them.
import type { Json } from "../contract/values/json.ts";
import { endOfString, JsonTextError, parseJson, type JsonLimits } from "./json.ts";

const QUOTE = 0x22;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Where the value of a member begins, if it is a string. */
const toText = /\s*:\s*(?=")/y;

export type Member = { name: string; value: string };

/**
 * Yields the objects that have a member with this name and text, each parsed on its own, in the
 * order in which they end. The text around them need not be valid; the caller knows what was
 * requested.
 * @param each the limits of one such object; its depth also limits the text around it
 */
export function* objectsWith(
  text: string,
  { name, value }: Member,
  each: JsonLimits,
): Iterable<Json> {
  const open: { from: number; wanted: boolean }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      const holder = open.at(-1);
      if (holder && isText(text, { from: at, end, wanted: name }) && hasValue(text, end + 1, value))
        holder.wanted = true;
      at = end;
    } else if (code === OPEN_OBJECT) {
      if (open.length >= each.depth)
        throw new JsonTextError("unreadable", `nested deeper than ${each.depth}`);
      open.push({ from: at, wanted: false });
    } else if (code === CLOSE_OBJECT) {
      const closed = open.pop();
      if (closed?.wanted === true) yield parseJson(text.slice(closed.from, at + 1), each);
    }
  }
}

const isText = (
  text: string,
  { from, end, wanted }: { from: number; end: number; wanted: string },
): boolean => end - from - 1 === wanted.length && text.startsWith(wanted, from + 1);

function hasValue(text: string, at: number, wanted: string): boolean {
  toText.lastIndex = at;
  if (!toText.test(text)) return false;
  const from = toText.lastIndex;
  return isText(text, { from, end: endOfString(text, from), wanted });
}
