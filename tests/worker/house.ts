// The Worker with two establishments and a person of every role: what the tests of the doors start from.
import { applyD1Migrations } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { inject } from "vitest";
import type { Role } from "../../contract/access.ts";
import type { Configuration, Connection } from "../../contract/connection.ts";
import type { ProblemDetails } from "../../contract/problem.ts";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { applySetup, SetupOrder } from "../../worker/setup.ts";

export const origin = "http://freshet.test";
export const password = "a-password-of-tests";

/** One person of each role in `ours`, one above all, and one who belongs elsewhere. */
export const people = ["viewer", "staff", "admin", "global", "stranger"] as const;
export type Somebody = (typeof people)[number];

const emailOf = (somebody: Somebody) => `${somebody}@example.com`;
const roles: Record<Somebody, Record<string, Role>> = {
  viewer: { ours: "viewer" },
  staff: { ours: "staff" },
  admin: { ours: "admin" },
  global: {},
  stranger: { theirs: "admin" },
};

/** Migrates, and sets establishments and people up. */
export async function openHouse(): Promise<void> {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const order = SetupOrder.parse({
    tenants: ["ours", "theirs"].map((id) => ({ id, name: id, timeZone: "Europe/Paris" })),
    people: people.map((one) => ({ email: emailOf(one), name: one, password, globalAdmin: one === "global", roles: roles[one] })),
  });
  await applySetup(env, openDatabase(env.DB), order);
}

export type Ask = { method?: string; body?: unknown; headers?: Record<string, string>; as?: Session | null };
export type Session = { cookie: string };

/** A request as the page sends it. */
export function ask(path: string, { method = "GET", body, headers = {}, as = null }: Ask = {}): Promise<Response> {
  return exports.default.fetch(
    new Request(`${origin}${path}`, {
      method,
      headers: {
        ...(as ? { cookie: as.cookie } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
  );
}

export async function signIn(somebody: Somebody): Promise<Session> {
  const answer = await ask("/api/auth/sign-in/email", { method: "POST", body: { email: emailOf(somebody), password } });
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

export const read = async <Answer>(answer: Response): Promise<Answer> => (await answer.json()) as Answer;
export const problemOf = (answer: Response) => read<ProblemDetails>(answer);

const ours = "/api/tenants/ours";

/** A connection of `ours` to the sandbox. */
export async function aConnection(as: Session, over: Record<string, unknown> = {}): Promise<Connection> {
  const settings = { url: inject("sandbox"), database: odooSandbox.databases.trading, login: odooSandbox.reader.login };
  const draft = { name: "Odoo", kind: "odoo", settings, secret: odooSandbox.reader.password, ...over };
  return read<Connection>(await ask(`${ours}/connections`, { method: "POST", as, body: draft }));
}

/** A configuration of `ours`. */
export async function aConfiguration(as: Session, over: Record<string, unknown> = {}): Promise<Configuration> {
  const draft = { name: "Treasury", template: "treasury", resources: ["local_sales"], ...over };
  const connection = over.connection ?? (await aConnection(as)).id;
  const answer = await ask(`${ours}/configurations`, { method: "POST", as, body: { ...draft, connection } });
  if (answer.status !== 201) throw new Error(await answer.text());
  return read<Configuration>(answer);
}
