// Queries of a tenant's records.
import type { Having } from "../source/resource.ts";
import type { Locale } from "../values/json.ts";

export type RecordQuery = {
  configuration: string;
  resource: string;
  after: string | null;
  limit: number;
  search: string | null;
  /** The data as of this generation; the published one when null. */
  asOf: number | null;
  /**
   * `as` says how the column's values compare: decimal strings sort as numbers, texts by the
   * reader's language. The amounts of the records that `minus` names count against the others, and
   * sort as they are shown: below zero.
   */
  sort: {
    column: string;
    as: "text" | "number";
    minus: Having | null;
    direction: "asc" | "desc";
    language: Locale;
  } | null;
};

/** Why nothing was read. */
export type ReadRefusal<Code extends string> = { type: "unread"; code: Code };

export type SumQuery = {
  configuration: string;
  resource: string;
  amount: SummedColumn;
  date: string;
  group: string;
  currency: string;
  uncounted: Having[];
};

/**
 * A column whose numbers are added; those of the records that `minus` names count against the
 * others.
 */
export type SummedColumn = { column: string; minus: Having | null };

/** `where`: only records with these values; an empty one stands for none. */
export type AverageQuery = {
  configuration: string;
  resource: string;
  measures: SummedColumn[];
  uncounted: Having[];
  by: string[];
  where: { column: string; value: string }[];
};
