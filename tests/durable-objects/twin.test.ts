import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { simulate } from "../simulation/simulate.ts";
import { tenantStub } from "./source.ts";
import { keepTwice } from "./twin.ts";

const worlds = 40;

// What fails on purpose in every world is no news.
console.warn = () => undefined;
console.error = () => undefined;

describe("the memory that simulations run on", () => {
  it("answers every call of whole simulated worlds as the tables do, through crashes and rollbacks", async () => {
    const compared = new Map<string, number>();
    for (let seed = 1; seed <= worlds; seed += 1) {
      const lived = await runInDurableObject(tenantStub(`twin-${seed}`), (_, state) =>
        simulate(seed, { keep: (memory) => keepTwice(memory, state.storage, compared) }),
      );
      expect(`${seed}: ${lived.violation}`).toBe(`${seed}: null`);
    }
    expect(
      [
        "records.apply",
        "records.removeAbsent",
        "changes.prune",
        "publications.withdraw",
        "rejects.unnamed",
      ].filter((call) => !compared.has(call)),
    ).toEqual([]);
  }, 120_000);
});
