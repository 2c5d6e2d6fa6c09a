// No connection leads to a private address: neither when it is saved nor when it is called, however
// its address is spelled.
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, it } from "vitest";
import type { Check } from "../../contract/source/check.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { SourceClient } from "../../connectors/source-client.ts";
import { odoo } from "../../connectors/odoo/odoo.ts";
import { judgeAddress } from "../../worker/outbound/address-guard.ts";
import { app } from "../../worker/http/app.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { connection } from "../../worker/db/schema.ts";
import { openSourceClient } from "../../worker/outbound/source-client.ts";
import type { CanarySong } from "../canary.ts";
import { sandbox } from "../durable-objects/source.ts";
import { aConnection, ask, openFixture, problemOf, read, signIn, type Session } from "./fixture.ts";
import { spellings } from "./spellings.ts";

const { port, songs } = inject("canary");
const tried = spellings(port);
const db = openDatabase(env.DB);
let admin: Session;

const knocks = async () => (await read<CanarySong>(await fetch(songs))).connections;

beforeAll(async () => {
  await openFixture();
  admin = await signIn("admin");
});

/** A request to a Worker whose operator allows no private address, as in production. */
const askStrictly = (path: string, body?: unknown) =>
  app.fetch(
    new Request(`http://freshet.test/api/tenants/ours/${path}`, {
      method: "POST",
      headers: {
        cookie: admin.cookie,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
    { ...env, PRIVATE_ADDRESSES: "" },
    createExecutionContext(),
  );

/** A client for any address, as if the address had slipped into a row of the database. */
const linkTo = (address: string, privateAddresses = ""): SourceClient<null> =>
  openSourceClient({
    connector: { address: () => new URL(address), account: () => address, pace: odoo.pace },
    settings: null,
    secret: "a-secret-that-stays-here",
    tenant: "ours",
    gate: null,
    privateAddresses,
    limits: { headersMs: 2_000, totalMs: 3_000 },
  });

const failureOf = (client: SourceClient<null>) =>
  client.call({ method: "GET", path: "/web/version" }).then(
    ({ status }) => `answered ${status}`,
    (error: unknown) => (error instanceof ConnectorError ? error.failure.code : String(error)),
  );

describe(`addresses that lead inside: ${tried.length} spellings tried, 0 hits`, () => {
  it("counts whoever gets through: the canary sings", async () => {
    const before = await knocks();
    expect(await failureOf(linkTo(`http://127.0.0.1:${port}`, "127.0.0.1:*"))).toBe("answered 200");
    expect(await knocks()).toBe(before + 1);
    expect(tried.length).toBeGreaterThan(300);
  });

  it("are refused when a connection is entered", async () => {
    const [before, rows] = [await knocks(), (await db.select().from(connection)).length];
    const passed: string[] = [];
    const enter = async (url: string) => {
      const body = {
        name: "Odoo",
        kind: "odoo",
        settings: { url, database: "d", login: "l", transport: "jsonrpc" },
        secret: "s",
      };
      const answer = await askStrictly("connections", body);
      const { code } = await problemOf(answer);
      if (answer.status !== 400 || (code !== "address_refused" && code !== "not_valid"))
        passed.push(`${url}: ${answer.status} ${code}`);
    };
    for (let at = 0; at < tried.length; at += 20)
      await Promise.all(tried.slice(at, at + 20).map(enter));
    expect(passed).toEqual([]);
    expect([await knocks(), (await db.select().from(connection)).length]).toEqual([before, rows]);
  }, 60_000);

  it("are refused when they are called, whatever the database says", async () => {
    const before = await knocks();
    const passed: string[] = [];
    for (const url of tried.filter((one) => URL.canParse(one))) {
      const code = await failureOf(linkTo(url));
      if (code !== "address_refused") passed.push(`${url}: ${code}`);
    }
    expect(passed).toEqual([]);
    expect(await knocks()).toBe(before);
  }, 60_000);

  it("under `npm start` lead to the loopback by its three names and nowhere else", async () => {
    const { default: startScript } = await import("../../scripts/local-stack.ts?raw");
    const [, allowance = ""] = /PRIVATE_ADDRESSES: "([^"]+)"/.exec(startScript) ?? [];
    const hosts = tried.flatMap((url) => {
      const verdict = judgeAddress(url, allowance);
      return verdict.allowed ? [verdict.url.hostname.replace(/\.+$/, "")] : [];
    });
    expect([...new Set(hosts)].sort()).toEqual(["127.0.0.1", "[::1]", "localhost"]);
  });
});

describe("an address that was allowed once", () => {
  it("is not called after the operator has taken it back", async () => {
    const made = await aConnection(admin, {
      settings: {
        url: `http://127.0.0.1:${port}`,
        database: "d",
        login: "l",
        transport: "jsonrpc",
      },
    });
    const before = await knocks();
    const checks = await read<Check[]>(await askStrictly(`connections/${made.id}/check`));
    expect(
      checks.filter(({ status }) => status === "failed").map(({ remedy }) => remedy?.en),
    ).toEqual([expect.stringContaining("is not allowed")]);
    const discovered = await askStrictly(`connections/${made.id}/discover`, {
      template: "treasury",
    });
    expect([discovered.status, (await problemOf(discovered)).code]).toEqual([
      422,
      "address_refused",
    ]);
    expect(await knocks()).toBe(before);
  });
});

describe("a redirect", () => {
  it.each([
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/web/login`,
    `//127.0.0.1:${port}/`,
    `http://[::1]:${port}/`,
    `http://2130706433:${port}/`,
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
  ])("to %s is not followed", async (location) => {
    const database = "trading-51";
    const before = await knocks();
    const { id } = await aConnection(admin, { settings: { ...(await settingsTo(database)) } });
    await sandbox("faults", { fault: "redirect", location, database, times: 50 });
    const answer = await ask(`/api/tenants/ours/connections/${id}/discover`, {
      method: "POST",
      as: admin,
      body: { template: "treasury" },
    });
    expect([
      answer.status,
      ["address_moved", "not_that_system"].includes((await problemOf(answer)).code),
    ]).toEqual([422, true]);
    expect(await knocks()).toBe(before);
  });

  const settingsTo = async (database: string) => ({
    url: inject("sandbox"),
    database,
    login: "api@trading.test",
    transport: "jsonrpc",
  });
});
