// JSON text is bounded in depth before anything is built from it.
import { describe, expect, it } from "vitest";
import { JsonTextError, parseJson } from "../../formats/json.ts";

describe("JSON text", () => {
  it.each([
    ['{"a":[1,-2.5,"x\\"]",null,true]}', { a: [1, -2.5, 'x"]', null, true] }],
    ["7", 7],
    ['"[[[["', "[[[["],
    ['"\\\\"', "\\"],
  ])("%s reads as %o", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each(["", "{", "[1,", '"open', "<html>", '{"a":1}x', '{"a":01}', "NaN"])("%s is not JSON", (text) => {
    expect(() => parseJson(text)).toThrow(JsonTextError);
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
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ name: "JsonTextError", reason: "too_large" }));
  });

  it("counts no brackets inside strings", () => {
    const text = JSON.stringify(Array.from({ length: 200 }, () => '[{"\\['));
    expect(parseJson(text)).toHaveLength(200);
  });

  it("keeps a member named __proto__ as data", () => {
    const value = parseJson('{"__proto__":{"admin":true}}') as Record<string, unknown>;
    expect(Object.hasOwn(value, "__proto__")).toBe(true);
    expect(value["admin"]).toBeUndefined();
  });

  it("never quotes the text in its message", () => {
    expect(() => parseJson("secret-value {")).toThrow(/^not JSON$/);
  });
});
