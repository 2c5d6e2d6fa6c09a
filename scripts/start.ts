// `npm start`: the whole product on this machine, with a demo to try. Ctrl-C stops it and leaves
// nothing running.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createClient } from "../client/client.ts";
import { odooSandbox } from "../sandbox/accounts.ts";
import { demoPassword, demoPeople } from "./demo-people.ts";
import { seedDemo } from "./demo.ts";
import { LocalStack } from "./local-stack.ts";
import { ensurePage } from "./page.ts";
import { whenLeft } from "./parents.ts";
import { claimPort } from "./ports.ts";
import { isAlive, pidsOf, stopGroup } from "./processes.ts";
import { root } from "./quiet.ts";
import { ensureDevVars } from "./secrets.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8787" },
    "sandbox-port": { type: "string", default: String(odooSandbox.port) },
    /** Another folder is another house, with data of its own. */
    state: { type: "string", default: join(root, ".freshet/state") },
  },
});

const runningFile = join(values.state, "running.json");
type Running = { start: number; address: string; groups: number[] };

mkdirSync(values.state, { recursive: true });
const before = await clearAway();
if (before) {
  console.log(`Freshet is already running at ${before.address}`);
  process.exit(1);
}

ensureDevVars();
ensurePage();
console.log("Starting …");
let house: LocalStack | null = null;
let stopping = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void stop(0));
whenLeft(() => void stop(0));

try {
  const port = await claimPort(Number(values.port));
  const sandboxPort = await claimPort(Number(values["sandbox-port"]));
  house = await LocalStack.open({ state: values.state, port, sandboxPort });
  house.onRestart = noteRunning;
  noteRunning();
  await seedDemo(house);
  if (!stopping) tell(house);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}

function tell({ address, sandboxes }: LocalStack): void {
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
      `  Pretend systems: Odoo ${sandboxes.odoo}, Knack ${sandboxes.knack}, DHIS2 ${sandboxes.dhis2} and ${sandboxes.dhis2Destination}`,
      "  Ctrl-C stops everything. The next start goes on with this data.",
      "",
    ].join("\n"),
  );
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await house?.close();
  rmSync(runningFile, { force: true });
  process.exit(code);
}

function noteRunning(): void {
  if (house)
    writeFileSync(
      runningFile,
      JSON.stringify({
        start: process.pid,
        address: house.address,
        groups: house.groups,
      } satisfies Running),
    );
}

/** What runs on this state already; what a killed start has left of it is ended. */
async function clearAway(): Promise<Running | null> {
  if (!existsSync(runningFile)) return null;
  const running = JSON.parse(readFileSync(runningFile, "utf8")) as Running;
  if (isAlive(running.start) && (await answers(running.address))) return running;
  for (const group of running.groups) {
    // Numbers of processes are used again: only what is recognisably ours is ended.
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
