// Each fault on demand looks like the real failure, and applies where it was armed.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { control, odooClient } from "./client.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, size: 0.2 });
});
afterEach(() => control(sandbox, "DELETE", "faults"));
afterAll(() => sandbox.close());

const arm = (...faults: object[]) => control(sandbox, "POST", "faults", faults);
const count = () => odooClient(sandbox).raw("account.move", "search_count", [[]]);
const page = () =>
  odooClient(sandbox).raw("account.move", "search_read", [[]], {
    fields: ["name", "amount_total", "invoice_date_due"],
    limit: 20,
    order: "id",
  });

describe("instead of a response", () => {
  it.each([
    [{ fault: "too_many_requests", retryAfterSeconds: 7 }, 429],
    [{ fault: "server_error" }, 500],
    [{ fault: "bad_gateway" }, 502],
    [{ fault: "html" }, 200],
  ] as const)("%o gives an HTML page with status %i, once", async (fault, status) => {
    await arm(fault);
    const struck = await count();
    expect([struck.status, struck.headers.get("content-type")]).toEqual([
      status,
      "text/html; charset=utf-8",
    ]);
    if (fault.fault === "too_many_requests") expect(struck.headers.get("retry-after")).toBe("7");
    expect((await count()).headers.get("content-type")).toContain("json");
  });

  it("redirect leads to another host", async () => {
    await arm({ fault: "redirect", location: "https://other.invalid/x" });
    const response = await fetch(`${sandbox.url}/web/version`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([
      302,
      "https://other.invalid/x",
    ]);
  });

  it("hang answers nothing until the client gives up", async () => {
    await arm({ fault: "hang" });
    await expect(
      fetch(`${sandbox.url}/web/version`, { signal: AbortSignal.timeout(200) }),
    ).rejects.toThrow(/timeout|aborted/i);
  });

  it("endless goes on beyond any bound of the client", async () => {
    await arm({ fault: "endless" });
    const reader = (await fetch(`${sandbox.url}/web/version`)).body?.getReader();
    let bytes = 0;
    while (bytes < 5_000_000) bytes += (await reader?.read())?.value?.length ?? Infinity;
    await reader?.cancel();
    expect(bytes).toBeLessThan(Infinity);
  });
});

describe("in the response itself", () => {
  it("truncated closes before the declared length", async () => {
    await arm({ fault: "truncated" });
    await expect(page().then((response) => response.text())).rejects.toThrow();
  });

  it("garbage is not JSON", async () => {
    await arm({ fault: "garbage" });
    await expect(page().then((response) => response.json())).rejects.toThrow(SyntaxError);
  });

  it("byte_by_byte arrives completely in the end", async () => {
    await arm({ fault: "byte_by_byte", delayMs: 0 });
    expect(await (await count()).json()).toMatchObject({ result: 500 });
  });

  it("slow waits as long as it should", async () => {
    await arm({ fault: "slow", delayMs: 150 });
    const start = Date.now();
    await count();
    expect(Date.now() - start).toBeGreaterThanOrEqual(145);
  });

  it("wrong_types sends ids and amounts as text and dates as numbers", async () => {
    await arm({ fault: "wrong_types" });
    const { result } = (await (await page()).json()) as { result: object[] };
    expect(result[0]).toMatchObject({
      id: expect.any(String),
      amount_total: expect.any(String),
      invoice_date_due: expect.any(Number),
    });
  });

  it("lying_counts is off by the given number", async () => {
    await arm({ fault: "lying_counts", by: 3 });
    expect(await (await count()).json()).toMatchObject({ result: 503 });
  });

  it("access_denied and no_rights are Odoo's own errors", async () => {
    await arm({ fault: "access_denied" }, { fault: "no_rights", nth: 2 });
    expect(await (await count()).json()).toMatchObject({
      error: { data: { name: "odoo.exceptions.AccessDenied" } },
    });
    expect(await (await count()).json()).toMatchObject({
      error: { data: { name: "odoo.exceptions.AccessError" } },
    });
  });

  it("rows_changing writes, adds and removes between two pages", async () => {
    const before = await control<{ ids: number[] }>(sandbox, "GET", "records?model=account.move");
    await arm({ fault: "rows_changing", changed: 1, added: 2, removed: 1, nth: 2 });
    await page();
    await page();
    const after = await control<{ ids: number[] }>(sandbox, "GET", "records?model=account.move");
    expect(after.ids.length).toBe(before.ids.length + 1);
    expect(before.ids.filter((id) => !after.ids.includes(id))).toHaveLength(1);
  });
});

describe("where it applies", () => {
  it("the n-th call of a method on a model of a database, and no other", async () => {
    await arm({
      fault: "server_error",
      nth: 2,
      method: "search_count",
      model: "account.move",
      database: odooSandbox.databases.trading,
    });
    const other = await odooClient(sandbox, "trading-3").raw("account.move", "search_count", [[]]);
    const statuses = [
      other.status,
      (await page()).status,
      (await count()).status,
      (await count()).status,
      (await count()).status,
    ];
    expect(statuses).toEqual([200, 200, 200, 500, 200]);
  });

  it("from a call on, a number of times or always", async () => {
    await arm({ fault: "bad_gateway", from: 2, times: 2 });
    expect([
      (await count()).status,
      (await count()).status,
      (await count()).status,
      (await count()).status,
    ]).toEqual([200, 502, 502, 200]);
    await control(sandbox, "DELETE", "faults");
    await arm({ fault: "bad_gateway", from: 2 });
    expect([(await count()).status, (await count()).status, (await count()).status]).toEqual([
      200, 502, 502,
    ]);
  });

  it("never when it is misspelt: the control route refuses it", async () => {
    const response = await fetch(`${sandbox.url}/sandbox/faults`, {
      method: "POST",
      body: JSON.stringify([{ fault: "slw", delayMs: 1 }]),
    });
    expect(response.status).toBe(400);
  });
});
