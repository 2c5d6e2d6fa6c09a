// Knack's pages: what they cost, what they prove, and every mistake that a reader of this
// application once made.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Page } from "../../contract/source/page.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { SourceResponse, SourceRequest } from "../../connectors/source-client.ts";
import { knack } from "../../connectors/knack/knack.ts";
import { knackSandbox } from "../../sandbox/accounts.ts";
import { startKnack, type KnackServer } from "../../sandbox/knack/server.ts";
import { readAll } from "./conformance.ts";
import {
  aKnackClient,
  answering,
  aRow,
  failureOf,
  idOf,
  noon,
  queryOf,
  school,
} from "./knack-client.ts";
import { idsOf, knackWorld, reading, type Truth } from "./knack-world.ts";

const first = { cursor: null, complete: false };
const resources = ["students", "scores", "comments"] as const;
const horizon = { at: "2026-11-25T12:00:00.000Z", highestId: null };

/** One page of invented rows. */
async function pageOf(
  resource: string,
  rows: Parameters<typeof answering>[0],
  over: { size?: number; last?: true } = {},
): Promise<Page> {
  const client = aKnackClient(answering(rows));
  const partition: Partition = { type: "page", page: 1, ...over };
  const page = await knack.fetch(client, {
    ...reading(resource),
    partition,
    horizon,
    coverage: "pages",
    pageSize: null,
  });
  if (page.type !== "page") throw new Error(page.type);
  return page;
}

describe("against the simulated Knack", () => {
  let sandbox: KnackServer;
  const ashdown = knackWorld(() => sandbox, "ashdown");
  beforeAll(async () => {
    sandbox = await startKnack({
      port: 0,
      sizes: { brackenfield: 30, coorong: 30 },
      perSecond: 100_000,
    });
  });
  afterEach(() => ashdown.control("DELETE", "faults"));
  afterAll(() => sandbox.close());

  const calls = async () => (await ashdown.control<{ total: number }>("GET", "log")).total;

  /** A whole refresh as lanes do it: all surveys, then all pages, then the counts. */
  async function refresh(client: ReturnType<typeof ashdown.openClient>) {
    const surveys = [];
    for (const resource of resources)
      surveys.push(await knack.survey(client, reading(resource), first));
    const ids: string[] = [];
    for (const [at, survey] of surveys.entries()) {
      const waiting = [...survey.partitions];
      for (let partition = waiting.shift(); partition; partition = waiting.shift()) {
        const order = {
          ...reading(resources[at] ?? ""),
          partition,
          horizon: survey.horizon,
          coverage: survey.coverage,
          pageSize: null,
        };
        const page = await knack.fetch(client, order);
        if (page.type !== "page") throw new Error(page.type);
        ids.push(...page.records.map(({ id }) => String(id)));
        if (page.rest) waiting.unshift(page.rest);
      }
    }
    const counts = [];
    for (const [at, { horizon: seen }] of surveys.entries())
      counts.push(
        await knack.count(client, { ...reading(resources[at] ?? ""), horizon: seen, cursor: null }),
      );
    return { ids, counts };
  }

  it("a school of 1,000 costs at most 6 calls, though its only page is full", async () => {
    const rows = await ashdown.truth();
    await ashdown.control("DELETE", "log");
    const { ids, counts } = await refresh(ashdown.openClient());
    // The schema, one look for three surveys, one page each, and one empty page after it.
    expect(await calls()).toBe(6);
    expect(counts).toEqual([1_000, null, null]);
    expect(ids.sort()).toEqual(resources.flatMap((resource) => idsOf(resource, rows)).sort());
  });

  it("a smaller one costs 4 if dates are declared, and never more than 7 if nothing is remembered", async () => {
    const declared = () => ashdown.openClient({ settings: { dateOrder: "dd/mm/yyyy" } });
    await ashdown.control("POST", "change", { school: "ashdown", removed: 1 });
    await ashdown.control("DELETE", "log");
    await refresh(declared());
    expect(await calls()).toBe(4);
    await ashdown.control("DELETE", "log");
    await refresh({ ...declared(), recall: () => null });
    expect(await calls()).toBe(7);
    await ashdown.control("POST", "change", { school: "ashdown", added: 1 });
  });

  it("more than 1,000 students are read, though no page has more (a limit once cut them off)", async () => {
    await ashdown.control("POST", "change", { school: "ashdown", added: 1_250 });
    const got = await readAll(knack, ashdown.openClient(), { reading: reading("students") });
    expect(got.survey.partitions).toEqual([
      { type: "page", page: 1, size: 1_000 },
      { type: "page", page: 2, size: 1_000 },
      { type: "page", page: 3, size: 1_000, last: true },
    ]);
    expect([...got.records.keys()].sort()).toEqual(idsOf("students", await ashdown.truth()));
    expect(got.pages.map(({ total }) => total)).toEqual([2_250, 2_250, 2_250]);
    await ashdown.control("POST", "reset", {});
  });

  it("the first and the last day of the year are read, with and without a time; the days around it are not", async () => {
    const got = await readAll(knack, ashdown.openClient(), { reading: reading("students") });
    const days = [...got.records.values()].map(({ data }) => String(data["completed"])).sort();
    const [begin, end] = [days[0] ?? "", days.at(-1) ?? ""];
    expect([begin.slice(4), end.slice(4)]).toEqual(["-08-01", "-07-31"]);
    expect(Number(end.slice(0, 4))).toBe(Number(begin.slice(0, 4)) + 1);
    expect(days.filter((day) => day === begin).length).toBeGreaterThanOrEqual(2);
    expect(new Set([...got.records.values()].map(({ data }) => data["academic_year"]))).toEqual(
      new Set([`${begin.slice(0, 4)}/${end.slice(0, 4)}`]),
    );
  });

  it("an Australian school has its calendar year", async () => {
    const coorong = knackWorld(() => sandbox, "coorong");
    const got = await readAll(knack, coorong.openClient(), { reading: reading("students") });
    const years = new Set(
      [...got.records.values()].map(
        ({ data }) => `${String(data["completed"]).slice(0, 4)} ${String(data["academic_year"])}`,
      ),
    );
    const [year = ""] = String(got.survey.horizon.at).split("-");
    expect([...years]).toEqual([`${year} ${year}/${year}`]);
    expect(got.records.size).toBe(30);
  });

  it("follows the source's clock into the next year", async () => {
    const { now } = await ashdown.control<{ now: string }>("GET", "clock");
    const next = Number(now.slice(0, 4)) + 2;
    await ashdown.control("POST", "clock", { now: `${next}-08-01T12:00:00Z` });
    const survey = await knack.survey(ashdown.openClient(), reading("students"), first);
    expect([survey.toRead, survey.horizon.at]).toEqual([0, `${next}-08-01T12:00:00.000Z`]);
    await ashdown.control("POST", "clock", { offsetMs: 0 });
  });

  it("students that come again with new ids keep their keys (Knack ids are not permanent)", async () => {
    const before = await readAll(knack, ashdown.openClient(), { reading: reading("students") });
    await ashdown.control("POST", "upload", { school: "ashdown" });
    const after = await readAll(knack, ashdown.openClient(), { reading: reading("students") });
    const keys = (got: typeof before) =>
      [...got.records.values()].map(({ data }) => String(data["key"])).sort();
    expect(keys(after)).toEqual(keys(before));
    expect(new Set(keys(after)).size).toBe(1_000);
    // The old records are no longer read, which is how they disappear.
    expect([...after.records.keys()].filter((id) => before.records.has(id))).toEqual([]);
  });

  it("rows that move between two pages are noticed by the totals", async () => {
    await ashdown.control("POST", "change", { school: "ashdown", added: 500 });
    await ashdown.control("POST", "faults", {
      fault: "rows_changing",
      added: 0,
      changed: 0,
      removed: 3,
      model: "object_10",
      nth: 3,
    });
    const got = await readAll(knack, ashdown.openClient(), { reading: reading("students") });
    expect(new Set(got.pages.map(({ total }) => total)).size).toBe(2);
    await ashdown.control("POST", "reset", {});
  });

  it("a total that is slightly wrong hides nobody", async () => {
    await ashdown.control("POST", "change", { school: "ashdown", added: 3 });
    await ashdown.control("POST", "faults", { fault: "lying_counts", by: -5, times: "always" });
    const got = await readAll(knack, ashdown.openClient(), { reading: reading("students") });
    expect(got.survey.partitions.length).toBe(1);
    expect(got.records.size).toBe(1_003);
    await ashdown.control("DELETE", "faults");
    await ashdown.control("POST", "faults", { fault: "lying_counts", by: 2_500, times: "always" });
    const more = await readAll(knack, ashdown.openClient(), { reading: reading("students") });
    expect(more.records.size).toBe(1_003);
    await ashdown.control("POST", "reset", {});
  });

  it("a day without calls asks for silence until midnight UTC", async () => {
    await ashdown.control("POST", "faults", { fault: "day_limit" });
    const failure = await failureOf(knack.survey(ashdown.openClient(), reading("students"), first));
    const untilMidnight = 86_400_000 - (Date.now() % 86_400_000);
    expect(failure).toMatchObject({ kind: "busy", code: "source_busy" });
    expect(Math.abs((failure?.retryAfterMs ?? 0) - untilMidnight)).toBeLessThan(5_000);
  });

  it("a burst asks for a second", async () => {
    await ashdown.control("POST", "faults", { fault: "burst_limit" });
    const failure = await failureOf(knack.survey(ashdown.openClient(), reading("students"), first));
    expect(failure?.retryAfterMs).toBeLessThanOrEqual(1_100);
    expect(failure?.retryAfterMs).toBeGreaterThan(0);
  });

  it("reports the calls left today to the account's Gate after each call", async () => {
    const heard: unknown[] = [];
    const gate = {
      acquire: async () => ({ type: "go" as const, permit: "p" }),
      release: async (report: unknown) => void heard.push(report),
    };
    await ashdown.control("POST", "limits", { perDay: 4_988, used: 4_973 });
    await knack.survey(
      ashdown.openClient({ gate, settings: { dateOrder: "dd/mm/yyyy" } }),
      reading("students"),
      first,
    );
    expect(heard).toEqual([{ permit: "p", day: { remaining: 14, limit: 4_988 } }]);
    await ashdown.control("POST", "limits", { perDay: 25_000, used: 0 });
  });

  it("a score above ten, an invalid date and a connection in HTML are rejects of their own records", async () => {
    const [one, two, three] = (await ashdown.truth()).filter(
      ({ scores }) => scores.includes("1") && scores.includes("2"),
    ) as [Truth, Truth, Truth];
    await ashdown.control("POST", "write", { id: one.id, raw: { field_161: 11 } });
    await ashdown.control("POST", "write", { id: two.id, raw: { field_855: "soon" } });
    const html = `<span class="${school}">A</span><br /><span class="${knackSandbox.schools.coorong.id}">B</span>`;
    await ashdown.control("POST", "write", { id: three.id, raw: { field_133: html } });
    const { rejects, records } = await readAll(knack, ashdown.openClient(), {
      reading: reading("scores"),
    });
    const of = ({ id }: Truth) =>
      rejects
        .filter((reject) => String(reject.id).startsWith(id))
        .map((reject) => [String(reject.id).slice(25), reject.code, reject.facts]);
    expect(of(one)).toEqual([["2", "score_out_of_range", { field: "field_161", value: "11" }]]);
    expect(records.has(`${one.id}:1`)).toBe(true);
    expect(of(two).map(([cycle]) => cycle)).toEqual(two.scores);
    expect(of(two)[0]?.slice(1)).toEqual([
      "field_unreadable",
      { field: "field_855", value: '"soon"' },
    ]);
    expect(of(three).length).toBe(4);
    expect(rejects.length).toBe(1 + two.scores.length + 4);
    await ashdown.control("POST", "reset", {});
  });

  it("a student of two schools is read for both", async () => {
    const [one] = (await ashdown.truth()) as [Truth];
    const both = (["ashdown", "brackenfield"] as const).map((name) => ({
      id: knackSandbox.schools[name].id,
      identifier: name,
    }));
    await ashdown.control("POST", "write", { id: one.id, values: { field_133: both } });
    for (const world of [ashdown, knackWorld(() => sandbox, "brackenfield")])
      expect(
        (await readAll(knack, world.openClient(), { reading: reading("students") })).records.has(
          one.id,
        ),
      ).toBe(true);
    await ashdown.control("POST", "reset", {});
  });
});

describe("a row", () => {
  const six = (from: number, values: Json[]) =>
    Object.fromEntries(values.map((value, at) => [String(from + at), value]));

  it("has the scores of each cycle, and the current ones", async () => {
    const rows = [
      aRow(1, {
        ...six(155, [1, 2, 3, 4, 5, 3]),
        ...six(161, [6, 7, 8, 9, 10, 8]),
        ...six(147, [6, 7, 8, 9, 10, 8.5]),
        "146": 2,
      }),
    ];
    const { records } = await pageOf("scores", () => rows);
    const numbers = ({ data }: (typeof records)[number]) =>
      ["vision", "effort", "systems", "practice", "attitude", "overall"].map(
        (column) => data[column],
      );
    expect(
      Object.fromEntries(
        records.map((record) => [record.id, [record.data["cycle"], ...numbers(record)]]),
      ),
    ).toEqual({
      [`${idOf(1)}:1`]: ["1", 1, 2, 3, 4, 5, 3],
      [`${idOf(1)}:2`]: ["2", 6, 7, 8, 9, 10, 8],
      // Nobody has filled in the third cycle, so there is no record, and never a copy of the first.
      [`${idOf(1)}:current`]: ["current", 6, 7, 8, 9, 10, 8.5],
    });
    expect(records[0]?.data).toMatchObject({
      student: idOf(1),
      key: "amara.1@school.example|2026/2027",
      completed: "2026-09-01",
    });
  });

  it("keeps a half-filled cycle", async () => {
    const { records } = await pageOf("scores", () => [
      aRow(1, { "155": 4, "156": "", "160": null }),
    ]);
    expect(
      records.map(({ id, data }) => [id, data["vision"], data["effort"], data["overall"]]),
    ).toEqual([[`${idOf(1)}:1`, 4, null, null]]);
  });

  it("has a comment for each cycle with text, whatever the others hold", async () => {
    const { records } = await pageOf("comments", () => [
      aRow(1, { "2303": "I plan.", "2494": "Read more.", "2302": "", "2499": [null] }),
    ]);
    expect(records.map(({ id, data }) => [id, data["reflection"], data["goal"]])).toEqual([
      [`${idOf(1)}:2`, "I plan.", null],
      [`${idOf(1)}:3`, null, "Read more."],
    ]);
  });

  it("is read from raw values, whatever the formatted ones say", async () => {
    const row = {
      ...aRow(1),
      field_144: "<b>Year 99</b>",
      field_197: '<a href="mailto:evil@example.test">evil</a>',
      field_855: "31/12/1999",
    };
    const { records } = await pageOf("students", () => [row]);
    expect(records[0]?.data).toMatchObject({
      year_group: "Year 12",
      email: "Amara.1@School.example",
      completed: "2026-09-01",
    });
  });

  it.each<[string, Record<string, Json>, string]>([
    ["that does not parse", { "855": "soon" }, "field_855"],
    ["that is blank", { "855": "" }, "field_855"],
    ["that is not a day", { "855": { date: "31/02/2026" } }, "field_855"],
  ])("with a date %s is a reject, and never dated today", async (_, fields, field) => {
    const { records, rejects } = await pageOf("students", () => [aRow(1, fields), aRow(2)]);
    expect(records.map(({ id }) => id)).toEqual([idOf(2)]);
    expect(rejects).toMatchObject([{ id: idOf(1), code: "field_unreadable", facts: { field } }]);
  });

  it("without an address has no key", async () => {
    const { records } = await pageOf("students", () => [aRow(1, { "197": "" })]);
    expect(records[0]?.data).toMatchObject({ email: null, key: null });
  });

  it("shows only the fields that are read to the person who corrects it", async () => {
    const { rejects } = await pageOf("students", () => [
      { ...aRow(1, { "855": "soon" }), field_9999_raw: "a private matter" },
    ]);
    expect(rejects[0]?.sample).toContain("soon");
    expect(rejects[0]?.sample).not.toContain("private");
  });
});

describe("a page is refused", () => {
  const other = [{ id: "5a0000000000000000000099", identifier: "Elsewhere" }];
  it("when a row occurs twice", async () => {
    expect(await failureOf(pageOf("students", () => [aRow(1), aRow(1)]))).toMatchObject({
      kind: "broken",
      code: "answer_unreadable",
    });
  });

  it.each<[string, { [field: string]: Json }, string]>([
    ["another school's", { "133": other }, "field_133"],
    ["from the year before", { "855": "31/07/2026" }, "field_855"],
    ["from the year after", { "855": "01/08/2027" }, "field_855"],
  ])("when a row is %s: the filter was ignored", async (_, fields, field) => {
    const failure = await failureOf(pageOf("students", () => [aRow(1), aRow(2, fields)]));
    expect(failure).toMatchObject({
      kind: "broken",
      code: "filter_disobeyed",
      facts: { model: "object_10", field },
    });
  });

  it("when it has more rows than requested, or is another page", async () => {
    const many = aKnackClient(() =>
      answering(() => [aRow(1), aRow(2)])({ method: "GET", path: "/v1?page=1&rows_per_page=1000" }),
    );
    const order = { ...reading("students"), horizon, coverage: "pages" as const, pageSize: null };
    expect(
      await failureOf(
        knack.fetch(many, { ...order, partition: { type: "page", page: 1, size: 1 } }),
      ),
    ).toMatchObject({
      code: "answer_unreadable",
    });
    expect(
      await failureOf(knack.fetch(many, { ...order, partition: { type: "page", page: 2 } })),
    ).toMatchObject({
      code: "answer_unreadable",
    });
  });
});

describe("pages", () => {
  const rows = Array.from({ length: 12 }, (_, at) => aRow(at + 1, { "155": 4 }));
  const order = { ...reading("students"), horizon, coverage: "pages" as const, pageSize: null };

  it("are cut into whole pages of the next size when a response is too large, and surveyed smaller from then on", async () => {
    const answer = (request: SourceRequest): SourceResponse => {
      if (Number(queryOf(request).get("rows_per_page")) > 250)
        throw new ConnectorError("broken", "answer_too_large", { facts: { host: "h" } });
      return answering(() => rows)(request);
    };
    const client = aKnackClient(answer);
    expect(
      await knack.fetch(client, { ...order, partition: { type: "page", page: 2, last: true } }),
    ).toEqual({
      type: "smaller",
      partitions: [
        { type: "page", page: 3, size: 500 },
        { type: "page", page: 4, size: 500, last: true },
      ],
    });
    const got = await readAll(knack, client, { reading: reading("students") });
    expect(got.records.size).toBe(12);
    expect((await knack.survey(client, reading("students"), first)).partitions).toEqual([
      { type: "page", page: 1, size: 250, last: true },
    ]);
  });

  it("of one row that is too large are not rejects: nobody knows which row it is", async () => {
    const client = aKnackClient(() => {
      throw new ConnectorError("broken", "answer_too_large", { facts: { host: "h" } });
    });
    expect(
      await failureOf(
        knack.fetch(client, { ...order, partition: { type: "page", page: 7, size: 1 } }),
      ),
    ).toMatchObject({
      code: "answer_too_large",
    });
  });

  it("are smaller after one took too long, but not in the run that waited", async () => {
    let slow = true;
    const client = aKnackClient((request) => {
      if (slow) throw new ConnectorError("busy", "source_timeout", { facts: { host: "h" } });
      return answering(() => rows)(request);
    });
    expect(
      await failureOf(
        knack.fetch(client, { ...order, partition: { type: "page", page: 1, size: 1_000 } }),
      ),
    ).toMatchObject({
      kind: "busy",
    });
    slow = false;
    expect((await knack.survey(client, reading("students"), first)).partitions).toEqual([
      { type: "page", page: 1, size: 500, last: true },
    ]);
  });

  it("of long comments are cut before they are too long for the store", async () => {
    const long = "x".repeat(400_000);
    const client = aKnackClient(
      answering(() => rows.map((row) => ({ ...row, field_2302_raw: long }))),
    );
    const cut = await knack.fetch(client, {
      ...order,
      ...reading("comments"),
      partition: { type: "page", page: 1, size: 25 },
    });
    expect(cut).toMatchObject({
      type: "smaller",
      partitions: [{ size: 5 }, { size: 5 }, { size: 5 }, { size: 5 }, { size: 5 }],
    });
  });

  it("that are full and last have a rest; others do not", async () => {
    const client = aKnackClient(answering(() => rows));
    const rest = async (partition: Partition) => {
      const page = await knack.fetch(client, { ...order, partition });
      return page.type === "page" ? page.rest : page;
    };
    expect(await rest({ type: "page", page: 1, size: 5 })).toBeNull();
    expect(await rest({ type: "page", page: 2, size: 5, last: true })).toEqual({
      type: "page",
      page: 3,
      size: 5,
      last: true,
    });
    expect(await rest({ type: "page", page: 3, size: 5, last: true })).toBeNull();
    expect(await rest({ type: "page", page: 4, size: 5, last: true })).toBeNull();
  });

  it("are planned within limits, whatever the total says", async () => {
    const client = aKnackClient(
      answering(
        () => rows,
        () => 90_000_000,
      ),
    );
    const { partitions } = await knack.survey(client, reading("students"), first);
    expect([partitions.length, partitions.at(-1)]).toEqual([
      400,
      { type: "page", page: 400, size: 1_000, last: true },
    ]);
    const mad = aKnackClient(
      answering(
        () => rows,
        () => 1e15,
      ),
    );
    expect(await failureOf(knack.survey(mad, reading("students"), first))).toMatchObject({
      code: "answer_unreadable",
    });
  });
});

describe("surveys", () => {
  it("of one run share a request, and a later run makes its own", async () => {
    // Its clock and ours agree about the year, whenever this test runs.
    const client = aKnackClient((request) => ({
      ...answering(() => [aRow(1)])(request),
      headers: { date: new Date().toUTCString() },
    }));
    const one = await knack.survey(client, reading("students"), first);
    const other = await knack.survey(client, reading("scores"), first);
    expect([
      client.requests.length,
      one.toRead,
      other.toRead,
      other.coverage,
      other.idRanges,
    ]).toEqual([1, 1, null, "pages", []]);
    const look = client.recall("look") as { asked: number };
    client.remember("look", { ...look, asked: look.asked - 3_001 });
    await knack.survey(client, reading("comments"), first);
    expect(client.requests.length).toBe(2);
  });

  it("request the days around the year, for a single school", async () => {
    const client = aKnackClient(
      answering(() => []),
      { calendar: "uk" },
    );
    await knack.survey(client, reading("students"), first);
    const [request] = client.requests;
    expect(request?.headers).toEqual({
      "X-Knack-Application-Id": "c0ffee00c0ffee00c0ffee01",
      "X-Knack-REST-API-KEY": "planted-key",
    });
    expect(request?.path).not.toContain("planted-key");
    // The response says that it is November 2026; if our own clock says another year, the look is
    // repeated for that one.
    const asked = client.requests.filter(({ path }) => path.includes("/records?"));
    const filters = JSON.parse(queryOf(asked.at(-1) as SourceRequest).get("filters") ?? "") as Json;
    expect(filters).toEqual({
      match: "and",
      rules: [
        { field: "field_133", operator: "is", value: school },
        { field: "field_855", operator: "is after", value: "31/07/2026" },
        { field: "field_855", operator: "is before", value: "01/08/2027" },
      ],
    });
  });

  it("request again when the source is in another year than we are", async () => {
    let clock = "Tue, 31 Jul 2018 12:00:00 GMT";
    const past = (request: SourceRequest): SourceResponse => ({
      ...answering(() => [])(request),
      headers: { date: clock },
    });
    const client = aKnackClient(past);
    await knack.survey(client, reading("students"), first);
    const asked = client.requests
      .filter(({ path }) => path.includes("/records?"))
      .map(
        (request) =>
          /"is after","value":"([^"]+)"/.exec(queryOf(request).get("filters") ?? "")?.[1],
      );
    expect([asked.length, asked[1]]).toEqual([2, "31/07/2017"]);
    // A clock that was wrong for a moment leaves nothing behind.
    clock = noon;
    expect((await knack.survey(client, reading("students"), first)).horizon.at).toBe(
      "2026-11-25T12:00:00.000Z",
    );
  });
});
