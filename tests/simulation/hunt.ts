// Lives through worlds until one breaks a promise, and says which: hunt.ts SEEDS, or hunt.ts 1 S
// for the one kept under seed S.
import { regressions } from "./regressions.ts";
import { simulate } from "./simulate.ts";

console.warn = () => undefined;
console.error = () => undefined;

const [seeds = "10000", kept] = process.argv.slice(2);
const only = regressions.find(({ seed }) => seed === Number(kept))?.only ?? null;
if (kept !== undefined && only === null) throw new Error(`no world is kept under the seed ${kept}`);
let found: string | null = null;
let lived = 0;
while (found === null && lived < Number(seeds)) {
  lived += 1;
  const { violation } = await simulate(kept === undefined ? lived : Number(kept), { only });
  if (violation !== null) found = violation.split("\n")[0]?.slice(0, 200) ?? "";
}
console.log(
  JSON.stringify({ caughtAt: found === null ? null : lived, seeds: lived, violation: found }),
);
