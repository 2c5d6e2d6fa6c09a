// The searchable text of a record: its values without case and accents, one per line. Names of
// columns are not part of it.
import { fold } from "../../contract/values/fold.ts";
import { parseJson } from "./rows.ts";

/**
 * @param data a record's JSON. Numbers are searched as they are written; true, false and null are
 * not searchable.
 */
function searchTextOf(data: string): string {
  const found: string[] = [];
  // No recursion: a value may be nested deeper than the call stack allows.
  const waiting: unknown[] = [parseJson<unknown>(data)];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === "string") found.push(fold(value));
    else if (typeof value === "number") found.push(String(value));
    else if (typeof value === "object" && value !== null)
      for (const part of Object.values(value).reverse()) waiting.push(part);
  }
  return found.join("\n");
}

/**
 * Folds the JSON of many records as one text. Every match in one of their values also occurs here,
 * along with false matches. Folding a thousand records takes a few milliseconds. Stored folded
 * copies would cost more: most rows would outgrow a database page and take five times the space.
 */
export const roughTextOf = (data: string): string =>
  fold(data.includes("\\") ? data.replace(escapes, unescaped) : data);

const escapes = /\\(?:u[\da-fA-F]{4}|[^u])/g;
const unescaped = (escape: string): string => parseJson<string>(`"${escape}"`);

/** Whether a record has the words in one of its values. */
export const isFoundIn = (data: string, needle: string): boolean =>
  roughTextOf(data).includes(needle) && searchTextOf(data).includes(needle);

/** The folded text of a search; null: no search. */
export function needleOf(search: string | null): string | null {
  const needle = fold(search ?? "").trim();
  return needle === "" ? null : needle;
}
