// What a wrong or changing Knack might do to get a green tick over wrong numbers, and what comes of
// it.
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import type { Partition } from "../../contract/source/partition.ts";
import type { Page } from "../../contract/source/page.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { SourceResponse, SourceRequest } from "../../connectors/source-client.ts";
import { knack } from "../../connectors/knack/knack.ts";
import { pagesAgree } from "../../core/page-totals.ts";
import {
  aKnackClient,
  answering,
  aRow,
  failureOf,
  idOf,
  jsonAnswer,
  queryOf,
  school,
} from "./knack-client.ts";
import { reading } from "./knack-world.ts";

type Row = { [field: string]: Json };
type Envelope = { total_pages?: Json; current_page?: Json; total_records: Json; records: Json };

/**
 * Two pages of three rows, and one of two: the client remembers that the application cannot return
 * larger ones.
 */
const size = 5;
const students = Array.from({ length: 12 }, (_, at) =>
  aRow(at + 1, { "155": 4, "2302": "I plan." }),
);

/** A Knack whose responses are altered; `page` and `size` are those of the request. */
function aFalseKnack(
  hand: (envelope: Envelope, asked: { page: number; size: number }) => Envelope,
  rows: () => Row[] = () => students,
) {
  const honest = answering(rows);
  return smallPages(
    aKnackClient((request) => {
      const answer = honest(request);
      const asked = {
        page: Number(queryOf(request).get("page")),
        size: Number(queryOf(request).get("rows_per_page")),
      };
      return { ...answer, body: JSON.stringify(hand(JSON.parse(answer.body) as Envelope, asked)) };
    }),
  );
}

function smallPages<Link extends ReturnType<typeof aKnackClient>>(client: Link): Link {
  client.remember("rows", size);
  return client;
}

/** A complete read, judged as a refresh judges it. */
async function judged(client: ReturnType<typeof aKnackClient>, resource = "students") {
  const survey = await knack.survey(client, reading(resource), { cursor: null, complete: false });
  const pages: Page[] = [];
  const waiting: Partition[] = [...survey.partitions];
  for (let partition = waiting.shift(); partition; partition = waiting.shift()) {
    const got = await knack.fetch(client, {
      ...reading(resource),
      partition,
      horizon: survey.horizon,
      coverage: survey.coverage,
      pageSize: null,
    });
    if (got.type === "smaller") waiting.unshift(...got.partitions);
    else pages.push(got);
    if (got.type === "page" && got.rest) waiting.unshift(got.rest);
  }
  const count = await knack.count(client, {
    ...reading(resource),
    horizon: survey.horizon,
    cursor: null,
  });
  const listed = new Set(pages.flatMap(({ rows = [] }) => rows)).size;
  const agrees = pagesAgree({ count, totals: pages.map(({ total = null }) => total), listed });
  return {
    agrees,
    records: pages.flatMap(({ records }) => records),
    rejects: pages.flatMap(({ rejects }) => rejects),
  };
}

/** Whether a refresh would end as completed. */
const isGreen = (client: ReturnType<typeof aKnackClient>) =>
  judged(client).then(
    ({ agrees, rejects }) => agrees && rejects.length === 0,
    (error: unknown) => {
      if (error instanceof ConnectorError) return false;
      throw error;
    },
  );

const codeOf = async (client: ReturnType<typeof aKnackClient>, resource = "students") =>
  (await failureOf(judged(client, resource)))?.code;

it("an honest Knack agrees to the last row", async () => {
  const { agrees, records, rejects } = await judged(aFalseKnack((envelope) => envelope));
  expect([agrees, records.length, rejects]).toEqual([true, 12, []]);
});

describe("a response that contradicts itself or the request is refused", () => {
  it.each<[string, (envelope: Envelope, asked: { page: number }) => Envelope]>([
    ["more pages than the total fills", (envelope) => ({ ...envelope, total_pages: 40 })],
    ["another page than was asked for", (envelope) => ({ ...envelope, current_page: 2 })],
    ["a page without its number", ({ total_records, records }) => ({ total_records, records })],
    ["a page in words", (envelope) => ({ ...envelope, current_page: true })],
    ["a total that is a text", (envelope) => ({ ...envelope, total_records: "12" })],
    ["a total below nothing", (envelope) => ({ ...envelope, total_records: -12 })],
    ["a total with a fraction", (envelope) => ({ ...envelope, total_records: 12.5 })],
    ["no total", (envelope) => ({ ...envelope, total_records: null })],
    ["no rows", (envelope) => ({ ...envelope, records: null })],
    [
      "rows that are a record",
      (envelope) => ({ ...envelope, records: { 0: students[0] ?? null } }),
    ],
  ])("%s", async (_, hand) => {
    expect(await codeOf(aFalseKnack(hand))).toBe("answer_unreadable");
  });

  it.each<[string, SourceResponse, string]>([
    [
      "an error with a success status",
      jsonAnswer({ errors: [{ message: "no" }] }),
      "answer_unreadable",
    ],
    [
      "a web page",
      { status: 200, headers: {}, body: "<html><body>Sign in</body></html>" },
      "not_that_system",
    ],
  ])("%s", async (_, answer, code) => {
    expect(await codeOf(aKnackClient(() => answer))).toBe(code);
  });
});

describe("moving pages are noticed", () => {
  /** Rows that change once the first page has been read. */
  function moving(change: (rows: Row[]) => Row[]) {
    let rows = students;
    let moved = false;
    const client = aFalseKnack(
      (envelope, asked) => {
        if (asked.page === 1 && asked.size === size && !moved) [moved, rows] = [true, change(rows)];
        return envelope;
      },
      () => rows,
    );
    return client;
  }
  const late = aRow(99, { "155": 4 });

  it.each<[string, (rows: Row[]) => Row[]]>([
    ["one leaves", (rows) => rows.slice(1)],
    ["one is added at the front", (rows) => [late, ...rows]],
    // The total is the same as before, and the row that moved to the first page was on no page.
    ["one is removed and another added at the end", (rows) => [...rows.slice(1), late]],
    [
      "one is removed and another added further on",
      (rows) => [...rows.slice(1, 8), late, ...rows.slice(8)],
    ],
    [
      "two change their places",
      (rows) => [...rows.slice(5, 10), ...rows.slice(0, 5), ...rows.slice(10)],
    ],
  ])("%s", async (_, change) => {
    expect((await judged(moving(change))).agrees).toBe(false);
  });

  it.each<[string, (rows: Row[]) => Row[]]>([
    [
      "a row of a page that is still to come",
      (rows) => [...rows.slice(0, 11), aRow(12, { "155": 9 })],
    ],
    ["nothing", (rows) => rows],
  ])("%s makes no difference", async (_, change) => {
    expect((await judged(moving(change))).agrees).toBe(true);
  });

  it.each<[string, (envelope: Envelope, asked: { page: number; size: number }) => Envelope]>([
    [
      "the same page comes again under other numbers",
      (envelope, asked) =>
        asked.size === size ? { ...envelope, records: students.slice(0, 5) } : envelope,
    ],
    [
      "no order is kept",
      (envelope, asked) =>
        asked.page === 2 ? { ...envelope, records: students.slice(3, 8) } : envelope,
    ],
    [
      "a page in the middle is empty",
      (envelope, asked) =>
        asked.page === 2 && asked.size === size ? { ...envelope, records: [] } : envelope,
    ],
    [
      "pages are shorter than requested",
      (envelope, asked) =>
        asked.size === size
          ? { ...envelope, records: (envelope.records as Json[]).slice(0, 3) }
          : envelope,
    ],
    ["the total is too high", (envelope) => ({ ...envelope, total_records: 13 })],
    ["the total is too low", (envelope) => ({ ...envelope, total_records: 11 })],
    [
      "the total differs on each page",
      (envelope, asked) => ({ ...envelope, total_records: 11 + asked.page }),
    ],
  ])("%s", async (_, hand) => {
    expect(await isGreen(aFalseKnack(hand))).toBe(false);
  });

  it("endless pages come to an end", async () => {
    const client = aFalseKnack((_, asked) => ({
      total_pages: 3,
      total_records: 12,
      current_page: asked.page,
      records: students.slice(0, asked.size),
    }));
    expect(await isGreen(client)).toBe(false);
    expect(client.requests.length).toBeLessThan(40);
  });
});

describe("rows that nobody requested", () => {
  it.each<[string, number, Record<string, Json>, string]>([
    [
      "of another school, behind honest pages",
      11,
      { "133": [{ id: "5a0000000000000000000099", identifier: "Elsewhere" }] },
      "field_133",
    ],
    [
      "of another school with the same name",
      1,
      { "133": [{ id: "5a0000000000000000000099", identifier: school }] },
      "field_133",
    ],
    ["of another year, behind honest pages", 11, { "855": "31/07/2026" }, "field_855"],
  ])("%s", async (_, at, fields, field) => {
    const rows = students.with(at, aRow(at + 1, fields));
    expect(
      await failureOf(
        judged(
          aFalseKnack(
            (envelope) => envelope,
            () => rows,
          ),
        ),
      ),
    ).toMatchObject({ code: "filter_disobeyed", facts: { field } });
  });

  it("do not include those of a renamed school, because its id was requested", async () => {
    const rows = students.map((row) => ({
      ...row,
      field_133_raw: [{ id: school, identifier: "Renamed" }],
    }));
    expect(
      await judged(
        aFalseKnack(
          (envelope) => envelope,
          () => rows,
        ),
      ),
    ).toMatchObject({ agrees: true, rejects: [] });
  });

  it("do not mix two academic years, even if the next one begins during the read", async () => {
    let clock = "Fri, 31 Jul 2026 22:59:58 GMT";
    const client = smallPages(
      aKnackClient((request) => {
        const answer = answering(() => [])(request);
        const told = { ...answer, headers: { ...answer.headers, date: clock } };
        clock = "Fri, 31 Jul 2026 23:00:01 GMT";
        return told;
      }),
    );
    await judged(client);
    const lists = client.requests.filter(({ path }) => path.includes("/records?"));
    const asked = lists.map(
      (request) => /"is after","value":"([^"]+)"/.exec(queryOf(request).get("filters") ?? "")?.[1],
    );
    expect(new Set(asked.slice(-2))).toEqual(new Set(["31/07/2025"]));
  });
});

describe("a field", () => {
  const without = (row: Row, ...fields: string[]): Row =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !fields.includes(name)));
  const oneRow = (rows: Row[], resource: string) =>
    judged(
      aFalseKnack(
        (envelope) => envelope,
        () => rows,
      ),
      resource,
    );

  it.each([
    ["students", "field_144"],
    ["students", "field_133"],
    ["students", "field_855"],
    ["scores", "field_155"],
    ["scores", "field_172"],
    ["comments", "field_2304"],
    ["comments", "field_197"],
  ])(
    "of %s that no row has (%s) is not blank: it was deleted or is hidden",
    async (resource, field) => {
      const rows = students.map((row) => without(row, field, `${field}_raw`));
      const failure = await failureOf(oneRow(rows, resource));
      expect(failure).toMatchObject({ kind: "refused", code: "field_missing", facts: { field } });
    },
  );

  it("that one row lacks costs that row", async () => {
    const rows = students.with(3, without(students[3] ?? {}, "field_155", "field_155_raw"));
    const { agrees, records, rejects } = await oneRow(rows, "scores");
    expect([agrees, records.length]).toEqual([true, 11]);
    expect(rejects).toMatchObject([
      { id: `${idOf(4)}:1`, code: "field_not_shown", facts: { field: "field_155" } },
    ]);
  });

  it("that is blank has no raw form, and is null", async () => {
    const { records, rejects } = await oneRow(
      [{ ...without(students[0] ?? {}, "field_144_raw"), field_144: "" }],
      "students",
    );
    expect([records[0]?.data["year_group"], rejects]).toEqual([null, []]);
  });

  it("without a raw form is not read", async () => {
    const { records, rejects } = await oneRow(
      [{ ...without(students[0] ?? {}, "field_144_raw"), field_144: "Year 12" }],
      "students",
    );
    expect([records.length, rejects.map(({ code, facts }) => [code, facts])]).toEqual([
      0,
      [["field_unreadable", { field: "field_144", value: '"Year 12"' }]],
    ]);
  });

  it.each<[string, string, Json, string]>([
    ["scores", "field_155", ["4"], "field_unreadable"],
    ["scores", "field_155", true, "field_unreadable"],
    ["scores", "field_155", "4/10", "field_unreadable"],
    ["scores", "field_155", 40, "score_out_of_range"],
    ["students", "field_145", "Clarke Dev", "field_unreadable"],
    ["students", "field_855", 20260901, "field_unreadable"],
    ["comments", "field_2302", { html: "I plan." }, "field_unreadable"],
  ])("of %s that has another type (%s: %j) is listed", async (resource, field, value, code) => {
    const { rejects } = await oneRow([{ ...students[0], [`${field}_raw`]: value }], resource);
    expect(rejects.map((reject) => [reject.code, reject.facts["field"]])).toEqual([[code, field]]);
  });

  it("that refers to a deleted record shows its id", async () => {
    const gone: Json = [
      { id: "5c01", identifier: "" },
      { id: "5c02", identifier: null },
      { id: "5c03" },
      { id: "5c04", identifier: 12 },
    ];
    const { records } = await oneRow([{ ...students[0], field_145_raw: gone }], "students");
    expect(records[0]?.data["tutors"]).toEqual(["5c01", "5c02", "5c03", "12"]);
  });
});

describe("a row", () => {
  it.each<[string, Json]>([
    ["without its id", null],
    ["with an invalid id", "../../x"],
    ["whose id is blank", ""],
    ["whose id is a number", 7],
  ])("%s costs only itself, wherever it is", async (_, id) => {
    const rows = students.with(6, { ...students[6], id });
    const { agrees, records, rejects } = await judged(
      aFalseKnack(
        (envelope) => envelope,
        () => rows,
      ),
    );
    expect([agrees, records.length]).toEqual([false, 11]);
    expect(rejects).toMatchObject([{ id: null, code: "record_without_id" }]);
  });

  it("that occurs twice hides another", async () => {
    const rows = students.with(1, students[0] ?? {});
    expect(
      await codeOf(
        aFalseKnack(
          (envelope) => envelope,
          () => rows,
        ),
      ),
    ).toBe("answer_unreadable");
  });
});

describe("the order of dates is never guessed", () => {
  const schemaOf = (field: Json): Json => ({
    application: {
      objects: [{ key: "object_10", fields: [{ key: "field_1", type: "date_time" }, field] }],
    },
  });
  const dated = (format: string, type = "date_time"): Json => ({
    key: "field_855",
    type,
    name: "Completed",
    format: { date_format: format },
  });
  /** An application with a schema; its rows are whatever a request in the right order finds. */
  function application(
    schema: SourceResponse,
    settings: Parameters<typeof aKnackClient>[1],
    rows: Row[] = students,
  ) {
    return smallPages(
      aKnackClient(
        (request: SourceRequest) =>
          request.path.startsWith("/v1/applications/") ? schema : answering(() => rows)(request),
        settings,
      ),
    );
  }
  const askedAfter = (client: ReturnType<typeof aKnackClient>) =>
    /"is after","value":"([^"]+)"/.exec(
      queryOf(client.requests.at(-1) ?? { method: "GET", path: "/" }).get("filters") ?? "",
    )?.[1];

  it.each([
    ["dd/mm/yyyy", "31/07/2026"],
    ["mm/dd/yyyy", "07/31/2026"],
  ])("but read from the application's schema: %s", async (format, after) => {
    const iso = (row: Row): Row => ({
      ...row,
      field_855_raw: { iso_timestamp: "2026-09-01T00:00:00.000Z" },
    });
    const client = application(
      jsonAnswer(schemaOf(dated(format))),
      { dateOrder: "schema" },
      students.map(iso),
    );
    expect((await judged(client)).agrees).toBe(true);
    expect(askedAfter(client)).toBe(after);
    const schemas = client.requests.filter(({ path }) => path.startsWith("/v1/applications/"));
    // Requested once, with only the application's id: the key is not sent to whoever answers there.
    expect(schemas.map(({ path, headers }) => [path, headers])).toEqual([
      ["/v1/applications/c0ffee00c0ffee00c0ffee01", {}],
    ]);
  });

  it.each<[string, SourceResponse | "too large"]>([
    ["names another way", jsonAnswer(schemaOf(dated("M D, yyyy")))],
    [
      "says nothing of it",
      jsonAnswer(schemaOf({ key: "field_855", type: "short_text", name: "Completed" })),
    ],
    [
      "has no such field",
      jsonAnswer(
        schemaOf({ key: "field_8550", type: "date_time", format: { date_format: "dd/mm/yyyy" } }),
      ),
    ],
    ["is not shown", { status: 401, headers: {}, body: "Invalid API Request" }],
    ["is larger than a response may be", "too large"],
  ])("and if the schema %s, a person has to declare it", async (_, schema) => {
    const client = aKnackClient(
      (request) => {
        if (schema === "too large")
          throw new ConnectorError("broken", "answer_too_large", { facts: { host: "h" } });
        return request.path.startsWith("/v1/applications/")
          ? schema
          : answering(() => students)(request);
      },
      { dateOrder: "schema" },
    );
    expect(await failureOf(judged(client))).toMatchObject({
      kind: "refused",
      code: "date_order_unknown",
    });
  });

  it("and a declaration that the rows contradict is refused", async () => {
    const american = students.with(
      7,
      aRow(8, {
        "855": { date_formatted: "09/23/2026", iso_timestamp: "2026-09-23T00:00:00.000Z" },
      }),
    );
    const client = application(jsonAnswer({}), { dateOrder: "dd/mm/yyyy" }, american);
    expect(await failureOf(judged(client))).toMatchObject({
      kind: "refused",
      code: "date_order_differs",
      facts: { written: "12/31/2026" },
    });
  });

  it("and if nothing was found, the schema decides about a declaration", async () => {
    const empty = (format: string) =>
      application(jsonAnswer(schemaOf(dated(format))), { dateOrder: "dd/mm/yyyy" }, []);
    expect(await failureOf(judged(empty("mm/dd/yyyy")))).toMatchObject({
      code: "date_order_differs",
      facts: { written: "12/31/2026" },
    });
    expect(await judged(empty("dd/mm/yyyy"))).toMatchObject({ agrees: true, records: [] });
    const silent = application(
      { status: 404, headers: {}, body: "Not found" },
      { dateOrder: "dd/mm/yyyy" },
      [],
    );
    expect(await judged(silent)).toMatchObject({ agrees: true, records: [] });
  });
});

it("an editor's empty comment is not a comment", async () => {
  const rows = [
    aRow(1, { "2302": "<p><br></p>", "2499": "&nbsp;" }),
    aRow(2, { "2303": "<p>I plan.</p>" }),
  ];
  const { records } = await judged(
    aFalseKnack(
      (envelope) => envelope,
      () => rows,
    ),
    "comments",
  );
  expect(records.map(({ id }) => id)).toEqual([`${idOf(2)}:2`]);
});
