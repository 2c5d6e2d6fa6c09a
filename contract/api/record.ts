// Published data as readers get it.
import { z } from "zod";
import { Instant, Json, type Locale } from "../values/json.ts";
import { StartedBy } from "./run.ts";
import { Column } from "../source/resource.ts";
import { Id } from "../source/record.ts";

export const RecordRow = z.object({ id: Id, data: z.record(z.string(), Json) });
export type RecordRow = z.infer<typeof RecordRow>;

/**
 * Where a page ended: the generation that is read, the order that was asked for (empty: by id), the
 * value there and the id. One reading stays in one generation, however often something newer is
 * published meanwhile.
 */
export const RecordCursor = z.strictObject({
  generation: z.int().min(1),
  order: z.string().max(300),
  place: z.union([z.string().max(200), z.number(), z.null()]),
  id: Id,
});
export type RecordCursor = z.infer<typeof RecordCursor>;

/**
 * The order in which records are read, as a text in a cursor: column, direction and the language of
 * the reader.
 */
export const orderOf = ({
  column,
  direction,
  language,
}: {
  column: string;
  direction: "asc" | "desc";
  language: Locale;
}): string => `${column}:${direction}:${language}`;

export const RecordPage = z.object({
  columns: z.array(Column),
  records: z.array(RecordRow),
  /**
   * Records of the resource, or those that the search found; null when the search stopped before
   * the end.
   */
  total: z.int().nullable(),
  /** Give it back as `after` to read on; null at the end. */
  next: z.string().nullable(),
  /** What is shown here: the generation and when it was published; null before the first. */
  generation: z.int().nullable(),
  publishedAt: Instant.nullable(),
});
export type RecordPage = z.infer<typeof RecordPage>;

/** How fresh a configuration's data is. */
export const Freshness = z.object({
  configuration: z.string(),
  resource: z.string(),
  /** null: never published. */
  generation: z.int().nullable(),
  publishedAt: Instant.nullable(),
  /** Who started the refresh that published it; null if that is no longer known. */
  broughtBy: StartedBy.nullable(),
  /** The last time a run found source and store equal. */
  verifiedAt: Instant.nullable(),
  records: z.int(),
});
export type Freshness = z.infer<typeof Freshness>;

/**
 * Averages of number columns over the records that share the values of others, which are empty
 * where a record has none.
 */
export const GroupAverage = z.object({
  groups: z.record(z.string(), z.string()),
  records: z.int(),
  /** By column; null where no record of the group has a number. */
  averages: z.record(z.string(), z.number().nullable()),
});
export type GroupAverage = z.infer<typeof GroupAverage>;

/**
 * Sums of a money column by month and by one more column: what the plots show. `sum` is an exact
 * decimal with its sign; `month` is empty for the records that have no date.
 */
export const MonthSum = z.object({
  month: z.string(),
  group: z.string(),
  currency: z.string(),
  sum: z.string(),
  records: z.int(),
});
export type MonthSum = z.infer<typeof MonthSum>;
