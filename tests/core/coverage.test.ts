import { describe, expect, it } from "vitest";
import type { Coverage } from "../../contract/source/survey.ts";
import {
  conflictRuleOf,
  coverages,
  isCompleteRead,
  mustReread,
  pagesBelongTogether,
  rulesOf,
  wholeRange,
} from "../../core/coverage.ts";
import { moveStep } from "../../core/resource.ts";
import { aStep, aSurvey, noon } from "./builders.ts";

const all = Object.keys(coverages) as Coverage[];

describe("coverage", () => {
  it.each([
    ["range", "ids"],
    ["pages", "nothing"],
    ["changes", "ids"],
    ["files", "nothing"],
  ] as const)("of %s lists %s at the source", (coverage, listed) => {
    const survey = aSurvey({ coverage, idRanges: [{ type: "range", from: 1, to: 9 }] });
    const { after } = moveStep(
      aStep({ status: "surveying" }),
      { type: "surveyed", resource: "sales", survey, fingerprint: "f", rejectedIds: [] },
      noon,
    );
    expect(after.idRanges).toEqual(listed === "ids" ? survey.idRanges : []);
    expect(after.files).toBe(coverage === "files" ? survey.partitions.length : null);
  });

  it.each([
    ["range", ["newest_wins", "newest_wins", "newest_wins"]],
    ["pages", ["newest_wins", "newest_wins", "newest_wins"]],
    ["changes", ["newest_wins", "newest_wins", "newest_wins"]],
    ["files", ["first_stays", "first_stays", "first_stays_anew"]],
  ] as const)(
    "of %s settles two records with one id: nothing kept, the same mapping, another one",
    (coverage, rules) => {
      const step = { coverage, fingerprint: "today" };
      expect([undefined, "today", "yesterday"].map((kept) => conflictRuleOf(step, kept))).toEqual(
        rules,
      );
    },
  );

  it("maps anew what was kept under nobody knows which mapping", () => {
    const step = { coverage: "files", fingerprint: "today" } as const;
    expect(conflictRuleOf(step, null)).toBe("first_stays_anew");
  });

  it("of a range alone takes absence from one page for gone, and only in a range of ids", () => {
    const [asked, covers] = [
      { type: "range", from: 1, to: 9 },
      { type: "range", from: 1, to: 4 },
    ] as const;
    expect(all.map((coverage) => wholeRange({ coverage }, asked, covers))).toEqual([
      covers,
      null,
      null,
      null,
    ]);
    const named = { type: "ids", ids: [1] } as const;
    expect(wholeRange({ coverage: "range" }, { ...named, ids: [1] }, covers)).toBeNull();
    expect(wholeRange({ coverage: "range" }, asked, { ...named, ids: [1] })).toBeNull();
  });

  it.each([
    ["range", [false, false, true]],
    ["pages", [false, false, true]],
    ["changes", [false, false, true]],
    ["files", [false, true, true]],
  ] as const)(
    "of %s reads again: no reject, a reject, a reject without an id",
    (coverage, again) => {
      expect(
        [
          { unnamed: 0, rejected: 0 },
          { unnamed: 0, rejected: 1 },
          { unnamed: 1, rejected: 1 },
        ].map((rejects) => mustReread({ coverage }, rejects)),
      ).toEqual(again);
    },
  );

  it.each([
    ["range", [true, true, false]],
    ["pages", [true, true, false]],
    ["changes", [false, true, false]],
    ["files", [true, true, false]],
  ] as const)("of %s is a complete read: as usual, in a complete pass, of ids", (coverage, is) => {
    const usual = { coverage, complete: false, reads: "records" } as const;
    expect(
      [
        usual,
        { ...usual, complete: true },
        { ...usual, complete: true, reads: "ids" as const },
      ].map(isCompleteRead),
    ).toEqual(is);
  });

  it("of pages alone needs all of them together", () => {
    expect(all.filter((coverage) => pagesBelongTogether({ coverage }))).toEqual(["pages"]);
  });

  it("claims as little as one of changes before the survey", () => {
    expect(rulesOf({ coverage: null })).toBe(coverages.changes);
  });
});
