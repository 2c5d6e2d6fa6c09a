// Control totals of a message: what its sender has counted.

/** Code list 6069: quantities, lines, lines with sub-lines, lines of the invoice, and its total. */
export const controls = new Map<string, "quantities" | "lines" | "total">([
  ["1", "quantities"],
  ["2", "lines"],
  ["3", "lines"],
  ["4", "lines"],
  ["12", "total"],
]);

/**
 * Code list 6069: weights, packages, pieces, transport and customs, which say nothing about what is
 * owed.
 */
export const informationalControls = new Set(
  "5 6 7 8 9 10 11 13 14 15 16 17 18 19 20 21 22 23 24 26 27 28 29 30 31 32 33 34 35 36 37 38 39 50 51 57 59 60 61".split(
    " ",
  ),
);
