// The form of the values of each column type: plain data, exact amounts, real dates.
import type { Json } from "../../contract/values/json.ts";
import type { ColumnType } from "../../contract/source/resource.ts";

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

const isMoment = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T[\d:]{8}Z$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text.slice(0, 19));

const shapes: Record<ColumnType, (value: Json) => boolean> = {
  text: (value) => typeof value === "string",
  link: (value) => typeof value === "string" && URL.canParse(value) && /^https?:/.test(value),
  integer: (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
  number: (value) => Number.isFinite(value) && !Object.is(value, -0),
  money: (value) => typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) && value !== "-0",
  date: (value) => typeof value === "string" && isDay(value),
  datetime: (value) => typeof value === "string" && isMoment(value),
  boolean: (value) => typeof value === "boolean",
  list: Array.isArray,
  json: (value) => typeof value === "object",
};

/** Whether a value has its column's type. Null has every type. */
export const obeys = (type: ColumnType, value: Json): boolean =>
  value === null || shapes[type](value);
