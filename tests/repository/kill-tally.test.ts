// What a campaign of kills says of itself: sums of what was played, and a failure where nothing was
// proven.
import { describe, expect, it } from "vitest";
import { emptyVerdict } from "../kill/judge.ts";
import { emptyReport } from "../kill/round.ts";
import { tally, type Played } from "../kill/tally.ts";

const facts = { interrupted: false, seed: "1", stacks: 2, seconds: 3 };

const aRound = (scenario: string, struck: number, over: Partial<Played> = {}): Played => ({
  scenario,
  report: {
    ...emptyReport(),
    kills: 1,
    refreshes: 2,
    struck,
    resumed: struck,
    recoveryMs: [struck * 100],
  },
  verdict: emptyVerdict(),
  ...over,
});

const times = (count: number, round: Played) => Array.from({ length: count }, () => round);

describe("a campaign", () => {
  it("adds up the rounds that were played, not those that were asked for", () => {
    const result = tally(facts, [aRound("fetch", 2), aRound("verify", 1)], []);
    expect(result).toMatchObject({
      rounds: 2,
      kills: 2,
      refreshes: 4,
      struck: 3,
      resumed: 3,
      scenarios: { fetch: 2, verify: 1 },
    });
    expect(result.recoveryMs).toEqual({ p50: 200, p99: 200, max: 200 });
    expect(result.failures).toEqual([]);
  });

  it("says what a judge found, and which stack broke", () => {
    const verdict = { ...emptyVerdict(), lost: 2, failures: ["two are gone"] };
    const result = tally(facts, [aRound("fetch", 2, { verdict })], ["a stack broke"]);
    expect(result.lost).toBe(2);
    expect(result.failures).toEqual(["a stack broke", "two are gone"]);
  });

  it.each([
    ["every kill of a campaign came too late", times(1, aRound("start", 0)), ["start"]],
    [
      "every kill of a scenario came too late",
      [...times(3, aRound("start", 0)), ...times(3, aRound("fetch", 1))],
      ["start"],
    ],
    ["one kill came too late", [aRound("start", 0), aRound("fetch", 1)], []],
    ["nothing was played", [], []],
  ])("where %s, it fails for what is unproven", (_, played, unproven) => {
    const late = unproven.map((name) => `${name}: no refresh was under way at the kill`);
    expect(tally(facts, played, []).failures).toEqual(late);
  });
});
