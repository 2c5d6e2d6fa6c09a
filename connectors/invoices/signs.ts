// The signs of credit notes: one stored convention, whatever a supplier sends.
import { z } from "zod";
import { absolute, type Amount } from "./amount.ts";
import type { Draft } from "./draft.ts";
import { addsUp } from "./balance.ts";
import { amountsOf, changeAmounts, directionOf, restore } from "./signed-amounts.ts";

/**
 * `negative`: the totals and lines of a credit note become negative, whatever sign they came with;
 * a line with a negative quantity is a reversal inside it and becomes positive.
 * `credit_notes_inverted`: the supplier sends entirely negative credit notes, quantities too; they
 * are inverted first.
 * `all_negative_inverted`: it sends everything negative; negative documents, invoices too, are
 * inverted first.
 * `as_sent`: nothing is changed.
 */
export const CreditNotes = z.enum([
  "as_sent",
  "negative",
  "credit_notes_inverted",
  "all_negative_inverted",
]);
export type CreditNotes = z.infer<typeof CreditNotes>;

/**
 * Gives the amounts of a document their signs; true if one of them changed. Invoices stay as sent,
 * except those of a supplier that sends everything negative.
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
 * The other convention under which a credit note would add up as it came; null if there is none.
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

/** The conventions that most likely suit everything a supplier sends come first. */
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
  // Sums and lines do not share one sign, so each gets its own. Lines may be negative as a whole,
  // or contain reversals.
  for (const turned of [true, false]) {
    restore(draft, came);
    if (turned) turn(draft);
    makeNegative(draft);
    if (addsUp(draft)) return;
  }
}

/**
 * A positive document is inverted as a whole, a negative one stays; quantities that share the sign
 * of their amounts become positive.
 */
function turnWhole(draft: Draft): void {
  const sign = directionOf(draft) < 0n ? 1n : -1n;
  const signed = sign === 1n && areQuantitiesSigned(draft);
  changeAmounts(draft, (amount, part) =>
    part === "quantity" ? (signed ? -amount : amount) : sign * amount,
  );
}

/** Whether every quantity has the sign of its amount, and at least one is below zero. */
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
 * Sums become negative. Charges and allowances, which may have either sign, keep their direction
 * relative to the sums. A line with a negative quantity is a reversal.
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
