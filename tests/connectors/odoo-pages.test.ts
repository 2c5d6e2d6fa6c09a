// Pages from misbehaving servers, and the rules of the treasury on single rows.
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Page } from "../../contract/source/page.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { SourceRequest } from "../../connectors/source-client.ts";
import { fetchPage } from "../../connectors/odoo/fetch.ts";
import { survey } from "../../connectors/odoo/survey.ts";
import { aClient, jsonAnswer } from "./source-client.ts";

type Row = { [field: string]: Json };
type ReadRequest = {
  model: string;
  method: string;
  domain: Json[];
  limit: number;
  order: string;
  fields: string[];
};

const aMove = (row: Row = {}): Row => ({
  id: 1,
  name: "FAC/1",
  ref: false,
  move_type: "out_invoice",
  state: "posted",
  payment_state: "not_paid",
  invoice_date: "2026-11-01",
  invoice_date_due: "2026-12-01",
  partner_id: [4, "Ann"],
  currency_id: [1, "EUR"],
  company_currency_id: [2, "TND"],
  company_id: [1, "Levant"],
  journal_id: [1, "Sales"],
  invoice_origin: false,
  amount_residual: 10.5,
  amount_residual_signed: 34.65,
  amount_total: 20,
  custom_rate: 3.3,
  write_date: "2026-11-20 10:00:00",
  ...row,
});

const types: Record<string, string> = {
  id: "integer",
  partner_id: "many2one",
  currency_id: "many2one",
  company_currency_id: "many2one",
  company_id: "many2one",
  journal_id: "many2one",
  invoice_date: "date",
  invoice_date_due: "date",
  amount_residual: "monetary",
  amount_residual_signed: "monetary",
  amount_total: "monetary",
  custom_rate: "float",
  write_date: "datetime",
};

/** An Odoo that signs in anybody, and answers reads from a function. */
function anOdoo(
  read: (asked: ReadRequest) => Json,
  { without = [] as string[], date = "Sun, 22 Nov 2026 12:00:00 GMT" as string | null } = {},
) {
  const answer = (request: SourceRequest) => {
    const headers: Record<string, string> = date === null ? {} : { date };
    const reply = (result: Json) => jsonAnswer({ jsonrpc: "2.0", id: 1, result }, 200, headers);
    if (request.path === "/web/version") return jsonAnswer({ version: "18.0" });
    const { method: called, args } = (
      JSON.parse(request.body ?? "{}") as { params: { method: string; args: Json[] } }
    ).params;
    if (called === "authenticate") return reply(7);
    const [, , , model, method, [first], named] = args as [
      string,
      number,
      string,
      string,
      string,
      Json[],
      Row,
    ];
    if (method === "fields_get")
      return reply(
        Object.fromEntries(
          (first as string[])
            .filter((field) => !without.includes(field))
            .map((field) => [field, { type: types[field] ?? "char" }]),
        ),
      );
    return reply(
      read({ model, method, domain: first as Json[], ...named } as unknown as ReadRequest),
    );
  };
  return aClient({}, answer);
}

const order = (
  partition: Partition,
  { resource = "local_sales", pageSize = null as number | null } = {},
) => ({
  template: "treasury",
  resource,
  options: {},
  partition,
  horizon: { at: "2026-11-22T12:00:00.000Z", highestId: 100 },
  coverage: "range" as const,
  pageSize,
});
const whole: Partition = { type: "range", from: 0, to: 100 };
const readOne = async (row: Row, resource = "local_sales", settings = {}): Promise<Page> =>
  fetchPage(
    anOdoo(() => [row], settings),
    order(whole, { resource }),
  );
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => (error as ConnectorError).failure?.code ?? String(error),
  );

describe("a movement of the treasury", () => {
  it.each<[string, Row, Row]>([
    [
      "is positive, with the sign of its kind",
      { move_type: "out_refund", amount_residual_signed: -34.65 },
      { amount: "10.5", amount_company: "34.65", sign: -1 },
    ],
    [
      "of a draft below zero is no debt",
      {
        state: "draft",
        amount_residual: -10.5,
        amount_total: -10.5,
        amount_residual_signed: -34.65,
      },
      { amount: "-10.5", amount_company: "-34.65", sign: 1 },
    ],
    [
      "of a credit note drawn up below zero is no credit",
      {
        state: "draft",
        move_type: "out_refund",
        amount_residual: -10.5,
        amount_total: -10.5,
        amount_residual_signed: 34.65,
      },
      { amount: "-10.5", amount_company: "-34.65", sign: -1 },
    ],
    ["keeps both currencies", {}, { currency: "EUR", company_currency: "TND", sign: 1 }],
    ["is referenced by its number", {}, { reference: "FAC/1 (ID:1)" }],
    [
      "is referenced by its reference as a draft of 18",
      { name: "/", ref: "CMD7", state: "draft" },
      { reference: "CMD7 (ID:1)", number: null, marks: ["draft"] },
    ],
    [
      "is referenced by its reference as a draft of 19",
      { name: false, ref: "CMD7" },
      { reference: "CMD7 (ID:1)", number: null },
    ],
    ["is referenced by its id if there is nothing else", { name: false }, { reference: "(ID:1)" }],
    ["moves when it is due", {}, { movement_date: "2026-12-01" }],
    [
      "moves when it was invoiced, when it is never due",
      { invoice_date_due: false },
      { movement_date: "2026-11-01", due_date: null },
    ],
    [
      "moves today, by the source's clock, when it has no date",
      { invoice_date_due: false, invoice_date: false },
      { movement_date: "2026-11-22" },
    ],
    ["is overdue the day after", { invoice_date_due: "2026-11-21" }, { marks: ["overdue"] }],
    ["is not overdue on the day", { invoice_date_due: "2026-11-22" }, { marks: [] }],
    [
      "is marked when due on the day of its invoice",
      { invoice_date_due: "2026-12-02", invoice_date: "2026-12-02" },
      { marks: ["due_equals_invoice_date"] },
    ],
    [
      "is marked when reversed and cancelled",
      { payment_state: "reversed", state: "cancel" },
      { marks: ["reversed", "cancelled"] },
    ],
    [
      "leads to Odoo",
      {},
      { link: "https://erp.example.org/web#id=1&model=account.move&view_type=form" },
    ],
  ])("%s", async (_name, row, expected) => {
    expect((await readOne(aMove(row))).records[0]?.data).toMatchObject(expected);
  });

  it.each<[string, Row, { without?: string[] }, Row]>([
    [
      "is converted at its rate, exactly",
      {},
      {},
      { rate: 3.3, amount_converted: "34.65", marks: [] },
    ],
    [
      "is not converted without a rate",
      { custom_rate: 0 },
      {},
      { amount: "10.5", amount_converted: null, marks: ["rate_missing"] },
    ],
    [
      "is not converted at a negative rate",
      { custom_rate: -1 },
      {},
      { amount_converted: null, marks: ["rate_missing"] },
    ],
    [
      "needs no rate in the company's currency",
      { currency_id: [2, "TND"], custom_rate: 0 },
      {},
      { amount_converted: "10.5", marks: [] },
    ],
    [
      "works without rates on a server that has none",
      {},
      { without: ["custom_rate"] },
      { rate: null, amount_converted: null, marks: [] },
    ],
  ])("of an import %s", async (_name, row, settings, expected) => {
    expect(
      (
        await readOne(
          aMove({ move_type: "in_invoice", invoice_origin: "CE/1", ...row }),
          "purchase_imports",
          settings,
        )
      ).records[0]?.data,
    ).toMatchObject(expected);
  });

  it("of local purchases is due after the source's today", async () => {
    let asked: Json[] = [];
    await fetchPage(
      anOdoo(({ domain }) => ((asked = domain), [])),
      order(whole, { resource: "local_purchases" }),
    );
    expect(asked).toContainEqual(["invoice_date_due", ">", "2026-11-22"]);
    expect(asked).toEqual(
      expect.arrayContaining([
        "|",
        ["invoice_origin", "=", false],
        "!",
        ["invoice_origin", "=ilike", "CE%"],
      ]),
    );
  });
});

describe("a row that cannot be used is a reject, and the others are read", () => {
  it.each<[string, Row, { id: number | null; code: string; facts: Row }]>([
    ["no id", { id: false }, { id: null, code: "record_without_id", facts: {} }],
    [
      "an amount as text",
      { amount_residual: "10,50" },
      { id: 1, code: "field_unreadable", facts: { field: "amount_residual", value: '"10,50"' } },
    ],
    [
      "a date that is none",
      { invoice_date: "31/02/2026" },
      { id: 1, code: "field_unreadable", facts: { field: "invoice_date", value: '"31/02/2026"' } },
    ],
    [
      "a label alone",
      { partner_id: "Ann" },
      { id: 1, code: "field_unreadable", facts: { field: "partner_id", value: '"Ann"' } },
    ],
    [
      "no stamp",
      { write_date: "yesterday" },
      { id: 1, code: "field_unreadable", facts: { field: "write_date", value: '"yesterday"' } },
    ],
  ])("%s", async (_name, row, expected) => {
    const page = await fetchPage(
      anOdoo(() => [aMove(row), aMove({ id: 2 })]),
      order(whole),
    );
    expect(page.rejects).toEqual([expect.objectContaining(expected)]);
    expect(page.records.map(({ id }) => id)).toEqual([2]);
  });

  it("a record without its id makes every absence uncertain", async () => {
    const page = await fetchPage(
      anOdoo(() => [aMove({ id: false }), aMove({ id: 2 })]),
      order(whole),
    );
    expect(page.covers).toEqual({ type: "ids", ids: [2] });
  });

  it("a field that the server left out is not empty", async () => {
    const { invoice_date: _, ...row } = aMove();
    expect((await readOne(row)).rejects).toEqual([
      expect.objectContaining({ code: "field_unreadable" }),
    ]);
  });
});

describe("an answer that makes no sense is broken", () => {
  it.each<[string, Json]>([
    ["an object", { id: 1 }],
    ["nothing", null],
    ["a list of numbers", [1, 2]],
    ["a list of lists", [[1]]],
    ["a text", "rows"],
    ["ids twice", [aMove(), aMove()]],
    ["ids falling", [aMove({ id: 2 }), aMove()]],
    ["ids outside the range", [aMove({ id: 101 })]],
    ["no id at all", [aMove({ id: "1" })]],
  ])("%s", async (_name, rows) => {
    expect(
      await codeOf(
        fetchPage(
          anOdoo(() => rows),
          order(whole),
        ),
      ),
    ).toBe("answer_unreadable");
  });
});

describe("a page", () => {
  const moves = Array.from({ length: 10 }, (_, at) => aMove({ id: (at + 1) * 10 }));
  const serve = ({ domain, limit }: ReadRequest) => {
    const bound = (operator: string, otherwise: number) =>
      Number(
        (
          domain.find(
            (leaf) =>
              Array.isArray(leaf) && leaf[0] === "id" && leaf[1] === operator && leaf[2] !== 100,
          ) as Json[] | undefined
        )?.[2] ?? otherwise,
      );
    return moves
      .filter(
        ({ id }) =>
          Number(id) >= bound(">=", 0) &&
          Number(id) > bound(">", 0) &&
          Number(id) <= bound("<=", 1_000),
      )
      .slice(0, limit);
  };

  it("that is full has a rest, and covers what it has read", async () => {
    const page = await fetchPage(anOdoo(serve), order(whole, { pageSize: 3 }));
    expect([page.covers, page.rest]).toEqual([
      { type: "range", from: 0, to: 30 },
      { type: "range", from: 31, to: 100 },
    ]);
  });

  it("that is the last covers everything above", async () => {
    const page = await fetchPage(anOdoo(serve), order({ type: "range", from: 31, to: 100 }));
    expect([page.covers, page.rest]).toEqual([{ type: "range", from: 31, to: 2 ** 31 - 1 }, null]);
  });

  it("of a window goes on after its last id", async () => {
    const window: Partition = {
      type: "window",
      since: "2026-11-01T00:00:00.000Z",
      until: "2026-11-20T10:00:00.000Z",
      after: 20,
    };
    let asked: Json[] = [];
    const page = await fetchPage(
      anOdoo((request) => ((asked = request.domain), serve(request))),
      order(window, { pageSize: 2 }),
    );
    expect([page.covers, page.rest]).toEqual([
      { type: "ids", ids: [30, 40] },
      { ...window, after: 40 },
    ]);
    // The API shows whole seconds and the table stores microseconds, so the last second is
    // included.
    expect(asked).toEqual(
      expect.arrayContaining([
        ["write_date", ">=", "2026-11-01 00:00:00"],
        ["write_date", "<", "2026-11-20 10:00:01"],
      ]),
    );
  });

  it("that is too large is requested in smaller parts, and the size is remembered", async () => {
    const limits: number[] = [];
    const tooLarge = ({ limit, ...rest }: ReadRequest) => {
      limits.push(limit);
      if (limit > 4) throw new ConnectorError("broken", "answer_too_large");
      return serve({ limit, ...rest });
    };
    const client = anOdoo(tooLarge);
    expect((await fetchPage(client, order(whole))).records).toHaveLength(3);
    expect(limits).toEqual([1_000, 250, 62, 15, 3]);
    for (let page = 0; page < 33; page += 1) await fetchPage(client, order(whole));
    // It grows back when there is room, after enough full pages that a failed attempt costs little.
    expect(limits.slice(5)).toEqual([...Array<number>(31).fill(3), 6, 1, 1]);
  });

  it("with one record too large for any response rejects that record and continues after it", async () => {
    const read = (asked: ReadRequest) => {
      if (asked.fields.length === 1) return serve(asked);
      throw new ConnectorError("broken", "answer_too_large");
    };
    const page = await fetchPage(anOdoo(read), order(whole, { pageSize: 1 }));
    expect(page.rejects).toEqual([expect.objectContaining({ id: 10, code: "record_too_large" })]);
    expect(page.rest).toEqual({ type: "range", from: 11, to: 100 });
  });

  it("from an endless source is a failure, not a reject for each record", async () => {
    let asked = 0;
    const endless = ({ method }: ReadRequest) => {
      asked += 1;
      if (method === "search") return [10];
      throw new ConnectorError("broken", "answer_too_large");
    };
    expect(await codeOf(fetchPage(anOdoo(endless), order(whole)))).toBe("answer_too_large");
    expect(asked).toBeLessThan(10);
  });

  it("that takes too long is smaller the next time", async () => {
    const limits: number[] = [];
    const client = anOdoo(({ limit }) => {
      limits.push(limit);
      throw new ConnectorError("busy", "source_timeout");
    });
    for (let tries = 0; tries < 3; tries += 1)
      expect(await codeOf(fetchPage(client, order(whole)))).toBe("source_timeout");
    expect(limits).toEqual([1_000, 500, 250]);
  });

  it("of named ids leaves the rest for the next", async () => {
    const page = await fetchPage(
      anOdoo(() => []),
      order({ type: "ids", ids: [9, 3, 5] }, { pageSize: 2 }),
    );
    expect([page.covers, page.rest]).toEqual([
      { type: "ids", ids: [3, 5] },
      { type: "ids", ids: [9] },
    ]);
  });
});

describe("a survey", () => {
  const partner = (id: number, write_date: string): Row => ({
    id,
    name: "Ann",
    display_name: "Ann",
    write_date,
  });
  const source =
    (newest: string) =>
    ({ method, order: sorted }: ReadRequest): Json =>
      method === "search_count" ? 5 : [partner(sorted?.includes("desc") ? 50 : 10, newest)];
  const contacts = { template: "odoo_modules", resource: "contacts", options: {} };
  /** The only name that contacts have on this server is that of their company. */
  const labels = { "res.company": { names: { "10": "Ann" } } };
  const read = (newest: string, date: string | null, cursor: Json = null) =>
    survey(anOdoo(source(newest), { date }), contacts, { cursor, complete: false });

  it("goes 90 days back the first time, and keeps that floor", async () => {
    const first = await read("2026-11-20 10:00:00", "Sun, 22 Nov 2026 12:00:00 GMT");
    expect(first.cursor).toEqual({
      at: "2026-11-20T09:45:00.000Z",
      floor: "2026-08-24T12:00:00.000Z",
      firstDays: 90,
      highestId: 50,
      labels,
    });
    const next = await read("2026-11-25 10:00:00", "Fri, 27 Nov 2026 12:00:00 GMT", first.cursor);
    expect(next.cursor).toMatchObject({
      at: "2026-11-25T09:45:00.000Z",
      floor: "2026-08-24T12:00:00.000Z",
    });
    expect(next.partitions).toEqual([
      {
        type: "window",
        since: "2026-11-20T09:45:00.000Z",
        until: "2026-11-25T10:00:00.000Z",
        after: 0,
      },
    ]);
  });

  it("is not misled by one stamp from the future", async () => {
    const { horizon, cursor } = await read("2099-01-01 00:00:00", "Sun, 22 Nov 2026 12:00:00 GMT");
    expect(horizon.at).toBe("2026-11-22T12:00:00.000Z");
    expect(cursor).toMatchObject({ at: "2026-11-22T11:45:00.000Z" });
  });

  it("uses no clock but the source's: without one, the newest stamp is the horizon", async () => {
    expect((await read("2026-11-20 10:00:00", null)).cursor).toMatchObject({
      at: "2026-11-20T09:45:00.000Z",
      floor: "2026-08-22T10:00:00.000Z",
    });
  });

  it("follows the newest stamp back when the newest record is gone", async () => {
    const cursor = {
      at: "2026-11-20T09:45:00.000Z",
      floor: "2026-08-24T12:00:00.000Z",
      firstDays: 90,
      highestId: 70,
      labels,
    };
    const { partitions, horizon } = await read(
      "2026-11-01 10:00:00",
      "Sun, 22 Nov 2026 12:00:00 GMT",
      cursor,
    );
    expect(partitions).toEqual([
      {
        type: "window",
        since: "2026-11-01T09:45:00.000Z",
        until: "2026-11-01T10:00:00.000Z",
        after: 0,
      },
    ]);
    // Number 70 was seen once, and its removal must stay visible.
    expect(horizon.highestId).toBe(70);
  });

  it("sets a new floor when the days are changed", async () => {
    const cursor = {
      at: "2026-11-20T09:45:00.000Z",
      floor: "2026-01-01T00:00:00.000Z",
      firstDays: 300,
      highestId: 70,
    };
    expect(
      (await read("2026-11-20 10:00:00", "Sun, 22 Nov 2026 12:00:00 GMT", cursor)).cursor,
    ).toMatchObject({
      floor: "2026-08-24T12:00:00.000Z",
      firstDays: 90,
    });
  });

  it.each([
    [{ company: "one" }, "options_not_valid"],
    [{ importsFrom: "yesterday" }, "options_not_valid"],
  ])("with the options %j is refused", async (options, code) => {
    expect(
      await codeOf(
        survey(
          anOdoo(source("")),
          { template: "treasury", resource: "local_sales", options },
          { cursor: null, complete: false },
        ),
      ),
    ).toBe(code);
  });

  it("of an unknown resource is refused", async () => {
    expect(
      await codeOf(
        survey(
          anOdoo(source("")),
          { ...contacts, resource: "cats" },
          { cursor: null, complete: false },
        ),
      ),
    ).toBe("resource_unknown");
  });

  it("names the field that a server lacks", async () => {
    const client = anOdoo(source(""), { without: ["amount_residual"] });
    const failed = survey(
      client,
      { template: "treasury", resource: "local_sales", options: {} },
      { cursor: null, complete: false },
    );
    await expect(failed).rejects.toMatchObject({
      failure: {
        kind: "refused",
        code: "field_missing",
        facts: { field: "amount_residual", model: "account.move" },
      },
    });
  });
});
