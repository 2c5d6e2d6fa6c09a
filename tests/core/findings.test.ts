// What a connector declares to be counted is added up by its keys, whatever it means.
import { describe, expect, it } from "vitest";
import type { FindingsSpec } from "../../contract/source/findings.ts";
import { addFound, foundInStore, noneFound, viewFindings } from "../../core/findings.ts";

const spec: FindingsSpec = {
  checks: { en: "Whether boxes are whole.", fr: "Si les boîtes sont entières." },
  counts: [
    {
      key: "boxes",
      label: { en: ["box", "boxes"], fr: ["boîte", "boîtes"] },
      tone: "neutral",
      unchanged: true,
    },
    {
      key: "holes",
      label: { en: ["hole", "holes"], fr: ["trou", "trous"] },
      tone: "attention",
      rejects: ["hole_found", "hole_made"],
    },
    {
      key: "lids",
      label: { en: ["lid", "lids"], fr: ["couvercle", "couvercles"] },
      tone: "corrected",
    },
  ],
};
const counts = (found: ReturnType<typeof noneFound>) => found?.counts.map(({ count }) => count);

describe("findings", () => {
  it("are none where the survey declares none, whatever a page reports", () => {
    const none = noneFound(undefined);
    expect([none, addFound(none, { boxes: 3 }), viewFindings(none)]).toEqual([null, null, null]);
    expect(foundInStore(none, 5, () => 5)).toEqual({});
  });

  it.each([
    ["nothing", undefined, [0, 0, 0]],
    ["some of them", { holes: 2, lids: 1 }, [0, 2, 1]],
    ["what was not declared", { doors: 7, boxes: 1 }, [1, 0, 0]],
  ])("begin at zero and add what pages report: %s", (_, found, sums) => {
    const once = addFound(noneFound(spec), found);
    expect([counts(once), counts(addFound(once, found))]).toEqual([
      sums,
      sums.map((sum) => 2 * sum),
    ]);
  });

  it("ask the store for what was here already and for rejects, and only where they are declared", () => {
    const asked: string[][] = [];
    const found = foundInStore(noneFound(spec), 4, (codes) => {
      asked.push([...codes]);
      return 6;
    });
    expect(found).toEqual({ boxes: 4, holes: 6, lids: 0 });
    expect(asked).toEqual([["hole_found", "hole_made"]]);
  });

  it("are shown with their words in the numbers of each language, and nothing of how they are counted", () => {
    const found = addFound(noneFound(spec), { boxes: 1, lids: 1_200 });
    expect(viewFindings(found)).toEqual({
      checks: spec.checks,
      counts: [
        { key: "boxes", label: { en: "1 box", fr: "1 boîte" }, tone: "neutral", count: 1 },
        { key: "holes", label: { en: "0 holes", fr: "0 trou" }, tone: "attention", count: 0 },
        {
          key: "lids",
          label: { en: "1,200 lids", fr: "1\u202f200 couvercles" },
          tone: "corrected",
          count: 1_200,
        },
      ],
    });
  });
});
