// Checks that a draft is a usable invoice: number, type, date, supplier, lines, and sums that add
// up.
import { agree, amountText, zeroAmount, rateOf, sum, product, type Amount } from "./amount.ts";
import type { Draft, Tax } from "./draft.ts";
import { anError, aWarning, note, shown } from "./problem.ts";
import { settle } from "./settle.ts";

export type Sums = { net: Amount; tax: Amount | null; total: Amount | null };

/** Notes the problems of a draft and returns its sums. */
export function checkDraft(draft: Draft): Sums {
  checkHead(draft);
  if (draft.claims !== null) {
    checkRates(draft);
    checkAmounts(draft);
    return settle(draft, draft.claims);
  }
  const found = sumOfLines(draft);
  const net = checkNet(draft, found);
  const tax = checkTax(draft);
  const total = checkTotal(draft, net, tax);
  return { net, tax, total };
}

function checkHead(draft: Draft): void {
  const { place, problems, number, code, supplier } = draft;
  if (number.trim() === "") note(problems, anError("invoice_number_missing", place));
  else if (number.length > 70)
    note(problems, anError("invoice_number_too_long", place, { number: shown(number) }));
  if (code !== "380" && code !== "381" && code !== "")
    note(
      problems,
      anError("invoice_type_refused", place, { number: shown(number), type: shown(code) }),
    );
  if (supplier.code === "" && supplier.name === "")
    note(problems, anError("invoice_supplier_missing", place, { number: shown(number) }));
  if (supplier.code.length > 70)
    note(problems, anError("invoice_number_too_long", place, { number: shown(supplier.code) }));
  if (
    draft.lines.length === 0 &&
    draft.lineCharges.length === 0 &&
    (draft.claims?.charges.length ?? 0) === 0
  )
    note(problems, anError("invoice_empty", place, { number: shown(number) }));
  if (draft.currency === "")
    note(problems, aWarning("invoice_currency_missing", place, { number: shown(number) }));
}

/**
 * The sum of lines and charges. Some suppliers include charges of lines in the line amounts, others
 * state them beside.
 */
function sumOfLines(draft: Draft): Amount {
  const plain = sum(draft.lines.map(({ kind, net }) => (kind === "included" ? zeroAmount : net)));
  if (draft.lineCharges.length === 0) return plain;
  const stated = draft.stated.net ?? draft.stated.lines;
  const beside = plain + sum(draft.lineCharges.map(({ net }) => net));
  const areBeside = stated !== null && !agree(plain, stated) && agree(beside, stated);
  for (const charge of draft.lineCharges)
    draft.lines.push(areBeside ? charge : { ...charge, kind: "included" });
  return areBeside ? beside : plain;
}

function checkNet(draft: Draft, found: Amount): Amount {
  const { stated, problems, lines } = draft;
  const charges = sum(lines.map(({ kind, net }) => (kind === "charge" ? net : zeroAmount)));
  // A sum of lines may be stated before or after the charges of the header.
  if (
    stated.lines !== null &&
    !agree(stated.lines, found - charges) &&
    !agree(stated.lines, found)
  ) {
    note(problems, mismatch("invoice_net_mismatch", draft, found - charges, stated.lines));
  }
  if (stated.net === null) return found;
  if (!agree(stated.net, found))
    note(problems, mismatch("invoice_net_mismatch", draft, found, stated.net));
  checkAmounts(draft);
  return stated.net;
}

function checkAmounts({ lines, place, problems, number }: Draft): void {
  for (const line of lines) {
    if (line.net === null && line.kind === "line")
      note(
        problems,
        aWarning("invoice_line_without_amount", place, { number: shown(number), row: line.number }),
      );
  }
}

function checkTax(draft: Draft): Amount | null {
  const { stated, taxes, problems } = draft;
  const perRate = taxes.filter(({ tax }) => tax !== null);
  checkRates(draft);
  if (perRate.length === 0) return stated.tax;
  const found = sum(perRate.map(({ tax }: Tax) => tax));
  if (stated.tax !== null && !agree(stated.tax, found))
    note(problems, mismatch("invoice_tax_mismatch", draft, found, stated.tax));
  return stated.tax ?? found;
}

function checkRates(draft: Draft): void {
  const { taxes, place, problems, number } = draft;
  for (const { rate, base, tax } of taxes) {
    if (
      rate === null ||
      base === null ||
      tax === null ||
      !isFar(product(base, rateOf(rate)), tax, draft)
    )
      continue;
    note(
      problems,
      aWarning("invoice_rate_mismatch", place, {
        number: shown(number),
        rate: amountText(rate),
        said: amountText(tax),
      }),
    );
  }
}

/** Many suppliers round tax line by line: half a cent each. */
const isFar = (a: Amount, b: Amount, { lines }: Draft): boolean => {
  const slack = 5_000_000n + 500_000n * BigInt(lines.length);
  return a - b > slack || b - a > slack;
};

function checkTotal(draft: Draft, net: Amount, tax: Amount | null): Amount | null {
  const { stated, place, problems, number } = draft;
  if (stated.total === null) return tax === null ? null : net + tax;
  const found = net + (tax ?? zeroAmount);
  if (agree(found, stated.total)) return stated.total;
  // Without a stated net amount, nothing contradicts the rest, so nothing can be checked.
  if (stated.net === null && stated.lines === null)
    note(problems, aWarning("invoice_total_unchecked", place, { number: shown(number) }));
  else note(problems, mismatch("invoice_total_mismatch", draft, found, stated.total));
  return stated.total;
}

const mismatch = (code: string, { place, number }: Draft, found: Amount, said: Amount) =>
  anError(code, place, { number: shown(number), found: amountText(found), said: amountText(said) });
