// The house on this machine: the sandbox, the Worker under `wrangler dev`, its clock, and a watch
// over all of them.
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
  /** Where the pretend Odoo listens; the other sandboxes take the next free ports. */
  sandboxPort: number;
  /**
   * Which pretend systems are started, and with which flags; all of them as they usually are,
   * unless said.
   */
  sandbox?: SandboxOptions;
  /**
   * The Worker as a deploy would send it, built before; left out, wrangler builds the sources and
   * watches them.
   */
  built?: string;
};

type SandboxOptions = { systems: "odoo" | "all"; flags: string[] };

/** Where the sandboxes listen. */
export type SandboxAddresses = Record<"odoo" | "knack" | "dhis2" | "dhis2Destination", string>;
type SandboxPorts = Record<keyof SandboxAddresses, number>;

const ticksMs = 60_000;
const watchMs = 1_000;
const answerMs = 2_000;
/**
 * Answers missed in a row before the runtime counts as dead: soon when its process is another one,
 * late when it may only be busy.
 */
const patience = { changed: 2, same: 12 };

/** Runs until `close`; a runtime that dies is started again on what it had. */
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

  /** Opens the house and waits until it answers. */
  static async open(options: LocalStackOptions): Promise<LocalStack> {
    mkdirSync(options.state, { recursive: true });
    migrate(options.state);
    const house = new LocalStack(options, await portsFrom(options.sandboxPort));
    const answers = await house.#answersWithin(60_000);
    if (!answers) {
      await house.close();
      throw new Error(
        `The Worker does not answer. What it said is in ${join(options.state, "worker.log")}.`,
      );
    }
    house.#timers.push(setInterval(() => void house.#tick(), ticksMs));
    void house.#watch();
    return house;
  }

  /** The groups of processes that belong to this house. */
  get groups(): number[] {
    return [this.#worker.pid, this.#sandbox.pid];
  }

  /** Stops everything; nothing is left running. */
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
    // `ps` shows a command line to everybody on the machine: the token itself does not stand there.
    const proof = createHash("sha256").update(this.setupToken).digest("hex");
    const vars = {
      STAGE: "local",
      PRIVATE_ADDRESSES: "127.0.0.1:*,localhost:*,[::1]:*",
      SETUP_TOKEN_SHA256: proof,
    };
    return new Group(
      [
        tool.wrangler,
        "dev",
        // Beside a script that lies elsewhere, wrangler would look for another configuration.
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
      // Houses on one machine know nothing of each other: a Worker of the same name next door is
      // another one.
      { output: this.#log, env: { WRANGLER_REGISTRY_PATH: join(state, "registry") } },
    );
  }

  // Cron never fires locally: this is its clock.
  async #tick(): Promise<void> {
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
      // All gone is seen at once; a restart that fails is not repeated at once.
      await Promise.race(failing ? [sleep(watchMs)] : [sleep(watchMs), this.#worker.over]);
      const answers = await this.#answers(answerMs);
      missed = answers ? 0 : missed + 1;
      // Answering with another process is a reload, as after a change of the sources.
      if (answers) known = this.#runtime();
      const limit = this.#runtime() === known ? patience.same : patience.changed;
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
   * Which processes run the Worker, in one text; wrangler replaces those that die, and is lost
   * without saying so.
   */
  #runtime(): string {
    return pidsOf(this.#worker.pid, /\bworkerd\b/).join(" ");
  }

  /** Called when the processes of the house have changed. */
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
