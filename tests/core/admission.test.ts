import { describe, expect, it } from "vitest";
import {
  admit,
  repeatKey,
  waitBeforeStart,
  type Admission,
  type AdmissionFacts,
} from "../../core/admission.ts";
import { aRun, noon } from "./builders.ts";

const limit = { max: 2, windowMs: 60_000 };
const running = aRun({ id: "running" });
const tooMany = [noon - 10_000, noon - 20_000];
const first = { request: "start all", answer: "run-1" };

const admission = (
  facts: Partial<AdmissionFacts<string>>,
  by: { kind?: "person" | "api" | "schedule"; request?: string } = {},
): Admission<string> =>
  admit(
    { startedBy: { kind: by.kind ?? "person" }, request: by.request ?? "start all" },
    { first: null, inTheWay: null, recentStarts: [], refusal: null, ...facts },
    { limit, now: noon },
  );

describe("a start", () => {
  const refusal = "resource_unknown" as const;
  it.each<[string, Partial<AdmissionFacts<string>>, Admission<string>]>([
    ["is admitted where nothing is in its way", {}, { type: "admitted" }],
    [
      "that came before is answered as it was then, whatever has happened since",
      { first, inTheWay: running, recentStarts: tooMany, refusal },
      { type: "repeated", answer: "run-1" },
    ],
    ["joins what is running", { inTheWay: running }, { type: "alreadyRunning", run: running }],
    [
      "joins what is running, however many were started",
      { inTheWay: running, recentStarts: tooMany },
      { type: "alreadyRunning", run: running },
    ],
    [
      "after too many has to wait",
      { recentStarts: tooMany },
      { type: "tooManyStarts", retryAfterMs: 40_000 },
    ],
    [
      "after too many has to wait before it learns what is wrong with it",
      { recentStarts: tooMany, refusal },
      { type: "tooManyStarts", retryAfterMs: 40_000 },
    ],
    ["that is wrong is refused", { refusal }, { type: "refused", code: "resource_unknown" }],
    [
      "that is wrong is refused although another runs",
      { inTheWay: running, refusal },
      { type: "refused", code: "resource_unknown" },
    ],
  ])("%s", (_, facts, expected) => {
    expect(admission(facts)).toEqual(expected);
  });

  it.each([
    ["person", "tooManyStarts"],
    ["api", "tooManyStarts"],
    ["schedule", "admitted"],
  ] as const)("by a %s after too many is %s", (kind, type) => {
    expect(admission({ recentStarts: tooMany }, { kind }).type).toBe(type);
  });

  it("with the key of another request is refused", () => {
    expect(admission({ first }, { request: "start sales" })).toEqual({
      type: "refused",
      code: "idempotency_key_reused",
    });
  });
});

it.each([
  ["nothing was started", [], null],
  ["one start is left", [20], null],
  ["the last two were too many", [10, 20, 50], 40_000],
  ["the first of them is long ago", [10, 60], null],
  ["it was just too short a time ago", [0, 59.999], 1],
] as const)("waits before the next start when %s", (_, secondsAgo, waitMs) => {
  const starts = secondsAgo.map((seconds) => noon - seconds * 1_000);
  expect(waitBeforeStart(starts, limit, noon)).toBe(waitMs);
});

it("keeps the key of one caller apart from the same key of another", () => {
  const by = (id: string, idempotencyKey: string | null) =>
    repeatKey({ idempotencyKey, startedBy: { kind: "person", id, name: "" } });
  expect(by("p1", "k")).not.toBe(by("p2", "k"));
  expect(by("p1", null)).toBeNull();
});
