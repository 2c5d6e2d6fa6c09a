// The local stack: the sandbox, the Worker under `wrangler dev`, its cron, and a watchdog that restarts
// the Worker.
import { createHash } from "node:crypto";
import { mkdirSync, openSync, closeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { createClient, type Client } from "../client/client.ts";
import { migrate } from "./migrate.ts";
import { claimPort } from "./ports.ts";
import { Group, pidsOf } from "./processes.ts";
import { root, tool } from "./quiet.ts";
import { ensureSetupToken } from "./secrets.ts";

export type LocalStackOptions = {
  /** Folder of the local databases, objects and logs. */
  state: string;
  port: number;
  /** Port of the Odoo sandbox; the others take the next free ports. */
  sandboxPort: number;
  /** Which sandbox systems to start, with which flags; by default all of them, without flags. */
  sandbox?: SandboxOptions;
  /** A bundled Worker (worker.ts). Without it, wrangler builds the sources and watches them. */
  built?: string;
};

type SandboxOptions = { systems: "odoo" | "all"; flags: string[] };

/** Base addresses of the sandbox systems. */
export type SandboxAddresses = Record<"odoo" | "knack" | "dhis2" | "dhis2Destination", string>;
type SandboxPorts = Record<keyof SandboxAddresses, number>;

const cronEveryMs = 60_000;
const checkEveryMs = 1_000;
const answerWithinMs = 2_000;
/**
 * Missed health checks in a row before the runtime counts as dead: few when its process has changed,
 * many when it is the same one and may only be busy.
 */
const missesBeforeRestart = { changed: 2, same: 12 };

/** Runs until `close`. A runtime that dies is restarted on the same state. */
export class LocalStack {
  readonly address: string;
  readonly sandboxes: SandboxAddresses;
  readonly setupToken: string;
  readonly #options: LocalStackOptions;
  readonly #client: Client;
  readonly #log: number;
  readonly #sandbox: Group;
  #worker: Group;
  #closing: Promise<void> | null = null;
  readonly #timers: NodeJS.Timeout[] = [];

  private constructor(options: LocalStackOptions, ports: SandboxPorts) {
    this.#options = options;
    this.address = `http://localhost:${options.port}`;
    this.#client = createClient({ base: this.address });
    const at = (port: number) => `http://127.0.0.1:${port}`;
    this.sandboxes = {
      odoo: at(ports.odoo),
      knack: at(ports.knack),
      dhis2: at(ports.dhis2),
      dhis2Destination: at(ports.dhis2Destination),
    };
    this.setupToken = ensureSetupToken(options.state);
    this.#log = openSync(join(options.state, "worker.log"), "w");
    this.#sandbox = new Group(
      [join(root, "sandbox/main.ts"), ...sandboxFlags(ports, options.sandbox)],
      { output: this.#log },
    );
    this.#worker = this.#startWorker();
  }

  /** Starts the stack and waits until it answers; throws after 60 seconds without an answer. */
  static async open(options: LocalStackOptions): Promise<LocalStack> {
    mkdirSync(options.state, { recursive: true });
    migrate(options.state);
    const stack = new LocalStack(options, await portsFrom(options.sandboxPort));
    const answers = await stack.#answersWithin(60_000);
    if (!answers) {
      await stack.close();
      throw new Error(
        `The Worker does not answer. Its output is in ${join(options.state, "worker.log")}.`,
      );
    }
    stack.#timers.push(setInterval(() => void stack.#runCron(), cronEveryMs));
    void stack.#watch();
    return stack;
  }

  /** Ids of the stack's process groups. */
  get groups(): number[] {
    return [this.#worker.pid, this.#sandbox.pid];
  }

  /** Stops every process of the stack. */
  close(): Promise<void> {
    this.#closing ??= this.#stopAll();
    return this.#closing;
  }

  async #stopAll(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all([this.#worker.stop(), this.#sandbox.stop()]);
    closeSync(this.#log);
  }

  #startWorker(): Group {
    const { port, state, built } = this.#options;
    // `ps` shows command lines to every user of the machine, so only a hash of the token is passed.
    const tokenHash = createHash("sha256").update(this.setupToken).digest("hex");
    const vars = {
      STAGE: "local",
      PRIVATE_ADDRESSES: "127.0.0.1:*,localhost:*,[::1]:*",
      SETUP_TOKEN_SHA256: tokenHash,
    };
    return new Group(
      [
        tool.wrangler,
        "dev",
        // wrangler looks for its configuration beside the script unless it is named.
        ...(built === undefined
          ? []
          : [built, "--no-bundle", "--config", join(root, "wrangler.toml")]),
        "--port",
        String(port),
        "--inspector-port",
        "0",
        "--persist-to",
        state,
        "--show-interactive-dev-session=false",
        "--log-level",
        "log",
        ...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
      ],
      // A registry of its own: Workers of the same name in other stacks must not find each other.
      { output: this.#log, env: { WRANGLER_REGISTRY_PATH: join(state, "registry") } },
    );
  }

  /** Runs the Worker's cron: wrangler never fires it locally. */
  async #runCron(): Promise<void> {
    const answer = await fetch(`${this.address}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`, {
      signal: AbortSignal.timeout(30_000),
    }).catch(() => null);
    await answer?.arrayBuffer().catch(() => null);
  }

  async #watch(): Promise<void> {
    let known = this.#runtime();
    let missed = 0;
    let failing = false;
    while (this.#closing === null) {
      // The end of the process group is noticed immediately; a failed restart waits before the next.
      await Promise.race(
        failing ? [sleep(checkEveryMs)] : [sleep(checkEveryMs), this.#worker.over],
      );
      const answers = await this.#answers(answerWithinMs);
      missed = answers ? 0 : missed + 1;
      // A new process that answers is a reload after a change of the sources.
      if (answers) known = this.#runtime();
      const limit =
        this.#runtime() === known ? missesBeforeRestart.same : missesBeforeRestart.changed;
      if (this.#closing !== null || (missed < limit && !this.#worker.ended)) continue;
      failing = !(await this.#restart());
      known = this.#runtime();
      missed = 0;
    }
  }

  async #restart(): Promise<boolean> {
    console.error("The runtime has stopped; starting it again …");
    await this.#worker.stop();
    if (this.#closing !== null) return false;
    this.#worker = this.#startWorker();
    this.onRestart();
    return this.#answersWithin(60_000);
  }

  /**
   * Ids of the workerd processes, in one text. wrangler replaces a dead one, sometimes without success
   * and without any message.
   */
  #runtime(): string {
    return pidsOf(this.#worker.pid, /\bworkerd\b/).join(" ");
  }

  /** Called when the stack's processes have changed. */
  onRestart: () => void = () => {};

  async #answersWithin(limitMs: number): Promise<boolean> {
    for (
      const end = Date.now() + limitMs;
      Date.now() < end && this.#closing === null;
      await sleep(150)
    ) {
      if (await this.#answers(5_000)) return true;
      if (this.#worker.ended) return false;
    }
    return false;
  }

  /** Whether the Worker and its database answer within the time. */
  #answers(timeoutMs: number): Promise<boolean> {
    return this.#client.getHealth({ signal: AbortSignal.timeout(timeoutMs) }).then(
      () => true,
      () => false,
    );
  }
}

async function portsFrom(first: number): Promise<SandboxPorts> {
  const knack = await claimPort(first + 1);
  const dhis2 = await claimPort(knack + 1);
  return { odoo: first, knack, dhis2, dhis2Destination: await claimPort(dhis2 + 1) };
}

const sandboxFlags = (
  { odoo, knack, dhis2, dhis2Destination }: SandboxPorts,
  { systems, flags }: SandboxOptions = { systems: "all", flags: [] },
): string[] => [
  ...["--port", String(odoo)],
  ...(systems === "all"
    ? [
        "--knack",
        String(knack),
        "--dhis2",
        String(dhis2),
        "--dhis2-destination",
        String(dhis2Destination),
      ]
    : []),
  ...flags,
];
