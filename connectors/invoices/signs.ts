// The signs of credit notes: one convention for all we keep, whatever a supplier sends.
import { z } from "zod";
import { absolute, sum, type Amount } from "./amount.ts";
import type { Draft, DraftLine } from "./draft.ts";

/**
 * `negative`: a credit note's totals and lines become negative, whatever sign came; a line with a negative quantity is a reversal
 * inside it and becomes positive. `credit_notes_inverted`: the supplier sends credit notes wholly negative, quantities too; they
 * are turned around first. `all_negative_inverted`: it sends everything negative; what is, invoices too, is turned around first.
 * `as_sent`: nothing is touched.
 */
export const CreditNotes = z.enum(["as_sent", "negative", "credit_notes_inverted", "all_negative_inverted"]);
export type CreditNotes = z.infer<typeof CreditNotes>;

/**
 * Gives the amounts of a document their signs; true where one of them is another now. Invoices stay as sent, but those of a
 * supplier that sends everything negative.
 */
export function applySigns(draft: Draft, convention: CreditNotes): boolean {
  const isWrong = isTurned(draft, convention);
  if (!isWrong && (draft.code !== "381" || convention === "as_sent")) return false;
  const before = amountsOf(draft);
  if (isWrong) invert(draft);
  if (draft.code === "381" && convention !== "as_sent") makeNegative(draft);
  return amountsOf(draft).some((amount, at) => amount !== before[at]);
}

const amountsOf = ({ stated, lines, lineCharges }: Draft): (Amount | null)[] => [
  stated.net,
  stated.lines,
  stated.total,
  ...[...lines, ...lineCharges].flatMap(({ net, quantity }) => [net, quantity]),
];

/** Totals below zero, and lines: one with a negative quantity is a reversal. */
function makeNegative(draft: Draft): void {
  const { stated } = draft;
  for (const name of ["net", "lines", "tax", "total"] as const) stated[name] = negative(stated[name]);
  for (const tax of draft.taxes) [tax.base, tax.tax] = [negative(tax.base), negative(tax.tax)];
  for (const line of [...draft.lines, ...draft.lineCharges]) signLine(line);
}

function isTurned({ code, stated, lines }: Draft, convention: CreditNotes): boolean {
  if (convention === "credit_notes_inverted") return code === "381";
  if (convention !== "all_negative_inverted") return false;
  return (stated.total ?? stated.net ?? stated.lines ?? sum(lines.map(({ net }) => net))) < 0n;
}

function signLine(line: DraftLine): void {
  const reversal = line.quantity !== null && line.quantity < 0n;
  const signed = (amount: Amount | null) => (amount === null ? null : reversal ? absolute(amount) : -absolute(amount));
  [line.net, line.gross, line.tax] = [signed(line.net), signed(line.gross), signed(line.tax)];
}

function invert({ stated, taxes, lines, lineCharges }: Draft): void {
  for (const name of ["net", "lines", "tax", "total"] as const) stated[name] = turned(stated[name]);
  for (const tax of taxes) [tax.base, tax.tax] = [turned(tax.base), turned(tax.tax)];
  for (const line of [...lines, ...lineCharges]) {
    [line.net, line.gross, line.tax, line.quantity] = [turned(line.net), turned(line.gross), turned(line.tax), turned(line.quantity)];
  }
}

const turned = (amount: Amount | null): Amount | null => (amount === null ? null : -amount);
const negative = (amount: Amount | null): Amount | null => (amount === null ? null : -absolute(amount));
