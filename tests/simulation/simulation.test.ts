import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { runCampaign } from "./campaign.ts";
import { faultKinds } from "./faults.ts";
import { planted } from "./planted.ts";
import { patched } from "./planting.ts";
import { regressions } from "./regressions.ts";
import { simulate } from "./simulate.ts";

const seeds = 2_000;
const root = resolve(import.meta.dirname, "../..");

describe("a few thousand worlds", () => {
  it("keep every promise, through every kind of fault", async () => {
    const sum = await runCampaign({ from: 1, seeds, cores: 2, stopAt: 1 });
    expect(sum.violations).toEqual([]);
    expect(sum.seeds).toBe(seeds);
    expect(faultKinds.filter((kind) => sum.faults[kind] === 0)).toEqual([]);
  }, 120_000);

  it("are the same each time they are lived through", async () => {
    const [one, again] = [await simulate(7, { trace: true }), await simulate(7, { trace: true })];
    expect(again.trace).toEqual(one.trace);
    expect(again.events).toBe(one.events);
  });
});

describe("planted bugs", () => {
  it.each(planted)("$name: still fits its rule", (bug) => {
    expect(() => patched(readFileSync(join(root, bug.file), "utf8"), bug)).not.toThrow();
    if (bug.shows !== undefined) expect(regressions.map(({ seed }) => seed)).toContain(bug.shows);
  });
});

it("worlds that once broke a promise stay whole", async () => {
  for (const { once, seed, only } of regressions)
    expect((await simulate(seed, { only })).violation, once).toBeNull();
});
