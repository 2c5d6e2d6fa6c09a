// Finding objects in a large JSON text, whatever surrounds them.
import { describe, expect, it } from "vitest";
import { objectsWith } from "../../formats/json-objects.ts";
import { JsonTextError } from "../../formats/json.ts";

const limits = { depth: 8, values: 100 };
const found = (text: string) => [...objectsWith(text, { name: "key", value: "a" }, limits)];

describe("an object with a member", () => {
  it.each<[string, string, unknown[]]>([
    ["at the top", '{"key":"a","x":1}', [{ key: "a", x: 1 }]],
    ["deep inside", '{"list":[{"key":"b"},{"y":[{"key" : "a"}]}]}', [{ key: "a" }]],
    [
      "that holds another one",
      '{"key":"a","in":{"key":"a"}}',
      [{ key: "a" }, { key: "a", in: { key: "a" } }],
    ],
    ["by its own member, not by a nested one", '{"in":{"key":"a"},"key":"b"}', [{ key: "a" }]],
    [
      "whose texts contain brackets and quotes",
      String.raw`{"key":"a","x":"}\"{\\"}`,
      [{ key: "a", x: '}"{\\' }],
    ],
    ["whose name and text only occur elsewhere", '{"x":"key","y":"a","a":"key"}', []],
    ["of another value", '{"key":"ab"},{"key":1},{"key":["a"]}', []],
    ["never opened or never closed", ']}{"key":"a"', []],
    ["in an empty text", "", []],
  ])("%s", (_, text, objects) => expect(found(text)).toEqual(objects));

  it("is limited in depth and in values", () => {
    expect(() => found("{".repeat(9))).toThrow(JsonTextError);
    expect(() => found(`{"key":"a","x":[${"1,".repeat(200)}1]}`)).toThrow(JsonTextError);
  });
});
