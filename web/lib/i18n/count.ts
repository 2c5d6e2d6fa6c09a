// Numbers in the sentences of one language, alone or with their noun.
import { counted } from "../../../contract/values/count.ts";
import type { Locale } from "../../../contract/values/json.ts";

/** Makes `count(2456, "record", "records")` -> "2,456 records". */
export const counter =
  (locale: Locale) =>
  (count: number, one: string, many: string): string =>
    counted(locale, count, [one, many]);

/** Makes `figure(2456)` -> "2,456". */
export function figures(locale: Locale): (value: number) => string {
  const format = new Intl.NumberFormat(locale);
  return (value) => format.format(value);
}
