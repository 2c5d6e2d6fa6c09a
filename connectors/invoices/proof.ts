// Whether one way to read an invoice explains all its stated sums.
import { zeroAmount, sum, type Amount } from "./amount.ts";
import type { Claims } from "./draft.ts";
import type { Statement } from "./statement.ts";
import type { Way } from "./ways.ts";

export type Mismatch = {
  code: "invoice_net_mismatch" | "invoice_tax_mismatch" | "invoice_total_mismatch";
  found: Amount;
  said: Amount;
};
export type Same = (a: Amount, b: Amount) => boolean;

/** The total of an invoice, read in this way. */
export const wholeOf = ({ net, tax, rounding }: Way): Amount =>
  net + (tax ?? zeroAmount) + rounding;

/** The first statement that a way leaves unexplained; null if it explains them all. */
export function mismatchOf(statement: Statement, way: Way, same: Same): Mismatch | null {
  const whole = wholeOf(way);
  const proven = statement.claims.totals.some((said) => same(said, whole));
  return (
    netMismatch(statement, way, { same, proven }) ??
    taxMismatch(statement, way, same) ??
    totalMismatch(statement.claims, way, same)
  );
}

function netMismatch(
  statement: Statement,
  { net, inDetail }: Way,
  { same, proven }: { same: Same; proven: boolean },
): Mismatch | null {
  const { claims, items, beside, taxedBase, firstBase } = statement;
  const differs = (said: Amount): Mismatch => ({ code: "invoice_net_mismatch", found: net, said });
  const wrong = claims.nets.find((said) => !same(said, net) && !(proven && same(said, taxedBase)));
  if (wrong !== undefined) return differs(wrong);
  // A sum of lines may be stated before or after charges.
  const sums = [net, items, items + inDetail, items + beside];
  const lines = claims.lines.find((said) => !sums.some((one) => same(said, one)));
  if (lines !== undefined) return { code: "invoice_net_mismatch", found: items, said: lines };
  // If no net amount is stated, the bases of one kind of tax make it.
  const isBased = claims.nets.length === 0 && !proven && firstBase !== null;
  return isBased && !same(firstBase, net) ? differs(firstBase) : null;
}

/** A stated tax is that of all groups, of one kind of tax, or of one group. */
function taxMismatch(
  { claims, kinds, groups }: Statement,
  { tax }: Way,
  same: Same,
): Mismatch | null {
  if (claims.taxes.length === 0 || tax === null) return null;
  const several = claims.taxes.length > 1 ? [sum(claims.taxes), ...groups] : [];
  const explained = [tax, ...(kinds.length > 1 ? kinds : [])];
  const wrong = claims.taxes.find(
    (said) =>
      !explained.some((one) => same(said, one)) &&
      !several.some((one) => same(one, said) || same(one, tax)),
  );
  return wrong === undefined ? null : { code: "invoice_tax_mismatch", found: tax, said: wrong };
}

/**
 * At least one statement must be the total. The others are the total, the net amount, or what
 * remains of either after a payment.
 */
function totalMismatch(
  { totals, due, prepaid, paid }: Claims,
  way: Way,
  same: Same,
): Mismatch | null {
  if (totals.length === 0 && due.length === 0) return null;
  const whole = wholeOf(way);
  const before = sum(prepaid);
  const payments = [...new Set([before, ...paid, ...paid.map((one) => before + one)])].filter(
    (one) => one !== zeroAmount,
  );
  const rests = [...payments, way.withheld, ...payments.map((one) => one + way.withheld)].map(
    (one) => whole - one,
  );
  const differs = (said: Amount): Mismatch => ({
    code: "invoice_total_mismatch",
    found: whole,
    said,
  });
  const explains = [whole, way.net, ...rests, ...payments.map((one) => whole + one)];
  const wrong = [...totals, ...due].find((said) => !explains.some((one) => same(said, one)));
  if (wrong !== undefined) return differs(wrong);
  const isRest = (said: Amount): boolean => rests.some((one) => same(said, one));
  const proven =
    totals.some((said) => same(said, whole)) ||
    due.some((said) => same(said, whole) || isRest(said));
  const proof = proven || (payments.length > 0 && totals.some(isRest));
  return proof ? null : differs(totals[0] ?? due[0] ?? zeroAmount);
}
