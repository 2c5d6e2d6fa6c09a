// What came, as a person reads it who repairs it at the source: cut, and whole in its characters.
import type { Json } from "../contract/values/json.ts";

/**
 * The JSON text of a value. Numbers that JSON has no word for, and those that are not held, stand
 * there as they came.
 */
export const sampleOf = (value: Json, length = 4_000): string =>
  (JSON.stringify(value, withNumbersNamed) ?? "")
    .slice(0, length + markLength)
    .replace(/"\\udfff([-+.\deE]+)"/g, "$1")
    .slice(0, length)
    .toWellFormed();

const markLength = 40;

/** JSON would say that nothing was there. */
const withNumbersNamed = (_name: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? "NaN" : value;
