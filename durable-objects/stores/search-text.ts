// What of a record can be searched: its values, folded, one a line; names of columns are not among
// them.
import { fold } from "../../contract/values/fold.ts";
import { parseJson } from "./rows.ts";

/**
 * @param data a record's JSON. Numbers are searched as they are written; true, false and empty are
 * nothing to search.
 */
function searchTextOf(data: string): string {
  const found: string[] = [];
  // A stack of our own: a value may be nested deeper than calls can be.
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
 * The JSON of many records, folded as it stands: whatever is found in one of their values is found
 * here as well, and much else besides. Folding a thousand records at once takes a few milliseconds,
 * which costs less than keeping a folded copy of each: that copy makes most rows longer than a page
 * of the database has room for, and five times as large on the disk.
 */
export const roughTextOf = (data: string): string =>
  fold(data.includes("\\") ? data.replace(escapes, unescaped) : data);

const escapes = /\\(?:u[\da-fA-F]{4}|[^u])/g;
const unescaped = (escape: string): string => parseJson<string>(`"${escape}"`);

/** Whether a record has the words in one of its values. */
export const isFoundIn = (data: string, needle: string): boolean =>
  roughTextOf(data).includes(needle) && searchTextOf(data).includes(needle);

/** What somebody searches for; null: nothing. */
export function needleOf(search: string | null): string | null {
  const needle = fold(search ?? "").trim();
  return needle === "" ? null : needle;
}
