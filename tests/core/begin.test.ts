import { expect, it } from "vitest";
import { durationsOf, expectedRecords, isCompleteReadDue } from "../../core/begin.ts";
import { noTally } from "../../core/run.ts";
import { aRun, aStep, noon } from "./builders.ts";

const dayMs = 24 * 3_600_000;

it.each([
  ["nothing was ever read", undefined, true],
  ["all of it was never read", null, true],
  ["it is a week ago", noon - 7 * dayMs, false],
  ["it is more than a week ago", noon - 7 * dayMs - 1, true],
])("every seven days a complete read is due when %s: %s", (_, completeAt, due) => {
  expect(isCompleteReadDue(completeAt, { completeEveryDays: 7 }, noon)).toBe(due);
});

it.each([
  ["as many records as last time", [41, 12], 41],
  ["a thousand records the first time", [], 1_000],
])("expects %s", (_, read, expected) => {
  const past = read.map((count) =>
    aRun({ steps: [aStep({ tally: { ...noTally, read: count } })] }),
  );
  expect(expectedRecords(past, "sales")).toBe(expected);
  expect(expectedRecords(past, "unknown")).toBe(1_000);
});

it("knows how long earlier runs took", () => {
  const run = aRun({ startedAt: noon - 5_000, endedAt: noon });
  expect(durationsOf([run])).toEqual([5_000]);
});
