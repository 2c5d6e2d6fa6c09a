// One damaged record costs one record, an ignored filter is noticed, and narrowing comes to an end:
// Odoo.
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Page } from "../../contract/source/page.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { SourceResponse, SourceRequest } from "../../connectors/source-client.ts";
import type { FetchOrder } from "../../connectors/connector.ts";
import { violatedField } from "../../connectors/odoo/filter-check.ts";
import { fetchPage } from "../../connectors/odoo/fetch.ts";
import type { Domain } from "../../connectors/odoo/queries.ts";
import type { OdooSettings } from "../../connectors/odoo/settings.ts";
import { aClient, jsonAnswer } from "./source-client.ts";

type Row = { [field: string]: Json };
type ReadRequest = { method: string; domain: Domain; limit: number; fields: string[] };

const types: Record<string, string> = {
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
  write_date: "datetime",
};

const aMove = (id: number, row: Row = {}): Row => ({
  id,
  name: `FAC/${id}`,
  ref: false,
  move_type: "out_invoice",
  state: "posted",
  payment_state: "not_paid",
  invoice_date: "2026-11-01",
  invoice_date_due: "2026-12-01",
  partner_id: [4, "Ann"],
  currency_id: [1, "EUR"],
  company_currency_id: [1, "EUR"],
  company_id: [1, "Levant"],
  journal_id: [1, "Sales"],
  invoice_origin: false,
  amount_residual: 10.5,
  amount_residual_signed: 10.5,
  amount_total: 20,
  write_date: "2026-11-20 10:00:00",
  ...row,
});

const date = "Sun, 22 Nov 2026 12:00:00 GMT";

/** JSON-2 responses have no envelope, so the body can be damaged directly. */
function anOdoo(
  says: (asked: ReadRequest) => Json | SourceResponse,
  settings: Partial<OdooSettings> = {},
) {
  const answer = ({ path, body }: SourceRequest): SourceResponse => {
    if (path === "/web/version") return jsonAnswer({ version: "19.0" });
    const method = path.split("/").at(-1) ?? "";
    if (method === "context_get") return jsonAnswer({ uid: 7 });
    const asked = JSON.parse(body ?? "{}") as ReadRequest & { allfields: string[] };
    if (method === "fields_get")
      return jsonAnswer(
        Object.fromEntries(
          asked.allfields.map((field) => [field, { type: types[field] ?? "char" }]),
        ),
      );
    const said = says({ ...asked, method });
    return typeof said === "object" && said !== null && "status" in said
      ? (said as SourceResponse)
      : jsonAnswer(said, 200, { date });
  };
  return aClient(
    { transport: "json2", ...settings },
    answer,
    "0123456789abcdef0123456789abcdef01234567",
  );
}

const order = (over: Partial<FetchOrder> = {}): FetchOrder => ({
  template: "treasury",
  resource: "local_sales",
  options: {},
  partition: { type: "range", from: 0, to: 1_000 },
  horizon: { at: "2026-11-22T12:00:00.000Z", highestId: 1_000 },
  coverage: "range",
  pageSize: null,
  ...over,
});

/** The records between the bounds in a request. */
const serve = (rows: Row[], { domain, limit }: ReadRequest): Row[] =>
  rows.filter((row) => violatedField(row, domain) === null).slice(0, limit);
const idsOf = (rows: Row[]): Json[] => rows.map(({ id }) => id ?? null);
const thirty = Array.from({ length: 30 }, (_, at) => aMove(at + 1));
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => (error as ConnectorError).failure.code,
  );

describe("one damaged record costs one record", () => {
  it.each([
    ["NaN", "NaN"],
    ["an infinite one", "-Infinity"],
    ["a number beyond all limits", "1e999"],
    ["half a character in a text", String.raw`"\ud83d"`],
    ["a byte that is no character", '"FAC\udfff\udfff"'],
    ["an amount that would be rounded", "12345678901234567.89", "number_too_long"],
    ["a whole number beyond 2^53", "9007199254740993", "number_too_long"],
  ])("%s, without another request", async (_name, damage, code = "field_unreadable") => {
    const field = damage.startsWith('"') ? "name" : "amount_total";
    let pages = 0;
    const client = anOdoo((asked) => {
      pages += 1;
      const body = JSON.stringify(serve(thirty, asked)).replace(
        `"${field}":${field === "name" ? '"FAC/7"' : "20"}`,
        `"${field}":${damage}`,
      );
      return { status: 200, headers: { "content-type": "application/json", date }, body };
    });
    const page = await fetchPage(client, order());
    const damaged = field === "name" ? 7 : 1;
    expect(page.rejects).toEqual([expect.objectContaining({ id: damaged, code })]);
    expect(page.rejects[0]?.facts).toMatchObject(
      code === "number_too_long" ? { field, value: damage } : { field },
    );
    expect(page.records.map(({ id }) => id)).toEqual(idsOf(thirty).filter((id) => id !== damaged));
    expect(pages).toBe(1);
  });

  const spoiled: [string, (bad: Row[]) => SourceResponse | null][] = [
    [
      "that makes no JSON",
      () => ({
        status: 200,
        headers: { "content-type": "application/json", date },
        body: '[{"id":7,"name":"\u0001"}]',
      }),
    ],
    [
      "that the server cannot say",
      () => jsonAnswer({ name: "builtins.OverflowError", message: "out of range" }, 500),
    ],
    ["that is not a row", () => jsonAnswer([7], 200, { date })],
  ];
  it.each(spoiled)("%s is found by halving, and the rest is kept", async (_name, damage) => {
    const bad = new Set<Json | undefined>([7, 22]);
    let asked = 0;
    const client = anOdoo((request) => {
      asked += 1;
      const rows = serve(thirty, request);
      if (request.method === "search") return idsOf(rows);
      const struck = rows.filter(({ id }) => bad.has(id));
      return struck.length > 0 ? (damage(struck) ?? []) : rows;
    });
    const page = await fetchPage(client, order());
    expect(page.rejects.map(({ id, code }) => [id, code]).sort()).toEqual([
      [22, "record_unreadable"],
      [7, "record_unreadable"],
    ]);
    expect(page.records).toHaveLength(28);
    expect([page.covers, page.rest]).toEqual([{ type: "range", from: 0, to: 2 ** 31 - 1 }, null]);
    expect(asked).toBeLessThan(24);
  });

  it("a source of which nothing can be read fails with its own error, soon", async () => {
    let asked = 0;
    const client = anOdoo((request) => {
      asked += 1;
      return request.method === "search"
        ? idsOf(serve(thirty, request))
        : jsonAnswer({ name: "builtins.ValueError", message: "no" }, 500);
    });
    expect(await codeOf(fetchPage(client, order()))).toBe("source_failed");
    expect(asked).toBeLessThan(40);
  });
});

describe("narrowing comes to an end", () => {
  it("if every response of more than one record is too large", async () => {
    const many = Array.from({ length: 1_000 }, (_, at) => aMove(at + 1));
    let [asked, tooLarge] = [0, 0];
    const client = anOdoo((request) => {
      asked += 1;
      if (request.limit > 1) tooLarge += 1;
      if (request.limit > 1)
        throw new ConnectorError("broken", "answer_too_large", {
          facts: { host: "erp.example.org" },
        });
      return serve(many, request);
    });
    let partition: Partition | null = order().partition;
    const read = async (): Promise<void> => {
      while (partition !== null)
        partition = ((await fetchPage(client, order({ partition }))) as Page).rest;
    };
    expect(await codeOf(read())).toBe("narrowing_given_up");
    expect(asked).toBeLessThan(250);
    // Eight megabytes each.
    expect(tooLarge).toBeLessThan(20);
  });

  it("and starts over with the next run", async () => {
    const client = anOdoo((request) => serve(thirty, request));
    client.remember("narrowing:treasury.local_sales", {
      horizon: "2026-11-21T12:00:00.000Z",
      points: 10_000,
    });
    client.remember("page:account.move", { size: 5, full: 0 });
    expect((await fetchPage(client, order())).records).toHaveLength(5);
  });
});

describe("a filter that the source ignored is noticed", () => {
  const window: Partition = {
    type: "window",
    since: "2026-11-20T00:00:00.000Z",
    until: "2026-11-20T12:00:00.000Z",
    after: 0,
  };
  it.each<[string, Row, Partial<FetchOrder>, string]>([
    ["a bill among sales", { move_type: "in_invoice" }, {}, "move_type"],
    ["a paid one", { payment_state: "paid" }, {}, "payment_state"],
    [
      "one written before the window",
      { write_date: "2026-11-19 23:59:59" },
      { partition: window },
      "write_date",
    ],
    [
      "one written after it",
      { write_date: "2026-11-20 12:00:01" },
      { partition: window },
      "write_date",
    ],
    ["one without a stamp", { write_date: false }, { partition: window }, "write_date"],
    [
      "an import of another company",
      { move_type: "in_invoice", invoice_origin: "CE1", company_id: [2, "x"] },
      { resource: "purchase_imports" },
      "company_id",
    ],
    [
      "an import without a request",
      { move_type: "in_invoice", invoice_origin: "PO1" },
      { resource: "purchase_imports" },
      "invoice_origin",
    ],
    [
      "an import from before the day",
      { move_type: "in_invoice", invoice_origin: "CE1" },
      { resource: "purchase_imports", options: { importsFrom: "2026-11-02" } },
      "invoice_date",
    ],
    [
      "a bill that is due today",
      { move_type: "in_invoice", invoice_date_due: "2026-11-22" },
      { resource: "local_purchases" },
      "invoice_date_due",
    ],
    [
      "a bill from a request",
      { move_type: "in_invoice", invoice_origin: "ce/1" },
      { resource: "local_purchases" },
      "invoice_origin",
    ],
  ])("%s", async (_name, row, over, field) => {
    const error = (await fetchPage(
      anOdoo(() => [aMove(1, row)]),
      order(over),
    ).catch((caught: unknown) => caught)) as ConnectorError;
    expect(error.failure).toMatchObject({
      kind: "broken",
      code: "filter_disobeyed",
      facts: { model: "account.move", field },
    });
  });

  it("one of another company than the connection names", async () => {
    let asked: Domain = [];
    const client = anOdoo(
      (request) => ((asked = request.domain), [aMove(1, { company_id: [3, "Other"] })]),
      { companies: "1, 2" },
    );
    expect(await codeOf(fetchPage(client, order()))).toBe("filter_disobeyed");
    expect(asked).toContainEqual(["company_id", "in", [1, 2, false]]);
  });

  it("more records than any page may have", async () => {
    const many = Array.from({ length: 1_001 }, (_, at) => aMove(at + 1));
    const client = anOdoo((request) => (request.method === "search" ? [] : many));
    expect(await codeOf(fetchPage(client, order({ pageSize: 10 })))).toBe("answer_unreadable");
  });

  it("a field that a row lacks proves nothing", () => {
    expect(violatedField({ id: 1 }, [["state", "=", "posted"]])).toBeNull();
    expect(violatedField({ id: 1, state: 7 }, [["state", "in", ["posted"]]])).toBeNull();
    expect(violatedField({ id: 1, name: "é" }, [["name", "=ilike", "É%"]])).toBeNull();
    expect(violatedField({ a: 1, b: 2 }, ["|", ["a", "=", 2], ["c", "=", 1]])).toBeNull();
    expect(violatedField({ a: 1, b: 2 }, ["|", ["a", "=", 2], ["b", "=", 1]])).toBe("a");
  });
});
