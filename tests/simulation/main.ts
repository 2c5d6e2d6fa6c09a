// npm run simulate -- --seeds N [--seed S [--trace]] [--planted [--only WORDS,WORDS]]: many worlds,
// one told in full, or wrong rules.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { runCampaign, type Sum } from "./campaign.ts";
import { faultKinds, rareStates } from "./faults.ts";
import { planted } from "./planted.ts";
import { plantAll } from "./planting.ts";
import { shrink } from "./shrink.ts";
import { simulate } from "./simulate.ts";

const yearMs = 365.25 * 24 * 3_600_000;
/**
 * With so many worlds every fault has to have been met, and with so many every rare state: the
 * rarest comes once in several hundred.
 */
const enoughFor = { faults: 2_000, states: 10_000 };
const shrunkAtMost = 5;
/** Worlds that a wrong rule is looked for in, should none of them find it. */
const leastHunted = 10_000;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    trace: { type: "boolean", default: false },
    planted: { type: "boolean", default: false },
    stop: { type: "string", default: "20" },
    only: { type: "string" },
  },
});

// What fails on purpose in every world is no news.
[console.warn, console.error] = [() => undefined, () => undefined];
const cores = Math.max(1, Math.min(2, availableParallelism()));

async function tellOne(seed: number): Promise<boolean> {
  const lived = await simulate(seed, { trace: values.trace });
  const shrunk = await shrink(seed);
  for (const line of lived.trace ?? []) console.log(line);
  const { trace: _, strengths: __, ...told } = lived;
  console.log(JSON.stringify({ ...told, shrunk }));
  return lived.violation === null;
}

async function runMany(): Promise<boolean> {
  const began = performance.now();
  const sum = await runCampaign({
    from: Number(values.from),
    seeds: Number(values.seeds),
    cores,
    stopAt: Number(values.stop),
  });
  const never = neverMet(sum);
  const { virtualMs, violations, ...figures } = sum;
  const seconds = (performance.now() - began) / 1_000;
  const cpu = process.cpuUsage();
  const cpuSeconds = Number(((cpu.user + cpu.system) / 1_000_000).toFixed(1));
  const virtualYears = Number((virtualMs / yearMs).toFixed(2));
  console.log(
    JSON.stringify({
      ...figures,
      virtualYears,
      seconds: Number(seconds.toFixed(1)),
      cpuSeconds,
      cores,
      never,
      violations,
    }),
  );
  for (const { seed } of violations.slice(0, shrunkAtMost))
    process.stderr.write(`${JSON.stringify(await shrink(seed))}\n`);
  return violations.length === 0 && never.length === 0;
}

const neverMet = (sum: Sum): string[] => [
  ...faultKinds.filter((kind) => sum.seeds >= enoughFor.faults && sum.faults[kind] === 0),
  ...rareStates.filter((state) => sum.seeds >= enoughFor.states && sum.rareStates[state] === 0),
];

async function plantBugs(): Promise<boolean> {
  const wanted = values.only?.split(",");
  const chosen =
    wanted === undefined
      ? planted
      : planted.filter(({ name }) => wanted.some((words) => name.includes(words.trim())));
  const results = await plantAll(chosen, { seeds: Math.max(Number(values.seeds), leastHunted) });
  const survived = results.filter(({ caughtAt }) => caughtAt === null).map(({ name }) => name);
  console.log(
    JSON.stringify({
      planted: results.length,
      caught: results.length - survived.length,
      survived,
      results,
    }),
  );
  return survived.length === 0;
}

const passed = values.planted
  ? await plantBugs()
  : values.seed === undefined
    ? await runMany()
    : await tellOne(Number(values.seed));
process.exitCode = passed ? 0 : 1;
