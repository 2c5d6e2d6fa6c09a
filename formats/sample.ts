// The value of a record as text, for the person who corrects it at the source.
import type { Json } from "../contract/values/json.ts";

/**
 * The JSON text of a value, cut to `length` without splitting a character. Numbers that JSON cannot
 * spell or a double cannot hold appear as they came.
 */
export const sampleOf = (value: Json, length = 4_000): string =>
  (JSON.stringify(value, withNumbersNamed) ?? "")
    .slice(0, length + markLength)
    .replace(/"\\udfff([-+.\deE]+)"/g, "$1")
    .slice(0, length)
    .toWellFormed();

const markLength = 40;

/** JSON would print null. */
const withNumbersNamed = (_name: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? "NaN" : value;
