// Numbers with their noun, in the plural rules of a language: French says “0 fichier”, English “0
// files”.
import type { Locale, Text } from "./json.ts";

type Forms = [one: string, many: string];

/** Which of two words goes with a number. */
export const formOf = (locale: Locale, count: number, [one, many]: Forms): string =>
  rules[locale].select(count) === "one" ? one : many;

const rules = { en: new Intl.PluralRules("en"), fr: new Intl.PluralRules("fr") };
const digits = { en: new Intl.NumberFormat("en"), fr: new Intl.NumberFormat("fr") };

/** "2,456 records". */
export const counted = (locale: Locale, count: number, forms: Forms): string =>
  `${digits[locale].format(count)} ${formOf(locale, count, forms)}`;

/** The same in both languages. */
export const countedText = (count: number, { en, fr }: Record<Locale, Forms>): Text => ({
  en: counted("en", count, en),
  fr: counted("fr", count, fr),
});
