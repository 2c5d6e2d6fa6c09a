// Secrets planted where people and systems put them, and where to look for them afterwards.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { inject } from "vitest";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { password, type Ask } from "./fixture.ts";

const db = openDatabase(env.DB);
const mark = crypto.randomUUID();

/** The Worker's own ring of keys. */
export const ring = JSON.parse(env.KEY_RING) as { current: string; keys: Record<string, string> };

/** Secrets by what they are; sessions join once people have signed in. */
export const secrets: Record<string, string> = {
  "a right password": odooSandbox.reader.password,
  "a right key": odooSandbox.reader.apiKey,
  "a wrong password": `wrong-password-${mark}`,
  "a password of a system that is away": `away-password-${mark}`,
  "a password for a new address": `moved-password-${mark}`,
  "a password typed at the sign-in": `typed-password-${mark}`,
  "a new password of a person": `new-password-${mark}`,
  "a person's password": password,
  "the key of the ring": Object.values(ring.keys)[0] ?? "",
  "the secret that signs cookies": env.AUTH_SECRET,
  "the operator's token": env.SETUP_TOKEN ?? "",
};

/** Which of the secrets a text gives away. */
export const leaksIn = (text: string): string[] =>
  Object.entries(secrets).flatMap(([name, secret]) =>
    spellingsOf(secret).some((one) => text.includes(one)) ? [name] : [],
  );
/** In clear, and as text is usually carried. */
const spellingsOf = (secret: string) => [
  secret,
  btoa(secret).replace(/=+$/, ""),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
];

/** What a sealed secret looks like. */
export const sealedForm = /v1\.[a-z0-9_-]+\.[\w-]{16}\.[\w-]{40,}\./i;

/** A request as a program sends it, for a Worker with bindings of its own. */
export const requestOf = (path: string, { method = "GET", body, headers = {}, as = null }: Ask) =>
  new Request(`http://freshet.test${path}`, {
    method,
    headers: {
      ...headers,
      ...(as ? { cookie: as.cookie } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** Settings of a connection to the sandbox. */
export const reader = (over: Record<string, unknown> = {}) => ({
  url: inject("sandbox"),
  database: "trading-61",
  login: odooSandbox.reader.login,
  transport: "jsonrpc",
  ...over,
});

/** Rows of every table of D1, as text by table. */
export async function dumpD1(): Promise<Record<string, string>> {
  const tables = await db.all<{ name: string }>(
    sql`SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 3) <> '_cf'`,
  );
  const dumps = tables.map(
    async ({ name }) =>
      [name, JSON.stringify(await db.all(sql.raw(`SELECT * FROM "${name}"`)))] as const,
  );
  return Object.fromEntries(await Promise.all(dumps));
}

/** Rows of every table of an object, as text by table. */
export const dumpObject = (stub: DurableObjectStub): Promise<Record<string, string>> =>
  runInDurableObject(stub, (_, state) => {
    const tables = state.storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 3) <> '_cf'",
      )
      .toArray();
    return Object.fromEntries(
      tables.map(({ name }) => [
        name,
        JSON.stringify(state.storage.sql.exec(`SELECT * FROM "${name}"`).toArray()),
      ]),
    );
  });

/** Tables of a dump that hold sealed secrets. */
export const holding = (dump: Record<string, string>) =>
  Object.keys(dump).filter((table) => sealedForm.test(dump[table] ?? ""));
