// What a person learns about a Knack connection: each check with its remedy, and the responses of
// real servers.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import type { Check } from "../../contract/source/check.ts";
import { unfilled } from "../../contract/sentences/say.ts";
import { type Code } from "../../contract/sentences/sentences.ts";
import type { SourceResponse } from "../../connectors/source-client.ts";
import { knack } from "../../connectors/knack/knack.ts";
import { knackSandbox } from "../../sandbox/accounts.ts";
import { startKnack, type KnackServer } from "../../sandbox/knack/server.ts";
import {
  aKnackClient,
  answering,
  aRow,
  failureOf,
  jsonAnswer,
  school,
  textAnswer,
} from "./knack-client.ts";
import { knackWorld, reading } from "./knack-world.ts";

const first = { cursor: null, complete: false };

describe("checks", () => {
  let sandbox: KnackServer;
  const world = knackWorld(() => sandbox, "brackenfield");
  beforeAll(async () => {
    sandbox = await startKnack({
      port: 0,
      sizes: { ashdown: 5, brackenfield: 30, coorong: 10 },
      perSecond: 100_000,
    });
  });
  afterAll(() => sandbox.close());

  async function checks(asked: Parameters<typeof world.openClient>[0] = {}): Promise<Check[]> {
    const found: Check[] = [];
    for await (const check of knack.check(world.openClient(asked))) found.push(check);
    return found;
  }
  const statuses = (found: Check[]) =>
    Object.fromEntries(found.map(({ name, status }) => [name, status]));
  const named = (found: Check[], name: string) => found.find((check) => check.name === name);

  it("of a good connection pass, name the school and count the calls left today", async () => {
    await world.control("POST", "limits", { perDay: 4_988, used: 4_000 });
    const found = await checks();
    expect(found.map(({ name, status }) => [name, status])).toEqual(
      [
        "address",
        "application",
        "sign_in",
        "results",
        "establishment",
        "calendar",
        "students",
        "allowance",
      ].map((name) => [name, "passed"]),
    );
    expect(named(found, "establishment")?.seen?.en).toBe("Brackenfield College");
    expect(named(found, "students")?.seen?.en).toMatch(/^30 in \d{4}\/\d{4}$/);
    // Four requests in all, including the schema; the last of them stated it.
    expect(named(found, "allowance")?.seen).toEqual({
      en: "984 of 4,988",
      fr: "984 sur 4\u202f988",
    });
  });

  it("report when the remaining calls are reserved for people", async () => {
    await world.control("POST", "limits", { perDay: 4_988, used: 4_970 });
    const found = await checks();
    expect(named(found, "allowance")).toMatchObject({
      status: "warning",
      seen: { en: "14 of 4,988" },
      remedy: { en: expect.stringContaining("midnight UTC") },
    });
    await world.control("POST", "limits", { perDay: 25_000, used: 0 });
  });

  it.each<[string, Parameters<typeof world.openClient>[0], Record<string, string>, Code]>([
    [
      "a wrong key",
      { secret: "wrong" },
      {
        address: "passed",
        application: "passed",
        sign_in: "failed",
        results: "skipped",
        allowance: "skipped",
      },
      "sign_in_refused",
    ],
    [
      "no key",
      { secret: null },
      { address: "skipped", application: "skipped", sign_in: "failed", results: "skipped" },
      "secret_missing",
    ],
    [
      "a school that is not there",
      { settings: { establishment: "0".repeat(24) } },
      {
        results: "passed",
        establishment: "failed",
        calendar: "skipped",
        students: "skipped",
        allowance: "passed",
      },
      "establishment_unknown",
    ],
    [
      "no school",
      { settings: { establishment: "" } },
      { results: "passed", establishment: "failed", students: "skipped" },
      "establishment_missing",
    ],
  ])("find %s", async (_, asked, expected, code) => {
    const found = await checks(asked);
    expect(statuses(found)).toMatchObject(expected);
    const failed = found.find(({ status }) => status === "failed");
    expect(failed?.remedy?.fr).toBe(
      unfilled(code, "fr").replaceAll("{host}", new URL(sandbox.url).host),
    );
  });

  it("find a calendar other than the school's", async () => {
    const found = await checks({ settings: { calendar: "australia" } });
    expect(named(found, "calendar")).toMatchObject({
      status: "warning",
      remedy: { en: expect.stringContaining("not Australian") },
    });
    const coorong = await checks({ settings: { establishment: knackSandbox.schools.coorong.id } });
    // Only the exact text `True` marks an Australian school; here `true` is that of a British one.
    expect(named(coorong, "calendar")).toMatchObject({
      status: "warning",
      remedy: { en: expect.stringContaining("as Australian") },
    });
  });

  it("find dates that are written in the other order", async () => {
    const found = await checks({ settings: { dateOrder: "mm/dd/yyyy" } });
    expect(named(found, "students")).toMatchObject({
      status: "failed",
      remedy: { en: expect.stringContaining("writes dates as 31/12/2026") },
    });
  });

  it("find an address that does not lead to Knack", async () => {
    await world.control("POST", "faults", { fault: "html", times: "always" });
    const found = await checks();
    await world.control("DELETE", "faults");
    expect(statuses(found)).toEqual({
      address: "failed",
      application: "skipped",
      sign_in: "skipped",
      results: "skipped",
      establishment: "skipped",
      calendar: "skipped",
      students: "skipped",
      allowance: "skipped",
    });
  });

  it("discover counts every resource with one call, and one for the schema", async () => {
    await world.control("DELETE", "log");
    const found = await knack.discover(world.openClient(), "school_results");
    const rows = await world.truth();
    const parts = (of: "scores" | "comments") => rows.reduce((sum, row) => sum + row[of].length, 0);
    expect(found.map(({ key, available, records }) => [key, available, records])).toEqual([
      ["students", true, 30],
      ["scores", true, parts("scores")],
      ["comments", true, parts("comments")],
    ]);
    expect((await world.control<{ total: number }>("GET", "log")).total).toBe(2);
    expect(await knack.discover(world.openClient(), "nothing")).toEqual([]);
  });
});

describe("a check of what this account may see", () => {
  const shown = async (rows: ReturnType<typeof aRow>[], record: { [field: string]: Json }) => {
    const client = aKnackClient((request) =>
      request.path.includes("/records?")
        ? answering(() => rows)(request)
        : jsonAnswer({ id: school, field_44_raw: "Ashdown", ...record }),
    );
    const found: Check[] = [];
    for await (const check of knack.check(client)) found.push(check);
    return Object.fromEntries(
      found.map(({ name, status, remedy }) => [name, [status, remedy?.en ?? null]]),
    );
  };

  it.each<[string, { [field: string]: Json }, string]>([
    [
      "passes if the school's flag matches",
      { field_3573: "false", field_3573_raw: "false" },
      "passed",
    ],
    ["warns if it does not", { field_3573: "True", field_3573_raw: "True" }, "warning"],
    ["treats a hidden flag as missing", {}, "skipped"],
  ])("%s", async (_, record, status) => {
    expect((await shown([aRow(1)], record))["calendar"]?.[0]).toBe(status);
  });

  it("counts neither students nobody requested nor those without a required field", async () => {
    const other = aRow(1, { "133": [{ id: "5a0000000000000000000099", identifier: "Elsewhere" }] });
    expect((await shown([other], {}))["students"]).toEqual([
      "failed",
      expect.stringContaining("that we did not ask for"),
    ]);
    const { field_172: _, ...hidden } = aRow(1);
    expect((await shown([hidden], {}))["students"]).toEqual([
      "failed",
      expect.stringContaining("field_172"),
    ]);
  });
});

describe("a server's response", () => {
  const page = (
    status: number,
    body = "<!DOCTYPE html><html><title>Sign in</title></html>",
  ): SourceResponse => textAnswer(status, body);

  it.each<[string, SourceResponse, string, string]>([
    // As captured: plain text, labelled as HTML.
    ["no headers", textAnswer(401, "Invalid API Request"), "refused", "sign_in_refused"],
    ["a wrong key", textAnswer(401, "Invalid API key"), "refused", "sign_in_refused"],
    [
      "a malformed application",
      textAnswer(400, "Malformed App ID."),
      "refused",
      "application_unknown",
    ],
    [
      "a malformed application, with a prefix",
      textAnswer(400, "ValidationError: Malformed App ID."),
      "refused",
      "application_unknown",
    ],
    ["an expired token", textAnswer(403, "Invalid or Expired Token"), "refused", "rights_missing"],
    ["an unknown object", textAnswer(404, "Not found"), "refused", "model_missing"],
    ["a filter that is refused", textAnswer(400, "Invalid filters"), "refused", "request_refused"],
    [
      "an error as JSON",
      { ...jsonAnswer({ errors: [{ message: "no" }] }), status: 400 },
      "refused",
      "request_refused",
    ],
    [
      "an error of its own",
      textAnswer(500, "Internal Server Error"),
      "busy",
      "source_server_error",
    ],
    ["a gateway", page(502), "busy", "source_server_error"],
    ["a gateway that waited", page(504), "busy", "source_timeout"],
    ["a proxy's login", page(401), "refused", "access_blocked"],
    ["a filter of a school's network", textAnswer(451, "blocked"), "refused", "access_blocked"],
    ["a web page", page(200), "refused", "not_that_system"],
    ["somebody else's missing page", page(404), "refused", "not_that_system"],
    ["nothing", textAnswer(200, ""), "broken", "answer_unreadable"],
    ["another JSON", jsonAnswer({ ok: true }), "broken", "answer_unreadable"],
    ["a list", jsonAnswer([1, 2]), "broken", "answer_unreadable"],
    [
      "a total that is none",
      jsonAnswer({ total_records: "12", records: [] }),
      "broken",
      "answer_unreadable",
    ],
    ["a page without rows", jsonAnswer({ total_records: 12 }), "broken", "answer_unreadable"],
  ])("%s", async (_, answer, kind, code) => {
    const failure = await failureOf(
      knack.survey(
        aKnackClient(() => answer),
        reading("students"),
        first,
      ),
    );
    expect(failure).toMatchObject({ kind, code });
    const named = [...unfilled(code as Code, "en").matchAll(/\{(\w+)(?:[|?][^}]*)?\}/g)].map(
      ([, fact]) => fact,
    );
    expect(Object.keys(failure?.facts ?? {})).toEqual(expect.arrayContaining(named));
  });

  it("with line breaks and spaces is parsed as a whole (the last line alone once was)", async () => {
    const body = JSON.stringify(
      { total_pages: 1, current_page: 1, total_records: 3, records: [] },
      null,
      4,
    );
    const survey = await knack.survey(
      aKnackClient(() => ({ ...jsonAnswer(null), body })),
      reading("students"),
      first,
    );
    expect([survey.toRead, survey.horizon]).toEqual([
      3,
      { at: "2026-11-25T12:00:00.000Z", highestId: null },
    ]);
  });

  it("without a clock leaves the horizon open", async () => {
    const answer: SourceResponse = {
      ...answering(() => [aRow(1)])({ method: "GET", path: "/v1?page=1&rows_per_page=1" }),
      headers: {},
    };
    const client = aKnackClient(() => answer);
    const survey = await knack.survey(client, reading("students"), first);
    expect(survey.horizon).toEqual({ at: null, highestId: null });
    // Without a clock two runs cannot be told apart, so nothing that one of them saw is used by the
    // other.
    expect(
      await knack.count(client, { ...reading("students"), horizon: survey.horizon, cursor: null }),
    ).toBe(1);
    expect(client.requests.length).toBe(2);
  });

  it("a web page is a temporary failure once the address has answered as Knack", async () => {
    let down = false;
    const client = aKnackClient(() =>
      down ? page(200) : jsonAnswer({ total_records: 0, records: [] }),
    );
    await knack.discover(client, "school_results");
    down = true;
    expect(await failureOf(knack.survey(client, reading("students"), first))).toMatchObject({
      kind: "broken",
      code: "answer_unreadable",
    });
  });
});

it("another school, calendar or application requires a complete read", () => {
  const print = (over: object) =>
    knack.fingerprint(
      knack.settings.parse({ application: "c".repeat(24), establishment: "5".repeat(24), ...over }),
      reading("scores"),
    );
  const prints = [
    {},
    { establishment: "6".repeat(24) },
    { calendar: "australia" },
    { application: "d".repeat(24) },
    { dateOrder: "mm/dd/yyyy" },
  ].map(print);
  expect(new Set(prints).size).toBe(5);
  // Who pays for the calls, and how many are reserved, does not change what is read.
  expect(print({ account: "Trust", dayReserve: 7, url: "https://api.knack.com/v1/" })).toBe(
    prints[0],
  );
});
