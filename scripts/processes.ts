// Processes that we start: run to their end, or kept as a group that can be stopped whole.
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { quietly, root, type Environment } from "./quiet.ts";

type Run = { cwd?: string; silent?: boolean; env?: Environment };

/** Runs a Node script to its end. `silent` keeps what it says to itself unless it fails. */
export function run(
  script: string,
  args: string[],
  { cwd = root, silent = false, env = {} }: Run = {},
): { ok: boolean; output: string } {
  const options = { cwd, env: asGiven({ ...quietly, ...env }) };
  if (!silent) {
    const { status } = spawnSync(process.execPath, [script, ...args], {
      ...options,
      stdio: "inherit",
    });
    return { ok: status === 0, output: "" };
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    ...options,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ok: status === 0, output: `${stdout}${stderr}` };
}

/**
 * Starts a Node script beside others. Of several one speaks `now`; the others are heard
 * `afterwards`, each in one piece.
 */
export function runBeside(
  script: string,
  args: string[],
  speaks: "now" | "afterwards",
): Promise<{ ok: boolean }> {
  return new Promise((resolve, reject) => {
    const stdio: StdioOptions = speaks === "now" ? "inherit" : ["ignore", "pipe", "pipe"];
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: asGiven(quietly),
      stdio,
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (piece: Buffer) => said.push(piece));
    child.once("error", reject);
    child.once("close", (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve({ ok: code === 0 });
    });
  });
}

// The Worker's own variables are declared on the type of the environment; for tools it is just
// names and texts.
const asGiven = (environment: Environment) => environment as NodeJS.ProcessEnv;

/** A group of processes under a keeper, which ends them all when we are gone, however we went. */
export class Group {
  readonly #keeper: ChildProcess;
  /** Resolves when the keeper is gone, and with it all that it kept. */
  readonly over: Promise<void>;
  #ended = false;

  constructor(command: string[], options: { output: number; env?: Environment }) {
    this.#keeper = spawn(
      process.execPath,
      [join(import.meta.dirname, "keep.ts"), String(process.pid), ...command],
      {
        cwd: root,
        detached: process.platform !== "win32",
        stdio: ["ignore", options.output, options.output],
        env: asGiven({ ...quietly, ...options.env }),
      },
    );
    this.over = new Promise((resolve) => {
      this.#keeper.once("exit", () => {
        this.#ended = true;
        resolve();
      });
    });
  }

  get pid(): number {
    return this.#keeper.pid ?? 0;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Asks all to end, then insists. Resolves when none is left. */
  async stop(): Promise<void> {
    await stopGroup(this.pid);
  }
}

/** Ends every process of a group. */
export async function stopGroup(pid: number): Promise<void> {
  if (pid === 0) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"]);
    return;
  }
  signalGroup(pid, "SIGTERM");
  for (let waited = 0; isGroupAlive(pid) && waited < 4_000; waited += 50) await sleep(50);
  signalGroup(pid, "SIGKILL");
  for (let waited = 0; isGroupAlive(pid) && waited < 2_000; waited += 20) await sleep(20);
}

/** Whether a process lives. */
export const isAlive = (pid: number): boolean => signal(pid, 0);

/** Whether a group has members. One that has ended and waits to be collected is none. */
function isGroupAlive(pid: number): boolean {
  if (process.platform !== "linux") return signal(-pid, 0);
  return signal(-pid, 0) && membersOf(pid).some((member) => member.state !== "Z");
}

/** Members of a group whose command line fits, where the system tells it. */
export const pidsOf = (group: number, command: RegExp): number[] =>
  membersOf(group).flatMap((member) => (command.test(member.command) ? [member.pid] : []));

/** The parent of a process and its name, where the system tells it. */
export function parentOf(pid: number): { pid: number; name: string } | null {
  const parent = statOf(pid)?.parent;
  const stat = parent === undefined ? null : statOf(parent);
  return parent === undefined || stat === null ? null : { pid: parent, name: stat.name };
}

type Stat = { name: string; state: string; parent: number; group: number };

function statOf(pid: number): Stat | null {
  const text = textOf(`/proc/${pid}/stat`);
  // The name is in brackets and may hold anything, brackets included.
  const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(text) ?? [];
  if (name === undefined || rest === undefined) return null;
  const [state = "", parent = "0", group = "0"] = rest.split(" ");
  return { name, state, parent: Number(parent), group: Number(group) };
}

function membersOf(group: number): { pid: number; state: string; command: string }[] {
  if (process.platform !== "linux") return [];
  const pids = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
  return pids.flatMap((pid) => {
    const stat = statOf(pid);
    if (stat?.group !== group) return [];
    return [
      { pid, state: stat.state, command: textOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ") },
    ];
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // A process may end between being listed and being read; elsewhere than on Linux there is no
    // such file.
    return "";
  }
}

const signalGroup = (pid: number, name: NodeJS.Signals) => signal(-pid, name);

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
