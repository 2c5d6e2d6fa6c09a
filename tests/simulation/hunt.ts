// Lives through worlds until one breaks a promise, and says which.
import { simulate } from "./simulate.ts";

console.warn = () => undefined;
console.error = () => undefined;

const seeds = Number(process.argv[2] ?? 10_000);
let found: { caughtAt: number; violation: string } | null = null;
let seed = 0;
while (found === null && seed < seeds) {
  seed += 1;
  const { violation } = await simulate(seed);
  if (violation !== null) found = { caughtAt: seed, violation: violation.split("\n")[0]?.slice(0, 200) ?? "" };
}
console.log(JSON.stringify({ caughtAt: found?.caughtAt ?? null, seeds: seed, violation: found?.violation ?? null }));
