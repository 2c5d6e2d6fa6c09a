// Detects numbers of invoices, orders and articles that a spreadsheet has converted, which destroys
// them as identifiers.
import { monthOf } from "./months.ts";

/**
 * How an identifier was destroyed.
 * `exponent`: 3,66012E+12.
 * `date`: an article 3-4 that became 03-avr.
 * `rounded`: all digits after the fifteenth are zeros.
 * `zeros`: an article number without its leading zeros, as its check digit shows.
 * `check`: its check digit is wrong.
 */
export type Destroyed = "exponent" | "date" | "rounded" | "zeros" | "check";

/** What a spreadsheet did to an identifier; null if nothing can be seen. */
export function destroyedBy(text: string): Exclude<Destroyed, "zeros" | "check"> | null {
  if (/^[-+]?\d+([.,]\d+)?E[-+]\d+$/i.test(text)) return "exponent";
  if (/^\d{16,}$/.test(text) && /^0+$/.test(text.slice(15))) return "rounded";
  return isMadeDate(text) ? "date" : null;
}

/**
 * `03-avr`, `1-Apr`, `mars-04`, `avr.-26`: a day and a month, or a month and a year, and nothing
 * else.
 */
function isMadeDate(text: string): boolean {
  const [, word = ""] =
    /^\d{1,2}[-/. ](\p{L}{3,9}\.?)$/u.exec(text) ??
    /^(\p{L}{3,9}\.?)[-/. ]\d{2}$/u.exec(text) ??
    [];
  return word !== "" && monthOf(word) !== null;
}

/** The damage to a GS1 article number (EAN-8, UPC, EAN-13, GTIN-14); null for any other number. */
export function articleDamage(text: string): "zeros" | "check" | null {
  if (!/^\d{7,14}$/.test(text)) return null;
  if ([8, 12, 13, 14].includes(text.length)) return hasCheckDigit(text) ? null : "check";
  return hasCheckDigit(text) ? "zeros" : "check";
}

/**
 * Weights 3 and 1 alternate from the right, starting at the digit before the check digit. Leading
 * zeros make no difference (GS1 General Specifications, 7.9).
 */
function hasCheckDigit(text: string): boolean {
  let sum = 0;
  for (let at = text.length - 1; at >= 0; at -= 1)
    sum += Number(text[at]) * ((text.length - at) % 2 === 0 ? 3 : 1);
  return sum % 10 === 0;
}
