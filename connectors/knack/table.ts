// What a resource of Knack is: columns read from the raw fields of one object, and the records that
// each of its rows becomes.
import type { Text } from "../../contract/values/json.ts";
import type { Column, Resource } from "../../contract/source/resource.ts";
import type { Reader } from "./values.ts";

/** A column is read from a field, or made from what was read. */
export type ColumnTable = Column & { from?: { field: string; as: Reader } };

/**
 * A record that a row holds beside others: its mark ends the record's id and fills the column
 * `cycle`.
 */
export type Part = { mark: string; from: { column: string; field: string; as: Reader }[] };

export type ResourceTable = {
  key: string;
  label: Text;
  columns: ColumnTable[];
  /**
   * The records of a row; null where a row is a record. Parts without a value are left out, so that
   * nobody can count these records but by reading every row: Knack's total is that of the rows.
   */
  parts: Part[] | null;
};

/** Records that a row becomes at most. */
export const perRow = ({ parts }: ResourceTable): number => parts?.length ?? 1;

/** The same resource in the contract's words. */
export const resourceOf = ({ key, label, columns }: ResourceTable): Resource => ({
  key,
  label,
  columns: columns.map(({ from: _, ...column }) => column),
});
