import { describe, expect, it } from "vitest";
import {
  beginProgress,
  confirmedBefore,
  needsDelivery,
  progressAfterPage,
  recordsHeld,
  refusedIds,
  type DeliveryProgress,
} from "../../core/delivery-progress.ts";

const at = (over: Partial<DeliveryProgress> = {}): DeliveryProgress => ({
  generation: 3,
  reached: 3,
  confirmed: 3,
  target: 3,
  page: 2,
  after: null,
  ...over,
});

describe("a delivery begins", () => {
  it.each([
    ["with everything for a new destination", null, 5, { generation: null, reached: 5, page: 0 }],
    ["after what was delivered in full", at(), 5, { generation: 3, reached: 5, page: 0 }],
    ["after a page number that may be taken", at(), 3, { generation: 3, reached: 3, page: 3 }],
    [
      "with all that a newer, undone generation may have left",
      at({ reached: 7, target: 7 }),
      5,
      { generation: 3, reached: 7, page: 0 },
    ],
  ] as const)("%s", (_, before, target, after) => {
    expect(beginProgress(before, target)).toMatchObject({ ...after, target, after: null });
  });

  it.each([
    ["nothing changed", 3, 0, false, false],
    ["something changed", 3, 1, false, true],
    ["it wants to be asked all the same", 3, 0, true, true],
    ["it has nothing of ours yet", null, 0, false, true],
  ] as const)("only where one is needed: %s", (_, generation, total, recounts, needed) => {
    expect(needsDelivery({ generation }, { total, recounts })).toBe(needed);
  });
});

describe("a page that has arrived", () => {
  const open = at({ target: 5, reached: 5, confirmed: null });
  it.each([
    ["leaves the next one to begin after it", open, [1, 2], true, { after: 2, generation: 3 }],
    ["completes the delivery as the last one", open, [3], false, { after: null, generation: 5 }],
    ["is counted", open, [3], false, { page: 3 }],
    ["confirms its target", open, [1], true, { confirmed: 5 }],
    ["confirms nothing when it was empty", open, [], false, { confirmed: null }],
    [
      "confirms that a new destination is empty",
      { ...open, generation: null },
      [],
      false,
      { confirmed: 5, generation: 5 },
    ],
  ] as const)("%s", (_, progress, ids, more, after) => {
    expect(progressAfterPage(progress, { ids: [...ids], more })).toMatchObject(after);
  });
});

describe("what a destination holds", () => {
  it.each([
    [100, 3, { least: 97, most: 103 }],
    [null, 3, null],
  ] as const)("of %s records with %i refused", (published, refused, records) => {
    expect(recordsHeld(published, refused)).toEqual(records);
  });

  const possible = { least: 100, most: 100 };
  it.each([
    ["of a new destination", null, null, null],
    ["of one that never confirmed a page", 3, null, null],
    ["of one that confirmed the generation", 3, 3, { confirmed: 3, records: possible }],
    ["of one between two generations", 3, 5, { confirmed: 5, records: null }],
  ] as const)("is known %s", (_, generation, confirmed, known) => {
    expect(confirmedBefore({ generation, confirmed }, possible)).toEqual(known);
  });
});

it.each([
  ["that are named", [{ id: 2 }], [2]],
  ["of the whole page where one has no id", [{ id: 2 }, { id: null }], [1, 2, 3]],
  ["that are not of the page are nobody's", [{ id: 9 }], []],
])("refused records stay owed: those %s", (_, refused, ids) => {
  expect(refusedIds([1, 2, 3], refused)).toEqual(ids);
});
