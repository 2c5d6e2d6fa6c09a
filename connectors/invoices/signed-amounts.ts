// All signed amounts of a draft, to inspect and change together.
import { sum, type Amount } from "./amount.ts";
import type { Draft, DraftLine } from "./draft.ts";

/**
 * `sum`: of the document. `beside`: may have either sign, like charges and payments. `line` and
 * `quantity`: of a line.
 */
type Part = "sum" | "beside" | "line" | "quantity";
type Change = (amount: Amount, part: Part, line?: DraftLine) => Amount;

const sums = ["nets", "lines", "taxes", "headerTaxes", "totals"] as const;
const besides = ["due", "prepaid", "paid", "rounding", "adjustments", "extras"] as const;

/**
 * Changes every amount, always in the same order. The quantity of a line comes after its amounts,
 * so that it still shows the line's original sign.
 */
export function changeAmounts(
  { claims, stated, taxes, lines, lineCharges }: Draft,
  change: Change,
): void {
  const one = (amount: Amount | null, part: Part, line?: DraftLine) =>
    amount === null ? null : change(amount, part, line);
  for (const name of ["net", "lines", "tax", "total"] as const)
    stated[name] = one(stated[name], "sum");
  for (const tax of taxes) [tax.base, tax.tax] = [one(tax.base, "sum"), one(tax.tax, "sum")];
  if (claims !== null) {
    for (const name of sums) claims[name] = claims[name].map((amount) => change(amount, "sum"));
    for (const name of besides)
      claims[name] = claims[name].map((amount) => change(amount, "beside"));
  }
  const charges =
    claims === null ? [] : [...claims.charges, ...claims.elsewhere, ...claims.inLines];
  for (const line of [...lines, ...lineCharges, ...charges]) {
    // In a file that states each sum once, a charge has the sign of a line.
    const part = claims !== null && line.kind === "charge" ? "beside" : "line";
    [line.net, line.gross, line.tax] = [
      one(line.net, part, line),
      one(line.gross, part, line),
      one(line.tax, part, line),
    ];
    line.quantity = one(line.quantity, "quantity", line);
  }
}

/** All signed amounts of a draft, in the order of `changeAmounts`. */
export function amountsOf(draft: Draft): Amount[] {
  const amounts: Amount[] = [];
  changeAmounts(draft, (amount) => {
    amounts.push(amount);
    return amount;
  });
  return amounts;
}

/** Gives a draft its original amounts back. */
export function restore(draft: Draft, amounts: Amount[]): void {
  let at = 0;
  changeAmounts(draft, (amount) => amounts[at++] ?? amount);
}

/** Below zero if the document as a whole is negative. */
export function directionOf({ claims, stated, lines }: Draft): Amount {
  const said =
    claims === null
      ? []
      : [...claims.totals, ...claims.nets, ...claims.lines].filter((amount) => amount !== 0n);
  return said[0] ?? stated.total ?? stated.net ?? stated.lines ?? sum(lines.map(({ net }) => net));
}
