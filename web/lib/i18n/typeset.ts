// Typography: turns the plain spaces of the sentences into non-breaking ones where French needs
// them.
import type { Locale } from "../../../contract/values/json.ts";

const narrow = "\u202f";
const firm = "\u00a0";

/** A sentence with the spaces of its language. */
export function typeset(text: string, locale: Locale): string {
  if (locale !== "fr") return text.replace(/(\d) %/g, `$1${firm}%`);
  return text
    .replace(/ ([;!?])/g, `${narrow}$1`)
    .replace(/ ([:»%])/g, `${firm}$1`)
    .replace(/« /g, `«${firm}`);
}
