// The dictionaries, each fetched when its language is read first, its sentences typeset once.
import type { Locale } from "../../../contract/values/json.ts";
import type { Words } from "./en.ts";
import { typeset } from "./typeset.ts";

const loaders = {
  en: async () => (await import("./en.ts")).en,
  fr: async () => (await import("./fr.ts")).fr,
} satisfies Record<Locale, () => Promise<Words>>;

const kept = new Map<Locale, Words>();

/** The words of a language. */
export async function dictionary(locale: Locale): Promise<Words> {
  const words = kept.get(locale) ?? set(await loaders[locale](), locale);
  kept.set(locale, words);
  return words;
}

function set<Part>(part: Part, locale: Locale): Part {
  const made =
    typeof part === "string"
      ? typeset(part, locale)
      : typeof part === "function"
        ? (...facts: unknown[]) => typeset(String(part(...facts)), locale)
        : Object.fromEntries(
            Object.entries(part as object).map(([key, inner]) => [key, set(inner, locale)]),
          );
  // Each kind of part becomes the same kind again.
  return made as Part;
}
