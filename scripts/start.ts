// `npm start`: the whole product on this machine, with a demo. Ctrl-C stops it and leaves nothing
// running.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createClient } from "../client/client.ts";
import { odooSandbox } from "../sandbox/accounts.ts";
import { demoPassword, demoPeople } from "./demo-people.ts";
import { seedDemo } from "./demo.ts";
import { LocalStack } from "./local-stack.ts";
import { ensurePage } from "./page.ts";
import { whenOrphaned } from "./parents.ts";
import { claimPort } from "./ports.ts";
import { isAlive, pidsOf, stopGroup } from "./processes.ts";
import { root } from "./quiet.ts";
import { ensureDevVars } from "./secrets.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8787" },
    "sandbox-port": { type: "string", default: String(odooSandbox.port) },
    /** Each folder holds a stack of its own, with its own data. */
    state: { type: "string", default: join(root, ".freshet/state") },
  },
});

const runningFile = join(values.state, "running.json");
type Running = { start: number; address: string; groups: number[] };

mkdirSync(values.state, { recursive: true });
const before = await runningStack();
if (before) {
  console.log(`Freshet is already running at ${before.address}`);
  process.exit(1);
}

ensureDevVars();
ensurePage();
console.log("Starting …");
let stack: LocalStack | null = null;
let stopping = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void stop(0));
whenOrphaned(() => void stop(0));

try {
  const port = await claimPort(Number(values.port));
  const sandboxPort = await claimPort(Number(values["sandbox-port"]));
  stack = await LocalStack.open({ state: values.state, port, sandboxPort });
  stack.onRestart = noteRunning;
  noteRunning();
  await seedDemo(stack);
  if (!stopping) printWelcome(stack);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}

function printWelcome({ address, sandboxes }: LocalStack): void {
  const width = Math.max(...demoPeople.map(({ email }) => email.length));
  console.log(
    [
      "",
      `  Freshet is ready: ${address}`,
      "",
      `  Sign in with the password ${demoPassword} as`,
      ...demoPeople.map(({ email, says }) => `    ${email.padEnd(width)}  ${says}`),
      "",
      `  API: ${address}/api/docs    log: ${join(values.state, "worker.log")}`,
      `  Sandboxes: Odoo ${sandboxes.odoo}, Knack ${sandboxes.knack}, DHIS2 ${sandboxes.dhis2} and ${sandboxes.dhis2Destination}`,
      "  Ctrl-C stops everything. The next start continues with this data.",
      "",
    ].join("\n"),
  );
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await stack?.close();
  rmSync(runningFile, { force: true });
  process.exit(code);
}

function noteRunning(): void {
  if (stack)
    writeFileSync(
      runningFile,
      JSON.stringify({
        start: process.pid,
        address: stack.address,
        groups: stack.groups,
      } satisfies Running),
    );
}

/**
 * The stack that already runs on this state, or null. Processes left over from a killed start are
 * stopped.
 */
async function runningStack(): Promise<Running | null> {
  if (!existsSync(runningFile)) return null;
  const running = JSON.parse(readFileSync(runningFile, "utf8")) as Running;
  if (isAlive(running.start) && (await answers(running.address))) return running;
  for (const group of running.groups) {
    // Process ids are reused: only a group that is recognisably ours is stopped.
    if (pidsOf(group, /workerd|wrangler|sandbox\/main/).length > 0) await stopGroup(group);
  }
  rmSync(runningFile, { force: true });
  return null;
}

function answers(address: string): Promise<boolean> {
  const client = createClient({ base: address });
  return client.getHealth({ signal: AbortSignal.timeout(5_000) }).then(
    () => true,
    () => false,
  );
}
