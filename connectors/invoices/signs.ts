// The signs of credit notes: one convention for all we keep, whatever a supplier sends.
import { z } from "zod";
import { absolute, sum, type Amount } from "./amount.ts";
import type { Claims, Draft, DraftLine } from "./draft.ts";

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
  const isWrong = isTurned(draft, convention) || (convention === "negative" && isWhollyNegative(draft));
  if (!isWrong && (draft.code !== "381" || convention === "as_sent")) return false;
  const before = amountsOf(draft);
  if (isWrong) invert(draft);
  if (draft.code === "381" && convention !== "as_sent") makeNegative(draft);
  return amountsOf(draft).some((amount, at) => amount !== before[at]);
}

/** A credit note that comes as one turned around: total, amounts and quantities are all negative. */
function isWhollyNegative(draft: Draft): boolean {
  if (draft.code !== "381" || directionOf(draft) >= 0n) return false;
  const sold = draft.lines.filter(({ kind, quantity }) => kind === "line" && quantity !== null && quantity !== 0n);
  return sold.length > 0 && sold.every(({ quantity, net }) => (quantity ?? 0n) < 0n && (net ?? 0n) <= 0n);
}

/** Below zero where a document comes negative. */
function directionOf({ claims, stated, lines }: Draft): Amount {
  const said = claims === null ? [] : [...claims.totals, ...claims.nets, ...claims.lines].filter((amount) => amount !== 0n);
  return said[0] ?? stated.total ?? stated.net ?? stated.lines ?? sum(lines.map(({ net }) => net));
}

const amountsOf = ({ claims, stated, lines, lineCharges }: Draft): (Amount | null)[] => [
  ...(claims === null ? [] : [...claims.nets, ...claims.lines, ...claims.totals, ...claims.due]),
  stated.net,
  stated.lines,
  stated.total,
  ...[...lines, ...lineCharges].flatMap(({ net, quantity }) => [net, quantity]),
];

/** Totals below zero, and lines: one with a negative quantity is a reversal. */
function makeNegative(draft: Draft): void {
  const { claims, stated } = draft;
  const cameNegative = directionOf(draft) < 0n;
  for (const name of ["net", "lines", "tax", "total"] as const) stated[name] = negative(stated[name]);
  for (const tax of draft.taxes) [tax.base, tax.tax] = [negative(tax.base), negative(tax.tax)];
  if (claims === null) for (const line of [...draft.lines, ...draft.lineCharges]) signLine(line);
  else signClaims(draft, claims, cameNegative);
}

/** Sums become negative; what may go either way, as charges and allowances do, keeps its direction beside them. */
function signClaims({ lines, lineCharges }: Draft, claims: Claims, cameNegative: boolean): void {
  for (const name of ["nets", "lines", "taxes", "headerTaxes", "totals"] as const)
    claims[name] = claims[name].map((amount) => -absolute(amount));
  const beside = (amount: Amount): Amount => (cameNegative ? amount : -amount);
  for (const name of ["due", "prepaid", "rounding", "adjustments"] as const) claims[name] = claims[name].map(beside);
  for (const line of lines) if (line.kind !== "charge") signLine(line);
  for (const charge of [...lines.filter(({ kind }) => kind === "charge"), ...lineCharges, ...claims.charges, ...claims.inLines])
    if (charge.net !== null) charge.net = beside(charge.net);
}

function isTurned(draft: Draft, convention: CreditNotes): boolean {
  if (convention === "credit_notes_inverted") return draft.code === "381";
  return convention === "all_negative_inverted" && directionOf(draft) < 0n;
}

const sums = ["nets", "lines", "taxes", "headerTaxes", "totals", "due", "prepaid", "rounding", "adjustments"] as const;

function signLine(line: DraftLine): void {
  const reversal = line.quantity !== null && line.quantity < 0n;
  const signed = (amount: Amount | null) => (amount === null ? null : reversal ? absolute(amount) : -absolute(amount));
  [line.net, line.gross, line.tax] = [signed(line.net), signed(line.gross), signed(line.tax)];
}

function invert({ claims, stated, taxes, lines, lineCharges }: Draft): void {
  if (claims !== null) {
    for (const name of sums) claims[name] = claims[name].map((amount) => -amount);
    for (const charge of [...claims.charges, ...claims.inLines]) charge.net = turned(charge.net);
  }
  for (const name of ["net", "lines", "tax", "total"] as const) stated[name] = turned(stated[name]);
  for (const tax of taxes) [tax.base, tax.tax] = [turned(tax.base), turned(tax.tax)];
  for (const line of [...lines, ...lineCharges]) {
    [line.net, line.gross, line.tax, line.quantity] = [turned(line.net), turned(line.gross), turned(line.tax), turned(line.quantity)];
  }
}

const turned = (amount: Amount | null): Amount | null => (amount === null ? null : -amount);
const negative = (amount: Amount | null): Amount | null => (amount === null ? null : -absolute(amount));
