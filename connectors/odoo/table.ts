// What a resource of Odoo is: its model, its domain and its columns. The templates are tables of
// this shape.
import type { Json, Text } from "../../contract/values/json.ts";
import type { Column, Having, Resource } from "../../contract/source/resource.ts";
import type { Domain } from "./questions.ts";
import type { Reader } from "./values.ts";

/** A column is read from a field, or made from what was read (`derive`). */
export type ColumnTable = Column & {
  from?: {
    field: string;
    as: Reader;
    /** Not on every server: the column is then null. */
    optional?: true;
    /**
     * The model whose names the column keeps: told where a change of those has to be noticed, or
     * looked up.
     */
    of?: string;
  };
};

export type Data = { [column: string]: Json };

/**
 * What the rules of a template may look at: its options, the day it is at the source, the address
 * for links.
 */
export type Moment = {
  options: { [name: string]: Json };
  today: string;
  origin: string;
  /** Those that the connection names; none: all. */ companies: number[];
};

export type ResourceTable = {
  key: string;
  label: Text;
  model: string;
  /** Read in its place where the account may not read the model. */
  fallback?: string;
  columns: ColumnTable[];
  /** Records whose amounts are nobody's debt: they are kept and shown, and no sum counts them. */
  uncounted?: Having[];
  domain(moment: Moment): Domain;
  /** Fills the columns that no field gives. `has` tells which fields this server has. */
  derive?(data: Data, id: number, moment: Moment, has: (field: string) => boolean): void;
  /**
   * Reads what changed by write_date after the first time, and only what was written since a floor.
   */
  incremental: boolean;
  /** Keeps the record as it came in the column `raw`, where the options ask for it. */
  raw: boolean;
};

/** The same resource in the contract's words. */
export const resourceOf = ({ key, label, columns, uncounted }: ResourceTable): Resource => ({
  key,
  label,
  columns: columns.map(({ from: _, ...column }) => column),
  ...(uncounted && { uncounted }),
});
