// What every connector must survive: one call of `hostile` confronts it with spoiled responses,
// harmful documents and misbehaving servers.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { HostileReport } from "./hostile/run.ts";
import type { HostileWorld } from "./hostile/world.ts";

/**
 * How many responses are spoiled, and by which seed. `HOSTILE_MUTATIONS` and `HOSTILE_SEED`
 * override them.
 */
const mutations = process.env["HOSTILE_MUTATIONS"] ?? "3000";
const seed = process.env["HOSTILE_SEED"] ?? "1";
/** The JavaScript heap of the reading process: an isolate has 128 MB for everything. */
const heapMb = 96;
const hangMs = 300_000 + Number(mutations) * 50;

/**
 * Tests a connector whose world is the module `name` in this folder. It runs in a process of its
 * own, so that memory is limited and a hang comes to an end; a crash of the process is a failure
 * too.
 */
export function hostile<S>(name: string, load: () => Promise<{ world: HostileWorld<S> }>): void {
  describe("hostile sources", () => {
    let report: HostileReport;
    let world: HostileWorld<S>;
    beforeAll(async () => {
      ({ world } = await load());
      report = await play(join(import.meta.dirname, name));
    }, hangMs);

    it("thousands of spoiled responses end in typed failures or in data that obeys the contract", () => {
      expect(report.campaign.failures, `seed ${report.seed}`).toEqual([]);
      expect(report.campaign.mutations).toBe(Number(mutations));
    });

    it("every mutation was applied to responses of every sort of request and every transport", () => {
      const kinds = Object.entries(world.kinds).flatMap(([transport, said]) =>
        said.map((kind) => `${transport} ${kind}`),
      );
      for (const kind of kinds) expect(report.campaign.byKind[kind] ?? 0, kind).toBeGreaterThan(50);
      for (const [way, times] of Object.entries(report.campaign.byWay))
        expect(times, way).toBeGreaterThan(20);
      if (world.recordings().length > 0) expect(report.campaign.ofRecordings).toBeGreaterThan(500);
      expect(report.campaign.byOutcome["usable"]).toBeGreaterThan(500);
    });

    it("harmful documents end in typed failures or in data", () => {
      expect(report.bombs?.failures).toEqual([]);
      expect(report.bombs?.played).toBeGreaterThan(50);
    });

    it("misbehaving servers are given up in time, and learn nothing", () => {
      expect(report.encounters?.failures).toEqual([]);
      expect(report.encounters?.encounters).toBeGreaterThan(200);
    });
  });
}

/** Runs everything; a failure quotes the process's last output. */
async function play(world: string): Promise<HostileReport> {
  const script = join(import.meta.dirname, "hostile/run.ts");
  const child = spawn(process.execPath, [
    `--max-old-space-size=${heapMb}`,
    script,
    "--world",
    world,
    "--mutations",
    mutations,
    "--seed",
    seed,
  ]);
  const timer = setTimeout(() => child.kill("SIGKILL"), hangMs - 5_000);
  let [said, complained] = ["", ""];
  child.stdout.on("data", (part: Buffer) => (said += part.toString()));
  child.stderr.on("data", (part: Buffer) => (complained += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  const line = said.trim().split("\n").at(-1) ?? "";
  if (!line.startsWith("{"))
    throw new Error(`the process ended with ${code}: ${complained.slice(-4_000)}`);
  return JSON.parse(line) as HostileReport;
}
