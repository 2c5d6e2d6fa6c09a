// `npm run kill -- --rounds N [--seed S] [--stacks K]`: kills whole local stacks in the middle of
// refreshes and proves what is left of them.
// `npm run kill -- --points`: kills an object at every named point of its work, in the real
// runtime.
import { parseArgs } from "node:util";
import { whenLeft } from "../../scripts/parents.ts";
import { run } from "../../scripts/processes.ts";
import { tool } from "../../scripts/quiet.ts";
import { campaign } from "./campaign.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    /** Stacks that are killed side by side; one refresh waits while another works. */
    stacks: { type: "string", default: "3" },
    points: { type: "boolean", default: false },
  },
});

if (values.points) {
  const files = ["kills", "outages"].map((name) => `tests/durable-objects/${name}.test.ts`);
  process.exit(
    run(tool.vitest, ["run", "--project", "runtime", "--reporter=verbose", ...files]).ok ? 0 : 1,
  );
}

const [rounds, stacks] = [
  wholeNumber("rounds", values.rounds),
  wholeNumber("stacks", values.stacks),
];
const stop = new AbortController();
// Once: who asks a second time is not kept waiting, and what keeps the processes ends them then.
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => stop.abort());
// npm that is asked to end leaves its script behind.
whenLeft(() => stop.abort());
const result = await campaign({
  rounds,
  stacks,
  seed: values.seed,
  say: (line) => console.error(line),
  stop: stop.signal,
});
console.log(JSON.stringify(result));
process.exit(result.interrupted ? 130 : result.failures.length > 0 ? 1 : 0);

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  console.error(`--${name} wants a whole number above 0, not ${text}.`);
  process.exit(2);
}
