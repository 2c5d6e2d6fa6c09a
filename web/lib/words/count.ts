// Numbers with their noun, in the plural rules of a language.
import type { Locale } from "../../../contract/json.ts";

/** Makes `count(2456, "record", "records")` -> "2,456 records". */
export function counter(locale: Locale): (count: number, one: string, many: string) => string {
  const rules = new Intl.PluralRules(locale);
  const digits = new Intl.NumberFormat(locale);
  return (count, one, many) => `${digits.format(count)} ${rules.select(count) === "one" ? one : many}`;
}
