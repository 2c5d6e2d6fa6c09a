// `npm run kill -- --rounds N [--seed S]`: kills the whole local stack in the middle of refreshes and proves what is left of them.
// `npm run kill -- --points`: kills an object at every named point of its work, in the real runtime.
import { parseArgs } from "node:util";
import { run } from "../../scripts/processes.ts";
import { tool } from "../../scripts/quiet.ts";
import { campaign } from "./campaign.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    points: { type: "boolean", default: false },
  },
});

if (values.points) {
  const files = ["kills", "outages"].map((name) => `tests/durable-objects/${name}.test.ts`);
  process.exit(run(tool.vitest, ["run", "--project", "runtime", "--reporter=verbose", ...files]).ok ? 0 : 1);
}

const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`--rounds wants a whole number above 0, not ${values.rounds}.`);
  process.exit(2);
}
const result = await campaign({ rounds, seed: values.seed, say: (line) => console.error(line) });
console.log(JSON.stringify(result));
process.exit(result.failures.length > 0 ? 1 : 0);
