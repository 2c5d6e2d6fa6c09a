// Whether numbered pages, read one after another, reported the same total.

/** What was learned while the pages were read. */
export type PageTotals = {
  /** How many records there are, as the source counted them afterwards; null when it cannot. */
  count: number | null;
  /** The total that each numbered page reported; null where it reported none. */
  totals: (number | null)[];
  /**
   * Records that the pages brought, or the rows of the source of which they are parts: each counted
   * once.
   */
  listed: number;
};

/**
 * Pages shift while a source changes: then a record comes twice and another not at all. Only where
 * every page reported the same total, and just as many records came, is the absence of a record more
 * than an accident of reading.
 */
export const pagesAgree = ({ count, totals, listed }: PageTotals): boolean =>
  [count ?? listed, ...totals].every((total) => total === listed);

/**
 * The number to show beside what was listed: the first total that differs; null where the source
 * reported none.
 */
export const otherTotal = ({ count, totals, listed }: PageTotals): number | null =>
  [count, ...totals].find((total) => total !== null && total !== listed) ?? null;
