// Each simulated version answers on the paths it has, and only there.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { odooSandbox } from "../../sandbox/accounts.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { startVersions } from "./client.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startVersions();
});
afterAll(() => sandbox.close());

describe("GET /web/version", () => {
  it.each([
    ["19.0", 200],
    ["18.0", 404],
    ["16.0", 404],
  ] as const)("on %s answers %i", async (version, status) => {
    const response = await fetch(`${sandbox.urls[version]}/web/version`);
    expect(response.status).toBe(status);
    if (status === 200)
      expect(await response.json()).toEqual({
        version_info: [19, 0, 0, "final", 0, ""],
        version: "19.0",
      });
  });

  it("answers for the database that the header names", async () => {
    expect(
      (await fetch(`${sandbox.url}/web/version`, { headers: { "X-Odoo-Database": "trading18" } }))
        .status,
    ).toBe(404);
  });
});

describe("JSON-2", () => {
  const count = (database: string | undefined, key: string = odooSandbox.reader.apiKey) =>
    fetch(`${sandbox.url}/json/2/account.move/search_count`, {
      method: "POST",
      redirect: "manual",
      headers: {
        "Content-Type": "application/json",
        Authorization: `bearer ${key}`,
        ...(database ? { "X-Odoo-Database": database } : {}),
      },
      body: JSON.stringify({ domain: [] }),
    });

  it.each([
    ["trading", 200],
    ["trading-17", 200],
    ["trading18", 303],
    ["trading16", 404],
    ["nowhere", 404],
    [undefined, 404],
  ] as const)("on database %s answers %i", async (database, status) => {
    expect((await count(database)).status).toBe(status);
  });

  it("requires a key, not a password", async () =>
    expect((await count("trading", odooSandbox.reader.password)).status).toBe(401));
});
