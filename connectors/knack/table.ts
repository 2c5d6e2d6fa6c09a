// The definition of a Knack resource: columns read from the raw fields of one object, and the
// records that each row becomes.
import type { CountedLabel } from "../../contract/values/counted-label.ts";
import type { Text } from "../../contract/values/json.ts";
import type { Column, Resource } from "../../contract/source/resource.ts";
import type { Reader } from "./values.ts";

/** A column is read from a field, or derived from others. */
export type ColumnTable = Column & { from?: { field: string; as: Reader } };

/**
 * A record that a row holds beside others. Its mark ends the record's id and fills the column
 * `cycle`.
 */
export type Part = { mark: string; from: { column: string; field: string; as: Reader }[] };

export type ResourceTable = {
  key: string;
  label: Text;
  columns: ColumnTable[];
  /** Set where people count a refresh by this resource. */
  checkedLabel?: CountedLabel;
  /**
   * The records of a row; null if a row is one record. Parts without a value are left out, so only
   * reading every row can count the records: Knack's total counts rows.
   */
  parts: Part[] | null;
};

/** How many records a row can become. */
export const perRow = ({ parts }: ResourceTable): number => parts?.length ?? 1;

/** The resource as the contract describes it. */
export const resourceOf = ({ key, label, columns, checkedLabel }: ResourceTable): Resource => ({
  key,
  label,
  columns: columns.map(({ from: _, ...column }) => column),
  ...(checkedLabel && { checkedLabel }),
});
