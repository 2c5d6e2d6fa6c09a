// Codes of UN/EDIFACT directories D.93A to D.11A about a whole message or a line. Codes in no table
// are refused.

/** How a document counts. `corrects`: it replaces another one, which a person has to look for. */
type DocumentType = { code: "380" | "381"; corrects?: true };

const invoice: DocumentType = { code: "380" };
const creditNote: DocumentType = { code: "381" };

/**
 * Code list 1001. Refused: 325 (proforma, nothing is owed), 395 (consignment, nothing is sold yet),
 * 80, 84, 383 and 527 (debit notes: the parties decide which side owes), 385 (repeats other
 * invoices), 71, 202 to 204, 211, 218 and 219 (payment requests and valuations), 457 and 458
 * (reversals), 935 (customs), and all others.
 */
export const documentTypes = new Map<string, DocumentType>([
  ["380", invoice],
  ["384", { code: "380", corrects: true }],
  // Metered services, price variation, partial, with a packing list, hire, tax, self-billed,
  // delcredere, factored, lease.
  ...["82", "295", "326", "331", "387", "388", "389", "390", "393", "394"].map(
    (code) => [code, invoice] as const,
  ),
  // Prepayment; of an insurer, of a forwarder, of freight.
  ...["386", "575", "623", "780"].map((code) => [code, invoice] as const),
  ["381", creditNote],
  // Goods and services, financial adjustments, self-billed, several transactions, price variation,
  // forwarder's, factored.
  ...["81", "83", "261", "262", "296", "308", "396"].map((code) => [code, creditNote] as const),
]);

/**
 * Code list 1225. Original (9, or empty), also sent another way (43), the last of several (22) and
 * final (47) are new debts. Cancellation (1), deletion (3), change (4), replacement (5), duplicate
 * (7), copy (31), retransmission (35) and all others are not.
 */
export const newDebt = new Set(["", "9", "22", "43", "47"]);
/** Code list 1225: a test. */
export const testFunction = "53";

/**
 * Code list 1229: lines that count. Deleted (2), not accepted (7) and all others mean something
 * else.
 */
export const countingActions = new Set(["", "1", "4", "5", "6"]);

/**
 * Code list 7083: whether a line adds to its article or is part of it. Deleted (D) and all others
 * are refused.
 */
export const configurations = new Map<string, "counts" | "included">([
  ["", "counts"],
  ["A", "counts"],
  ["I", "included"],
]);

/**
 * Code list 4347: additional numbers of the article itself. Numbers of substitutes, predecessors
 * and successors belong to other articles.
 */
export const ownNumbers = new Set(["", "1", "5"]);
