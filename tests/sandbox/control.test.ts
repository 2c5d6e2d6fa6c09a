// The control routes: changes that report what they did, a clock, and a log to assert on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath, URL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { control, odooClient } from "./client.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, size: 0.2 });
});
afterAll(() => sandbox.close());

interface Changes {
  models: Record<string, { changed: number[]; added: number[]; removed: number[] }>;
}

const ids = async (model: string) =>
  (await control<{ ids: number[] }>(sandbox, "GET", `records?model=${model}`)).ids;

describe("changes on demand", () => {
  it.each(["account.move", "res.partner", "sale.order", "hr.employee"])(
    "of %s do what they report",
    async (model) => {
      const before = await ids(model);
      const { models } = await control<Changes>(sandbox, "POST", "change", {
        model,
        changed: 4,
        added: 3,
        removed: 2,
      });
      const told = models[model] ?? { changed: [], added: [], removed: [] };
      const after = await ids(model);
      expect(after.filter((id) => !before.includes(id))).toEqual(told.added);
      expect(before.filter((id) => !after.includes(id))).toEqual(told.removed);
      const fresh = await odooClient(sandbox).call<number[]>(
        model,
        "search",
        [
          [
            [
              "write_date",
              ">=",
              new Date(Date.now() - 60_000).toISOString().slice(0, 19).replace("T", " "),
            ],
          ],
        ],
        { order: "id", context: { active_test: false } },
      );
      expect(fresh).toEqual([...told.changed, ...told.added].sort((a, b) => a - b));
    },
  );

  it("write, create and unlink one record", async () => {
    const created = await control<{ id: number }>(sandbox, "POST", "create", {
      model: "res.partner",
      values: { name: "Neuf", write_date: "2026-01-01 00:00:00.000000" },
    });
    await control(sandbox, "POST", "write", {
      model: "res.partner",
      id: created.id,
      values: { city: "Sfax" },
    });
    expect(
      await odooClient(sandbox).call("res.partner", "read", [[created.id]], {
        fields: ["name", "city"],
      }),
    ).toEqual([{ id: created.id, name: "Neuf", city: "Sfax" }]);
    await control(sandbox, "POST", "unlink", { model: "res.partner", id: created.id });
    expect(await ids("res.partner")).not.toContain(created.id);
    const next = await control<{ id: number }>(sandbox, "POST", "create", {
      model: "res.partner",
      values: { name: "Suivant" },
    });
    expect(next.id).toBeGreaterThan(created.id);
  });
});

describe("a merge of contacts", () => {
  type Contact = { id: number; partner_id: [number, string]; write_date: string };
  const moves = (partner: number) =>
    odooClient(sandbox).call<Contact[]>(
      "account.move",
      "search_read",
      [[["partner_id", "=", partner]]],
      {
        fields: ["partner_id", "write_date"],
        context: { active_test: false },
      },
    );
  const stampOf = async (id: number) =>
    (
      await odooClient(sandbox).call<{ write_date: string }[]>("res.partner", "read", [[id]], {
        fields: ["write_date"],
      })
    )[0]?.write_date;

  it.each([
    { name: "stamps the one that stays, as Odoo's wizard does", stamped: true },
    { name: "stamps nothing where a script did it", stamped: false },
  ])(
    "redirects references from one to the other without a stamp, and $name",
    async ({ stamped }) => {
      const partners = [...new Set((await firstMoves()).map(({ partner_id: [id] }) => id))];
      const [from = 0, into = 0] = stamped ? partners : partners.slice(2);
      const before = [...(await moves(from)), ...(await moves(into))].map(({ id, write_date }) => [
        id,
        write_date,
      ]);
      const stamp = await stampOf(into);
      await control(sandbox, "POST", "merge", { from, into, stamped });
      const after = await moves(into);
      expect(await moves(from)).toEqual([]);
      expect(new Set(after.map(({ id, write_date }) => `${id} ${write_date}`))).toEqual(
        new Set(before.map((pair) => pair.join(" "))),
      );
      expect(await ids("res.partner")).not.toContain(from);
      expect((await stampOf(into)) === stamp).toBe(!stamped);
    },
  );

  const firstMoves = () =>
    odooClient(sandbox).call<Contact[]>("account.move", "search_read", [[]], {
      fields: ["partner_id"],
      limit: 200,
    });
});

describe("the clock", () => {
  it("sets the time of write dates", async () => {
    await control(sandbox, "POST", "clock", { now: "2030-05-06T07:08:00Z" });
    const { models } = await control<Changes>(sandbox, "POST", "change", { changed: 1 });
    const [row] = await odooClient(sandbox).call<{ write_date: string }[]>(
      "account.move",
      "read",
      [models["account.move"]?.changed],
      {
        fields: ["write_date"],
      },
    );
    await control(sandbox, "POST", "clock", { offsetMs: 0 });
    expect(row?.write_date).toMatch(/^2030-05-06 07:08:0\d$/);
  });
});

describe("the log", () => {
  it("records methods, parallel calls and arguments", async () => {
    await control(sandbox, "DELETE", "log");
    await control(sandbox, "POST", "faults", [{ fault: "slow", delayMs: 100, times: 3 }]);
    await Promise.all(
      [1, 2, 3].map(() =>
        odooClient(sandbox).call("sale.order", "search_count", [[["id", ">", 5]]]),
      ),
    );
    await control(sandbox, "DELETE", "faults");
    const log = await control<{
      peakConcurrency: number;
      countByMethod: object;
      entries: { detail: string; ms: number; status: number }[];
    }>(sandbox, "GET", "log?model=sale.order");
    expect(log.peakConcurrency).toBe(3);
    expect(log.countByMethod).toEqual({ search_count: 3 });
    expect(log.entries[0]).toMatchObject({
      detail: expect.stringContaining('["id",">",5]'),
      status: 200,
    });
  });
});

describe("rights", () => {
  it("of the limited user exclude accounting and private fields of employees", async () => {
    const as = async (model: string, fields: string[]) => {
      const body = {
        jsonrpc: "2.0",
        method: "call",
        id: 1,
        params: {
          service: "object",
          method: "execute_kw",
          args: [
            "trading",
            8,
            odooSandbox.limited.password,
            model,
            "search_read",
            [[]],
            { fields, limit: 1 },
          ],
        },
      };
      const response = await fetch(`${sandbox.url}/jsonrpc`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return (await response.json()) as { error?: { data: { name: string } } };
    };
    const refused = { error: { data: { name: "odoo.exceptions.AccessError" } } };
    expect(await as("account.move", ["name"])).toMatchObject(refused);
    expect(await as("hr.employee", ["name", "birthday"])).toMatchObject(refused);
    expect(await as("hr.employee.public", ["name"])).toHaveProperty("result");
  });
});

describe("the command", () => {
  it("prints its address and ends cleanly on SIGTERM", async () => {
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL("../../sandbox/main.ts", import.meta.url)),
        "--port",
        "0",
        "--size",
        "0.1",
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    expect(String(line)).toMatch(/^sandbox: Odoo 19\.0 at http:\/\/127\.0\.0\.1:\d+\n/);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("ends when its parent is gone", async () => {
    const parent = spawn(process.execPath, ["-e", "setTimeout(() => {}, 300)"]);
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL("../../sandbox/main.ts", import.meta.url)),
        "--port",
        "0",
        "--size",
        "0.1",
        "--parent",
        String(parent.pid),
      ],
      { stdio: "ignore" },
    );
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});
