// Code list 5025: what an amount is about, by where it stands. Senders disagree, so the sums have
// the last word.
import { codeOf } from "../../../../formats/edifact/segment.ts";

const words = (text: string): string[] => text.split(" ");

/**
 * Line amounts by how much they are worth: EANCOM's, OPTO33's, what German, old and simple messages
 * use, and net of VAT.
 */
export const lineNet = ["203", "125", "66", "128", "38", "389"].map(codeOf);
export const lineGross = codeOf("98");
export const taxable = codeOf("125");
export const chargeAmounts = new Set(["8", "23", "204", "131"].map(codeOf));
/** Of a tax, of VAT, of duties and of goods and services. */
export const taxAmounts = new Set(["124", "150", "176", "161", "369"].map(codeOf));

/** Amounts of the whole invoice, which some senders put behind its last tax or charge. */
export const ofInvoice = new Set(
  ["77", "86", "39", "139", "388", "9", "113", "11", "165", "366", "79"].map(codeOf),
);
export const total = codeOf("128");

/**
 * What an amount of a summary is: see `Claims`. `discounts` is a sum of allowances, told without a
 * sign.
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
  // Adjustment; by how much an amount is rounded.
  ...meant("rounding", "165 366"),
  // Charges less allowances; charges; what comes beside the lines.
  ...meant("adjustments", "131 259 136 175"),
  ...meant("discounts", "260"),
  // One charge or allowance: charge, freight, insurance, packing, service, other charges.
  ...meant("extraCharges", "23 64 67 106 130 304"),
  ...meant("extraAllowances", "204 52 117 142 400"),
]);

/** Totals that some senders take for the net amount: the message's, and "total". */
export const vagueTotals = new Set(["86", "128"]);

/**
 * Amounts that change nothing, wherever they stand: what something is worked out from, a discount
 * for who pays early and its instalments, limits, prices and costs of goods before discounts or for
 * customs, insurance and statistics, the same in another currency, balances of an account.
 */
export const tellingAmounts = new Set([
  // Bases: of a discount, of a charge, of a tax; not subject to it.
  ...words("13 25 56 129 236 342 398 401 528 529"),
  ...words("21 53 109 138 262"),
  ...words("85 87 173 179 180 181"),
  ...words(
    "4 19 20 35 38 40 44 63 66 68 98 100 103 110 115 116 118 123 134 141 143 146 157 160 178 187 192 203 286 289 402",
  ),
  ...words("6 10 14 27 36 57 169 261"),
  ...words("174 210 263 315 346"),
  // An allowance or a charge, told once more.
  "8",
]);

/** Of a line: its tax, its charges and its price once more, and what it is with tax. */
export const tellingOfLine = new Set([
  ...tellingAmounts,
  ...words("23 52 64 67 106 117 128 130 131 142 204 259 260 304 388 509 511"),
]);
/**
 * Of a charge or of terms of payment: what it is worked out from, its tax, and the same for each
 * piece.
 */
export const tellingOfCharge = new Set([
  ...tellingAmounts,
  ...words("52 124 125 150 161 176 369 509 511"),
]);
