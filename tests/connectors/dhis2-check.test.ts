// What a DHIS2 connection reports before anything is read: address, version, clock and rights, each
// with its remedy.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allOf } from "../../connectors/dhis2/collection.ts";
import { dhis2 } from "../../connectors/dhis2/dhis2.ts";
import { validate } from "../../connectors/dhis2/imports.ts";
import { addressOf, Dhis2Settings } from "../../connectors/dhis2/settings.ts";
import type {
  SourceResponse,
  SourceClient,
  SourceRequest,
} from "../../connectors/source-client.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Check } from "../../contract/source/check.ts";
import { dhis2Sandbox } from "../../sandbox/accounts.ts";
import { startDhis2Sandbox, type Dhis2Sandbox } from "../../sandbox/dhis2/server.ts";
import { dhis2World } from "./dhis2-world.ts";

let sandbox: Dhis2Sandbox;
beforeAll(async () => {
  sandbox = await startDhis2Sandbox({
    ports: { source: 0, destination: 0 },
    size: { districts: 1, facilities: 1, months: 1 },
  });
});
afterAll(() => sandbox.close());
const { openClient, control, kept, arm } = dhis2World(() => sandbox);

async function checks(to: SourceClient<Dhis2Settings>): Promise<Record<string, Check>> {
  const found: Record<string, Check> = {};
  for await (const check of dhis2.check(to)) found[check.name] = check;
  return found;
}
const statuses = (found: Record<string, Check>) =>
  Object.fromEntries(Object.values(found).map(({ name, status }) => [name, status]));
const { sync, limited, locked } = dhis2Sandbox;

describe("the address", () => {
  it.each([
    ["https://hmis.example.org", "https://hmis.example.org/"],
    ["https://hmis.example.org/training/", "https://hmis.example.org/training/"],
    ["https://hmis.example.org/training/api/me?x=1", "https://hmis.example.org/training/"],
    [
      "https://hmis.example.org/a/b/dhis-web-dashboard/index.html#/x",
      "https://hmis.example.org/a/b/",
    ],
    ["https://hmis.example.org/dhis/apps/dashboard", "https://hmis.example.org/dhis/"],
  ])("%s is %s", (url, address) =>
    expect(addressOf(Dhis2Settings.parse({ url })).href).toBe(address),
  );
});

describe("the checks", () => {
  it("pass for an account with all rights, and name it", async () => {
    const found = await checks(openClient());
    expect(new Set(Object.values(statuses(found)))).toEqual(new Set(["passed"]));
    expect(found["sign_in"]?.seen?.en).toBe(sync.username);
    expect(found["version"]?.seen?.en).toBe("DHIS2 2.42.1");
    expect(found["clock"]?.seen?.en).toBe("-3 min from ours");
  });

  it("change nothing at the destination while they test its rights", async () => {
    const before = await control("GET", "state");
    await checks(openClient({ side: "destination" }));
    expect(await control("GET", "state")).toMatchObject({
      dhis2: (before as { dhis2: object }).dhis2,
    });
  });

  it("warn about a clock that is far off, and about a system without units", async () => {
    const found = await checks(openClient({ side: "destination" }));
    expect(statuses(found)).toMatchObject({
      clock: "warning",
      org_units: "warning",
      writes_metadata: "passed",
      writes_values: "passed",
    });
    expect(found["clock"]?.seen?.en).toBe("7 min from ours");
  });

  it("tell a read-only account which rights writing needs", async () => {
    const found = await checks(
      openClient({ settings: { username: limited.username }, secret: limited.password }),
    );
    expect(statuses(found)).toMatchObject({
      sign_in: "passed",
      reads_metadata: "passed",
      writes_metadata: "warning",
      writes_values: "warning",
    });
    expect(found["writes_metadata"]?.remedy?.en).toContain("F_METADATA_IMPORT");
  });

  it.each([
    ["a wrong password", { secret: "wrong" }, "user name and password"],
    [
      "a locked account",
      { settings: { username: locked.username }, secret: locked.password },
      "locked",
    ],
  ])("stop at %s", async (_, asked, words) => {
    const found = await checks(openClient(asked));
    expect(found["sign_in"]?.status).toBe("failed");
    expect(found["sign_in"]?.remedy?.en).toContain(words);
    expect(Object.values(statuses(found)).filter((status) => status === "skipped").length).toBe(7);
  });

  it("warn about a version that was never tested", async () => {
    const strange: SourceResponse = {
      status: 200,
      headers: {},
      body: JSON.stringify({ version: "2.39.2", serverDate: "2026-11-25T10:00:00.000" }),
    };
    const real = openClient();
    const call = (request: SourceRequest) =>
      request.path.startsWith("/api/system/info") ? Promise.resolve(strange) : real.call(request);
    expect((await checks({ ...real, call }))["version"]?.status).toBe("warning");
  });
});

describe("a dry run", () => {
  it("reports what would be refused, and saves nothing", async () => {
    const objects: { [member: string]: Json }[] = [
      { id: "Constant001", name: "Good", value: 1 },
      {
        id: "Constant002",
        name: "Bad",
        value: 1,
        attributeValues: [{ value: "x", attribute: { id: "Nowhere0000" } }],
      },
    ];
    const report = await validate(openClient({ side: "destination" }), {
      family: "constants",
      objects,
    });
    expect(report).toMatchObject({ created: 1, refused: [{ uid: "Constant002" }] });
    expect(await kept("constants", "destination")).toEqual([]);
  });
});

describe("a long list", () => {
  const listed = (pages: Json[]) => {
    const asked: string[] = [];
    const call = async ({ path }: SourceRequest): Promise<SourceResponse> => {
      asked.push(decodeURIComponent(path));
      return { status: 200, headers: {}, body: JSON.stringify(pages[asked.length - 1] ?? {}) };
    };
    return { asked, client: { ...openClient(), call } };
  };
  const page = (total: number, ids: string[]): Json => ({
    pager: { page: 1, total, pageSize: 20_000 },
    options: ids.map((id) => ({ id })),
  });

  it("continues after the last uid, in the order of the source", async () => {
    const { client: to, asked } = listed([
      page(3, ["aBcdefghij0", "ABcdefghij0"]),
      page(1, ["bBcdefghij0"]),
    ]);
    expect(await allOf(to, { family: "options", filters: [], fields: "id" })).toHaveLength(3);
    expect(asked[1]).toContain("id:gt:ABcdefghij0");
  });

  it("that starts over is refused", async () => {
    const { client: to } = listed([page(3, ["aBcdefghij0"]), page(3, ["aBcdefghij0"])]);
    await expect(allOf(to, { family: "options", filters: [], fields: "id" })).rejects.toMatchObject(
      {
        failure: { code: "answer_unreadable" },
      },
    );
  });
});

describe("the simulated DHIS2", () => {
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${sandbox.urls.source}${path}`, { headers, redirect: "manual" });
  const signedIn = { authorization: `Basic ${btoa(`${sync.username}:${sync.password}`)}` };

  it("redirects a browser to the form, and tells a program that it is not signed in", async () => {
    expect((await ask("/api/me")).status).toBe(302);
    const told = await ask("/api/me", { "x-requested-with": "XMLHttpRequest" });
    expect([told.status, Object.keys((await told.json()) as object)]).toEqual([
      401,
      ["httpStatus", "httpStatusCode", "status", "message"],
    ]);
    const token = await ask("/api/me", { authorization: "ApiToken d2pat_wrong" });
    expect([token.status, token.headers.get("www-authenticate")]).toEqual([401, "ApiToken"]);
  });

  it("counts pages as the real one does", async () => {
    const { pager } = (await (
      await ask("/api/dataElements?page=2&pageSize=7&fields=id", signedIn)
    ).json()) as { pager: object };
    expect(pager).toMatchObject({ page: 2, total: 40, pageSize: 7, pageCount: 6 });
    expect(Object.keys(pager)).toEqual([
      "page",
      "total",
      "pageSize",
      "nextPage",
      "prevPage",
      "pageCount",
    ]);
  });

  it("answers with an empty object if there are no values, and refuses an incomplete query", async () => {
    const [{ id: set } = { id: "" }] = await kept("dataSets");
    const [{ id: unit } = { id: "" }] = await kept("organisationUnits");
    expect(
      await (
        await ask(`/api/dataValueSets?dataSet=${set}&orgUnit=${unit}&period=203001`, signedIn)
      ).json(),
    ).toEqual({});
    const refused = await ask(`/api/dataValueSets?dataSet=${set}&orgUnit=${unit}`, signedIn);
    expect([refused.status, await refused.json()]).toMatchObject([409, { errorCode: "E2002" }]);
  });

  it("compresses its responses on demand, and logs them", async () => {
    await control("DELETE", "log");
    await arm({ fault: "gzip", method: "me" });
    const packed = await ask("/api/me", signedIn);
    expect([
      packed.headers.get("content-encoding"),
      ((await packed.json()) as { username: string }).username,
    ]).toEqual(["gzip", sync.username]);
    expect(await control("GET", "log?database=source")).toMatchObject({
      entries: [{ method: "me", faults: ["gzip"] }],
    });
  });
});
