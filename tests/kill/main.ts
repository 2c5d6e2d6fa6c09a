// `npm run kill -- --rounds N [--seed S] [--stacks K]`: kills whole local stacks in the middle of
// refreshes and checks what they have stored.
// `npm run kill -- --points`: kills an object at every named point of its work, in the real runtime.
import { parseArgs } from "node:util";
import { whenOrphaned } from "../../scripts/parents.ts";
import { run } from "../../scripts/processes.ts";
import { tool } from "../../scripts/quiet.ts";
import { campaign } from "./campaign.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    /** Stacks that run in parallel: while one restarts, another works. */
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
// Only the first signal stops the campaign in order; a second one ends this process at once, and the
// supervisors then end theirs.
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => stop.abort());
// npm may end without passing the signal on.
whenOrphaned(() => stop.abort());
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
  console.error(`--${name} needs a whole number above 0, not ${text}.`);
  process.exit(2);
}
