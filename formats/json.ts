// Parses JSON text, with its depth and size limited before anything is built.
import type { Json } from "../contract/values/json.ts";
import { isHeld, unheldNumber } from "./number.ts";

/**
 * `too_large`: more values than fit in memory; smaller requests may help. `unreadable`: not JSON,
 * or nested deeper than any honest response.
 */
export class JsonTextError extends Error {
  override name = "JsonTextError";
  readonly reason: "too_large" | "unreadable";

  constructor(reason: "too_large" | "unreadable", message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

export type JsonLimits = { depth: number; values: number };

/**
 * A value of three characters takes up to a hundred and fifty bytes once it is parsed, so eight
 * megabytes of them would fill an isolate.
 */
export const defaultLimits: JsonLimits = { depth: 64, values: 300_000 };

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Parses JSON text within limits. The caller has limited its length. A number that would be rounded
 * becomes a text that no reader accepts (`unheldNumber`), so only its record is lost.
 * @param oddNumbers `infinite`: bare NaN and Infinity, which some writers produce, are read as an
 * infinite number, so that whoever checks numbers finds the record that holds it. Otherwise they
 * are not JSON.
 */
export function parseJson(
  text: string,
  limits: JsonLimits = defaultLimits,
  oddNumbers: "refused" | "infinite" = "refused",
): Json {
  const { longNumbers } = requireWithin(text, limits);
  const exact = longNumbers
    ? withBare(text, (bare) => bare.replace(number, (one) => (isHeld(one) ? one : spelled(one))))
    : text;
  try {
    return JSON.parse(exact) as Json;
  } catch (cause) {
    const other =
      oddNumbers === "infinite"
        ? withBare(exact, (bare) => bare.replace(notNumber, "1e999"))
        : exact;
    if (other !== exact) return parseJson(other, limits);
    // The engine's message quotes the text, which may hold private data, so it is not passed on.
    throw new JsonTextError("unreadable", "not JSON", {
      cause: cause instanceof SyntaxError ? undefined : cause,
    });
  }
}

const notNumber = /-?\b(?:NaN|Infinity)\b/g;
/**
 * A number of JSON (RFC 8259, section 6). Other spellings are left as they are, and are not JSON.
 */
const number = /(?<![\w.+-])-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/g;
/** A number beyond all limits becomes infinite on its own, which every check finds. */
const spelled = (text: string): string =>
  Number.isFinite(Number(text)) ? JSON.stringify(unheldNumber(text)) : text;

/** Rewrites only what is outside of strings. */
function withBare(text: string, rewrite: (bare: string) => string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const start = text.indexOf('"', at);
    parts.push(rewrite(start < 0 ? text.slice(at) : text.slice(at, start)));
    if (start < 0) break;
    const end = endOfString(text, start) + 1;
    parts.push(text.slice(start, end));
    at = end;
  }
  return parts.join("");
}

/**
 * Throws `JsonTextError` if a text is nested deeper or holds more than the limits: deep nesting
 * parses well, but overflows the stack of whoever walks or prints the result. Each comma or bracket
 * counts as one value. `longNumbers`: some numbers may have more digits than a double holds.
 */
export function requireWithin(text: string, limits: JsonLimits): { longNumbers: boolean } {
  let [depth, values, longNumbers] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values += 1;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth += 1;
      values += 1;
      if (depth > limits.depth)
        throw new JsonTextError("unreadable", `nested deeper than ${limits.depth}`);
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth -= 1;
    else if (isFigure(code)) {
      const start = at;
      while (isFigure(text.charCodeAt(at + 1))) at += 1;
      longNumbers ||= at - start >= plainLength || /[eE]/.test(text.slice(start, at + 1));
    }
  }
  if (values > limits.values)
    throw new JsonTextError("too_large", `more than ${limits.values} values`);
  return { longNumbers };
}

/** A double holds any number of this many characters without an exponent. */
const plainLength = 15;

/** Digits and `+`, `-`, `.`, `E`, `e`. */
const isFigure = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) ||
  code === 0x2d ||
  code === 0x2e ||
  code === 0x2b ||
  code === 0x45 ||
  code === 0x65;

/** Where the string that opens at `start` closes; the end of the text if it never does. */
export function endOfString(text: string, start: number): number {
  let end = start;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
}
