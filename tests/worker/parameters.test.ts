// Parameters of addresses: an invalid one is refused with a sentence, never guessed.
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { RecordPage } from "../../contract/api/record.ts";
import { sealCursor } from "../../worker/http/cursor.ts";
import {
  aConfiguration,
  ask,
  openFixture,
  problemOf,
  read,
  refresh,
  signIn,
  type Session,
} from "./fixture.ts";

let admin: Session;
let global: Session;
const places: Record<string, string> = {};

beforeAll(async () => {
  await openFixture();
  [admin, global] = [await signIn("admin"), await signIn("global")];
  const { id } = await aConfiguration(admin);
  const run = await refresh(admin, id);
  places["records"] = `/api/tenants/ours/records/${id}/local_sales`;
  places["other"] = `/api/tenants/ours/records/${(await aConfiguration(admin)).id}/local_sales`;
  places["sums"] = `${places["records"]}/sums`;
  places["averages"] = `${places["records"]}/averages`;
  places["runs"] = "/api/tenants/ours/runs";
  places["changes"] = `/api/tenants/ours/runs/${run.executionId}/changes`;
  places["fleet"] = "/api/runs";
});

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const cursors = [
  "",
  "0x",
  "x",
  "null",
  "[]",
  "{}",
  "[1,2]",
  '{"run":1}',
  '{"generation":1}',
  nested(900),
  nested(20_000),
  "\u0000",
];
const numbers = [
  "",
  "0x10",
  "1e1",
  "-1",
  "1.5",
  " 1",
  "01x",
  "NaN",
  "Infinity",
  "99999999999999999999",
  "١",
];

const wrong: [place: string, parameter: string, values: string[]][] = [
  [
    "records",
    "after",
    [
      ...cursors,
      '{"generation":0,"order":"","place":null,"id":1}',
      '{"generation":1,"order":"","place":{},"id":1}',
    ],
  ],
  ["records", "limit", ["0", "501", ...numbers]],
  ["records", "asOf", numbers],
  ["records", "sort", ["nothing", "__proto__"]],
  ["records", "direction", ["up", ""]],
  ["records", "surprise", ["1"]],
  [
    "changes",
    "after",
    [...cursors, '{"run":"","batch":-1,"index":0}', '{"run":"","batch":0,"index":"0"}'],
  ],
  ["changes", "limit", ["0", "501", ...numbers]],
  ["runs", "before", numbers],
  ["runs", "limit", ["0", "101", ...numbers]],
  [
    "averages",
    "where",
    ["", "x", "[]", "null", nested(900), nested(20_000), `{"currency":${nested(900)}}`],
  ],
  ["sums", "amount", ["", "nothing"]],
  ["fleet", "before", ["", "x", "~", "2026-01-01~x", "0x"]],
  ["fleet", "limit", ["0", "201", ...numbers]],
  ["fleet", "status", ["done", ""]],
];

describe("parameters of addresses", () => {
  it.each(wrong)("%s?%s= is refused where it is not right", async (place, parameter, values) => {
    for (const value of values)
      for (const language of ["en", "fr"]) {
        const address = `${places[place]}?${new URLSearchParams({ [parameter]: value })}`;
        const answer = await ask(address, {
          as: place === "fleet" ? global : admin,
          headers: { "accept-language": language },
        });
        expect([parameter, value.slice(0, 40), answer.status]).toEqual([
          parameter,
          value.slice(0, 40),
          400,
        ]);
        const { code, detail } = await problemOf(answer);
        expect(code).toBe("not_valid");
        expect(detail).toMatch(
          language === "en" ? /^Something in the request/ : /^Un élément de la demande/,
        );
      }
  });

  it("are refused when they are named twice", async () => {
    for (const twice of ["limit=1&limit=2", "search=a&search=b", "asOf=1&asOf=1"])
      expect((await ask(`${places["records"]}?${twice}`, { as: admin })).status).toBe(400);
  });

  it("read on only in the order in which the reading began", async () => {
    const records = (query: Record<string, string>) =>
      ask(`${places["records"]}?${new URLSearchParams(query)}`, { as: admin });
    const { next, generation } = await read<RecordPage>(await records({ limit: "2" }));
    const sorted = await read<RecordPage>(await records({ limit: "2", sort: "total" }));
    expect((await records({ after: next ?? "", asOf: String(generation) })).status).toBe(200);
    expect((await records({ after: sorted.next ?? "", sort: "total" })).status).toBe(200);
    const altered = (cursor: string | null, from: RegExp, to: string): string => {
      const [packed = "", mark = ""] = (cursor ?? "").split(".");
      const text = new TextDecoder().decode(
        Uint8Array.fromBase64(packed, { alphabet: "base64url" }),
      );
      expect(text).toMatch(from);
      return `${new TextEncoder().encode(text.replace(from, to)).toBase64({ alphabet: "base64url", omitPadding: true })}.${mark}`;
    };
    const wrong: Record<string, string>[] = [
      { after: next ?? "", search: "a" },
      { after: altered(next, /"id":\d+/, '"id":1') },
      { after: altered(next, /"generation":\d+/, '"generation":2') },
      { after: altered(sorted.next, /"place":[^,]+/, '"place":-1000000'), sort: "total" },
      { after: `${next}.` },
      { after: `${next}x` },
      { after: (next ?? "").split(".")[0] ?? "" },
      { after: next ?? "", sort: "total" },
      { after: sorted.next ?? "" },
      { after: sorted.next ?? "", sort: "total", direction: "desc" },
      { after: sorted.next ?? "", sort: "name" },
      { after: next ?? "", asOf: String((generation ?? 0) + 1) },
    ];
    for (const query of wrong) expect([query, (await records(query)).status]).toEqual([query, 400]);
    const elsewhere = `${places["other"]}?${new URLSearchParams({ after: next ?? "" })}`;
    expect((await ask(elsewhere, { as: admin })).status).toBe(400);
  });
});

describe("the data as of a generation", () => {
  it.each([
    ["en", /never published/],
    ["fr", /pas été publiées/],
  ])("that nobody may see is not found, and said in %s", async (language, words) => {
    for (const asOf of [0, 2, 999_999]) {
      const answer = await ask(`${places["records"]}?asOf=${asOf}`, {
        as: admin,
        headers: { "accept-language": language },
      });
      expect(answer.status).toBe(404);
      expect(await problemOf(answer)).toMatchObject({
        code: "generation_unknown",
        detail: expect.stringMatching(words) as string,
      });
    }
    const forged = JSON.stringify({ generation: 999_999, order: "", place: null, id: 1 });
    expect(
      (await ask(`${places["records"]}?${new URLSearchParams({ after: forged })}`, { as: admin }))
        .status,
    ).toBe(400);
    const configuration = places["records"]?.split("/").at(-2) ?? "";
    const gone = await sealCursor(
      { env },
      ["records", "ours", configuration, "local_sales", "", ""],
      forged,
    );
    expect(
      (await ask(`${places["records"]}?${new URLSearchParams({ after: gone })}`, { as: admin }))
        .status,
    ).toBe(404);
  });
});
