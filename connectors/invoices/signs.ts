// The signs of credit notes: one convention for all we keep, whatever a supplier sends.
import { z } from "zod";
import { absolute, type Amount } from "./amount.ts";
import type { Draft } from "./draft.ts";
import { addsUp } from "./balance.ts";
import { amountsOf, changeAmounts, directionOf, restore } from "./signed-amounts.ts";

/**
 * `negative`: a credit note's totals and lines become negative, whatever sign came; a line with a
 * negative quantity is a reversal inside it and becomes positive. `credit_notes_inverted`: the
 * supplier sends credit notes wholly negative, quantities too; they are turned around first.
 * `all_negative_inverted`: it sends everything negative; what is, invoices too, is turned around
 * first.
 * `as_sent`: nothing is touched.
 */
export const CreditNotes = z.enum([
  "as_sent",
  "negative",
  "credit_notes_inverted",
  "all_negative_inverted",
]);
export type CreditNotes = z.infer<typeof CreditNotes>;

/**
 * Gives the amounts of a document their signs; true where one of them is another now. Invoices stay
 * as sent, but those of a supplier that sends everything negative.
 */
export function applySigns(draft: Draft, convention: CreditNotes): boolean {
  if (convention === "as_sent") return false;
  const isInvoice = draft.code !== "381";
  if (isInvoice && !(convention === "all_negative_inverted" && directionOf(draft) < 0n))
    return false;
  const came = amountsOf(draft);
  if (isInvoice) turn(draft);
  else signCreditNote(draft, convention, came);
  return amountsOf(draft).some((amount, at) => amount !== came[at]);
}

/**
 * The convention, other than its own, under which a credit note that came so would add up; null
 * where none helps.
 */
export function remedyOf(
  draft: Draft,
  came: Amount[],
  convention: CreditNotes,
): CreditNotes | null {
  const now = amountsOf(draft);
  const helps = remedies.find((other) => {
    if (other === convention) return false;
    restore(draft, came);
    applySigns(draft, other);
    return addsUp(draft);
  });
  restore(draft, now);
  return helps ?? null;
}

/** The likeliest to be right for all that a supplier sends come first. */
const remedies: CreditNotes[] = [
  "negative",
  "credit_notes_inverted",
  "all_negative_inverted",
  "as_sent",
];

function signCreditNote(
  draft: Draft,
  convention: Exclude<CreditNotes, "as_sent">,
  came: Amount[],
): void {
  if (convention !== "negative") {
    if (convention === "credit_notes_inverted" || directionOf(draft) < 0n) turn(draft);
    return makeNegative(draft);
  }
  turnWhole(draft);
  if (addsUp(draft)) return;
  // Sums and lines do not follow one sign: each gets its own. Lines may be negative as a whole, or
  // hold reversals.
  for (const turned of [true, false]) {
    restore(draft, came);
    if (turned) turn(draft);
    makeNegative(draft);
    if (addsUp(draft)) return;
  }
}

/**
 * What comes positive is turned as a whole, what comes negative stays; quantities that carry the
 * sign of their amounts lose it.
 */
function turnWhole(draft: Draft): void {
  const sign = directionOf(draft) < 0n ? 1n : -1n;
  const signed = sign === 1n && areQuantitiesSigned(draft);
  changeAmounts(draft, (amount, part) =>
    part === "quantity" ? (signed ? -amount : amount) : sign * amount,
  );
}

/** Every quantity has the sign of its amount, and one at least is below zero. */
function areQuantitiesSigned({ lines }: Draft): boolean {
  const sold = lines.filter(
    ({ kind, quantity, net }) =>
      kind === "line" && quantity !== null && quantity !== 0n && net !== 0n,
  );
  return (
    sold.some(({ quantity }) => (quantity ?? 0n) < 0n) &&
    sold.every(({ quantity, net }) => (quantity ?? 0n) < 0n === (net ?? 0n) < 0n)
  );
}

const turn = (draft: Draft): void => changeAmounts(draft, (amount) => -amount);

/**
 * Sums become negative; what may go either way, as charges and allowances do, keeps its direction
 * beside them. A line with a negative quantity is a reversal.
 */
function makeNegative(draft: Draft): void {
  const cameNegative = directionOf(draft) < 0n;
  changeAmounts(draft, (amount, part, line) => {
    if (part === "quantity") return amount;
    if (part === "beside") return cameNegative ? amount : -amount;
    const isReversal = (line?.quantity ?? 0n) < 0n;
    return isReversal ? absolute(amount) : -absolute(amount);
  });
}
