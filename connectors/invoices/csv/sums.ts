// The amounts of rows and headers. Any two of net, VAT and total give the third; an amount that is
// still missing is unknown, not zero.
import {
  absolute,
  agree,
  amountText,
  zeroAmount,
  rateOf,
  sum,
  product,
  type Amount,
} from "../amount.ts";
import type { Draft, Stated } from "../draft.ts";
import { anError, aWarning, note, shown } from "../problem.ts";
import type { Entry } from "./entry.ts";

type NameOf = (target: "net" | "tax" | "total") => string;
/** Null: not stated. */
type Three = { net: Amount | null; tax: Amount | null; total: Amount | null };

/** Adds the third of net, VAT and total if two are known. A rate of zero means a VAT of zero. */
function completed({ net, tax, total }: Three, rate: Amount | null = null): Three {
  if (net !== null && tax !== null) return { net, tax, total: total ?? net + tax };
  if (net !== null && total !== null) return { net, tax: total - net, total };
  if (tax !== null && total !== null) return { net: total - tax, tax, total };
  if (rate === 0n && (net ?? total) !== null && tax === null)
    return { net: net ?? total, tax: zeroAmount, total: total ?? net };
  return { net, tax, total };
}

/** Completes the amounts of a row. */
function completeRow({ amounts }: Entry): void {
  const { net = null, tax = null, total = null, vatRate = null } = amounts;
  Object.assign(amounts, completed({ net, tax, total }, vatRate));
}

/**
 * States the sums of an invoice: those of its header if the table has one, otherwise those of its
 * rows. Notes in the draft what cannot be known.
 */
export function stateSums(draft: Draft, rows: Entry[], nameOf: NameOf): void {
  const isDerived = rows.some(
    ({ amounts: { net = null, tax = null, total = null } }) =>
      tax === null && net !== null && total !== null,
  );
  for (const row of rows) completeRow(row);
  const header = headerOf(rows);
  const ofRows: Three = {
    net: sumOf(rows, "net"),
    tax: sumOf(rows, "tax"),
    total: sumOf(rows, "total"),
  };
  const stated = completed({
    net: header?.net ?? ofRows.net,
    tax: header?.tax ?? ofRows.tax,
    total: header?.total ?? ofRows.total,
  });
  if (header !== null) compare(draft, header, ofRows);
  for (const name of ["net", "tax", "total"] as const)
    checkMissing(draft, rows, { name, header: header?.[name] ?? null, nameOf });
  if (stated.net === null) missing(draft, nameOf("net"));
  if (isDerived || (header?.tax ?? ofRows.tax) === null) checkDerived(draft, stated);
  checkRates(draft, rows);
  draft.stated = { ...stated, lines: null } satisfies Stated;
}

/** The header's sums, which every row repeats; null if no row has any. */
function headerOf(rows: Entry[]): Three | null {
  const first = (target: "invoiceNet" | "invoiceTax" | "invoiceTotal") =>
    rows.find(({ amounts }) => (amounts[target] ?? null) !== null)?.amounts[target] ?? null;
  const three: Three = {
    net: first("invoiceNet"),
    tax: first("invoiceTax"),
    total: first("invoiceTotal"),
  };
  return three.net === null && three.tax === null && three.total === null ? null : three;
}

/** Null unless every row states it. */
function sumOf(rows: Entry[], target: "net" | "tax" | "total"): Amount | null {
  const values = rows.map(({ amounts }) => amounts[target] ?? null);
  return values.some((value) => value === null) ? null : sum(values);
}

/** An empty amount among others is not zero, so without a header the sum of the rows is unknown. */
function checkMissing(
  draft: Draft,
  rows: Entry[],
  {
    name,
    header,
    nameOf,
  }: { name: "net" | "tax" | "total"; header: Amount | null; nameOf: NameOf },
): void {
  if (header !== null) return;
  const empty = rows.filter(({ amounts }) => (amounts[name] ?? null) === null);
  if (empty.length > 0 && empty.length < rows.length) missing(draft, nameOf(name), empty[0]?.line);
}

function missing(draft: Draft, field: string, line: number | null = draft.place.line): void {
  if (
    draft.problems.some(
      ({ code, severity }) => severity === "error" && code !== "csv_amount_missing",
    )
  )
    return;
  note(
    draft.problems,
    anError("csv_amount_missing", { segment: null, line }, { number: shown(draft.number), field }),
  );
}

function compare(draft: Draft, header: Three, rows: Three): void {
  const codes = { tax: "invoice_tax_mismatch", total: "invoice_rows_total_mismatch" } as const;
  for (const name of ["tax", "total"] as const) {
    const [said, found] = [header[name], rows[name]];
    if (said !== null && found !== null && !agree(said, found))
      note(draft.problems, anError(codes[name], draft.place, facts(draft, found, said)));
  }
}

/**
 * A VAT computed as the difference of two sums must be plausible: the same sign, and at most half
 * of the net amount.
 */
function checkDerived(draft: Draft, { net, tax, total }: Three): void {
  if (net === null || tax === null || total === null || agree(tax, zeroAmount)) return;
  if (tax < 0n === net < 0n && absolute(tax) * 2n <= absolute(net)) return;
  note(draft.problems, anError("invoice_total_mismatch", draft.place, facts(draft, net, total)));
}

/** Reported once per invoice: if one row is rounded otherwise, so are the others. */
function checkRates(draft: Draft, rows: Entry[]): void {
  for (const { amounts, line } of rows) {
    const { net = null, tax = null, vatRate = null } = amounts;
    if (
      net === null ||
      tax === null ||
      vatRate === null ||
      agree(absolute(product(net, rateOf(vatRate))), absolute(tax))
    )
      continue;
    const percent = amountText(rateOf(vatRate) * 100n);
    const said = { number: shown(draft.number), rate: percent, said: amountText(tax) };
    return note(draft.problems, aWarning("invoice_rate_mismatch", { segment: null, line }, said));
  }
}

const facts = ({ number }: Draft, found: Amount, said: Amount) => ({
  number: shown(number),
  found: amountText(found),
  said: amountText(said),
});
