// The column type of each field, and the values that fit it. A value that does not fit is refused,
// never converted.
import type { Json } from "../../contract/values/json.ts";
import type { Column, ColumnType } from "../../contract/source/resource.ts";
import { columnName } from "./names.ts";

export type PostgresType =
  "text" | "bigint" | "numeric" | "date" | "timestamp with time zone" | "boolean" | "jsonb";

const types = {
  text: "text",
  integer: "bigint",
  number: "numeric",
  money: "numeric",
  date: "date",
  datetime: "timestamp with time zone",
  boolean: "boolean",
  link: "text",
  list: "jsonb",
  json: "jsonb",
} satisfies Record<ColumnType, PostgresType>;

/** A column of a table, and the field that fills it. */
export type TableColumn = { field: string; name: string; type: PostgresType };

/** The columns of a resource. A field that is listed twice is one column. */
export function columnsOf(columns: Column[]): TableColumn[] {
  const byName = new Map(
    columns.map(({ name, type }) => [
      name,
      { field: name, name: columnName(name), type: types[type] },
    ]),
  );
  return [...byName.values()];
}

const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

// PostgreSQL itself accepts "today", "infinity", "NaN" and dates in many orders, and would store
// something nobody sent.
const forms: Record<PostgresType, (value: Json) => boolean> = {
  text: (value) => typeof value === "string",
  bigint: (value) =>
    typeof value === "number"
      ? Number.isSafeInteger(value)
      : typeof value === "string" && /^-?\d+$/.test(value),
  numeric: (value) =>
    typeof value === "number"
      ? Number.isFinite(value)
      : typeof value === "string" && number.test(value),
  date: (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value),
  "timestamp with time zone": (value) =>
    typeof value === "string" &&
    /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?$/i.test(value),
  boolean: (value) => typeof value === "boolean",
  jsonb: () => true,
};

/**
 * Whether a value can be stored in a column. The database decides in the end: it knows that
 * February has no 31st.
 */
export const fits = (value: Json, type: PostgresType): boolean =>
  value === null || forms[type](value);
