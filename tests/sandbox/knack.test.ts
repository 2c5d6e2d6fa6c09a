// The pretend Knack behaves as the real one was seen to: what it says to whom, in which form, and how it counts.
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

const signedIn = { "X-Knack-Application-Id": knackSandbox.application, "x-knack-rest-api-key": knackSandbox.key };
const american = { ...signedIn, "X-Knack-Application-Id": knackSandbox.american };

const get = (path: string, headers: Record<string, string> = signedIn, at = sandbox) => fetch(`${at.url}/v1/objects/${path}`, { headers });
const page = async (query: Record<string, string | number> = {}, headers: Record<string, string> = signedIn, at = sandbox): Promise<Page> =>
  (
    await get(`object_10/records?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`, headers, at)
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
  JSON.stringify({ match: "and", rules: [{ field: "field_133", operator: "is", value: school }, ...rules] });
const date = (operator: string, value: string) => ({ field: "field_855", operator, value });

describe("who may ask", () => {
  it.each<[string, Record<string, string>, number, string]>([
    ["nobody", {}, 401, "Invalid API Request"],
    ["without a key", { "X-Knack-Application-Id": knackSandbox.application }, 401, "Invalid API Request"],
    [
      "a malformed application, before the key is looked at",
      { ...signedIn, "X-Knack-Application-Id": "x", "x-knack-rest-api-key": "wrong" },
      400,
      "ValidationError: Malformed App ID.",
    ],
    ["a wrong key", { ...signedIn, "x-knack-rest-api-key": "wrong" }, 401, "Invalid API key"],
  ])("%s", async (_, headers, status, text) => {
    const answer = await get("object_10/records", headers);
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([status, "text/html; charset=utf-8", text]);
  });

  it("is told of objects and records that are not there in plain text", async () => {
    for (const path of ["object_99/records", "object_10/records/nothing", "object_2"]) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    }
  });
});

describe("pages", () => {
  it("hold 25 rows unless said, and never more than 1,000", async () => {
    expect((await page()).records.length).toBe(25);
    const most = await page({ rows_per_page: 5_000 });
    expect([most.records.length, most.current_page, most.total_pages]).toEqual([1_000, 1, Math.ceil(most.total_records / 1_000)]);
  });

  it("follow each other in the order of ids, and are empty beyond the end", async () => {
    const all = [...(await page({ rows_per_page: 1_000 })).records, ...(await page({ rows_per_page: 1_000, page: 2 })).records];
    const ids = all.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    expect(await page({ page: 99 })).toMatchObject({ records: [], current_page: 99 });
  });

  it("are the same on every machine", async () => {
    expect(await page({ rows_per_page: 200, page: 3 })).toEqual(await page({ rows_per_page: 200, page: 3 }, signedIn, twin));
  });
});

describe("filters", () => {
  const days = async (rules: object[], headers: Record<string, string> = signedIn) => {
    const { records } = await page({ rows_per_page: 1_000, filters: of(coorong.id, ...rules) }, headers);
    return records.map((row) => String(row["field_855"])).sort();
  };

  it("of a date leave out the day they name, whatever its time", async () => {
    const year = new Date().getUTCFullYear();
    const within = await days([date("is after", `31/12/${year - 1}`), date("is before", `01/01/${year + 1}`)]);
    expect(within.filter((day) => day.startsWith(`01/01/${year}`)).length).toBeGreaterThanOrEqual(2);
    expect(within.length).toBe(40);
    const later = await days([date("is after", `01/01/${year}`), date("is before", `01/01/${year + 1}`)]);
    expect(later.filter((day) => day.startsWith(`01/01/${year}`))).toEqual([]);
    // Midnight of the first day of the next year is a day of that year.
    expect(await days([date("is after", `31/12/${year}`)])).toEqual([`01/01/${year + 1} 00:00`]);
  });

  it("of a date want the application's own order", async () => {
    const year = new Date().getUTCFullYear();
    expect((await days([date("is after", `12/31/${year - 1}`)], american)).length).toBeGreaterThanOrEqual(40);
    expect(await days([date("is after", `12/31/${year - 1}`)])).toEqual([]);
  });

  it("of a connection want the id", async () => {
    const ours = await page({ filters: of(brackenfield.id) });
    expect(ours.total_records).toBe(60 + 36 + 2);
    expect((await page({ filters: of(brackenfield.name) })).total_records).toBe(0);
    expect((await page({ filters: JSON.stringify([{ field: "field_133", operator: "is", value: brackenfield.id }]) })).total_records).toBe(
      ours.total_records,
    );
  });

  it.each(["{", '{"rules":7}', JSON.stringify([{ field: "field_1", operator: "is" }]), JSON.stringify([date("sounds like", "x")])])(
    "that make no sense are refused: %s",
    async (filters) => expect((await get(`object_10/records?filters=${encodeURIComponent(filters)}`)).status).toBe(400),
  );
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

  it("midnight is 12 am, and the stamps are the clock on the wall", async () => {
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
  it("are told with every answer, and refuse the call that is too many", async () => {
    const strict = await startKnack({ port: 0, sizes: { ashdown: 3, brackenfield: 3, coorong: 3 }, perSecond: 4, perDay: 1_000 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => get("object_2/records", signedIn, strict)));
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

  it("unavailable is a proxy's page, and a fault may strike one school alone", async () => {
    await control("POST", "faults", { fault: "unavailable", database: brackenfield.id, times: "always" });
    expect((await get(`object_10/records?filters=${encodeURIComponent(of(brackenfield.id))}`)).status).toBe(503);
    expect((await get(`object_10/records?filters=${encodeURIComponent(of(coorong.id))}`)).status).toBe(200);
  });

  it("a lying total and rows that move are seen by the next page", async () => {
    await control("POST", "faults", { fault: "lying_counts", by: 4 });
    const lie = await page({ filters: of(brackenfield.id) });
    await control("POST", "faults", { fault: "rows_changing", removed: 2, added: 0, changed: 0 });
    const after = await page({ filters: of(brackenfield.id) });
    expect(after.total_records).toBe(lie.total_records - 4 - 2);
  });

  it("change, upload and remove tell what they did, and the log what was asked", async () => {
    const ids = async () => (await control<{ id: string }[]>("GET", "records?school=coorong")).map(({ id }) => id);
    const before = await ids();
    const done = await control<Record<"changed" | "added" | "removed", string[]>>("POST", "change", {
      school: "coorong",
      changed: 2,
      added: 3,
      removed: 1,
    });
    expect(await ids()).toEqual([...before.filter((id) => !done.removed.includes(id)), ...done.added]);
    const { added } = await control<{ added: string[] }>("POST", "upload", { school: "coorong" });
    expect(await ids()).toEqual(added);
    await control("POST", "remove", { id: added.slice(0, 5) });
    expect((await ids()).length).toBe(added.length - 5);
    await control("DELETE", "log");
    await page({ filters: of(coorong.id) });
    expect(await control("GET", "log")).toMatchObject({
      total: 1,
      entries: [{ protocol: "knack", model: "object_10", method: "list", database: coorong.id, status: 200 }],
    });
    expect((await fetch(`${sandbox.url}/sandbox/knack/change`, { method: "POST", body: '{"school":7}' })).status).toBe(400);
    expect((await fetch(`${sandbox.url}/sandbox/knack/nothing`)).status).toBe(404);
  });
});

it("starts from the command line beside the pretend Odoo", async () => {
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
