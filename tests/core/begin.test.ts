import { describe, expect, it } from "vitest";
import { beginRetry, type LeftOver } from "../../core/begin.ts";
import { noTally } from "../../core/run.ts";
import { aStart, aStep, noon } from "./builders.ts";

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
