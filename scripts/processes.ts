// Child processes: run to their end, or started as a group that can be stopped as a whole.
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { quietly, root, type Environment } from "./quiet.ts";

type Run = { cwd?: string; silent?: boolean; env?: Environment };

/** Runs a Node script to its end. `silent` returns its output instead of printing it. */
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
 * Runs a Node script in parallel with others. `live` prints its output as it comes, `buffered` in
 * one piece at the end.
 */
export function runParallel(
  script: string,
  args: string[],
  output: "live" | "buffered",
): Promise<{ ok: boolean }> {
  return new Promise((resolve, reject) => {
    const stdio: StdioOptions = output === "live" ? "inherit" : ["ignore", "pipe", "pipe"];
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: asGiven(quietly),
      stdio,
    });
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (piece: Buffer) => printed.push(piece));
    child.once("error", reject);
    child.once("close", (code) => {
      process.stdout.write(Buffer.concat(printed));
      resolve({ ok: code === 0 });
    });
  });
}

// The type of the environment requires the Worker's variables, which tools do not have.
const asGiven = (environment: Environment) => environment as NodeJS.ProcessEnv;

/** A process group under a supervisor, which kills it when this process is gone, even by SIGKILL. */
export class Group {
  readonly #supervisor: ChildProcess;
  /** Resolves when the supervisor has ended, and the whole group with it. */
  readonly over: Promise<void>;
  #ended = false;

  constructor(command: string[], options: { output: number; env?: Environment }) {
    this.#supervisor = spawn(
      process.execPath,
      [join(import.meta.dirname, "supervise.ts"), String(process.pid), ...command],
      {
        cwd: root,
        detached: process.platform !== "win32",
        stdio: ["ignore", options.output, options.output],
        env: asGiven({ ...quietly, ...options.env }),
      },
    );
    this.over = new Promise((resolve) => {
      this.#supervisor.once("exit", () => {
        this.#ended = true;
        resolve();
      });
    });
  }

  get pid(): number {
    return this.#supervisor.pid ?? 0;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Sends SIGTERM, then SIGKILL. Resolves when no process is left. */
  async stop(): Promise<void> {
    await stopGroup(this.pid);
  }
}

/** Sends SIGTERM to a group, then SIGKILL. Resolves when no process is left. */
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

/** Whether a process exists. */
export const isAlive = (pid: number): boolean => signal(pid, 0);

/** Whether a group has living members; zombies do not count. */
function isGroupAlive(pid: number): boolean {
  if (process.platform !== "linux") return signal(-pid, 0);
  return signal(-pid, 0) && membersOf(pid).some((member) => member.state !== "Z");
}

/** Members of a group whose command line matches. Linux only; empty elsewhere. */
export const pidsOf = (group: number, command: RegExp): number[] =>
  membersOf(group).flatMap((member) => (command.test(member.command) ? [member.pid] : []));

/** The parent of a process and its name. Linux only; null elsewhere. */
export function parentOf(pid: number): { pid: number; name: string } | null {
  const parent = statOf(pid)?.parent;
  const stat = parent === undefined ? null : statOf(parent);
  return parent === undefined || stat === null ? null : { pid: parent, name: stat.name };
}

type Stat = { name: string; state: string; parent: number; group: number };

function statOf(pid: number): Stat | null {
  const text = textOf(`/proc/${pid}/stat`);
  // The name is in brackets and may contain anything, even brackets.
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
    // The process may have ended since it was listed; outside Linux there is no such file.
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
