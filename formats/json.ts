// JSON text to data, bounded in depth before anything is built from it.
import type { Json } from "../contract/json.ts";

/** The text is not JSON, or is nested deeper than any honest answer. */
export class JsonTextError extends Error {
  override name = "JsonTextError";
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Parses JSON text of at most `maxDepth` nested lists and objects. The caller has bounded its length. */
export function parseJson(text: string, maxDepth = 64): Json {
  if (deeperThan(text, maxDepth)) throw new JsonTextError(`nested deeper than ${maxDepth}`);
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    // The engine's message quotes the text, which may hold private data: it goes no further.
    throw new JsonTextError("not JSON", { cause: cause instanceof SyntaxError ? undefined : cause });
  }
}

/** Deep nesting parses well but overflows the stack of whoever walks or prints the result. */
function deeperThan(text: string, maxDepth: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth -= 1;
  }
  return false;
}

/** Where the string that opens at `start` closes; the end of the text when it never does. */
function endOfString(text: string, start: number): number {
  let end = start;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
}
