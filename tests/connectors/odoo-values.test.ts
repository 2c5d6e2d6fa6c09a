// How Odoo's values are read.
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import {
  decimal,
  multiply,
  plainText,
  readers,
  unreadable,
  type Reader,
} from "../../connectors/odoo/values.ts";

describe("money is the shortest decimal text, without exponent", () => {
  it.each([
    [1234.5, "1234.5"],
    [0.1, "0.1"],
    [1, "1"],
    [-0, "0"],
    [0, "0"],
    [-3.07, "-3.07"],
    [1e21, "1000000000000000000000"],
    [1.5e22, "15000000000000000000000"],
    [1e-7, "0.0000001"],
    [-1.25e-9, "-0.00000000125"],
    [123456789012.35, "123456789012.35"],
    [1.7976931348623157e3, "1797.6931348623157"],
  ])("%d is %s", (number, text) => {
    expect(decimal(number)).toBe(text);
  });

  it.each([
    ["1234.5", "3.3456", "4130.1432"],
    ["0", "3.3", "0"],
    ["0.1", "0.2", "0.02"],
    ["-2.5", "4", "-10"],
    ["100", "0.01", "1"],
    ["9999999999.99", "3.141592", "31415919999.96858408"],
  ])("%s times %s is %s, exactly", (one, other, product) => {
    expect(multiply(one, other)).toBe(product);
  });
});

describe("a field is read by its type", () => {
  it.each<[Reader, Json | undefined, Json | typeof unreadable]>([
    ["text", "a", "a"],
    ["text", false, null],
    ["text", "", ""],
    ["text", 4, unreadable],
    ["text", true, unreadable],
    ["text", undefined, unreadable],
    ["text", null, unreadable],
    ["integer", 4, 4],
    ["integer", false, null],
    ["integer", 4.5, unreadable],
    ["integer", "4", unreadable],
    ["number", 3.5, 3.5],
    ["number", -0, 0],
    ["number", false, null],
    ["number", "3.5", unreadable],
    ["money", 1, "1"],
    ["money", 1.5, "1.5"],
    ["money", false, null],
    ["money", "1.5", unreadable],
    ["money", [1], unreadable],
    ["date", "2026-11-22", "2026-11-22"],
    ["date", false, null],
    ["date", "2026-02-30", unreadable],
    ["date", "22/11/2026", unreadable],
    ["date", "2026-11-22 10:00:00", unreadable],
    ["datetime", "2026-11-22 04:13:37", "2026-11-22T04:13:37Z"],
    ["datetime", false, null],
    ["datetime", "2026-11-22", unreadable],
    ["datetime", "2026-11-22 24:00:00", unreadable],
    ["boolean", false, false],
    ["boolean", true, true],
    ["boolean", 0, unreadable],
    ["label", [7, "Ann"], "Ann"],
    ["label", [7, false], null],
    ["label", false, null],
    ["label", 7, unreadable],
    ["label", [7], unreadable],
    ["label", ["7", "Ann"], unreadable],
    ["id", [7, "Ann"], 7],
    ["id", false, null],
    ["id", [], unreadable],
    ["ids", [1, 2], [1, 2]],
    ["ids", [], []],
    ["ids", [1, "2"], unreadable],
    ["ids", "1", unreadable],
  ])("%s of %j is %o", (reader, value, read) => {
    expect(readers[reader](value)).toEqual(read);
  });

  it("drops in JSON what XML cannot carry", () => {
    expect(plainText("a\r\nb\rc\u0007d\te\u00a0f😀")).toBe("a\nb\ncd\te\u00a0f😀");
  });
});
