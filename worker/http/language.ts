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
  invalid_type: { en: "is missing or of the wrong kind", fr: "est absent ou du mauvais type" },
  too_big: { en: "is too long or too large", fr: "est trop long ou trop grand" },
  too_small: { en: "is too short or too small", fr: "est trop court ou trop petit" },
  invalid_format: { en: "is not written in the right way", fr: "n’a pas la bonne forme" },
  invalid_value: {
    en: "is not one of the values allowed",
    fr: "n’est pas une des valeurs permises",
  },
  invisible: {
    en: "holds characters that cannot be seen",
    fr: "contient des caractères invisibles",
  },
  unkeepable: {
    en: "holds a character that cannot be kept",
    fr: "contient un caractère qui ne peut pas être enregistré",
  },
  unrecognized_keys: {
    en: "has a part that is not known here",
    fr: "contient un élément inconnu ici",
  },
};

/** The words for one issue, to stand after the name of the field. */
export function issueMessage(code: string, locale: Locale): string {
  return issueWords[code]?.[locale] ?? { en: "is not right", fr: "n’est pas correct" }[locale];
}

/**
 * The same for a part inside a field. The form shows the words at the field, so they name the part;
 * the items of a list count from 1.
 */
export function issueMessageInside(path: PropertyKey[], code: string, locale: Locale): string {
  const inside = path
    .slice(1)
    .map((part) => (typeof part === "number" ? `#${part + 1}` : String(part)));
  const words = issueMessage(code, locale);
  return inside.length === 0 ? words : `${inside.join(" › ").slice(0, 200)} ${words}`;
}
