// The simulated Knack behaves as the real one was observed to: what it returns to whom, in which
// form, and how it counts.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { knackSandbox } from "../../sandbox/accounts.ts";
import { startKnack, type KnackServer } from "../../sandbox/knack/server.ts";

type Row = { id: string; [field: string]: unknown };
type Page = { total_pages: number; current_page: number; total_records: number; records: Row[] };

let sandbox: KnackServer;
let twin: KnackServer;
const sizes = { ashdown: 1_100, brackenfield: 60, coorong: 40 };
beforeAll(async () => {
  [sandbox, twin] = await Promise.all([
    startKnack({ port: 0, sizes, perSecond: 100_000 }),
    startKnack({ port: 0, sizes, perSecond: 100_000 }),
  ]);
});
afterEach(() => control("DELETE", "faults"));
afterAll(() => Promise.all([sandbox.close(), twin.close()]));

const signedIn = {
  "X-Knack-Application-Id": knackSandbox.application,
  "x-knack-rest-api-key": knackSandbox.key,
};
const american = { ...signedIn, "X-Knack-Application-Id": knackSandbox.american };

const get = (path: string, headers: Record<string, string> = signedIn, at = sandbox) =>
  fetch(`${at.url}/v1/objects/${path}`, { headers });
const page = async (
  query: Record<string, string | number> = {},
  headers: Record<string, string> = signedIn,
  at = sandbox,
): Promise<Page> =>
  (
    await get(
      `object_10/records?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`,
      headers,
      at,
    )
  ).json() as Promise<Page>;
const control = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
  const answer = await fetch(`${sandbox.url}/sandbox/knack/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Answer;
};

const { brackenfield, coorong } = knackSandbox.schools;
const of = (school: string, ...rules: object[]) =>
  JSON.stringify({
    match: "and",
    rules: [{ field: "field_133", operator: "is", value: school }, ...rules],
  });
const date = (operator: string, value: string) => ({ field: "field_855", operator, value });

describe("who may call", () => {
  it.each<[string, Record<string, string>, number, string]>([
    ["nobody", {}, 401, "Invalid API Request"],
    [
      "without a key",
      { "X-Knack-Application-Id": knackSandbox.application },
      401,
      "Invalid API Request",
    ],
    [
      "a malformed application, before the key is looked at",
      { ...signedIn, "X-Knack-Application-Id": "x", "x-knack-rest-api-key": "wrong" },
      400,
      "ValidationError: Malformed App ID.",
    ],
    ["a wrong key", { ...signedIn, "x-knack-rest-api-key": "wrong" }, 401, "Invalid API key"],
  ])("%s", async (_, headers, status, text) => {
    const answer = await get("object_10/records", headers);
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      status,
      "text/html; charset=utf-8",
      text,
    ]);
  });

  it("gets errors about unknown objects and records in plain text", async () => {
    for (const path of ["object_99/records", "object_10/records/nothing", "object_2"]) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        404,
        "text/html; charset=utf-8",
      ]);
    }
  });
});

describe("pages", () => {
  it("hold 25 rows by default, and never more than 1,000", async () => {
    expect((await page()).records.length).toBe(25);
    const most = await page({ rows_per_page: 5_000 });
    expect([most.records.length, most.current_page, most.total_pages]).toEqual([
      1_000,
      1,
      Math.ceil(most.total_records / 1_000),
    ]);
  });

  it("follow each other in the order of ids, and are empty beyond the end", async () => {
    const all = [
      ...(await page({ rows_per_page: 1_000 })).records,
      ...(await page({ rows_per_page: 1_000, page: 2 })).records,
    ];
    const ids = all.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    expect(await page({ page: 99 })).toMatchObject({ records: [], current_page: 99 });
  });

  it("are the same on every machine", async () => {
    expect(await page({ rows_per_page: 200, page: 3 })).toEqual(
      await page({ rows_per_page: 200, page: 3 }, signedIn, twin),
    );
  });
});

describe("filters", () => {
  const days = async (rules: object[], headers: Record<string, string> = signedIn) => {
    const { records } = await page(
      { rows_per_page: 1_000, filters: of(coorong.id, ...rules) },
      headers,
    );
    return records.map((row) => String(row["field_855"])).sort();
  };

  it("of a date exclude the day they name, whatever its time", async () => {
    const year = new Date().getUTCFullYear();
    const within = await days([
      date("is after", `31/12/${year - 1}`),
      date("is before", `01/01/${year + 1}`),
    ]);
    expect(within.filter((day) => day.startsWith(`01/01/${year}`)).length).toBeGreaterThanOrEqual(
      2,
    );
    expect(within.length).toBe(40);
    const later = await days([
      date("is after", `01/01/${year}`),
      date("is before", `01/01/${year + 1}`),
    ]);
    expect(later.filter((day) => day.startsWith(`01/01/${year}`))).toEqual([]);
    // Midnight of the first day of the next year belongs to that year.
    expect(await days([date("is after", `31/12/${year}`)])).toEqual([`01/01/${year + 1} 00:00`]);
  });

  it("of a date require the application's own order", async () => {
    const year = new Date().getUTCFullYear();
    expect(
      (await days([date("is after", `12/31/${year - 1}`)], american)).length,
    ).toBeGreaterThanOrEqual(40);
    expect(await days([date("is after", `12/31/${year - 1}`)])).toEqual([]);
  });

  it("of a connection require the id", async () => {
    const ours = await page({ filters: of(brackenfield.id) });
    expect(ours.total_records).toBe(60 + 36 + 2);
    expect((await page({ filters: of(brackenfield.name) })).total_records).toBe(0);
    expect(
      (
        await page({
          filters: JSON.stringify([{ field: "field_133", operator: "is", value: brackenfield.id }]),
        })
      ).total_records,
    ).toBe(ours.total_records);
  });

  it.each([
    "{",
    '{"rules":7}',
    JSON.stringify([{ field: "field_1", operator: "is" }]),
    JSON.stringify([date("sounds like", "x")]),
  ])("that make no sense are refused: %s", async (filters) =>
    expect((await get(`object_10/records?filters=${encodeURIComponent(filters)}`)).status).toBe(
      400,
    ),
  );
});

describe("filters with groups and days", () => {
  const countOf = async (filters: object, headers: Record<string, string> = signedIn) =>
    (await page({ filters: JSON.stringify(filters), rows_per_page: 1 }, headers)).total_records;
  const year = (n: number) => ({ field: "field_144", operator: "is", value: `Year ${n}` });
  const ours = { field: "field_133", operator: "is", value: coorong.id };

  it("may be nested", async () => {
    const [ten, eleven] = [
      await countOf({ match: "and", rules: [ours, year(10)] }),
      await countOf({ match: "and", rules: [ours, year(11)] }),
    ];
    expect(ten * eleven).toBeGreaterThan(0);
    expect(
      await countOf({ match: "and", rules: [ours, { match: "or", rules: [year(10), year(11)] }] }),
    ).toBe(ten + eleven);
    expect(await countOf([ours, { match: "and", rules: [year(10), year(11)] }])).toBe(0);
  });

  const moved = async (day: string, operator: string, more: object = {}) => {
    const [row] = await control<{ id: string }[]>("GET", "records?school=coorong");
    await control("POST", "write", {
      id: row?.id,
      values: { field_855: { day, time: "12:00", asText: false } },
    });
    const found = await page({
      filters: JSON.stringify([ours, { field: "field_855", operator, ...more }]),
      rows_per_page: 1_000,
    });
    return found.records.some(({ id }) => id === row?.id);
  };
  it.each<[string, string, object, string[], string[]]>([
    ["is today", "2026-11-25", {}, ["2026-11-25"], ["2026-11-24", "2026-11-26"]],
    ["is today or before", "2026-11-25", {}, ["2026-11-25", "2026-11-24"], ["2026-11-26"]],
    ["is before today", "2026-11-25", {}, ["2026-11-24"], ["2026-11-25"]],
    ["is after today", "2026-11-25", {}, ["2026-11-26"], ["2026-11-25"]],
    ["is before current time", "2026-11-25", {}, ["2026-11-24", "2026-11-25"], ["2026-11-26"]],
    [
      "is during the current",
      "2026-11-25",
      { type: "week" },
      ["2026-11-23", "2026-11-29"],
      ["2026-11-22", "2026-11-30"],
    ],
    [
      "is during the current",
      "2026-11-25",
      { type: "month" },
      ["2026-11-01", "2026-11-30"],
      ["2026-10-31", "2026-12-01"],
    ],
    [
      "is during the previous",
      "2026-11-25",
      { range: 7, type: "days" },
      ["2026-11-18", "2026-11-24"],
      ["2026-11-17", "2026-11-25"],
    ],
    [
      "is during the previous",
      "2026-03-31",
      { range: 1, type: "months" },
      ["2026-02-28", "2026-03-30"],
      ["2026-02-27", "2026-03-31"],
    ],
    [
      "is during the next",
      "2026-11-25",
      { range: 2, type: "weeks" },
      ["2026-11-26", "2026-12-09"],
      ["2026-11-25", "2026-12-10"],
    ],
    [
      "is before the previous",
      "2026-11-25",
      { range: 1, type: "years" },
      ["2025-11-24"],
      ["2025-11-25"],
    ],
    ["is after the next", "2026-11-25", { range: 3, type: "days" }, ["2026-11-29"], ["2026-11-28"]],
  ])("are relative to today: %s of %s, %o", async (operator, today, more, inside, outside) => {
    await control("POST", "clock", { now: `${today}T15:00:00Z` });
    for (const day of inside) expect(await moved(day, operator, more), day).toBe(true);
    for (const day of outside) expect(await moved(day, operator, more), day).toBe(false);
    await control("POST", "clock", { offsetMs: 0 });
  });

  it("use the day of the application's time zone", async () => {
    await control("POST", "clock", { now: "2026-11-26T02:00:00Z" });
    await control("POST", "write", {
      id: (await page({ rows_per_page: 1 })).records[0]?.id,
      values: { field_855: { day: "2026-11-25", time: null, asText: false } },
    });
    const today = [{ field: "field_855", operator: "is today" }];
    expect([
      (await countOf(today)) < (await countOf(today, american)),
      (await countOf(today, american)) > 0,
    ]).toEqual([true, true]);
    await control("POST", "clock", { offsetMs: 0 });
  });

  it.each([
    ["a number", { field: "field_146", operator: "contains", value: 1 }],
    ["a connection", { field: "field_133", operator: "higher than", value: 1 }],
    ["a date", { field: "field_855", operator: "is during the previous", range: 1, type: "moons" }],
  ])("refuse operators that %s does not have", async (_, rule) => {
    const answer = await get(
      `object_10/records?filters=${encodeURIComponent(JSON.stringify([rule]))}`,
    );
    expect([answer.status, await answer.text()]).toEqual([400, "Invalid filters"]);
  });
});

describe("the application", () => {
  const open = (path: string, init: RequestInit = {}) => fetch(`${sandbox.url}/v1/${path}`, init);

  it("returns its schema to anyone who knows its id, with its date format", async () => {
    type Field = { key: string; type: string; format?: { date_format?: string } };
    type Schema = {
      application: { settings: { timezone: string }; objects: { key: string; fields: Field[] }[] };
    };
    const formats = [knackSandbox.application, knackSandbox.american].map(async (id) => {
      const { application } = (await (await open(`applications/${id}`)).json()) as Schema;
      const fields = application.objects.find(({ key }) => key === "object_10")?.fields ?? [];
      return fields.find(({ key }) => key === "field_855")?.format?.date_format;
    });
    expect(await Promise.all(formats)).toEqual(["dd/mm/yyyy", "mm/dd/yyyy"]);
    expect((await open("applications/x")).status).toBe(400);
    expect((await open(`applications/${"0".repeat(24)}`)).status).toBe(404);
  });

  it("names its objects and their fields to a caller with the key", async () => {
    const { objects } = (await (await open("objects", { headers: signedIn })).json()) as {
      objects: { key: string }[];
    };
    expect(objects.map(({ key }) => key)).toEqual(["object_2", "object_5", "object_10"]);
    const { fields } = (await (
      await open("objects/object_2/fields", { headers: signedIn })
    ).json()) as { fields: unknown[] };
    expect(fields[0]).toEqual({
      key: "field_44",
      label: "Name",
      type: "short_text",
      required: true,
    });
  });

  it("shows a page's columns, and those behind a login only to authorised callers", async () => {
    const visitor = { ...signedIn, "x-knack-rest-api-key": "knack" };
    const view = (path: string, headers: Record<string, string>) => open(path, { headers });
    const home = (await (
      await view("scenes/scene_1/views/view_1/records", visitor)
    ).json()) as Page;
    expect(Object.keys(home.records[0] ?? {})).toEqual([
      "id",
      "field_44",
      "field_44_raw",
      "field_2209",
      "field_2209_raw",
    ]);
    const hidden = await view("pages/scene_2/views/view_2/records", visitor);
    expect([hidden.status, await hidden.text()]).toEqual([403, "Invalid or Expired Token"]);
    expect((await view("pages/scene_2/views/view_2/records", signedIn)).status).toBe(200);
    expect((await view("objects/object_2/records", visitor)).status).toBe(401);
  });
});

describe("order", () => {
  it("is the object's default unless another is requested", async () => {
    const names = async (query: string) =>
      ((await (await get(`object_2/records?${query}`)).json()) as Page).records.map((row) =>
        String(row["field_44"]),
      );
    expect(await names("")).toEqual((await names("")).toSorted());
    expect(await names("sort_field=field_44&sort_order=desc")).toEqual(
      (await names("")).toReversed(),
    );
    expect((await get("object_2/records?sort_field=field_1")).status).toBe(400);
    await control("POST", "sort", { object: "object_10", field: "field_144", order: "desc" });
    const years = (await page({ rows_per_page: 1_000 })).records.map((row) =>
      String(row["field_144"]),
    );
    expect(years).toEqual(years.toSorted().toReversed());
    await control("POST", "reset", {});
  });
});

describe("a written record", () => {
  const put = (path: string, method: string, body: unknown) =>
    fetch(`${sandbox.url}/v1/objects/${path}`, {
      method,
      headers: signedIn,
      body: JSON.stringify(body),
    });

  it("comes back, and changes nothing else", async () => {
    const made = (await (
      await put("object_2/records", "POST", { field_44: "Dunmore", field_2209: "Active" })
    ).json()) as Row;
    const changed = (await (
      await put(`object_2/records/${made.id}`, "PUT", { field_2209: "Cancelled" })
    ).json()) as Row;
    expect([changed["field_44"], changed["field_2209"]]).toEqual(["Dunmore", "Cancelled"]);
    expect(await (await put(`object_2/records/${made.id}`, "DELETE", {})).json()).toEqual({
      delete: true,
    });
    expect((await get(`object_2/records/${made.id}`)).status).toBe(404);
  });

  it.each<[string, object, string]>([
    ["an unknown choice", { field_44: "A", field_2209: "Gone" }, "field_2209"],
    ["a blank required field", { field_2209: "Active" }, "field_44"],
  ])("is refused with its field: %s", async (_, body, field) => {
    const answer = await put("object_2/records", "POST", body);
    const { errors } = (await answer.json()) as { errors: { field: string }[] };
    expect([answer.status, errors.map((error) => error.field)]).toEqual([400, [field]]);
  });

  it.each<[string, object]>([
    ["a connection to an unknown record", { field_110: "5a00000000000000000000ff" }],
    ["a date in the other order", { field_98: "12/31/2026" }],
    ["an invalid number", { field_91: "much" }],
    ["an address without an @", { field_86: "nobody" }],
    ["a file that was never uploaded", { field_96: "5e0000000000000000000099" }],
  ])("is refused: %s", async (_, body) => {
    expect((await put("object_5/records", "POST", { field_84: "A", ...body })).status).toBe(400);
  });
});

describe("values have two forms", () => {
  it("one for people, one for programs", async () => {
    const { records } = await page({ rows_per_page: 1_000, filters: of(brackenfield.id) });
    const [row] = records as [Row];
    expect(row["field_133"]).toBe(`<span class="${brackenfield.id}">${brackenfield.name}</span>`);
    expect(row["field_133_raw"]).toEqual([{ id: brackenfield.id, identifier: brackenfield.name }]);
    expect(row["field_197"]).toMatch(/^<a href="mailto:/);
    expect(row["field_187_raw"]).toEqual({ first: expect.any(String), last: expect.any(String) });
    const blank = records.find((one) => one["field_2299"] === "");
    expect(blank?.["field_2299_raw"]).toEqual([null]);
    const two = records.find((one) => String(one["field_145"]).includes("<br />"));
    expect(two?.["field_145_raw"]).toHaveLength(2);
    const texts = records.filter((one) => typeof one["field_855_raw"] === "string");
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.length).toBeLessThan(records.length / 2);
    expect(records.some((one) => / \d\d:\d\d$/.test(String(one["field_855"])))).toBe(true);
  });

  it("midnight is 12 am, and the stamps are the wall clock", async () => {
    const year = new Date().getUTCFullYear();
    const { records } = await page({ filters: of(coorong.id, date("is", `01/01/${year}`)) });
    const day = records.find((row) => typeof row["field_855_raw"] === "object");
    expect(day?.["field_855_raw"]).toEqual({
      date: `01/01/${year}`,
      date_formatted: `01/01/${year}`,
      hours: "12",
      minutes: "00",
      am_pm: "AM",
      unix_timestamp: Date.parse(`${year}-01-01T00:00:00Z`),
      iso_timestamp: `${year}-01-01T00:00:00.000Z`,
      timestamp: `01/01/${year} 12:00 am`,
      time: 720,
    });
  });
});

describe("limits", () => {
  it("are stated in every response, and refuse one call too many", async () => {
    const strict = await startKnack({
      port: 0,
      sizes: { ashdown: 3, brackenfield: 3, coorong: 3 },
      perSecond: 4,
      perDay: 1_000,
    });
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => get("object_2/records", signedIn, strict)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(4);
    const refused = answers.find(({ status }) => status === 429);
    expect(await refused?.text()).toBe("Rate limit exceeded");
    expect(refused?.headers.get("x-ratelimit-remaining")).toBe("0");
    for (const name of [
      "x-planlimit-limit",
      "x-planlimit-remaining",
      "x-planlimit-reset",
      "x-ratelimit-limit",
      "x-ratelimit-remaining",
      "x-ratelimit-reset",
    ])
      expect(answers[0]?.headers.get(name), name).toMatch(/^\d+$/);
    await strict.close();
  });

  it("of the day end at midnight UTC of the sandbox's clock", async () => {
    await control("POST", "clock", { now: "2027-03-03T23:59:58Z" });
    await control("POST", "limits", { perDay: 100, used: 100 });
    const spent = await get("object_2/records");
    expect([spent.status, spent.headers.get("x-planlimit-remaining")]).toEqual([429, "0"]);
    expect(Number(spent.headers.get("x-planlimit-reset"))).toBeLessThanOrEqual(2_000);
    expect(spent.headers.get("date")).toMatch(/03 Mar 2027 23:59/);
    await control("POST", "clock", { now: "2027-03-04T00:00:01Z" });
    expect((await get("object_2/records")).status).toBe(200);
    await control("POST", "clock", { offsetMs: 0 });
    await control("POST", "limits", { perDay: 25_000, used: 0 });
  });
});

describe("faults and control", () => {
  it.each([
    [{ fault: "burst_limit" }, 429, "x-ratelimit-remaining"],
    [{ fault: "day_limit" }, 429, "x-planlimit-remaining"],
  ] as const)("%o", async (fault, status, zero) => {
    await control("POST", "faults", fault);
    const struck = await get("object_10/records");
    expect([struck.status, struck.headers.get(zero)]).toEqual([status, "0"]);
    expect((await get("object_10/records")).status).toBe(200);
  });

  it("unavailable is a proxy's page, and a fault may apply to a single school", async () => {
    await control("POST", "faults", {
      fault: "unavailable",
      database: brackenfield.id,
      times: "always",
    });
    expect(
      (await get(`object_10/records?filters=${encodeURIComponent(of(brackenfield.id))}`)).status,
    ).toBe(503);
    expect(
      (await get(`object_10/records?filters=${encodeURIComponent(of(coorong.id))}`)).status,
    ).toBe(200);
  });

  it("a wrong total and rows that move show on the next page", async () => {
    await control("POST", "faults", { fault: "lying_counts", by: 4 });
    const lie = await page({ filters: of(brackenfield.id) });
    await control("POST", "faults", { fault: "rows_changing", removed: 2, added: 0, changed: 0 });
    const after = await page({ filters: of(brackenfield.id) });
    expect(after.total_records).toBe(lie.total_records - 4 - 2);
  });

  it("change, upload and remove report what they did, and the log what was requested", async () => {
    const ids = async () =>
      (await control<{ id: string }[]>("GET", "records?school=coorong")).map(({ id }) => id);
    const before = await ids();
    const done = await control<Record<"changed" | "added" | "removed", string[]>>(
      "POST",
      "change",
      {
        school: "coorong",
        changed: 2,
        added: 3,
        removed: 1,
      },
    );
    expect(await ids()).toEqual([
      ...before.filter((id) => !done.removed.includes(id)),
      ...done.added,
    ]);
    const { added } = await control<{ added: string[] }>("POST", "upload", { school: "coorong" });
    expect(await ids()).toEqual(added);
    await control("POST", "remove", { id: added.slice(0, 5) });
    expect((await ids()).length).toBe(added.length - 5);
    await control("DELETE", "log");
    await page({ filters: of(coorong.id) });
    expect(await control("GET", "log")).toMatchObject({
      total: 1,
      entries: [
        {
          protocol: "knack",
          model: "object_10",
          method: "list",
          database: coorong.id,
          status: 200,
        },
      ],
    });
    expect(
      (await fetch(`${sandbox.url}/sandbox/knack/change`, { method: "POST", body: '{"school":7}' }))
        .status,
    ).toBe(400);
    expect((await fetch(`${sandbox.url}/sandbox/knack/nothing`)).status).toBe(404);
  });
});

it("starts from the command line beside the simulated Odoo", async () => {
  const child = spawn(process.execPath, [
    join(import.meta.dirname, "../../sandbox/main.ts"),
    "--port",
    "0",
    "--knack",
    "0",
    "--size",
    "0.01",
  ]);
  let said = "";
  for await (const part of child.stdout) {
    said += String(part);
    if (said.includes("Odoo")) break;
  }
  const [, url = ""] = /sandbox: Knack at (\S+)/.exec(said) ?? [];
  expect((await fetch(`${url}/v1/objects/object_2/records`)).status).toBe(401);
  child.kill("SIGTERM");
  const [code] = (await once(child, "exit")) as [number];
  expect(code).toBe(0);
});
