// The kinds of records that a connector can read, and their columns.
import { z } from "zod";
import { CountedLabel } from "../values/counted-label.ts";
import { Text } from "../values/json.ts";

export const ColumnType = z.enum([
  "text",
  "integer",
  "number",
  "money",
  "date",
  "datetime",
  "boolean",
  "link",
  "list",
  "json",
]);
export type ColumnType = z.infer<typeof ColumnType>;

/** Records with one of these values in this column. */
export const Having = z.object({ column: z.string(), values: z.array(z.string()).min(1) });
export type Having = z.infer<typeof Having>;

/**
 * How the amounts of a money column add up. `signed`: as they stand. `minus`: they have no sign of
 * their own, and those of the records it names (credit notes) count against the others. `never`:
 * prices and the like, whose sum means nothing.
 */
export const Adding = z.union([
  z.literal("signed"),
  z.literal("never"),
  z.object({ minus: Having }),
]);
export type Adding = z.infer<typeof Adding>;

const NamedColumn = z.object({ name: z.string(), label: Text });

/** A column; one of money says in which column its currency stands, and how its amounts add up. */
export const Column = z.discriminatedUnion("type", [
  NamedColumn.extend({ type: z.literal("money"), currency: z.string(), adds: Adding }),
  NamedColumn.extend({ type: ColumnType.exclude(["money"]) }),
]);
export type Column = z.infer<typeof Column>;
export type MoneyColumn = Extract<Column, { type: "money" }>;

/** A kind of record that a connector can read: its key, its words and its columns. */
export const Resource = z.object({
  key: z.string(),
  label: Text,
  columns: z.array(Column),
  /**
   * Records whose amounts are nobody's debt, such as cancelled documents: no sum and no average
   * counts them.
   */
  uncounted: z.array(Having).optional(),
  /**
   * The words for how many of them were checked ("students checked"), where people count a whole
   * refresh by this resource.
   */
  checkedLabel: CountedLabel.optional(),
});
export type Resource = z.infer<typeof Resource>;

/** A resource as found at a live source. */
export const Discovered = z.object({
  key: z.string(),
  label: Text,
  available: z.boolean(),
  /** Records the account can see; null where it may not look. */
  records: z.int().min(0).nullable(),
  /** Why it is not available, in words. */
  reason: Text.nullable(),
});
export type Discovered = z.infer<typeof Discovered>;
