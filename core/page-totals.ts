// Whether numbered pages, read one after another, have told of one and the same whole.

/** What was heard while the pages were read. */
export type PageTotals = {
  /** How many records there are, as the source counted them afterwards; null when it cannot. */
  count: number | null;
  /** What each numbered page told of all; null where it told nothing. */
  totals: (number | null)[];
  /**
   * Records that the pages brought, or the rows of the source of which they are parts: each counted
   * once.
   */
  listed: number;
};

/**
 * Pages shift while a source changes: then a record comes twice and another not at all. Only where
 * every page told the same total, and just as many records came, is the absence of a record more
 * than an accident of reading.
 */
export const pagesAgree = ({ count, totals, listed }: PageTotals): boolean =>
  [count ?? listed, ...totals].every((told) => told === listed);

/**
 * The number that a person is told beside what was listed: the first that differs; null where the
 * source told none.
 */
export const otherTotal = ({ count, totals, listed }: PageTotals): number | null =>
  [count, ...totals].find((told) => told !== null && told !== listed) ?? null;
