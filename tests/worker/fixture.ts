// The Worker with two establishments and a person of every role: what the tests of the doors start
// from.
import { applyD1Migrations } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { inject, vi } from "vitest";
import type { Role } from "../../contract/api/access.ts";
import type { Configuration } from "../../contract/api/configuration.ts";
import type { Connection } from "../../contract/api/connection.ts";
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
 * One person of each role in `ours`, one above all, one who belongs elsewhere, and one who belongs
 * nowhere (any more).
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

/** Migrates, and sets establishments and people up. */
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
  /** A file in place of JSON. */
  bytes?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
  as?: Session | null;
};
export type Session = { cookie: string };

/** A request as the page sends it. What it is answered must stand in the declaration of its route. */
export async function ask(path: string, call: Ask = {}): Promise<Response> {
  return asDeclared(path, call.method ?? "GET", await send(path, call));
}

function send(
  path: string,
  { method = "GET", body, bytes, headers = {}, as = null }: Ask,
): Promise<Response> {
  // A stream says nothing of its length.
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

export async function signIn(somebody: Somebody): Promise<Session> {
  const answer = await ask("/api/auth/sign-in/email", {
    method: "POST",
    body: { email: emailOf(somebody), password },
  });
  if (answer.status !== 200) throw new Error(`${somebody} cannot sign in: ${await answer.text()}`);
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  };
}

export async function signInAll(): Promise<Record<Somebody, Session>> {
  const sessions = await Promise.all(people.map(async (one) => [one, await signIn(one)] as const));
  return Object.fromEntries(sessions) as Record<Somebody, Session>;
}

export const read = async <Answer>(answer: Response): Promise<Answer> =>
  (await answer.json()) as Answer;
export const problemOf = (answer: Response) => read<ProblemDetails>(answer);

/** A connection to the sandbox; of `ours` unless said. */
export async function aConnection(
  as: Session,
  over: Record<string, unknown> = {},
  tenant = "ours",
): Promise<Connection> {
  const settings = {
    url: inject("sandbox"),
    database: odooSandbox.databases.trading,
    login: odooSandbox.reader.login,
  };
  const draft = {
    name: "Odoo",
    kind: "odoo",
    settings,
    secret: odooSandbox.reader.password,
    ...over,
  };
  const answer = await ask(`/api/tenants/${tenant}/connections`, {
    method: "POST",
    as,
    body: draft,
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return read<Connection>(answer);
}

/** A connection of the house to the sandbox, shared with nobody yet. */
export async function aSharedConnection(
  as: Session,
  over: Record<string, unknown> = {},
): Promise<Connection> {
  const settings = {
    url: inject("sandbox"),
    database: odooSandbox.databases.trading,
    login: odooSandbox.reader.login,
  };
  const draft = {
    name: "Odoo of the house",
    kind: "odoo",
    settings,
    secret: odooSandbox.reader.password,
    ...over,
  };
  const answer = await ask("/api/connections", { method: "POST", as, body: draft });
  if (answer.status !== 201) throw new Error(await answer.text());
  return read<Connection>(answer);
}

/** A configuration; of `ours` unless said. */
export async function aConfiguration(
  as: Session,
  over: Record<string, unknown> = {},
  tenant = "ours",
): Promise<Configuration> {
  const draft = { name: "Treasury", template: "treasury", resources: ["local_sales"], ...over };
  const connection = over.connection ?? (await aConnection(as, {}, tenant)).id;
  const answer = await ask(`/api/tenants/${tenant}/configurations`, {
    method: "POST",
    as,
    body: { ...draft, connection },
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return read<Configuration>(answer);
}

/** Starts a refresh as the page does, and waits for its end. */
export async function refresh(as: Session, configuration: string, tenant = "ours"): Promise<Run> {
  const runs = `/api/tenants/${tenant}/runs`;
  const answer = await ask(runs, { method: "POST", as, body: { configuration } });
  if (answer.status !== 202) throw new Error(await answer.text());
  const { executionId } = await read<Run>(answer);
  const until = Date.now() + 25_000;
  for (;;) {
    const run = await read<Run>(await ask(`${runs}/${executionId}`, { as }));
    if (run.endedAt !== null) return run;
    if (Date.now() > until) throw new Error(`still ${JSON.stringify(run)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What was said on the console while `work` ran: the log of the Worker and of its objects. */
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
