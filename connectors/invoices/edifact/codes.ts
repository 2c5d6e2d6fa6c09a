// What the codes of UN/EDIFACT directories D.93A to D.01B mean for an invoice. What stands in no table is refused or said, never passed over.

/** How a document counts. `corrects`: it stands in for another one, which a person has to look for. */
type DocumentType = { code: "380" | "381"; corrects?: true };

/**
 * Code list 1001. Refused: 325 (proforma, nothing is owed), 383 and 527 (debit notes: which side owes is between the parties),
 * 385 (repeats other invoices), 211, 218 and 219 (payment requests), 457 and 458 (reversals), and all others.
 */
export const documentTypes = new Map<string, DocumentType>([
  ["380", { code: "380" }],
  ["326", { code: "380" }],
  ["331", { code: "380" }],
  ["384", { code: "380", corrects: true }],
  ["386", { code: "380" }],
  ["388", { code: "380" }],
  ["389", { code: "380" }],
  ["393", { code: "380" }],
  ["381", { code: "381" }],
  ["261", { code: "381" }],
  ["396", { code: "381" }],
]);

/**
 * Code list 1225. Original (9, or nothing), sent beside another way (43), the last of several (22) and final (47) are new debts.
 * Cancellation (1), deletion (3), change (4), replacement (5), duplicate (7), copy (31), retransmission (35) and all others are not.
 */
export const newDebt = new Set(["", "9", "22", "43", "47"]);
/** Code list 1225: a test. */
export const testFunction = "53";

/** Code list 5463: allowances, charges, and what says that there is none. */
export const chargeSigns = new Map<string, 1n | -1n | 0n>([
  ...["A", "D", "F", "G", "H", "P", "Q"].map((code) => [code, -1n] as const),
  ...["C", "E", "K", "L", "M", "R", "S"].map((code) => [code, 1n] as const),
  ...["N", "V", "W"].map((code) => [code, 0n] as const),
]);

/** Code list 1229: a line that counts. Deleted (2), not accepted (7) and all others mean something else. */
export const countingActions = new Set(["", "1", "4", "5", "6"]);

/** Code list 5283: a tax. Duties (5) and fees (6) may be told for information; so may anything else, and the sums decide. */
export const taxFunctions = new Set(["", "7"]);
/** Code list 5305: exempt, zero rated, outside scope, export, supply inside the Union: a rate or an amount is not owed here. */
export const untaxed = new Set(["E", "Z", "O", "G", "K"]);
/** Code list 5305: the buyer owes the tax (reverse charge), or it was passed on: an amount is for information where sums say so. */
export const owedElsewhere = new Set(["AE", "B", "C"]);
/** Taxes that the buyer keeps back. */
export const withheldTaxes = new Set(["RET", "IRPF", "IRP", "WHT"]);

/** Code list 5025, as far as summaries use it: what an amount is about. */
export const summaryAmounts = new Map<
  string,
  "nets" | "lines" | "taxes" | "totals" | "due" | "prepaid" | "rounding" | "adjustments" | "discounts"
>([
  ["125", "nets"],
  ["79", "lines"],
  ["124", "taxes"],
  ["150", "taxes"],
  ["176", "taxes"],
  ["77", "totals"],
  ["86", "totals"],
  ["39", "totals"],
  ["128", "totals"],
  ["139", "totals"],
  ["9", "due"],
  ["113", "prepaid"],
  ["165", "rounding"],
  ["131", "adjustments"],
  ["259", "adjustments"],
  ["260", "discounts"],
]);

/** Amounts that change nothing: bases, discounts for early payment, limits, amounts before discounts, and details of charges. */
export const tellingAmounts = new Set([
  ...[
    "4",
    "8",
    "11",
    "12",
    "19",
    "20",
    "21",
    "23",
    "25",
    "35",
    "36",
    "38",
    "52",
    "53",
    "56",
    "64",
    "66",
    "67",
    "68",
    "98",
    "100",
    "103",
    "106",
  ],
  ...[
    "109",
    "110",
    "115",
    "116",
    "117",
    "119",
    "122",
    "129",
    "136",
    "143",
    "146",
    "157",
    "160",
    "173",
    "174",
    "178",
    "179",
    "180",
    "187",
    "192",
  ],
  ...["203", "204", "210", "236", "262", "263", "286", "289", "304", "315", "346", "402"],
]);
