// JSON text is limited in depth before anything is built from it.
import { describe, expect, it } from "vitest";
import { JsonTextError, parseJson } from "../../formats/json.ts";
import { unheldIn, unheldNumber } from "../../formats/number.ts";
import { sampleOf } from "../../formats/sample.ts";

describe("JSON text", () => {
  it.each([
    ['{"a":[1,-2.5,"x\\"]",null,true]}', { a: [1, -2.5, 'x"]', null, true] }],
    ["7", 7],
    ['"[[[["', "[[[["],
    ['"\\\\"', "\\"],
  ])("%s reads as %o", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each(["", "{", "[1,", '"open', "<html>", '{"a":1}x', '{"a":01}', "NaN"])(
    "%s is not JSON",
    (text) => {
      expect(() => parseJson(text)).toThrow(JsonTextError);
    },
  );

  it.each([
    ["9007199254740993", "one beyond 2^53"],
    ["-12345678901234567890", "a long whole one"],
    ["12345678901234567.89", "an amount"],
    ["1234567890123456.7", "an amount of seventeen figures"],
    ["0.1234567890123456789", "a small one"],
    ["123456789012345678e-3", "one with an exponent"],
    ["1e-400", "one below all numbers"],
    ["1" + "0".repeat(20) + "1", "one whose last figure alone is lost"],
  ])("rounds no number: %s, %s, becomes a text that no reader accepts", (text) => {
    expect(parseJson(`{"a":[${text},7],"b":"${text}"}`)).toEqual({
      a: [unheldNumber(text), 7],
      b: text,
    });
    expect(unheldIn(parseJson(`[{"a":${text}}]`))).toBe(text);
    expect(unheldNumber(text).isWellFormed()).toBe(false);
  });

  it.each([
    ["9007199254740991", 9007199254740991],
    ["9007199254740994", 9007199254740994],
    ["-123456789012345.000000", -123456789012345],
    ["0.30000000000000004", 0.30000000000000004],
    ["5.6843418860808015E-14", 5.6843418860808015e-14],
    ["0.1000000000000000055511151231257827", 0.1],
    ["1.7976931348623157e+308", Number.MAX_VALUE],
    ["5e-324", Number.MIN_VALUE],
    ["1000000000000000000000", 1e21],
    ["0.000000000000000000", 0],
    ["-0", -0],
  ])("keeps a number that a double holds with all its digits: %s", (text, value) => {
    expect(parseJson(`[${text}]`)).toEqual([value]);
  });

  it("refuses what is neither JSON nor a number", () => {
    for (const text of [
      "[01234567890123456789]",
      "[1.2.3456789012345678]",
      "[+12345678901234567890]",
      "[12345678901234567890x]",
    ])
      expect(() => parseJson(text), text).toThrow(JsonTextError);
  });

  it("nests 64 deep and no deeper", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(parseJson(nested(64))).toBeInstanceOf(Array);
    expect(() => parseJson(nested(65))).toThrow(JsonTextError);
    expect(() => parseJson(nested(1_000_000))).toThrow(JsonTextError);
    expect(() => parseJson('{"a":'.repeat(65) + "1" + "}".repeat(65))).toThrow(JsonTextError);
  });

  it.each([
    ["objects", `[${"{},".repeat(300_001)}0]`],
    ["numbers", `[${"1,".repeat(300_001)}0]`],
    ["names", `{${Array.from({ length: 300_002 }, (_, at) => `"${at}":0`).join()}}`],
  ])("with more %s than fit in memory is too large", (_name, text) => {
    expect(() => parseJson(text)).toThrow(
      expect.objectContaining({ name: "JsonTextError", reason: "too_large" }),
    );
  });

  it("ignores brackets inside strings", () => {
    const text = JSON.stringify(Array.from({ length: 200 }, () => '[{"\\['));
    expect(parseJson(text)).toHaveLength(200);
  });

  it("keeps a member named __proto__ as data", () => {
    const value = parseJson('{"__proto__":{"admin":true}}') as Record<string, unknown>;
    expect(Object.hasOwn(value, "__proto__")).toBe(true);
    expect(value["admin"]).toBeUndefined();
  });

  it("appears in samples with its numbers as they came", () => {
    const value = parseJson('{"a":12345678901234567890,"b":NaN,"c":"x"}', undefined, "infinite");
    expect([sampleOf(value), sampleOf(value, 12)]).toEqual([
      '{"a":12345678901234567890,"b":"NaN","c":"x"}',
      '{"a":1234567',
    ]);
  });

  it("never quotes the text in its message", () => {
    expect(() => parseJson("secret-value {")).toThrow(/^not JSON$/);
  });
});
