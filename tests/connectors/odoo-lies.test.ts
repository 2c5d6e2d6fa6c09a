// Spoiled responses that once broke something, each as small as possible.
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import { say } from "../../contract/sentences/say.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { SourceResponse, SourceRequest } from "../../connectors/source-client.ts";
import { failureOf } from "../../connectors/odoo/faults.ts";
import { json2 } from "../../connectors/odoo/json2.ts";
import { jsonrpc } from "../../connectors/odoo/jsonrpc.ts";
import { odoo } from "../../connectors/odoo/odoo.ts";
import { cutRange } from "../../connectors/odoo/id-ranges.ts";
import { readers, unreadable } from "../../connectors/odoo/values.ts";
import { xmlrpc } from "../../connectors/odoo/xmlrpc.ts";
import { mapRows } from "../../connectors/odoo/mapping.ts";
import { tablesOf } from "../../connectors/odoo/resource.ts";
import { aClient, jsonAnswer } from "./source-client.ts";

type Lies = {
  date?: string;
  version?: Json;
  newest?: Json;
  ids?: Json;
  companies?: Json;
  search?: Json;
  types?: { [field: string]: string };
};

const types: Record<string, string> = {
  id: "integer",
  write_date: "datetime",
  create_date: "datetime",
  active: "boolean",
};

/** An Odoo that answers honestly except where a test lies. */
function aLiar(lies: Lies) {
  const answer = (request: SourceRequest): SourceResponse => {
    const reply = (result: Json) =>
      jsonAnswer(
        { jsonrpc: "2.0", id: 1, result },
        200,
        lies.date === undefined ? {} : { date: lies.date },
      );
    if (request.path === "/web/version") return jsonAnswer({ version: lies.version ?? "18.0" });
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
      { fields?: string[]; order?: string },
    ];
    if (method === "fields_get")
      return reply(
        Object.fromEntries(
          (first as string[]).map((field) => [
            field,
            { type: lies.types?.[field] ?? types[field] ?? "char" },
          ]),
        ),
      );
    if (method === "search_count") return reply(3);
    if (method === "search") return reply(lies.search ?? []);
    if (model === "res.company") return reply(lies.companies ?? [{ id: 1, name: "Levant" }]);
    if (named.order === "write_date desc")
      return reply([{ id: 3, write_date: lies.newest ?? "2026-11-20 10:00:00" }]);
    return reply(lies.ids ?? [{ id: 3 }]);
  };
  return aClient({}, answer);
}

const contacts = { template: "odoo_modules", resource: "contacts", options: {} };
const first = { cursor: null, complete: false };
const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error as ConnectorError).failure,
  );

describe("a text", () => {
  it.each([
    ["a\ud800", unreadable],
    ["\ude00\ud83d", unreadable],
    ["\u0007\ud800", unreadable],
    ["😀", "😀"],
  ])("%j is read as whole characters, or not at all", (text, kept) =>
    expect(readers.text(text)).toBe(kept),
  );

  it("of a reject is cut between characters", () => {
    const [table] = tablesOf("treasury");
    if (!table) throw new Error("no table");
    const columns = [
      { name: "total", field: "amount_total", read: readers.money, of: null, listed: false },
    ];
    const row = { id: 1, write_date: false, amount_total: "x".repeat(78) + "😀" };
    const { rejects } = mapRows([row], table, columns, {
      options: {},
      today: "2026-11-22",
      origin: "",
      companies: [],
    });
    expect(rejects[0]?.facts["value"]?.isWellFormed()).toBe(true);
  });
});

describe("an id", () => {
  it.each([0, -1, 1.5, 2 ** 31, 1e300, "7", true])("of a user that is %j is none", (id) => {
    expect([xmlrpc.userIn(id), jsonrpc.userIn(id), json2.userIn({ uid: id })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("beyond 32 bits is an unreadable answer, not a password that XML-RPC cannot send", async () => {
    expect(
      await failed(odoo.survey(aLiar({ ids: [{ id: 2 ** 31 }] }), contacts, first)),
    ).toMatchObject({
      kind: "broken",
      code: "answer_unreadable",
    });
  });

  it.each([[[9]], [[1, 2, 3]], [[4, 11]]])(
    "that nobody requested is refused: %j",
    async (search) => {
      const within = {
        ...contacts,
        horizon: { at: "2026-11-22T12:00:00.000Z", highestId: 100 },
        cursor: null,
      };
      const ids = odoo.ids?.(aLiar({ search }), {
        ...within,
        range: { type: "range", from: 4, to: 8 },
      });
      expect(await failed(Promise.resolve(ids))).toMatchObject({
        kind: "broken",
        code: "answer_unreadable",
      });
    },
  );

  it("at the low end above the one at the high end still gives ranges that cover everything", () => {
    expect(cutRange({ from: 100, to: 5, count: 3, pageSize: 10, floor: null })).toEqual([
      { type: "range", from: 0, to: 5 },
    ]);
  });
});

describe("a time", () => {
  it.each([
    "-000001-01-01T00:00:00Z",
    "-271821-04-20T00:00:00.000Z",
    "+275760-09-13T00:00:00.000Z",
    "never",
    "0",
  ])("of the server's clock such as %s is ignored", async (date) => {
    const survey = await odoo.survey(aLiar({ date }), contacts, first);
    expect(survey.horizon.at).toBe("2026-11-20T10:00:00.000Z");
  });

  it.each(["0001-01-01 00:00:00", "9999-12-31 23:59:59"])(
    "beyond all dates, such as %s, still gives a survey",
    async (newest) => {
      const { horizon, cursor } = await odoo.survey(
        aLiar({ newest }),
        { ...contacts, options: { firstDays: 36_500 } },
        first,
      );
      expect(horizon.at).toMatch(/^\d{4}-/);
      expect(JSON.stringify(cursor)).not.toMatch(/"[+-]\d/);
    },
  );
});

describe("a text of the source", () => {
  it.each(["Call +1 555 0100 at once", "<b>x</b>", "\ud800", "", "x".repeat(81)])(
    "%j is not shown as the name of an error",
    (name) => {
      const { failure } = failureOf(
        { type: "fault", name, text: "" },
        { client: aClient(), model: "res.partner", fields: [] },
      );
      expect(failure).toMatchObject({ code: "source_failed", facts: { error: "unknown" } });
    },
  );

  it("besides the version is not shown", async () => {
    const [address] = await Array.fromAsync(
      odoo.check(aLiar({ version: "18.0+e-20241005 call +1 555 0100" })),
    );
    expect(address?.seen?.en).toBe("Odoo 18.0+e-20241005");
  });

  it("that is an object does not break the checks", async () => {
    const companies = [{ id: { toString: 1 }, name: { toString: 1 } }];
    const checks = await Array.fromAsync(odoo.check(aLiar({ companies })));
    expect(checks.find(({ name }) => name === "companies")?.seen?.en).toBe("1 company: ? ?");
  });

  it("that is an object instead of a message does not break the parsing of an error", () => {
    expect(jsonrpc.read(jsonAnswer({ error: { message: { toString: 1 } } }))).toEqual({
      type: "fault",
      name: "unknown",
      text: "",
    });
  });

  it("that is endless is not a field type, and is not remembered", async () => {
    const client = aLiar({ types: { active: "boolean".repeat(10_000) } });
    await odoo.survey(client, contacts, first);
    const remembered = client.recall("target:res.partner:contacts");
    expect(remembered).toMatchObject({ model: "res.partner", types: { write_date: "datetime" } });
    expect(JSON.stringify(remembered)).not.toContain("booleanboolean");
  });
});

describe("a response with more values than fit in memory", () => {
  const many = `[${"{},".repeat(300_001)}{}]`;
  it("is too large, so that smaller requests follow", () => {
    expect(jsonrpc.read({ status: 200, headers: {}, body: many })).toEqual({ type: "too_large" });
    expect(json2.read({ status: 200, headers: {}, body: many })).toEqual({ type: "too_large" });
  });
});

describe("a secret that cannot be sent", () => {
  const settings = odoo.settings.parse({
    url: "https://erp.example.org",
    database: "company",
    login: "reader",
  });
  it.each([
    ["XML-RPC", () => xmlrpc.signIn({ settings, secret: "a\u0000b" }), "sign_in_refused"],
    ["JSON-2", () => json2.signIn({ settings, secret: "clé\n" }), "sign_in_refused"],
    [
      "JSON-2, of its database,",
      () => json2.signIn({ settings: { ...settings, database: "société" }, secret: "x" }),
      "database_unknown",
    ],
  ])("by %s is refused, and the sentence names the host", (_name, request, code) => {
    const caught = refusalOf(request);
    expect(caught).toMatchObject({ kind: "refused", code });
    expect(say(code, caught?.facts ?? {}, "fr")).toMatch(/^(erp\.example\.org)[^…]+$/);
  });
});

function refusalOf(work: () => unknown) {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof ConnectorError) return error.failure;
    throw error;
  }
}
