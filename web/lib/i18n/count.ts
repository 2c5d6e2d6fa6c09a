// Numbers with their noun, for the dictionary of one language.
import { counted } from "../../../contract/values/count.ts";
import type { Locale } from "../../../contract/values/json.ts";

/** Makes `count(2456, "record", "records")` -> "2,456 records". */
export const counter =
  (locale: Locale) =>
  (count: number, one: string, many: string): string =>
    counted(locale, count, [one, many]);
