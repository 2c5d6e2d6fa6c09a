// A source's answer to one batch.
import type { Partition } from "./partition.ts";
import type { SourceRecord, Reject, Id } from "./record.ts";

/**
 * A page of records. `rest` is what of the partition is still unread; `covers` is what this page
 * leaves no doubt about: it brings every record of the source whose id lies in there. Where ids are
 * derived, a page that was asked for by name therefore brings each record that claims one of the
 * names. A connector folds nothing: two records with one id are both in the page.
 */
export type Page = {
  type: "page";
  records: SourceRecord[];
  rejects: Reject[];
  covers: Partition;
  rest: Partition | null;
  /**
   * `pages` coverage: how many records the source said there are in all, with this page. Totals
   * that differ mean that pages have shifted.
   */
  total?: number;
  /**
   * Where records are parts of the source's rows: the ids of those rows. `total` counts rows, so
   * rows are held against it.
   */
  rows?: Id[];
  /** How often the page met what the survey declares as findings, by their keys. */
  found?: Record<string, number>;
  /** Of a file, with its first page: what it warns of; null: of nothing. */
  warning?: FileWarning | null;
};

/**
 * A file that is used in spite of warnings: by key and name, how many warnings, and the first of
 * them as a code of `sentences.ts` and its facts.
 */
export type FileWarning = {
  file: string;
  name: string;
  count: number;
  first: { code: string; facts: Record<string, string> };
};

/** "Cut me smaller": the partition is too big to answer in one page. */
export type Smaller = { type: "smaller"; partitions: Partition[] };
