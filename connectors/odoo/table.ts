// The definition of an Odoo resource: model, domain and columns. Templates are tables of this
// shape.
import type { Json, Text } from "../../contract/values/json.ts";
import type { Column, Having, Resource } from "../../contract/source/resource.ts";
import type { Domain } from "./queries.ts";
import type { Reader } from "./values.ts";

/** A column is read from a field or derived from what was read (`derive`). */
export type ColumnTable = Column & {
  from?: {
    field: string;
    as: Reader;
    /** Not available on every server; the column is then null. */
    optional?: true;
    /**
     * The model whose names the column stores. Set it where a rename must be noticed or names must
     * be looked up.
     */
    of?: string;
  };
};

export type Data = { [column: string]: Json };

/**
 * What the rules of a template may depend on: options, the source's date, and the address for
 * links.
 */
export type MappingContext = {
  options: { [name: string]: Json };
  today: string;
  origin: string;
  /** The companies the connection names; all when empty. */ companies: number[];
};

export type ResourceTable = {
  key: string;
  label: Text;
  model: string;
  /** The model to read when the account may not read `model`. */
  fallback?: string;
  columns: ColumnTable[];
  /** Records whose amounts nobody owes: stored and shown, but not summed. */
  uncounted?: Having[];
  domain(mapping: MappingContext): Domain;
  /** Fills the columns that no field provides. `has` tells which fields this server has. */
  derive?(data: Data, id: number, mapping: MappingContext, has: (field: string) => boolean): void;
  /** After the first read, reads only what `write_date` shows as changed, down to a floor. */
  incremental: boolean;
  /** Stores the record as received in the column `raw` if the options ask for it. */
  raw: boolean;
};

/** The resource as the contract describes it. */
export const resourceOf = ({ key, label, columns, uncounted }: ResourceTable): Resource => ({
  key,
  label,
  columns: columns.map(({ from: _, ...column }) => column),
  ...(uncounted && { uncounted }),
});
