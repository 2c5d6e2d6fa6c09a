// One damaged row costs one row, and narrowing comes to an end: Knack.
import { describe, expect, it } from "vitest";
import type { SourceResponse, SourceRequest } from "../../connectors/source-client.ts";
import type { FetchOrder } from "../../connectors/connector.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import { knack } from "../../connectors/knack/knack.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Page } from "../../contract/source/page.ts";
import { aKnackClient, answering, aRow, failureOf, idOf, queryOf } from "./knack-client.ts";

const horizon = { at: "2026-11-22T12:00:00.000Z", highestId: null };
const order = (resource: string, over: Partial<FetchOrder> = {}): FetchOrder => ({
  template: "school_results",
  resource,
  options: {},
  horizon,
  coverage: "pages",
  pageSize: null,
  partition: { type: "page", page: 1, last: true },
  ...over,
});

/** A Knack whose responses are damaged as text. */
const damaged = (damage: (body: string) => string) => {
  const honest = answering(() => [1, 2, 3].map((n) => aRow(n, { "155": 4, "144": `Year ${n}` })));
  return aKnackClient((request: SourceRequest): SourceResponse => {
    const answer = honest(request);
    return { ...answer, body: damage(answer.body) };
  });
};

describe("one damaged row costs one row", () => {
  it.each([
    [
      "a number that is none",
      (body: string) => body.replace('"Year 2"', "NaN"),
      "field_unreadable",
    ],
    [
      "a number that would be rounded",
      (body: string) => body.replace('"Year 2"', "12345678901234567890"),
      "number_too_long",
    ],
    [
      "a byte that is no character",
      (body: string) => body.replace("Year 2", "Year \udfff\udfff"),
      "field_unreadable",
    ],
    [
      "an escape that is none",
      (body: string) => body.replace("Year 2", String.raw`Year \x32`),
      "record_unreadable",
    ],
    [
      "half a character",
      (body: string) => body.replace('"Year 2"', String.raw`"\udc00"`),
      "field_unreadable",
    ],
    [
      "what is no JSON",
      (body: string) => body.replace('"Year 2"', '"Year \u0001 2"'),
      "record_unreadable",
    ],
    [
      "more values than any row has",
      (body: string) => body.replace('"Year 2"', `[${"1,".repeat(30_000)}1]`),
      "record_too_large",
    ],
  ])("%s", async (_name, damage, code) => {
    const page = (await knack.fetch(damaged(damage), order("students"))) as Page;
    expect(page.rejects.map((reject) => [reject.id, reject.code])).toEqual([[idOf(2), code]]);
    expect(page.records.map(({ id }) => id)).toEqual([idOf(1), idOf(3)]);
    // The row exists, so its stored record does not count as gone.
    expect([page.total, page.rows]).toEqual([3, [idOf(1), idOf(2), idOf(3)]]);
  });

  it("is a reject for each record it may hold", async () => {
    const page = (await knack.fetch(
      damaged((body) => body.replace('"Year 2"', '"\u0001"')),
      order("scores"),
    )) as Page;
    expect(page.rejects.map(({ id }) => id)).toEqual(
      ["1", "2", "3", "current"].map((cycle) => `${idOf(2)}:${cycle}`),
    );
  });

  it("without a readable id is searched for in smaller pages, until it stands alone", async () => {
    const client = damaged((body) => body.replace(/\{"id":"[^"]*2","/, '{"id":"\u0001","'));
    const first = await knack.fetch(client, order("students"));
    expect(first).toMatchObject({ type: "smaller" });
    const alone = (await knack.fetch(
      client,
      order("students", { partition: { type: "page", page: 2, size: 1 } }),
    )) as Page;
    // The row before it is read once more, which proves that no row has moved between the two
    // pages.
    expect(alone).toMatchObject({
      records: [],
      rows: [idOf(1)],
      total: 3,
      rejects: [{ id: null, code: "record_unreadable" }],
    });
  });
});

describe("narrowing comes to an end", () => {
  it("if every page of more than one row is too large", async () => {
    const rows = Array.from({ length: 1_000 }, (_, at) => aRow(at + 1));
    const honest = answering(() => rows);
    let asked = 0;
    const client = aKnackClient((request: SourceRequest) => {
      asked += 1;
      if (Number(queryOf(request).get("rows_per_page")) > 1)
        throw new ConnectorError("broken", "answer_too_large", {
          facts: { host: "api.knack.com" },
        });
      return honest(request);
    });
    const waiting: Partition[] = [{ type: "page", page: 1, last: true }];
    const readAll = async () => {
      for (let partition = waiting.shift(); partition; partition = waiting.shift()) {
        const got = await knack.fetch(client, order("students", { partition }));
        waiting.unshift(
          ...(got.type === "smaller" ? got.partitions : got.rest === null ? [] : [got.rest]),
        );
      }
    };
    expect(await failureOf(readAll())).toMatchObject({
      kind: "broken",
      code: "narrowing_given_up",
      facts: { model: "object_10" },
    });
    // Each page costs one small extra request, which proves that no row has moved before it.
    expect(asked).toBeLessThan(500);
  });
});
