// Settles the sums of an invoice whose amounts may mean several things, by the reading in which
// everything stated adds up.
import { absolute, agree, amountText, zeroAmount, sum, type Amount } from "./amount.ts";
import { aLine, type Claims, type Draft } from "./draft.ts";
import { anError, aWarning, note, shown } from "./problem.ts";
import { mismatchOf, wholeOf, type Mismatch, type Same } from "./proof.ts";
import { statementOf, type Statement } from "./statement.ts";
import { repeats, waysOf, type Way } from "./ways.ts";

const exactly: Same = (a, b) => a === b;

/**
 * The first way that explains everything exactly, or else the first that does so up to the rounding
 * of lines.
 */
function wayOf(statement: Statement): Way | null {
  for (const same of [exactly, agree])
    for (const way of waysOf(statement)) if (mismatchOf(statement, way, same) === null) return way;
  return null;
}

/** Whether there is a reading in which everything stated adds up. */
export const canSettle = (draft: Draft, claims: Claims): boolean =>
  wayOf(statementOf(draft, claims)) !== null;

/**
 * The sums of an invoice, from everything it states. Notes an error if no reading adds up, or if
 * nothing proves the total. A charge that is stated twice counts once. Charges that do not count
 * become `included`, with a notice.
 */
export function settle(
  draft: Draft,
  claims: Claims,
): { net: Amount; tax: Amount | null; total: Amount | null } {
  const statement = statementOf(draft, claims);
  const found = wayOf(statement);
  const [likeliest] = found === null ? waysOf(statement) : [];
  const way = found ?? likeliest;
  if (way === undefined) throw new Error("there is always a way to read an invoice");
  if (found === null) reportMismatch(draft, mismatchOf(statement, way, agree));
  else reportLeftOut(statement, way);
  keepCharges(draft, claims, way);
  const whole = wholeOf(way);
  const net = claims.nets.find((said) => agree(said, way.net)) ?? way.net;
  const tax =
    way.tax === null
      ? null
      : (claims.taxes.find((said) => agree(said, way.tax ?? zeroAmount)) ?? way.tax);
  const total = claims.totals.find((said) => agree(said, whole)) ?? whole;
  if (found !== null) {
    reportUnproven(draft, claims, way);
    const difference = total - net - (tax ?? zeroAmount);
    if (difference !== zeroAmount)
      report(draft, "invoice_total_adjusted", {
        said: amountText(total),
        difference: amountText(difference),
      });
  }
  return { net, tax, total };
}

const report = (draft: Draft, code: string, facts: Record<string, string>): void =>
  note(draft.problems, aWarning(code, draft.place, { number: shown(draft.number), ...facts }));

/** A test is never used, so wrong sums of invented data are not reported. */
function reportMismatch(draft: Draft, mismatch: Mismatch | null): void {
  if (mismatch === null) return;
  const { code, found, said } = mismatch;
  if (draft.test && code === "invoice_total_mismatch") report(draft, "invoice_total_unchecked", {});
  else
    note(
      draft.problems,
      anError(code, draft.place, {
        number: shown(draft.number),
        found: amountText(found),
        said: amountText(said),
      }),
    );
}

/** Net and tax only stand in for a missing total if both are stated and the lines agree. */
function reportUnproven(
  draft: Draft,
  { nets, lines, totals, due, taxes, namesTotal }: Claims,
  { tax }: Way,
): void {
  const missing = () =>
    note(
      draft.problems,
      anError("invoice_total_missing", draft.place, { number: shown(draft.number) }),
    );
  if (due.length > 0) return;
  // If no tax is stated at all, an amount that may also be the net amount does not prove the total.
  if (totals.length > 0) {
    if (tax === null && nets.length === 0 && !namesTotal) missing();
    return;
  }
  const bases = draft.taxes.some(({ base }) => base !== null);
  const known = tax !== null && (taxes.length > 0 || draft.taxes.every((one) => one.tax !== null));
  const sure = draft.taxes.every(({ weight }) => weight === undefined);
  if (known && sure && (nets.length > 0 || lines.length > 0 || bases)) return;
  missing();
}

/** Reports what the sums leave out, unless it is clearly stated twice. */
function reportLeftOut(
  { draft, claims, header }: Statement,
  { parts, adjusted, leftTax }: Way,
): void {
  const { charges, adjustments, extras, inLines } = claims;
  if (leftTax !== zeroAmount) report(draft, "invoice_tax_left_out", { value: amountText(leftTax) });
  const counted = new Set(parts);
  const left = [...header, ...(repeats(charges, header) ? [] : charges)].filter(
    (charge) => !counted.has(charge) && charge.net !== zeroAmount,
  );
  for (const { label, article, net } of left)
    report(draft, "invoice_charge_left_out", {
      label: shown(label || article || "–"),
      value: amountText(net ?? zeroAmount),
    });
  const beside = adjustments.length > 0 ? [sum(adjustments), ...extras] : extras;
  if (beside.length === 0 || adjusted === sum(beside)) return;
  const known = new Set(
    [...parts, ...inLines, ...draft.lineCharges, ...draft.lines].map(({ net }) =>
      absolute(net ?? zeroAmount),
    ),
  );
  for (const some of [parts, inLines, draft.lineCharges])
    known.add(absolute(sum(some.map(({ net }) => net))));
  for (const value of beside) {
    if (value !== zeroAmount && value !== adjusted && !known.has(absolute(value)))
      report(draft, "invoice_charge_left_out", { label: "–", value: amountText(value) });
  }
}

/**
 * Keeps the charges that count, and turns the others into information. A sum of charges that is
 * stated on its own becomes a charge.
 */
function keepCharges(
  draft: Draft,
  { charges, inLines, elsewhere }: Claims,
  { parts, adjusted }: Way,
): void {
  const counted = new Set(parts);
  for (const line of draft.lines)
    if (line.kind === "charge" && !counted.has(line)) line.kind = "included";
  for (const charge of [...charges, ...elsewhere, ...draft.lineCharges])
    draft.lines.push(counted.has(charge) ? charge : { ...charge, kind: "included" });
  for (const charge of inLines) if (counted.has(charge)) draft.lines.push(charge);
  if (adjusted !== zeroAmount)
    draft.lines.push(
      aLine({ number: `C${draft.lines.length + 1}`, kind: "charge", net: adjusted }),
    );
}
