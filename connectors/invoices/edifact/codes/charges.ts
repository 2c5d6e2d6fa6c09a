// Codes of allowances and charges: their direction, and who settles them.

/**
 * Code list 5463: an allowance (-1), a charge (1), or neither (0). Adjustments (J), totals (B),
 * limits (X) and all others have no direction.
 */
export const chargeSigns = new Map<string, 1n | -1n | 0n>([
  ...["A", "D", "F", "G", "H", "P", "Q"].map((code) => [code, -1n] as const),
  ...["C", "E", "K", "L", "M", "R", "S"].map((code) => [code, 1n] as const),
  // No allowance or charge, no allowance, no charge.
  ...["N", "V", "W"].map((code) => [code, 0n] as const),
]);

/**
 * Code list 5463: a charge beside the amount of its line; OPTO33 uses it for packing and freight.
 */
export const besideLine = "M";

/**
 * Code list 4471: who settles it. `here`: this invoice. `elsewhere`: it is billed back, credited to
 * an account, paid by cheque or by the seller, or open to choice, so the sums decide whether it is
 * part of the invoice. All other codes are reported and left to the sums.
 */
export const settlements = new Map<string, "here" | "elsewhere">([
  ...["", "2", "6", "8"].map((code) => [code, "here"] as const),
  ...["1", "3", "4", "5", "7", "9", "10", "11", "12"].map((code) => [code, "elsewhere"] as const),
]);
