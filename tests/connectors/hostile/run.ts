// `node tests/connectors/hostile/run.ts --world ../odoo-hostile.world.ts --mutations 100000`: runs
// everything hostile against one connector, in a process whose memory the caller limits. Ends with
// one line of JSON; exits with an error if anything failed.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bombs, type BombReport } from "./bombs.ts";
import { campaign, type CampaignReport } from "./campaign.ts";
import { encounters, type EncounterReport } from "./encounters.ts";
import { setStage } from "./stage.ts";
import type { HostileWorld } from "./world.ts";

export type HostileReport = {
  world: string;
  seed: number;
  seconds: number;
  /** The peak memory of the process, including code and servers. */
  peakMb: number;
  campaign: CampaignReport;
  bombs: BombReport | null;
  encounters: EncounterReport | null;
};

const { values } = parseArgs({
  options: {
    world: { type: "string", default: "tests/connectors/odoo-hostile.world.ts" },
    mutations: { type: "string", default: "3000" },
    seed: { type: "string", default: "1" },
    /** Runs a single mutation, by its number. */
    only: { type: "string" },
    /** Leaves out documents and servers. */
    "mutations-only": { type: "boolean", default: false },
  },
});

const { world } = (await import(pathToFileURL(resolve(values.world)).href)) as {
  world: HostileWorld<unknown>;
};
const began = performance.now();
const stage = await setStage(world);
const only = values.only === undefined ? null : Number(values.only);
const spoiled = await campaign(world, stage, {
  seed: Number(values.seed),
  mutations: Number(values.mutations),
  only,
});
const alone = only !== null || values["mutations-only"];
const report: HostileReport = {
  world: values.world,
  seed: Number(values.seed),
  campaign: spoiled,
  bombs: alone ? null : await bombs(world, stage),
  encounters: alone ? null : await encounters(world, stage),
  seconds: Math.round((performance.now() - began) / 100) / 10,
  peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
};
process.stdout.write(`${JSON.stringify(report)}\n`);
const failures = [
  ...report.campaign.failures,
  ...(report.bombs?.failures ?? []),
  ...(report.encounters?.failures ?? []),
];
process.exitCode = failures.length > 0 ? 1 : 0;
