// Parses a JSON envelope whose rows are read one at a time, so that a page of a thousand wide rows
// is never in memory as values.
import type { Json } from "../contract/values/json.ts";
import { endOfString, JsonTextError, parseJson, type JsonLimits } from "./json.ts";

const QUOTE = 0x22;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The depth of rows: the envelope's member, then the list. */
const rowDepth = 2;

export type RowLimits = {
  rows: number;
  /** Of one row, and of the envelope without its rows. */ each: JsonLimits;
};

export type Envelope = {
  /** The envelope, with a number in the place of each row. */
  head: Json;
  /** The row with this number, parsed on demand; undefined if there is none. */
  row(number: number): Json | undefined;
  /** The text of a row, for one that cannot be parsed. */
  textOf(number: number): string;
};

/**
 * Cuts the rows out of the lists of an envelope. The text is valid JSON if and only if the envelope
 * and all its rows are.
 */
export function parseEnvelope(text: string, { rows: most, each }: RowLimits): Envelope {
  const cuts: [from: number, to: number][] = [];
  const rest: string[] = [];
  let [depth, from, kept] = [0, -1, 0];
  let inList = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (depth === rowDepth - 1) inList = code === OPEN_LIST;
      if (depth === rowDepth) from = inList && code === OPEN_OBJECT ? at : -1;
      depth += 1;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      depth -= 1;
      if (depth !== rowDepth || from < 0) continue;
      rest.push(text.slice(kept, from), String(cuts.length));
      cuts.push([from, at + 1]);
      [kept, from] = [at + 1, -1];
      if (cuts.length > most) throw new JsonTextError("unreadable", `more than ${most} rows`);
    }
  }
  rest.push(text.slice(kept));
  return {
    head: parseJson(rest.join(""), each, "infinite"),
    row: (number) => {
      const cut = cuts[number];
      return cut && parseJson(text.slice(...cut), each, "infinite");
    },
    textOf: (number) => text.slice(...(cuts[number] ?? [0, 0])),
  };
}
