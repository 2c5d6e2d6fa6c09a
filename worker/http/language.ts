// The language of a caller, and the words for invalid parts of a request.
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { Locale } from "../../contract/values/json.ts";

const locales: Locale[] = ["en", "fr"];

/**
 * The best of our languages in the `Accept-Language` header; English when it names none of them.
 */
export const acceptedLocale = (c: Context): Locale =>
  accepts(c, {
    header: "Accept-Language",
    supports: locales,
    default: "en",
    match: (wishes) =>
      wishes
        .filter(({ q }) => q > 0)
        .sort((one, other) => other.q - one.q)
        .flatMap(({ type }) => locales.filter((locale) => locale === primary(type)))[0] ?? "en",
  }) as Locale;

/** The language of a tag, whatever its region: `fr-CA` is read in French. */
const primary = (tag: string) => tag.toLowerCase().split("-")[0];

/** What is wrong with a part of a request, by the code of the schema's issue. */
const issueWords: Record<string, Record<Locale, string>> = {
  invalid_type: {
    en: "This value is missing or has the wrong type.",
    fr: "Cette valeur est absente ou du mauvais type.",
  },
  too_big: {
    en: "This value is too long or too large.",
    fr: "Cette valeur est trop longue ou trop grande.",
  },
  too_small: {
    en: "This value is too short or too small.",
    fr: "Cette valeur est trop courte ou trop petite.",
  },
  invalid_format: {
    en: "This value has the wrong format.",
    fr: "Cette valeur n’a pas le bon format.",
  },
  invalid_value: {
    en: "This value is not one of those allowed.",
    fr: "Cette valeur ne fait pas partie de celles autorisées.",
  },
  invisible: {
    en: "This value contains invisible characters.",
    fr: "Cette valeur contient des caractères invisibles.",
  },
  unkeepable: {
    en: "This value contains a character that cannot be stored.",
    fr: "Cette valeur contient un caractère qui ne peut pas être enregistré.",
  },
  unrecognized_keys: {
    en: "This value has a part that is not known here.",
    fr: "Cette valeur contient un élément inconnu ici.",
  },
};

/** The sentence for one issue, to stand beside its field. */
export function issueMessage(code: string, locale: Locale): string {
  const invalid = { en: "This value is not valid.", fr: "Cette valeur n’est pas valide." };
  return (issueWords[code] ?? invalid)[locale];
}

/**
 * The same for a part inside a field. The form shows the sentence at the field, so it names the
 * part; the items of a list count from 1.
 */
export function issueMessageInside(path: PropertyKey[], code: string, locale: Locale): string {
  const inside = path
    .slice(1)
    .map((part) => (typeof part === "number" ? `#${part + 1}` : String(part)));
  const sentence = issueMessage(code, locale);
  if (inside.length === 0) return sentence;
  const colon = { en: ":", fr: " :" }[locale];
  return `${inside.join(" › ").slice(0, 200)}${colon} ${lowerFirst(sentence)}`;
}

const lowerFirst = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1);
