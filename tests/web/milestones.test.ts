// Which moments of a refresh are said aloud.
import { describe, expect, it } from "vitest";
import type { Run } from "../../contract/api/run.ts";
import { milestone } from "../../web/lib/refresh/milestones.ts";

const start = "2026-11-03T14:30:00.000Z";
const noCounts = {
  read: 0,
  toRead: null,
  added: 0,
  changed: 0,
  removed: 0,
  unchanged: 0,
  rejected: 0,
};

const aRun = (part: Partial<Run> = {}): Run => ({
  executionId: "run-1",
  configuration: "treasury",
  configurationName: "Treasury",
  purpose: "refresh",
  status: "fetching",
  waiting: null,
  startedBy: { kind: "person", id: "marie", name: "Marie" },
  startedAt: start,
  endedAt: null,
  heartbeatAt: start,
  progressPercentage: 10,
  currentStep: "local_sales",
  steps: [],
  counts: noCounts,
  rowsWritten: 0,
  recordsPerSecond: null,
  remaining: null,
  generation: 1,
  published: false,
  undone: false,
  undoneBy: null,
  undoneAt: null,
  retryOf: null,
  cancelledBy: null,
  problems: [],
  questions: [],
  seq: 1,
  ...part,
});

const waiting = { code: "source_busy", facts: {}, until: start };
const ended = {
  status: "completed",
  endedAt: start,
  currentStep: null,
  progressPercentage: 100,
} as const;

describe("a milestone", () => {
  it.each([
    ["the first word of a run", null, aRun(), { type: "started" }],
    ["another run", aRun({ executionId: "run-0", ...ended }), aRun(), { type: "started" }],
    [
      "the next source",
      aRun(),
      aRun({ currentStep: "local_purchases" }),
      { type: "step", resource: "local_purchases" },
    ],
    [
      "a quarter passed",
      aRun(),
      aRun({ progressPercentage: 30 }),
      { type: "percent", percent: 25 },
    ],
    [
      "two quarters at once",
      aRun(),
      aRun({ progressPercentage: 80 }),
      { type: "percent", percent: 75 },
    ],
    ["a pause", aRun(), aRun({ waiting }), { type: "paused" }],
    ["its end", aRun({ waiting }), aRun(), { type: "resumed" }],
    ["the end", aRun(), aRun(ended), { type: "ended" }],
  ] as const)("is %s", (_, before, after, expected) => {
    expect(milestone(before, after, 60)).toEqual(expected);
  });

  it.each([
    ["small progress", aRun(), aRun({ progressPercentage: 12 })],
    ["a run that had ended before anybody looked", null, aRun(ended)],
    ["the same end told twice", aRun(ended), aRun(ended)],
  ])("is not %s", (_, before, after) => {
    expect(milestone(before, after, 60)).toBeNull();
  });

  it("is no quarter of a run shorter than 20 seconds", () => {
    expect(milestone(aRun(), aRun({ progressPercentage: 60 }), 12)).toBeNull();
  });
});
