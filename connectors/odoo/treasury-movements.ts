// Derives the values of a treasury movement that Odoo does not store: sign, date, link and marks.
import { negated } from "../../contract/values/decimal.ts";
import type { Data, MappingContext } from "./table.ts";
import { decimal, multiply } from "./values.ts";

/** The direction of the money, as in Odoo's own `_signed` amounts. */
const signs: { [kind: string]: number } = {
  out_invoice: 1,
  out_refund: -1,
  in_invoice: -1,
  in_refund: 1,
};

/**
 * Fills what all movements share: reference, day, sign, amounts, link. Amounts are positive for
 * invoices and credit notes, and `sign` holds the direction; only a draft entered with a negative
 * amount stays negative.
 */
export function deriveMovement(data: Data, id: number, { today, origin }: MappingContext): void {
  // A draft has no number: "/" up to version 18, false from 19 on.
  const number = data["number"] === "/" ? null : data["number"];
  data["number"] = number ?? null;
  data["reference"] = `${number ?? data["partner_reference"] ?? ""} (ID:${id})`.trimStart();
  data["movement_date"] = data["due_date"] ?? data["invoice_date"] ?? today;
  data["sign"] = signs[String(data["kind"])] ?? 1;
  if (data["sign"] === -1 && typeof data["amount_company"] === "string")
    data["amount_company"] = negated(data["amount_company"]);
  data["link"] = `${origin}/web#id=${id}&model=account.move&view_type=form`;
  data["marks"] = marksOf(data, today);
}

function marksOf(data: Data, today: string): string[] {
  const { due_date: due, invoice_date: invoiced, state, payment_state: payment } = data;
  return [
    typeof due === "string" && due < today ? "overdue" : null,
    typeof due === "string" && due === invoiced ? "due_equals_invoice_date" : null,
    payment === "reversed" ? "reversed" : null,
    payment === "blocked" ? "blocked" : null,
    state === "cancel" ? "cancelled" : null,
    state === "draft" ? "draft" : null,
  ].filter((mark) => mark !== null);
}

/**
 * The amount at the import's rate. Without a rate nothing is converted: the amount keeps its
 * currency and the record is marked, because leaving out a debt is worse than not converting it.
 */
export function deriveImport(
  data: Data,
  id: number,
  mapping: MappingContext,
  has: (field: string) => boolean,
): void {
  deriveMovement(data, id, mapping);
  if (data["currency"] === data["company_currency"]) {
    data["amount_converted"] = data["amount"] ?? null;
    return;
  }
  if (!has("custom_rate")) return;
  const { rate, amount, marks } = data;
  if (typeof rate === "number" && rate > 0 && typeof amount === "string")
    data["amount_converted"] = multiply(amount, decimal(rate));
  else if (Array.isArray(marks)) marks.push("rate_missing");
}
