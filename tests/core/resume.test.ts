import { describe, expect, it } from "vitest";
import type { Partition } from "../../contract/source/partition.ts";
import {
  beginRetry,
  leftOver,
  retryKind,
  stepsToRetry,
  type LeftOver,
  type LeftOverFacts,
  type RetryKind,
} from "../../core/resume.ts";
import { noTally, type RunState, type StepState } from "../../core/run.ts";
import { aRun, aStart, aStep, noon } from "./builders.ts";

const left = (over: Partial<LeftOver> = {}): LeftOver => ({
  step: aStep({
    status: "cancelled",
    tally: { ...noTally, read: 40, added: 3, rejected: 2 },
    fingerprint: "f",
    cursor: "c",
  }),
  survey: false,
  partitions: [{ type: "range", from: 41, to: 100 }],
  ...over,
});
const retry = (one: LeftOver, generation: "reopened" | "fresh") =>
  beginRetry(aStart(), [one], generation, noon);

describe("a retry", () => {
  it("goes on with what its parent knew, and reads only the rest", () => {
    const { run, batches } = retry(left(), "reopened");
    expect(batches).toEqual([
      { resource: "sales", kind: "fetch", partition: { type: "range", from: 41, to: 100 } },
    ]);
    expect(run).toMatchObject({
      status: "fetching",
      steps: [{ horizon: { highestId: 100 }, cursor: "c", open: 1 }],
    });
  });

  it("of what was read but not verified only verifies", () => {
    const { run, batches } = retry(left({ partitions: [] }), "reopened");
    expect(batches).toEqual([{ resource: "sales", kind: "verify", partition: null }]);
    expect(run).toMatchObject({
      status: "verifying",
      steps: [{ status: "verifying", open: 1, tally: { added: 3 } }],
    });
  });

  it.each([
    ["goes on", left()],
    ["only verifies", left({ partitions: [] })],
    ["surveys anew", left({ survey: true })],
  ])(
    "counts what a reopened generation holds already when it %s, and its rejects anew",
    (_, one) => {
      expect(retry(one, "reopened").run.steps[0]?.tally).toMatchObject({ added: 3, rejected: 0 });
    },
  );

  it("in a generation of its own counts from nothing", () => {
    expect(retry(left(), "fresh").run.steps[0]?.tally).toEqual(noTally);
  });
});

const ended = (steps: Partial<StepState>[], over: Partial<RunState> = {}): RunState =>
  aRun({
    status: "failed",
    epoch: 4,
    reads: "settings",
    steps: steps.map((step, index) =>
      aStep({ resource: `r${index}`, status: "completed", ...step }),
    ),
    ...over,
  });

it.each([
  ["was published whole", { status: "completed" }, false],
  ["was refused", { status: "failed" }, true],
  ["was stopped", { status: "cancelled" }, true],
  ["has a hole", { status: "incomplete", holes: 1 }, true],
  ["has rejected records", { tally: { ...noTally, rejected: 1 } }, true],
] as const)("a step that %s is retried: %s", (_, step, retried) => {
  expect(stepsToRetry(ended([step]), { delivers: false })).toHaveLength(retried ? 1 : 0);
});

it.each([
  [true, ["r0", "r1"]],
  [false, ["r0"]],
])("what a destination lacks is retried where there is one: %s", (delivers, resources) => {
  const run = ended([{ status: "failed" }, {}], { toDeliver: ["r1"] });
  expect(stepsToRetry(run, { delivers }).map(({ resource }) => resource)).toEqual(resources);
});

describe("how a retry goes on", () => {
  const next = { epoch: 5, reads: "settings" };
  it.each<[string, RunState, Partial<typeof next>, RetryKind]>([
    [
      "in the same generation",
      ended([{ status: "failed" }]),
      {},
      { type: "resumed", generation: "reopened" },
    ],
    [
      "in a generation of its own after one that was published",
      ended([{ status: "failed" }, {}], { published: true }),
      {},
      { type: "resumed", generation: "fresh" },
    ],
    [
      "anew after another run or an undo",
      ended([{ status: "failed" }]),
      { epoch: 6 },
      { type: "anew" },
    ],
    [
      "anew under other settings",
      ended([{ status: "failed" }]),
      { reads: "other" },
      { type: "anew" },
    ],
    [
      "by sending alone where all was read",
      ended([{}], { published: true }),
      {},
      { type: "delivery" },
    ],
  ])("%s", (_, run, over, kind) => {
    const steps = run.steps.filter(({ status }) => status === "failed");
    const retried = steps.length > 0 ? steps : run.steps;
    expect(retryKind(run, retried, { ...next, ...over })).toEqual(kind);
  });
});

describe("what an ended step left undone", () => {
  const range = (from: number, to: number) => ({ type: "range" as const, from, to });
  const fetch = (partition: Partition, status: "done" | "waiting" | "permanently_failed") => ({
    kind: "fetch" as const,
    partition,
    retry: { status },
  });
  const facts = (over: Partial<LeftOverFacts> = {}): LeftOverFacts => ({
    batches: [
      { kind: "survey", partition: null, retry: { status: "done" } },
      fetch(range(1, 50), "done"),
      fetch(range(51, 100), "permanently_failed"),
    ],
    rejected: [],
    unnamed: 0,
    ...over,
  });
  const failed = aStep({ status: "incomplete", holes: 1 });

  it.each([
    ["the part that failed", failed, facts(), { survey: false, partitions: [range(51, 100)] }],
    [
      "and its rejects by name",
      failed,
      facts({ rejected: [7, 9] }),
      { survey: false, partitions: [range(51, 100), { type: "ids", ids: [7, 9] }] },
    ],
    ["everything where a reject has no id", failed, facts({ unnamed: 1 }), { survey: true }],
    ["everything where it never read", failed, facts({ batches: [] }), { survey: true }],
    [
      "everything where only ids were compared",
      { ...failed, reads: "ids" as const },
      facts(),
      { survey: true },
    ],
    [
      "everything where pages belong together",
      { ...failed, coverage: "pages" as const },
      facts(),
      { survey: true },
    ],
    [
      "everything where all was read but did not agree",
      failed,
      facts({ batches: [fetch(range(1, 100), "done")] }),
      { survey: true },
    ],
    [
      "everything where a file was rejected",
      { ...failed, coverage: "files" as const, tally: { ...noTally, rejected: 1 } },
      facts(),
      { survey: true },
    ],
  ])("is %s", (_, step, known, expected) => {
    expect(leftOver(step, known)).toMatchObject(expected);
  });
});
