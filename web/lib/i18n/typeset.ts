// Typography: turns plain spaces into non-breaking ones, between a number and its unit and around
// the punctuation of French.
import type { Locale } from "../../../contract/values/json.ts";

const narrow = "\u202f";
const firm = "\u00a0";
const beforeUnit = /(?<=\d) (?=%|(?:s|min|h|d|j|B|kB|MB|o|ko|Mo)(?!\p{L}))/gu;

/** A sentence with the spaces of its language. */
export function typeset(text: string, locale: Locale): string {
  const kept = text.replace(beforeUnit, firm);
  if (locale !== "fr") return kept;
  return kept
    .replace(/ ([;!?])/g, `${narrow}$1`)
    .replace(/ ([:»%])/g, `${firm}$1`)
    .replace(/« /g, `«${firm}`);
}
