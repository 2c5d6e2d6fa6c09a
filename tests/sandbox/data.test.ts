// The simulated company: the same for the same seed, and with every trap the product must survive.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { control, odooClient } from "./client.ts";

interface Move {
  id: number;
  name: string | false;
  state: string;
  payment_state: string;
  invoice_origin: string | false;
  invoice_date_due: string;
  amount_total: number;
  amount_residual: number;
  custom_rate: number;
  company_id: [number, string];
  write_date: string;
}

const fields =
  "name,state,payment_state,invoice_origin,invoice_date_due,amount_total,amount_residual,custom_rate,company_id,write_date";
let sandbox: Sandbox;
let twin: Sandbox;
beforeAll(async () => {
  [sandbox, twin] = await Promise.all([startSandbox({ port: 0 }), startSandbox({ port: 0 })]);
});
afterAll(() => Promise.all([sandbox.close(), twin.close()]));

const movesOf = async (at: Sandbox, database = "trading") =>
  (
    await control<{ records: Move[] }>(
      at,
      "GET",
      `records?database=${database}&model=account.move&fields=${fields}`,
    )
  ).records;

describe("the same seed", () => {
  it("gives the same data", async () =>
    expect(await movesOf(sandbox)).toEqual(await movesOf(twin)));
  it("gives other data in another database", async () =>
    expect(await movesOf(sandbox)).not.toEqual(await movesOf(sandbox, "trading-2")));
  it("makes the same changes in the same order", async () => {
    const order = { database: "trading-9", changed: 5, added: 3, removed: 2 };
    const [ours, theirs] = await Promise.all(
      [sandbox, twin].map((at) => control<{ models: unknown }>(at, "POST", "change", order)),
    );
    expect(ours?.models).toEqual(theirs?.models);
  });
});

describe("the traps", () => {
  it("are all there", async () => {
    const moves = await movesOf(sandbox);
    const today = new Date().toISOString().slice(0, 10);
    const has = (test: (move: Move) => boolean) => moves.some(test);
    expect(moves).toHaveLength(2_500);
    expect(moves.at(-1)?.id).toBeGreaterThan(2_500);
    expect({
      lowerCase: has((move) => String(move.invoice_origin).startsWith("ce")),
      lookalike: has((move) => /.CE/.test(String(move.invoice_origin))),
      noRate: has((move) => String(move.invoice_origin).startsWith("CE") && move.custom_rate === 0),
      unnamedDraft: has((move) => move.state === "draft" && move.name === false),
      partlyPaid: has(
        (move) =>
          move.payment_state === "partial" &&
          move.amount_residual > 0 &&
          move.amount_residual < move.amount_total,
      ),
      blocked: has((move) => move.payment_state === "blocked"),
      overdue: has((move) => move.invoice_date_due < today),
      dueLater: has((move) => move.invoice_date_due > today),
      otherCompany: has((move) => move.company_id[0] === 2),
      dinarThousandths: has(
        (move) => !Number.isInteger(Math.round(move.amount_total * 1_000) / 10),
      ),
    }).not.toContain(false);
    expect(
      Object.values(Object.groupBy(moves, (move) => move.write_date)).some(
        (burst) => (burst?.length ?? 0) > 1_000,
      ),
    ).toBe(true);
  });

  it("of older versions: drafts named / and no blocked payments on 16", async () => {
    const moves = await movesOf(sandbox, "trading16");
    expect(moves.some((move) => move.name === "/")).toBe(true);
    expect(moves.some((move) => move.name === false || move.payment_state === "blocked")).toBe(
      false,
    );
  });

  it("a plain database has no custom_rate", async () => {
    await expect(
      odooClient(sandbox, "plain").call("account.move", "search_read", [[]], {
        fields: ["custom_rate"],
        limit: 1,
      }),
    ).rejects.toThrow("Invalid field 'custom_rate' on 'account.move'");
  });
});

describe("paging", () => {
  it("by id returns every record once, without a requested order", async () => {
    const { call } = odooClient(sandbox);
    const seen: number[] = [];
    for (let last = 0; ; last = seen.at(-1) ?? 0) {
      const rows = await call<{ id: number }[]>(
        "account.move",
        "search_read",
        [[["id", ">", last]]],
        {
          fields: ["id"],
          limit: 400,
          order: "id",
        },
      );
      if (rows.length === 0) break;
      seen.push(...rows.map((row) => row.id));
    }
    expect(seen).toEqual(
      (await control<{ ids: number[] }>(sandbox, "GET", "records?model=account.move")).ids,
    );
  });

  it.each([
    "write_date asc, id asc",
    "invoice_date desc, id desc",
    "partner_id, id",
    "amount_total desc",
  ])("by offset in the order %s returns every record once", async (order) => {
    const { call } = odooClient(sandbox);
    const pages = await Promise.all(
      [0, 1_000, 2_000].map((offset) =>
        call<number[]>("account.move", "search", [[]], { offset, limit: 1_000, order }),
      ),
    );
    expect(new Set(pages.flat()).size).toBe(2_500);
  });
});
