// Many worlds on several cores, and the sum of what they have seen.
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { faultKinds, rareStates, type Fault, type RareState } from "./faults.ts";
import type { Lived } from "./simulate.ts";

type Failed = { seed: number; violation: string };

/** What a stretch of seeds has seen. */
export type Sum = {
  seeds: number;
  events: number;
  virtualMs: number;
  faults: Record<Fault, number>;
  rareStates: Record<RareState, number>;
  violations: Failed[];
};

const zeros = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;

export const emptySum = (): Sum => ({
  seeds: 0,
  events: 0,
  virtualMs: 0,
  faults: zeros(faultKinds),
  rareStates: zeros(rareStates),
  violations: [],
});

export function addWorld(sum: Sum, lived: Lived): void {
  sum.seeds += 1;
  sum.events += lived.events;
  sum.virtualMs += lived.virtualMs;
  for (const kind of faultKinds) sum.faults[kind] += lived.faults[kind] ?? 0;
  for (const state of rareStates) sum.rareStates[state] += lived.rareStates[state] ?? 0;
  if (lived.violation !== null)
    sum.violations.push({ seed: lived.seed, violation: lived.violation });
}

function addSum(sum: Sum, other: Sum): void {
  sum.seeds += other.seeds;
  sum.events += other.events;
  sum.virtualMs += other.virtualMs;
  for (const kind of faultKinds) sum.faults[kind] += other.faults[kind];
  for (const state of rareStates) sum.rareStates[state] += other.rareStates[state];
  sum.violations.push(...other.violations);
}

/** Seeds from..to, both included. */
export type Stretch = { from: number; to: number };

const stretchLength = 200;

/** @param stopAt violations after which no further stretch is begun */
export async function runCampaign({
  from,
  seeds,
  cores,
  stopAt,
}: {
  from: number;
  seeds: number;
  cores: number;
  stopAt: number;
}): Promise<Sum> {
  const sum = emptySum();
  const last = from + seeds - 1;
  let next = from;
  const take = (): Stretch | null => {
    if (next > last || sum.violations.length >= stopAt) return null;
    const stretch = { from: next, to: Math.min(last, next + stretchLength - 1) };
    next = stretch.to + 1;
    return stretch;
  };
  await Promise.all(
    Array.from({ length: cores }, () => workThrough(take, (other) => addSum(sum, other))),
  );
  sum.violations.sort((a, b) => a.seed - b.seed);
  return sum;
}

/** One core: given one stretch after another until there is none. */
function workThrough(take: () => Stretch | null, done: (sum: Sum) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, "core.ts"));
    const give = () => {
      const stretch = take();
      if (stretch === null) void worker.terminate().then(() => resolve());
      else worker.postMessage(stretch);
    };
    worker.on("message", (sum: Sum) => {
      done(sum);
      give();
    });
    worker.on("error", reject);
    give();
  });
}
