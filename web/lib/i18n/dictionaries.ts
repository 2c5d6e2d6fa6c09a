// The dictionaries. Each is fetched when its language is first used, and typeset once.
import type { Locale } from "../../../contract/values/json.ts";
import type { Messages } from "./en.ts";
import { typeset } from "./typeset.ts";

const loaders = {
  en: async () => (await import("./en.ts")).en,
  fr: async () => (await import("./fr.ts")).fr,
} satisfies Record<Locale, () => Promise<Messages>>;

const loaded = new Map<Locale, Messages>();

/** The texts of a language. */
export async function dictionary(locale: Locale): Promise<Messages> {
  const messages = loaded.get(locale) ?? set(await loaders[locale](), locale);
  loaded.set(locale, messages);
  return messages;
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
  // Every part keeps its type.
  return made as Part;
}
