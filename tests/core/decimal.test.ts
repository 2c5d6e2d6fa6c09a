// Decimal texts, added exactly.
import { expect, it } from "vitest";
import { addDecimals, negated, scaled } from "../../contract/values/decimal.ts";

it.each([
  [[], "0"],
  [["0.1", "0.2"], "0.3"],
  [["-5", "5.00"], "0"],
  [["1000.125", "-0.0005"], "1000.1245"],
  [["12345678901234567890.123", "0.877"], "12345678901234567891"],
  [["-0.05"], "-0.05"],
  [["+7.", "1"], "8"],
])("%j add up to %s", (texts, sum) => {
  expect(addDecimals(texts)).toBe(sum);
});

it.each(["", "1e3", "1,5", "NaN", "--1", ".5"])("%j is no decimal", (text) => {
  expect(() => addDecimals([text])).toThrow(RangeError);
});

it.each([
  ["12.50", "-12.50"],
  ["-3", "3"],
  ["0", "0"],
  ["0.00", "0.00"],
  ["+4", "-4"],
])("%s turned is %s", (text, other) => {
  expect(negated(text)).toBe(other);
});

it.each([
  [-12_580n, 3, "-12.58"],
  [5n, 2, "0.05"],
  [100n, 2, "1"],
  [100n, 0, "100"],
] as const)("%d with %d decimals is %s", (digits, scale, text) => {
  expect(scaled(digits, scale)).toBe(text);
});
