// The Worker with two establishments and a person of every role: the start of every test of the API.
import { applyD1Migrations } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { inject, vi } from "vitest";
import type { z } from "zod";
import { createClient, type Client, type ClientOptions } from "../../client/client.ts";
import { signInForCookie } from "../../client/sign-in.ts";
import type { Role } from "../../contract/api/access.ts";
import type { Configuration, ConfigurationDraft } from "../../contract/api/configuration.ts";
import type { Connection, ConnectionDraft } from "../../contract/api/connection.ts";
import type { ProblemDetails } from "../../contract/api/problem.ts";
import type { Run } from "../../contract/api/run.ts";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { asDeclared } from "./declared.ts";
import { SetupOrder } from "../../contract/api/setup.ts";
import { applySetup } from "../../worker/tenants/setup.ts";

export const origin = "http://freshet.test";
export const password = "a-password-of-tests";

/**
 * One person of each role in `ours`, a global admin, an admin of `theirs` only, and a person without
 * any membership (left).
 */
export const people = ["viewer", "staff", "admin", "global", "stranger", "former"] as const;
export type Somebody = (typeof people)[number];

export const emailOf = (somebody: Somebody) => `${somebody}@example.com`;
const roles: Record<Somebody, Record<string, Role>> = {
  viewer: { ours: "viewer" },
  staff: { ours: "staff" },
  admin: { ours: "admin" },
  global: {},
  stranger: { theirs: "admin" },
  former: {},
};

/** Migrates the database and creates the establishments and people. */
export async function openFixture(): Promise<void> {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const order = SetupOrder.parse({
    tenants: ["ours", "theirs"].map((id) => ({ id, name: id, timeZone: "Europe/Paris" })),
    people: people.map((one) => ({
      email: emailOf(one),
      name: one,
      password,
      globalAdmin: one === "global",
      roles: roles[one],
    })),
  });
  await applySetup(env, openDatabase(env.DB), order);
}

export type Ask = {
  method?: string;
  body?: unknown;
  /** A file instead of JSON. */
  bytes?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
  as?: Session | null;
};
export type Session = { cookie: string };

/**
 * Sends a request, well-formed or not. The answer must be one that the route declares. Tests that
 * send nothing broken use `clientAs`.
 */
export async function ask(path: string, call: Ask = {}): Promise<Response> {
  return asDeclared(path, call.method ?? "GET", await send(path, call));
}

function send(
  path: string,
  { method = "GET", body, bytes, headers = {}, as = null }: Ask,
): Promise<Response> {
  // The length of a stream is unknown.
  const known =
    typeof bytes === "string"
      ? new TextEncoder().encode(bytes).length
      : bytes instanceof Uint8Array
        ? bytes.length
        : null;
  return exports.default.fetch(
    new Request(`${origin}${path}`, {
      method,
      headers: {
        ...(as ? { cookie: as.cookie } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(bytes === undefined ? {} : { "content-type": "application/octet-stream" }),
        ...(known === null ? {} : { "content-length": String(known) }),
        ...headers,
      },
      ...(bytes === undefined ? {} : { body: bytes }),
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
  );
}

/** `fetch` of the Worker under test, which holds every answer against its declaration. */
const fetchDeclared: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  return asDeclared(request.url, request.method, await exports.default.fetch(request));
};

/** The typed client with somebody's session, or with none. */
export const clientAs = (
  session: Session | null,
  options: Pick<ClientOptions, "locale" | "onProblem"> = {},
): Client =>
  createClient({
    base: origin,
    fetch: fetchDeclared,
    ...options,
    ...(session ? { auth: () => session } : {}),
  });

export async function signIn(somebody: Somebody): Promise<Session> {
  const options = { base: origin, fetch: fetchDeclared };
  return { cookie: await signInForCookie(options, { email: emailOf(somebody), password }) };
}

export async function signInAll(): Promise<Record<Somebody, Session>> {
  const sessions = await Promise.all(people.map(async (one) => [one, await signIn(one)] as const));
  return Object.fromEntries(sessions) as Record<Somebody, Session>;
}

export const read = async <Answer>(answer: Response): Promise<Answer> =>
  (await answer.json()) as Answer;
export const problemOf = (answer: Response) => read<ProblemDetails>(answer);

/** Creates a connection to the sandbox, for `ours` by default. */
export function aConnection(
  as: Session,
  over: Partial<ConnectionDraft> = {},
  tenant = "ours",
): Promise<Connection> {
  return clientAs(as).createConnection({ tenant, body: { ...sandboxDraft(), ...over } });
}

/** Creates a shared connection to the sandbox, without shares. */
export function aSharedConnection(
  as: Session,
  over: Partial<ConnectionDraft> = {},
): Promise<Connection> {
  const body = { ...sandboxDraft(), name: "Shared Odoo", ...over };
  return clientAs(as).createSharedConnection({ body });
}

const sandboxDraft = (): ConnectionDraft => ({
  name: "Odoo",
  kind: "odoo",
  settings: {
    url: inject("sandbox"),
    database: odooSandbox.databases.trading,
    login: odooSandbox.reader.login,
  },
  secret: odooSandbox.reader.password,
});

/** Creates a configuration, for `ours` by default. */
export async function aConfiguration(
  as: Session,
  over: Partial<z.input<typeof ConfigurationDraft>> = {},
  tenant = "ours",
): Promise<Configuration> {
  const connection = over.connection ?? (await aConnection(as, {}, tenant)).id;
  const draft = { name: "Treasury", template: "treasury", resources: ["local_sales"], ...over };
  return clientAs(as).createConfiguration({ tenant, body: { ...draft, connection } });
}

/** Starts a refresh as the page does, and waits for its end. */
export async function refresh(as: Session, configuration: string, tenant = "ours"): Promise<Run> {
  const client = clientAs(as);
  const { executionId: run } = await client.startRun({ tenant, body: { configuration } });
  const until = Date.now() + 25_000;
  for (;;) {
    const found = await client.getRun({ tenant, run });
    if (found.endedAt !== null) return found;
    if (Date.now() > until) throw new Error(`still ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Lines logged to the console while `work` runs, by the Worker and by its objects. */
export async function overhear(work: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const spies = (["debug", "log", "info", "warn", "error"] as const).map((level) =>
    vi
      .spyOn(console, level)
      .mockImplementation((...words: unknown[]) => void lines.push(words.map(String).join(" "))),
  );
  try {
    await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return lines;
}
