// How a code becomes a sentence: its language, its facts filled in, numbers with their nouns.
import { counted, formOf } from "../values/count.ts";
import { isolated } from "../values/isolate.ts";
import type { Locale, Text } from "../values/json.ts";
import { isCode, sentences, type Code } from "./sentences.ts";

/**
 * What a failure leaves as it was: everything earlier refreshes brought (`unchanged`), what one data
 * source had (`kept`), or what a part of it had (`hole`). On the way to a destination the data is
 * already published here, so only the other system lacks something.
 */
const left = {
  unchanged: { en: "Your data has not changed.", fr: "Vos données n’ont pas changé." },
  kept: {
    en: "The data already here has not changed.",
    fr: "Les données déjà enregistrées n’ont pas changé.",
  },
  hole: {
    en: "Part of {resource} could not be read; its earlier data is kept.",
    fr: "Une partie de {resource} n’a pas pu être lue ; ses données précédentes sont conservées.",
  },
  sending: sentences.not_all_sent,
} satisfies Record<string, Text>;

/** The fact that marks a failure on the way to a destination. */
export const whileSending = { while: "sending" };

/** The sentence with the clause in it that says what was left as it was. */
const withClause = (sentence: string, facts: Record<string, string>, locale: Locale): string =>
  sentence.replace(/\{(unchanged|kept|hole)\}/, (_, clause: "unchanged" | "kept" | "hole") =>
    facts["while"] === whileSending.while ? left.sending[locale] : left[clause][locale],
  );

/** The sentence of a code in one language, its facts not filled in. */
export const unfilled = (code: Code, locale: Locale): string =>
  withClause(sentences[code][locale], {}, locale);

/**
 * `{name}` is the fact; `{name|one|many}` the fact as a number with its noun; `{name?one|many}` only
 * the word that goes with the number.
 */
const slots = /((?<!\p{L})de )?\{(\w+)(?:([|?])([^|}]*)\|([^|}]*))?\}/gu;

/** French says "d’Élèves" and "de Ventes". */
const ofBefore = (of: string, word: string): string =>
  of !== "" && /^[aeiouàâæéèêëîïôœùûü]/i.test(word) ? "d’" : of;

/**
 * The sentence of a code in one language, its facts filled in; a missing fact is shown as "…".
 * A code this version does not know (an old run's, say) gets the sentence of `internal`.
 */
export function say(code: string, facts: Record<string, string>, locale: Locale): string {
  const known = isCode(code) ? code : "internal";
  return withClause(sentences[known][locale], facts, locale).replace(
    slots,
    (_, of = "", name: string, kind?: string, one = "", many = "") => {
      const fact = facts[name] ?? "…";
      if (kind === undefined) return `${ofBefore(of, fact)}${isolated(fact)}`;
      // Anything but a number ("?" where nobody counted) takes the plural.
      const number = /^\d+$/.test(fact) ? Number(fact) : null;
      if (kind === "?") return of + (number === null ? many : formOf(locale, number, [one, many]));
      return of + (number === null ? `${fact} ${many}` : counted(locale, number, [one, many]));
    },
  );
}

/** A failure: its code and the facts its sentence names. */
type Said = { code: string; facts: Record<string, string> };

/** The sentence in both languages: for what is written now and read later. */
export const sentenceOf = ({ code, facts }: Said): Text => ({
  en: say(code, facts, "en"),
  fr: say(code, facts, "fr"),
});
