import { describe, expect, it } from "vitest";
import { bisect, halves } from "../../connectors/bisect.ts";

/** Tries parts until none is left; a part fails as a whole when it holds one of the bad items. */
function tryAll(parts: string[][], bad: string): { tried: string[]; alone: string } {
  const tried: string[] = [];
  const search = bisect(parts);
  let step = search.next();
  while (step.done !== true) {
    const part = step.value;
    tried.push(part.join(""));
    step = search.next(part.some((item) => bad.includes(item)) ? part : []);
  }
  return { tried, alone: step.value.join("") };
}

describe("halves", () => {
  it.each([
    ["", []],
    ["a", ["a"]],
    ["ab", ["a", "b"]],
    ["abcde", ["abc", "de"]],
  ])("of '%s' are %j", (items, expected) => {
    expect(halves([...items]).map((half) => half.join(""))).toEqual(expected);
  });
});

describe("a batch that is taken apart", () => {
  it.each([
    ["that succeeds is tried once", "abcd", "", ["abcd"], ""],
    ["is halved where it fails", "abcd", "c", ["abcd", "ab", "cd", "c", "d"], "c"],
    ["isolates every failing item", "abc", "ac", ["abc", "ab", "a", "b", "c"], "ac"],
    ["of one failing item is tried once", "a", "a", ["a"], "a"],
    ["without items is not tried", "", "", [], ""],
  ])("%s", (_, batch, bad, tried, alone) => {
    expect(tryAll([[...batch]], bad)).toEqual({ tried, alone });
  });

  it("starts with its halves if it is known to fail", () => {
    expect(tryAll(halves([..."abcd"]), "d")).toEqual({ tried: ["ab", "cd", "c", "d"], alone: "d" });
  });

  it("tries again only the items that the caller names", () => {
    const search = bisect([[..."abcd"]]);
    expect(search.next().value).toEqual([..."abcd"]);
    expect(search.next(["b"])).toEqual({ done: false, value: ["b"] });
    expect(search.next(["b"])).toEqual({ done: true, value: ["b"] });
  });

  it.each([1, 2, 7, 16, 33, 100])("of %i items finds any two that fail", (size) => {
    const items = Array.from({ length: size }, (_, at) => at);
    for (let first = 0; first < size; first += 3) {
      const bad = new Set([first, size - 1]);
      const search = bisect([items]);
      let step = search.next();
      while (step.done !== true)
        step = search.next(step.value.some((item) => bad.has(item)) ? step.value : []);
      expect(step.value).toEqual([...bad].toSorted((one, other) => one - other));
    }
  });
});
