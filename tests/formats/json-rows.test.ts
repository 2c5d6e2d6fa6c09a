// An envelope and its rows: together they are the same JSON as the whole text.
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import { parseEnvelope } from "../../formats/json-rows.ts";
import { JsonTextError } from "../../formats/json.ts";

const limits = { rows: 1_000, each: { depth: 8, values: 100 } };

/** The envelope with its rows put back. */
function whole(text: string): Json {
  const { head, row } = parseEnvelope(text, limits);
  const back = (list: Json): Json =>
    Array.isArray(list)
      ? list.map((one) => (typeof one === "number" ? (row(one) ?? null) : one))
      : list;
  if (typeof head !== "object" || head === null || Array.isArray(head)) return head;
  return Object.fromEntries(Object.entries(head).map(([name, member]) => [name, back(member)]));
}

describe("an envelope", () => {
  it.each<[string, Json]>([
    [
      "with rows",
      { total: 2, records: [{ id: "a" }, { id: "b", inner: [{ c: [{ d: 1 }] }] }], current: 1 },
    ],
    ["without rows", { total: 0, records: [] }],
    ["with two lists of rows", { records: [{ id: 1 }, { id: 2 }], others: [{ id: 3 }] }],
    ["with brackets in texts", { records: [{ a: '}{][","\\"}' }, { '"{': "\\" }] }],
    [
      "with objects that are not rows",
      { records: { a: { b: 1 } }, list: ["a", ["b"], [{ c: "deep" }]] },
    ],
    ["with empty rows", { records: [{}, {}] }],
    ["that is a text", "text"],
    ["that is null", null],
  ])("%s", (_, value) => {
    expect(whole(JSON.stringify(value))).toEqual(value);
    // An earlier reader parsed only the last line of its responses, but line breaks and spaces mean
    // nothing.
    expect(whole(JSON.stringify(value, null, 2))).toEqual(value);
  });

  it("parses its rows one at a time, and only those requested", () => {
    const { head, row } = parseEnvelope('{"records":[{"a":1},{"b":nonsense},{"c":3}]}', limits);
    expect([head, row(0), row(2), row(3)]).toEqual([
      { records: [0, 1, 2] },
      { a: 1 },
      { c: 3 },
      undefined,
    ]);
    expect(() => row(1)).toThrow(JsonTextError);
  });

  it.each([
    ["that ends too early", '{"records":[{"a":1}'],
    ["whose row never closes", '{"records":[{"a":1]}'],
    ["with one comma too many", '{"records":[{"a":1},]}'],
    ["with two rows without a comma", '{"records":[{"a":1}{"b":2}]}'],
    ["that is too deep", `{"a":${"[".repeat(50)}${"]".repeat(50)}}`],
    ["that is not JSON", "<html></html>"],
    ["that is empty", ""],
  ])("%s is refused", (_, text) =>
    expect(() => parseEnvelope(text, limits)).toThrow(JsonTextError),
  );

  it("limits its rows, and the size of each", () => {
    const reason = (work: () => unknown) => {
      try {
        return work();
      } catch (error) {
        return error instanceof JsonTextError ? error.reason : error;
      }
    };
    expect(
      reason(() =>
        parseEnvelope(
          JSON.stringify({ records: Array.from({ length: 1_001 }, () => ({})) }),
          limits,
        ),
      ),
    ).toBe("unreadable");
    const wide = parseEnvelope(
      JSON.stringify({ records: [{ list: Array.from({ length: 200 }, () => 1) }] }),
      limits,
    );
    expect(reason(() => wide.row(0))).toBe("too_large");
    const deep = parseEnvelope(`{"records":[{"a":${"[".repeat(20)}${"]".repeat(20)}}]}`, limits);
    expect(reason(() => deep.row(0))).toBe("unreadable");
  });
});
