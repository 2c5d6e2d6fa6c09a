import { describe, expect, it } from "vitest";
import { keptGenerations } from "../../core/publication.ts";
import {
  judgeStep,
  movesReaders,
  publicationOf,
  publishedStep,
  type JudgedStep,
  type PublishingFacts,
} from "../../core/publishing.ts";
import { noTally, type StepState } from "../../core/run.ts";
import { aPublication, aStep, noon } from "./builders.ts";

const limits = { removalShare: 0.2, removalCount: 50 };
const removing = (removed: number, over: Partial<StepState> = {}) =>
  aStep({ status: "ready", tally: { ...noTally, read: 900, removed }, ...over });
const facts = (over: Partial<PublishingFacts> = {}): PublishingFacts => ({
  step: removing(0),
  before: aPublication({ records: 1_000 }),
  left: 1_000,
  rejected: 0,
  unnamed: 0,
  ...over,
});
const nobodyAsked = { named: [], removed: [1, 2] };
const judge = (
  over: Partial<PublishingFacts>,
  confirmation = nobodyAsked as { named: number[]; removed: number[] },
) => judgeStep(facts(over), limits, () => confirmation);

describe("the removals of a step", () => {
  const many = { step: removing(300), left: 700 };
  it.each([
    [
      "few go with it",
      { step: removing(40), left: 960 },
      nobodyAsked,
      { asks: false, dropsRemovals: false, whole: true, vanishing: 40, removed: 40 },
    ],
    [
      "too many wait for a person",
      many,
      nobodyAsked,
      { asks: true, settles: true, dropsRemovals: true, whole: false, vanishing: 300, removed: 0 },
    ],
    [
      "a yes that names all of them lets them go",
      many,
      { named: [1, 2, 3], removed: [1, 2] },
      { asks: false, dropsRemovals: false, whole: true, removed: 300 },
    ],
    [
      "one that the yes did not name is a new question",
      many,
      { named: [1], removed: [1, 2] },
      { asks: true, dropsRemovals: true, removed: 0 },
    ],
    [
      "none go past a hole, and no question is settled by it",
      { step: removing(300, { holes: 1 }), left: 700 },
      nobodyAsked,
      { asks: false, settles: false, dropsRemovals: true, whole: false, vanishing: 0, removed: 0 },
    ],
    [
      "nothing is asked of a first read",
      { step: removing(0), before: null, left: 0 },
      nobodyAsked,
      { asks: false, settles: true, dropsRemovals: false, whole: true },
    ],
  ] as const)("%s", (_, over, { named, removed }, expected) => {
    const confirmation = { named: [...named], removed: [...removed] };
    expect(judge(over, confirmation)).toMatchObject(expected);
  });

  it("are only looked up where the guard has something to ask", () => {
    const never = () => {
      throw new Error("looked up for nothing");
    };
    expect(() => judgeStep(facts({ step: removing(40) }), limits, never)).not.toThrow();
  });
});

it.each([
  ["nothing was rejected", "changes", { rejected: 0, unnamed: 0 }, false],
  ["rejects can be asked for by name", "changes", { rejected: 3, unnamed: 0 }, false],
  ["a reject came without its id", "changes", { rejected: 3, unnamed: 1 }, true],
  ["a file was rejected", "files", { rejected: 1, unnamed: 0 }, true],
] as const)(
  "when %s, a step of %s with %o begins again where it began: %s",
  (_, coverage, rejects, rereads) => {
    expect(judge({ step: removing(0, { coverage }), ...rejects }).rereads).toBe(rereads);
  },
);

/** A step that is judged, whole unless said otherwise. */
const judged = (
  over: Partial<JudgedStep> & { whole?: boolean; rereads?: boolean; removed?: number } = {},
): JudgedStep => {
  const { whole = true, rereads = false, removed = 0, ...rest } = over;
  return {
    step: aStep({ status: "ready", cursor: "c2", fingerprint: "f" }),
    before: aPublication({ cursor: "c1", fingerprint: "f" }),
    records: 10,
    judgement: {
      asks: false,
      settles: true,
      dropsRemovals: !whole,
      whole,
      vanishing: removed,
      removed,
      rereads,
    },
    ...rest,
  };
};
const run = { id: "run-2", generation: 2 };
const publish = (one: JudgedStep, moved = true) => publicationOf(one, run, { moved, now: noon });
const step = (over: Partial<StepState>) =>
  aStep({ status: "ready", cursor: "c2", fingerprint: "f", ...over });

describe("a publication", () => {
  it.each([
    ["a whole read", judged(), { cursor: "c2", fingerprint: "f" }],
    ["a read with a hole", judged({ whole: false }), { cursor: "c1", fingerprint: "f" }],
    ["a read that begins again", judged({ rereads: true }), { cursor: "c1", fingerprint: "f" }],
    [
      "a comparison of ids",
      judged({ step: step({ reads: "ids" }) }),
      { cursor: "c1", fingerprint: "f" },
    ],
    [
      "a hole under a new mapping",
      judged({ whole: false, step: step({ fingerprint: "new" }) }),
      { cursor: null, fingerprint: null },
    ],
    [
      "a first read with a hole",
      judged({ whole: false, before: null }),
      { cursor: null, fingerprint: null },
    ],
    [
      "a first read of files with a refused one",
      judged({ rereads: true, before: null, step: step({ coverage: "files" }) }),
      { cursor: null, fingerprint: "f" },
    ],
  ] as const)("after %s leads to the next read %#", (_, one, next) => {
    expect(publish(one)).toMatchObject(next);
  });

  it.each([
    ["the run's generation when something changed", judged(), true, 2, "run-2"],
    ["the same generation when nothing did", judged(), false, 1, "run-1"],
    ["the run's generation the first time", judged({ before: null }), false, 2, "run-2"],
  ] as const)("shows %s", (_, one, moved, generation, by) => {
    expect(publish(one, moved)).toMatchObject({ generation, run: by, records: 10 });
  });

  it.each([
    ["whole", judged(), { verifiedAt: noon, completeAt: noon, rejectsOf: "run-2" }],
    [
      "with a hole",
      judged({ whole: false }),
      { verifiedAt: 7, completeAt: 5, rejectsOf: "rejecting" },
    ],
    [
      "of changes only",
      judged({ step: step({ coverage: "changes", complete: false }) }),
      { verifiedAt: noon, completeAt: 5, rejectsOf: "run-2" },
    ],
    [
      "of ids only",
      judged({ step: step({ reads: "ids" }) }),
      { verifiedAt: noon, completeAt: 5, rejectsOf: "rejecting" },
    ],
    [
      "that begins again",
      judged({ rereads: true }),
      { verifiedAt: noon, completeAt: 5, rejectsOf: "run-2" },
    ],
  ] as const)(
    "of a read %s says when it was verified and whose rejects stand",
    (_, one, expected) => {
      expect(publish(one)).toMatchObject(expected);
    },
  );
});

it.each([
  ["nothing changed", [judged()], false],
  [
    "one of two resources changed",
    [judged(), judged({ step: step({ tally: { ...noTally, changed: 1 } }) })],
    true,
  ],
  ["records vanish", [judged({ removed: 1 })], true],
  [
    "removals were held back",
    [judged({ step: step({ tally: { ...noTally, removed: 9 } }) })],
    false,
  ],
  ["nothing was published before", [judged({ before: null })], true],
])("when %s, readers see something new: %s", (_, steps, moves) => {
  expect(movesReaders(steps)).toBe(moves);
});

it("reports to the run what was asked, of how many, and what was reported before", () => {
  const one = judged({ before: aPublication({ records: 40 }), removed: 3 });
  const told = { ...one, judgement: { ...one.judgement, asks: true, vanishing: 30 } };
  expect(publishedStep(told, 2)).toMatchObject({ removed: 30, of: 40, held: true, standing: 2 });
});

it.each([
  ["the last ten however old", 12, 40, 10],
  ["all of the last thirty days", 12, 1, 12],
  ["no more than two hundred", 250, 0.01, 200],
])("keeps %s of %i publications, one every %d days: %i", (_, count, everyDays, kept) => {
  const newestFirst = Array.from({ length: count }, (__, index) => ({
    generation: count - index,
    publishedAt: noon - index * everyDays * 24 * 3_600_000,
  }));
  expect(keptGenerations(newestFirst, noon)).toHaveLength(kept);
});
