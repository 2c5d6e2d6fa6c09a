// The stage of a benchmark: a whole house of its own on free ports, a sandbox of the wanted size,
// and a client that is signed in.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Configuration, ConfigurationDraft } from "../contract/api/configuration.ts";
import type { Connection, ConnectionDraft } from "../contract/api/connection.ts";
import type { LiveMessage } from "../contract/api/live.ts";
import type { Run } from "../contract/api/run.ts";
import { odooSandbox } from "../sandbox/accounts.ts";
import { LocalStack, type SandboxAddresses } from "../scripts/local-stack.ts";
import { ensurePage } from "../scripts/page.ts";
import { claimPort } from "../scripts/ports.ts";
import { ensureDevVars } from "../scripts/secrets.ts";

const password = "bench-bench-bench";
const email = "bench@freshet.test";
/** Live views that one person may have, and people and tenants that one setup order may name. */
const viewsPerPerson = 32;
const peoplePerOrder = 100;
const tenantsPerOrder = 90;

type Draft = Pick<ConfigurationDraft, "name" | "connection" | "template" | "resources"> &
  Partial<Pick<ConfigurationDraft, "options">> & {
    limits?: { pageSize?: number };
  };

export type StageOptions = {
  tenants: string[];
  /** Flags of the pretend systems that are read from. */
  sandbox: string[];
  /** Which of them there are; Odoo alone unless said. */
  systems?: "odoo" | "all";
  /** Where to look for a free port; stages that open at once begin apart. */
  port?: number;
  prepared?: Prepared;
};

/**
 * What stages that open at once share: the Worker, built, and the state of a house that nobody has
 * lived in.
 */
export type Prepared = { built: string; state: string };

/** Opens the house, plays the benchmark and leaves nothing behind, whatever happens. */
export async function onStage<Result>(
  { tenants, sandbox, systems = "odoo", port = 8900, prepared }: StageOptions,
  play: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  ensureDevVars();
  ensurePage();
  const state = mkdtempSync(join(tmpdir(), "freshet-bench-"));
  try {
    const own = await claimPort(port);
    if (prepared) cpSync(prepared.state, state, { recursive: true });
    const given = prepared ? { built: prepared.built } : {};
    const house = await LocalStack.open({
      state,
      port: own,
      sandboxPort: await claimPort(own + 1),
      sandbox: { systems, flags: sandbox },
      ...given,
    });
    try {
      const stage = new Stage(house);
      await stage.furnish(tenants);
      return await play(stage);
    } finally {
      await house.close();
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

export class Stage {
  readonly house: LocalStack;
  /** The pretend Odoo, and all of the pretend systems. */
  readonly source: string;
  readonly sources: SandboxAddresses;
  #cookie = "";

  constructor(house: LocalStack) {
    this.house = house;
    this.source = house.sandboxes.odoo;
    this.sources = house.sandboxes;
  }

  async furnish(tenants: string[]): Promise<void> {
    for (let at = 0; at < tenants.length; at += tenantsPerOrder) {
      const some = tenants.slice(at, at + tenantsPerOrder);
      const roles = Object.fromEntries(some.map((id) => [id, "admin"]));
      await this.call(
        "POST",
        "/api/setup",
        {
          tenants: some.map((id) => ({ id, name: id, timeZone: "Europe/Paris" })),
          people: [{ email, name: "Bench", password, globalAdmin: true, roles }],
        },
        { authorization: `Bearer ${this.house.setupToken}` },
      );
    }
    this.#cookie = await this.#signIn(email);
  }

  /** A configuration that reads resources of a template from the sandbox. */
  async configure(
    tenant: string,
    over: {
      template: string;
      resources: string[];
      options?: ConfigurationDraft["options"];
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
    const settings = { url: this.source, database, login: odooSandbox.reader.login, transport };
    const connection = await this.connect(tenant, {
      name: `Odoo ${transport}`,
      kind: "odoo",
      settings,
      secret,
    });
    const draft = {
      name: `${template} ${transport}`,
      template,
      resources,
      options,
      limits: { pageSize },
    };
    return this.arrange(tenant, { ...draft, connection });
  }

  /** A connection of a tenant, by its id. */
  async connect(tenant: string, draft: ConnectionDraft): Promise<string> {
    return (await this.call<Connection>("POST", `/api/tenants/${tenant}/connections`, draft)).id;
  }

  /** A configuration of a tenant, by its id. */
  async arrange(tenant: string, draft: Draft): Promise<string> {
    return (await this.call<Configuration>("POST", `/api/tenants/${tenant}/configurations`, draft))
      .id;
  }

  /** Clicks refresh and waits for the end, as a page does: the live view tells, nobody asks. */
  async refresh(tenant: string, configuration: string): Promise<{ run: Run; ms: number }> {
    const socket = await opened(this.watch(tenant));
    const ended = nextEnd(socket);
    const begun = performance.now();
    await this.call<Run>("POST", `/api/tenants/${tenant}/runs`, { configuration });
    const run = await ended;
    const ms = performance.now() - begun;
    socket.close();
    return { run, ms };
  }

  async call<Answer>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await this.#fetch(method, path, body, headers);
    if (!answer.ok)
      throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  #fetch(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Response> {
    // Packing for a way of no length would cost both ends more than it saves.
    const all = new Headers({ "accept-encoding": "identity", ...headers });
    if (this.#cookie !== "" && !all.has("cookie")) all.set("cookie", this.#cookie);
    const bytes = body instanceof Uint8Array ? new Uint8Array(body) : null;
    if (body !== undefined)
      all.set("content-type", bytes === null ? "application/json" : "application/octet-stream");
    const sent = body === undefined ? {} : { body: bytes ?? JSON.stringify(body) };
    return fetch(`${this.house.address}${path}`, { method, headers: all, ...sent });
  }

  /** Signs in as many viewers of a tenant as it takes for so many live views. */
  async admitViewers(tenant: string, views: number): Promise<string[]> {
    const count = Math.ceil(views / viewsPerPerson);
    const people = Array.from({ length: count }, (_, index) => ({
      email: `viewer-${index}@freshet.test`,
      name: `Viewer ${index}`,
      password,
      globalAdmin: false,
      roles: { [tenant]: "viewer" },
    }));
    for (let at = 0; at < count; at += peoplePerOrder)
      await this.call(
        "POST",
        "/api/setup",
        { tenants: [], people: people.slice(at, at + peoplePerOrder) },
        { authorization: `Bearer ${this.house.setupToken}` },
      );
    const cookies: string[] = [];
    for (const { email: of } of people) cookies.push(await this.#signIn(of));
    return cookies;
  }

  async #signIn(of: string): Promise<string> {
    const answer = await this.#fetch(
      "POST",
      "/api/auth/sign-in/email",
      { email: of, password },
      { cookie: "" },
    );
    if (!answer.ok)
      throw new Error(`${of} cannot sign in: ${answer.status} ${await answer.text()}`);
    return answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; ");
  }

  /** A live view of a tenant, of the bench's own person unless another cookie is given. */
  watch(tenant: string, cookie = this.#cookie): WebSocket {
    const address = `${this.house.address.replace("http", "ws")}/api/tenants/${tenant}/live`;
    // Node's own WebSocket takes headers as a third party's would not: the page's origin and
    // cookie.
    const options = { headers: { cookie, origin: this.house.address } };
    return new WebSocket(address, options as unknown as string);
  }

  /** Changes records at the source. */
  async change(order: object): Promise<void> {
    const answer = await fetch(`${this.source}/sandbox/change`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(order),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** Resident memory of the runtime in MB; null where the system does not tell. */
  memory(): number | null {
    const sizes = this.house.groups
      .flatMap(membersOf)
      .filter(({ name }) => name === "workerd")
      .map(({ mb }) => mb);
    return sizes.length === 0 ? null : Math.round(Math.max(...sizes));
  }
}

/** A live view once it is open. */
export const opened = (socket: WebSocket): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    socket.addEventListener("open", () => resolve(socket));
    socket.addEventListener("error", () => reject(new Error("a live view did not open")));
  });

/** The next refresh that a live view sees end. */
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
        // Processes end while they are being looked at.
        return [];
      }
    });
}

export const median = (values: number[]): number => quantile(values, 0.5);

export const quantile = (values: number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
};
