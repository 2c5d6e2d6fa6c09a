// The harness of a benchmark: a whole local stack on free ports, a sandbox of the wanted size, and a
// client that is signed in.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import { createClient, type Client } from "../client/client.ts";
import { signInForCookie } from "../client/sign-in.ts";
import type { ConfigurationDraft } from "../contract/api/configuration.ts";
import type { ConnectionDraft } from "../contract/api/connection.ts";
import type { LiveMessage } from "../contract/api/live.ts";
import type { Run } from "../contract/api/run.ts";
import type { SetupOrder } from "../contract/api/setup.ts";
import { odooSandbox } from "../sandbox/accounts.ts";
import { LocalStack, type SandboxAddresses } from "../scripts/local-stack.ts";
import { ensurePage } from "../scripts/page.ts";
import { claimPort } from "../scripts/ports.ts";
import { ensureDevVars } from "../scripts/secrets.ts";

const password = "bench-bench-bench";
const email = "bench@freshet.test";
/** The product's limits: live views of one person, people and tenants of one setup order. */
const viewsPerPerson = 32;
const peoplePerOrder = 100;
const tenantsPerOrder = 90;

type Draft = z.input<typeof ConfigurationDraft>;

export type HarnessOptions = {
  tenants: string[];
  /** Flags for the sandbox. */
  sandbox: string[];
  /** Which sandbox systems to start; Odoo alone by default. */
  systems?: "odoo" | "all";
  /** The first port to try. Harnesses that open at the same time start far apart. */
  port?: number;
  prepared?: Prepared;
};

/** Shared by harnesses that open at the same time: the built Worker and a fresh state folder. */
export type Prepared = { built: string; state: string };

/** Opens a stack, runs `use` with it, and removes everything afterwards, also when `use` fails. */
export async function withHarness<Result>(
  { tenants, sandbox, systems = "odoo", port = 8900, prepared }: HarnessOptions,
  use: (harness: Harness) => Promise<Result>,
): Promise<Result> {
  ensureDevVars();
  ensurePage();
  const state = mkdtempSync(join(tmpdir(), "freshet-bench-"));
  try {
    const own = await claimPort(port);
    if (prepared) cpSync(prepared.state, state, { recursive: true });
    const stack = await LocalStack.open({
      state,
      port: own,
      sandboxPort: await claimPort(own + 1),
      sandbox: { systems, flags: sandbox },
      ...(prepared ? { built: prepared.built } : {}),
    });
    try {
      return await use(await Harness.open(stack, tenants));
    } finally {
      await stack.close();
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

/** Compressing answers for the loopback would cost both ends more than it saves. */
const fetchUncompressed: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set("accept-encoding", "identity");
  return fetch(input, { ...init, headers });
};

export class Harness {
  readonly stack: LocalStack;
  /** Address of the Odoo sandbox, and of all sandbox systems. */
  readonly odoo: string;
  readonly sandboxes: SandboxAddresses;
  /** Signed in as global admin and as admin of all tenants of the benchmark. */
  readonly client: Client;
  readonly #cookie: string;

  private constructor(stack: LocalStack, cookie: string) {
    this.stack = stack;
    this.odoo = stack.sandboxes.odoo;
    this.sandboxes = stack.sandboxes;
    this.client = clientOf(stack, { cookie });
    this.#cookie = cookie;
  }

  /** Creates the tenants and their admin, and signs in. */
  static async open(stack: LocalStack, tenants: string[]): Promise<Harness> {
    for (let at = 0; at < tenants.length; at += tenantsPerOrder) {
      const some = tenants.slice(at, at + tenantsPerOrder);
      const roles = Object.fromEntries(some.map((id) => [id, "admin" as const]));
      await setUp(stack, {
        tenants: some.map((id) => ({ id, name: id, timeZone: "Europe/Paris" })),
        people: [{ email, name: "Bench", password, globalAdmin: true, roles }],
      });
    }
    return new Harness(stack, await signIn(stack, email));
  }

  /** Creates a connection to the Odoo sandbox and a configuration of it; returns the latter's id. */
  async configure(
    tenant: string,
    over: {
      template: string;
      resources: string[];
      options?: Draft["options"];
      transport?: string;
      database?: string;
      pageSize?: number;
    },
  ): Promise<string> {
    const {
      transport = "jsonrpc",
      database = odooSandbox.databases.trading,
      template,
      resources,
      options = {},
      pageSize = 1_000,
    } = over;
    const secret = transport === "json2" ? odooSandbox.reader.apiKey : odooSandbox.reader.password;
    const settings = { url: this.odoo, database, login: odooSandbox.reader.login, transport };
    const connection = await this.connect(tenant, {
      name: `Odoo ${transport}`,
      kind: "odoo",
      settings,
      secret,
    });
    return this.addConfiguration(tenant, {
      name: `${template} ${transport}`,
      connection,
      template,
      resources,
      options,
      limits: { pageSize },
    });
  }

  /** Creates a connection of a tenant; returns its id. */
  async connect(tenant: string, body: ConnectionDraft): Promise<string> {
    return (await this.client.createConnection({ tenant, body })).id;
  }

  /** Creates a configuration of a tenant; returns its id. */
  async addConfiguration(tenant: string, body: Draft): Promise<string> {
    return (await this.client.createConfiguration({ tenant, body })).id;
  }

  /** Starts a refresh and waits for its end on the live view, as the page does. */
  async refresh(tenant: string, configuration: string): Promise<{ run: Run; ms: number }> {
    const socket = await opened(this.watch(tenant));
    const ended = nextEnd(socket);
    const begun = performance.now();
    await this.client.startRun({ tenant, body: { configuration } });
    const run = await ended;
    const ms = performance.now() - begun;
    socket.close();
    return { run, ms };
  }

  /** Signs in as many viewers of a tenant as this many live views need; returns their cookies. */
  async signInViewers(tenant: string, views: number): Promise<string[]> {
    const count = Math.ceil(views / viewsPerPerson);
    const people = Array.from({ length: count }, (_, index) => ({
      email: `viewer-${index}@freshet.test`,
      name: `Viewer ${index}`,
      password,
      globalAdmin: false,
      roles: { [tenant]: "viewer" as const },
    }));
    for (let at = 0; at < count; at += peoplePerOrder)
      await setUp(this.stack, { people: people.slice(at, at + peoplePerOrder) });
    const cookies: string[] = [];
    for (const viewer of people) cookies.push(await signIn(this.stack, viewer.email));
    return cookies;
  }

  /** Opens a live view of a tenant, by default as the admin of the benchmark. */
  watch(tenant: string, cookie = this.#cookie): WebSocket {
    // Node's WebSocket takes headers, unlike the browser's: here the page's origin and cookie.
    const options = { headers: { cookie, origin: this.stack.address } };
    const address = this.client.socketAddress("watch", { tenant });
    return new WebSocket(address, options as unknown as string);
  }

  /** Resident memory of the largest workerd process in MB; null where `/proc` is missing. */
  memoryMb(): number | null {
    const sizes = this.stack.groups
      .flatMap(membersOf)
      .filter(({ name }) => name === "workerd")
      .map(({ mb }) => mb);
    return sizes.length === 0 ? null : Math.round(Math.max(...sizes));
  }
}

function clientOf({ address }: LocalStack, auth: { cookie: string } | { bearer: string }): Client {
  return createClient({ base: address, fetch: fetchUncompressed, auth: () => auth });
}

async function setUp(stack: LocalStack, body: z.input<typeof SetupOrder>): Promise<void> {
  await clientOf(stack, { bearer: stack.setupToken }).setUp({ body });
}

const signIn = ({ address }: LocalStack, as: string): Promise<string> =>
  signInForCookie({ base: address, fetch: fetchUncompressed }, { email: as, password });

/** The socket of a live view, once it is open. */
export const opened = (socket: WebSocket): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    socket.addEventListener("open", () => resolve(socket));
    socket.addEventListener("error", () => reject(new Error("a live view did not open")));
  });

/** The next refresh whose end a live view reports. */
export const nextEnd = (socket: WebSocket): Promise<Run> =>
  new Promise((resolve, reject) => {
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as LiveMessage;
      if (message.type === "ended") resolve(message.run);
    });
    socket.addEventListener("close", () =>
      reject(new Error("a live view closed before the refresh ended")),
    );
  });

/** Processes of a process group, with their resident memory. */
function membersOf(group: number): { name: string; mb: number }[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const [, name = "", rest = ""] = /\((.*)\) (.*)$/s.exec(stat) ?? [];
        if (Number(rest.split(" ")[2]) !== group) return [];
        const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
        return [{ name, mb: Number(resident ?? 0) / 1024 }];
      } catch {
        // The process ended between the two reads.
        return [];
      }
    });
}

export const median = (values: number[]): number => quantile(values, 0.5);

export const quantile = (values: number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
};
