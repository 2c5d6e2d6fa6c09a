// Names in the order in which a reader looks for them, wherever a list of names is made.
import type { Locale } from "./json.ts";

const collators: Record<Locale, Intl.Collator> = {
  en: new Intl.Collator("en", { numeric: true }),
  fr: new Intl.Collator("fr", { numeric: true }),
};

/**
 * Below nothing: the one name comes first. "École" stands beside "Ecole" (not behind "Zoo"), "Shop
 * 9" before "Shop 10".
 */
const compareNames = (one: string, other: string, language: Locale): number =>
  collators[language].compare(one, other);

/** Rows by their names; those of one name stay in the order in which they came. */
export const byName = <Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  language: Locale,
): Row[] => rows.toSorted((one, other) => compareNames(nameOf(one), nameOf(other), language));
