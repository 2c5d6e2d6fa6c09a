// Code list 5025: what an amount is about, by where it stands. Senders disagree, so the sums decide
// in the end.
import { codeOf } from "../../../../formats/edifact/segment.ts";

const words = (text: string): string[] => text.split(" ");

/**
 * Line amounts, best first: EANCOM's, OPTO33's, those of German, old and simple messages, and net
 * of VAT.
 */
export const lineNet = ["203", "125", "66", "128", "38", "389"].map(codeOf);
/** The amount of a line before its allowances and charges. */
export const lineGross = codeOf("98");
/** A taxable amount: the base of a tax. */
export const taxable = codeOf("125");
/** Amounts of an allowance or a charge. */
export const chargeAmounts = new Set(["8", "23", "204", "131"].map(codeOf));
/** Amounts of a tax, of VAT, of duties, and of goods and services tax. */
export const taxAmounts = new Set(["124", "150", "176", "161", "369"].map(codeOf));

/** Amounts of the whole invoice, which some senders put after its last tax or charge. */
export const ofInvoice = new Set(
  ["77", "86", "39", "139", "388", "9", "113", "11", "165", "366", "79"].map(codeOf),
);
/** "Total", which some senders use for other amounts. */
export const total = codeOf("128");

/**
 * The meaning of an amount in the summary, as a field of `Claims`. `discounts` is a sum of
 * allowances without a sign.
 */
export type SummaryMeaning =
  | "nets"
  | "lines"
  | "taxes"
  | "totals"
  | "due"
  | "prepaid"
  | "paid"
  | "rounding"
  | "adjustments"
  | "discounts"
  | "extraCharges"
  | "extraAllowances";

const meant = (meaning: SummaryMeaning, codes: string) =>
  words(codes).map((code) => [code, meaning] as const);

/** The meaning of each amount in the summary. */
export const summaryAmounts = new Map<string, SummaryMeaning>([
  // Taxable; without VAT.
  ...meant("nets", "125 389 499"),
  ...meant("lines", "79"),
  ...meant("taxes", "124 150 176 161 369 370 120"),
  // Of the invoice, of the message, total, to pay; with VAT.
  ...meant("totals", "77 86 39 128 139 388"),
  ...meant("due", "9 371 122"),
  ...meant("prepaid", "113"),
  // Paid, remitted, received, prepaid in all.
  ...meant("paid", "11 12 119 177"),
  // Adjustment; rounding difference.
  ...meant("rounding", "165 366"),
  // Charges less allowances; charges; what is charged beside the lines.
  ...meant("adjustments", "131 259 136 175"),
  ...meant("discounts", "260"),
  // A single charge or allowance: charge, freight, insurance, packing, service, other charges.
  ...meant("extraCharges", "23 64 67 106 130 304"),
  ...meant("extraAllowances", "204 52 117 142 400"),
]);

/** Totals that some senders use for the net amount: of the message, and "total". */
export const vagueTotals = new Set(["86", "128"]);

/**
 * Amounts that change no sum, wherever they stand: bases of other amounts, early payment discounts
 * and their instalments, limits, prices and costs before discounts or for customs, insurance and
 * statistics, the same amount in another currency, account balances.
 */
export const informationalAmounts = new Set([
  // Bases: of a discount, of a charge, of a tax; not subject to it.
  ...words("13 25 56 129 236 342 398 401 528 529"),
  ...words("21 53 109 138 262"),
  ...words("85 87 173 179 180 181"),
  ...words(
    "4 19 20 35 38 40 44 63 66 68 98 100 103 110 115 116 118 123 134 141 143 146 157 160 178 187 192 203 286 289 402",
  ),
  ...words("6 10 14 27 36 57 169 261"),
  ...words("174 210 263 315 346"),
  // An allowance or a charge, repeated.
  "8",
]);

/** Amounts of a line that repeat its tax, its charges, its price, or the line with tax. */
export const informationalOfLine = new Set([
  ...informationalAmounts,
  ...words("23 52 64 67 106 117 128 130 131 142 204 259 260 304 388 509 511"),
]);
/** Amounts of a charge or of terms of payment: the base, the tax, and the same per unit. */
export const informationalOfCharge = new Set([
  ...informationalAmounts,
  ...words("52 124 125 150 161 176 369 509 511"),
]);
