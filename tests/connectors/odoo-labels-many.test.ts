// When too many names or records are concerned to request each by id, all are read; and a server
// that ignores conditions is noticed.
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import type { SourceRequest } from "../../connectors/source-client.ts";
import { survey } from "../../connectors/odoo/survey.ts";
import { aClient, jsonAnswer } from "./source-client.ts";

type ReadRequest = { model: string; method: string; domain: Json[]; limit: number };
type Row = { [field: string]: Json };

/**
 * How many partners have changed, and how many orders refer to them; everything else the server
 * answers is always the same.
 */
type ServerState = { changed: number; concerned: number; partners?: number; stamp?: string };

const at = "2026-11-22 10:00:00";

function anOdoo({ changed, concerned, partners = 50_000, stamp = at }: ServerState) {
  const asked: ReadRequest[] = [];
  const reply = (result: Json) =>
    jsonAnswer({ jsonrpc: "2.0", id: 1, result }, 200, { date: "Sun, 22 Nov 2026 12:00:00 GMT" });
  const client = aClient({}, (request: SourceRequest) => {
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
        Object.fromEntries((first as string[]).map((field) => [field, { type: typeOf(field) }])),
      );
    const one = { model, method, domain: first as Json[], limit: Number(named["limit"]) };
    asked.push(one);
    return reply(answer(one));
  });
  const answer = ({ model, method, domain, limit }: ReadRequest): Json => {
    if (method === "search")
      return Array.from({ length: Math.min(limit, concerned) }, (_, index) => index + 1);
    if (method === "search_count")
      return model === "res.partner" ? partners : model === "sale.order" ? 90_000 : 1;
    if (model === "sale.order") return [{ id: 90_000, write_date: at }];
    if (model !== "res.partner") return [{ id: 1, display_name: "One" }];
    const after = Number((domain.at(-1) as Json[] | undefined)?.[2] ?? -1);
    // The request for names has no condition; the other one pages by id.
    if (after < 0)
      return Array.from({ length: limit }, (_, index) => ({ id: index + 1, display_name: "One" }));
    return Array.from({ length: Math.max(0, Math.min(limit, changed - after)) }, (_, index) => ({
      id: after + index + 1,
      create_date: "2020-01-01 00:00:00",
      write_date: stamp,
    }));
  };
  return { client, asked };
}

const typeOf = (field: string): string =>
  field.endsWith("_id")
    ? "many2one"
    : field.startsWith("amount_")
      ? "monetary"
      : /_date$|date_order/.test(field)
        ? "datetime"
        : "char";

const orders = { template: "odoo_modules", resource: "sale_orders", options: {} };

/** A survey of changes, after one that saw 50,000 partners. */
async function surveyed(state: ServerState) {
  const first = await survey(anOdoo({ changed: 0, concerned: 0 }).client, orders, {
    cursor: null,
    complete: false,
  });
  const { client, asked } = anOdoo(state);
  return { found: await survey(client, orders, { cursor: first.cursor, complete: false }), asked };
}

const named = (partitions: { type: string; ids?: unknown[] }[]) =>
  partitions.flatMap(({ ids }) => (ids === undefined ? [] : [ids.length]));

describe("records that refer to names that may have changed", () => {
  it("are read by their ids, a page of them at a time", async () => {
    const { found, asked } = await surveyed({ changed: 3, concerned: 2_500 });
    expect([found.coverage, named(found.partitions)]).toEqual(["changes", [1_000, 1_000, 500]]);
    const search = asked.find(({ method }) => method === "search");
    expect(search?.domain.at(-1)).toEqual(["partner_id", "child_of", [1, 2, 3]]);
    // Written records are read by their stamp, and not a second time by their id.
    expect(search?.domain).toContainEqual(["write_date", "<", "2026-11-22 09:45:00"]);
  });

  it.each<[string, ServerState, string]>([
    ["ten thousand of them are read by id", { changed: 3, concerned: 10_000 }, "changes"],
    ["more are read with all the others", { changed: 3, concerned: 10_001 }, "range"],
    [
      "none are read if they refer to none, however many have changed",
      { changed: 5_000, concerned: 0 },
      "changes",
    ],
    [
      "more names than that are not requested one by one",
      { changed: 5_001, concerned: 0 },
      "range",
    ],
    [
      "a count that does not add up shows that one is gone",
      { changed: 0, concerned: 0, partners: 49_999 },
      "range",
    ],
    [
      "so does a count that has grown without new records",
      { changed: 0, concerned: 0, partners: 50_001 },
      "range",
    ],
    [
      "names that nobody requested are ignored",
      { changed: 3, concerned: 3, stamp: "2020-01-01 00:00:00" },
      "range",
    ],
  ])("%s", async (_name, state, coverage) => {
    expect((await surveyed(state)).found.coverage).toBe(coverage);
  });

  it("are dated by stamps, not by a clock that may be ahead of the database", async () => {
    const { found } = await surveyed({ changed: 0, concerned: 0 });
    // The clock says noon, and the newest stamp ten.
    expect(found.cursor).toMatchObject({
      labels: { "res.partner": { before: "2026-11-22T09:45:00.000Z", count: 50_000 } },
    });
  });

  it("leave a snapshot from which the next survey continues", async () => {
    const { found } = await surveyed({ changed: 0, concerned: 0, partners: 49_999 });
    const { client } = anOdoo({ changed: 0, concerned: 0, partners: 49_999 });
    expect((await survey(client, orders, { cursor: found.cursor, complete: false })).coverage).toBe(
      "changes",
    );
  });
});
