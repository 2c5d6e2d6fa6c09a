// What of a record can be searched: its values, folded, one a line; names of columns are not among them.
import { fold } from "../contract/fold.ts";
import { parseJson } from "./rows.ts";

/** A row may hold two megabytes: the text of a longer record is made when it is searched. */
const longestStored = 400_000;

/** @param data a record's JSON. Numbers are searched as they are written; true, false and empty are nothing to search. */
export function searchTextOf(data: string): string {
  const found: string[] = [];
  // A stack of our own: a value may be nested deeper than calls can be.
  const waiting: unknown[] = [parseJson<unknown>(data)];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === "string") found.push(fold(value));
    else if (typeof value === "number") found.push(String(value));
    else if (typeof value === "object" && value !== null) for (const part of Object.values(value).reverse()) waiting.push(part);
  }
  return found.join("\n");
}

/** The text as it is kept beside a record; null: it is made when it is searched. */
export const storedTextOf = (data: string | null): string | null =>
  data === null || data.length > longestStored ? null : searchTextOf(data);

/** What somebody searches for; null: nothing. */
export function needleOf(search: string | null): string | null {
  const needle = fold(search ?? "").trim();
  return needle === "" ? null : needle;
}
