// An inbox of supplier files as a source: its own rules, besides those of every connector of files.
import { describe, expect, it } from "vitest";
import type { Partition } from "../../contract/source/partition.ts";
import type { Page } from "../../contract/source/page.ts";
import type { Reject, SourceRecord } from "../../contract/source/record.ts";
import { invoices } from "../../connectors/invoices/invoices.ts";
import { supplierInvoices } from "../../connectors/invoices/template.ts";
import { aBox, aMessage, anInterchange, latin, sample, settingsOf } from "./invoices-world.ts";

type Box = ReturnType<typeof aBox>;

const reading = (resource: string) => ({ template: "supplier_invoices", resource, options: {} });

async function readAll(
  box: Box,
  {
    resource = "invoices",
    after = 0,
    pageSize = null as number | null,
    partitions = null as Partition[] | null,
    lanes = "one" as "one" | "apart",
  } = {},
) {
  const survey = await invoices.survey(box, reading(resource), {
    cursor: after === 0 ? null : { number: after },
    complete: false,
  });
  const got = {
    survey,
    pages: [] as Page[],
    records: [] as SourceRecord[],
    rejects: [] as Reject[],
  };
  const waiting = [...(partitions ?? survey.partitions)];
  for (let partition = waiting.shift(); partition; partition = waiting.shift()) {
    const client = lanes === "one" ? box : { ...box };
    const page = await invoices.fetch(client, {
      ...reading(resource),
      partition,
      horizon: survey.horizon,
      coverage: survey.coverage,
      pageSize,
    });
    if (page.type === "smaller") {
      waiting.unshift(...page.partitions);
      continue;
    }
    got.pages.push(page);
    got.records.push(...page.records);
    got.rejects.push(...page.rejects);
    if (page.rest) waiting.unshift(page.rest);
  }
  return got;
}

const negative = settingsOf({
  suppliers: [{ supplier: "lunettes inventees", creditNotes: "negative" }],
});
const file = (name: string, ...messages: string[]) => ({
  name,
  bytes: latin(anInterchange(messages)),
});
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => aMessage({ number: `F-${at}` }));

describe("an inbox of supplier files", () => {
  it("is read file by file, above the cursor, and remembers the highest", async () => {
    const box = aBox([
      file("a.edi", aMessage({ number: "A" })),
      { name: "._a.edi", bytes: latin("x") },
      file("b.edi", aMessage({ number: "B" })),
    ]);
    const first = await readAll(box);
    expect(first.survey).toMatchObject({
      coverage: "files",
      cursor: { number: 3 },
      present: null,
      idRanges: [],
    });
    expect(first.survey.partitions).toEqual([
      { type: "file", file: "file-1" },
      { type: "file", file: "file-3" },
    ]);
    expect(first.records.map(({ id }) => id)).toEqual([
      "3000000000014|A|2026",
      "3000000000014|B|2026",
    ]);
    const second = await readAll(box, { after: 3 });
    expect([second.survey.partitions, second.survey.cursor, second.records]).toEqual([
      [],
      { number: 3 },
      [],
    ]);
  });

  it.each(["invoices", "invoice_lines"])("fills exactly the columns of %s", async (resource) => {
    const { records } = await readAll(
      aBox([
        { name: "o.edi", bytes: sample("opto33.edi") },
        { name: "b.csv", bytes: sample("bulk.csv") },
      ]),
      { resource },
    );
    const columns =
      supplierInvoices.resources
        .find(({ key }) => key === resource)
        ?.columns.map(({ name }) => name) ?? [];
    expect(records.length).toBeGreaterThan(1);
    for (const { data } of records) expect(Object.keys(data).sort()).toEqual([...columns].sort());
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  });

  it("cuts a file of many documents into pages under 4 MB", async () => {
    const { pages, records } = await readAll(aBox([file("a.edi", ...many(5_000))]));
    expect(pages.map((page) => page.records.length)).toEqual([4_000, 1_000]);
    expect(new Set(records.map(({ id }) => id)).size).toBe(5_000);
    for (const page of pages)
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(4_000_000);
  });

  it("reads a file of many pages twice where one lane has them all, and gives the same where each page has a lane of its own", async () => {
    const lines = [{ net: "50.00" }, { net: "30.00" }, { net: "20.00" }];
    const messages = Array.from({ length: 30 }, (_, at) =>
      aMessage({ number: `F-${at}`, lines, ...(at % 7 === 3 ? { total: "1.00" } : {}) }),
    );
    const files = [file("a.edi", ...messages), file("b.edi", aMessage({ number: "B" }))];
    const whole = await readAll(aBox(files), { resource: "invoice_lines" });
    const box = aBox(files);
    // Four lines a page: most of them end in the middle of a document.
    const paged = await readAll(box, { resource: "invoice_lines", pageSize: 4 });
    expect([paged.pages.length, box.opened]).toEqual([22, ["file-1", "file-1", "file-2"]]);
    expect([paged.records, paged.rejects]).toEqual([whole.records, whole.rejects]);
    const alone = await readAll(box, { resource: "invoice_lines", pageSize: 4, lanes: "apart" });
    expect([alone.pages, box.opened.length]).toEqual([paged.pages, 3 + 22]);
  });

  it("gives nothing but one reject of a file that is cut off after a thousand sound documents", async () => {
    const whole = anInterchange(many(1_200));
    const box = aBox([
      { name: "cut.edi", bytes: latin(whole.slice(0, -20)) },
      file("b.edi", aMessage({ number: "B" })),
    ]);
    const { records, rejects } = await readAll(box);
    expect(records.map(({ id }) => id)).toEqual(["3000000000014|B|2026"]);
    expect(rejects).toMatchObject([
      {
        id: "file-1",
        code: "edi_segment_unfinished",
        facts: { file: "cut.edi", segment: expect.any(String) },
      },
    ]);
  });

  it("finds rejected documents and files by their ids, and nothing once the file is gone", async () => {
    const box = aBox([
      file("a.edi", aMessage({ number: "A" }), aMessage({ number: "B", total: "1.00" })),
      { name: "x.pdf", bytes: latin("%PDF") },
    ]);
    const { rejects } = await readAll(box);
    expect(rejects.map(({ id, code }) => [id, code])).toEqual([
      ["file-1#1", "invoice_total_mismatch"],
      ["file-2", "file_unknown"],
    ]);
    const named = await readAll(box, {
      partitions: [{ type: "ids", ids: ["file-1#1", "file-2", "file-9", "file-9#4"] }],
    });
    expect(named.rejects.map(({ id }) => id).sort()).toEqual(["file-1#1", "file-2"]);
    // The sound document of that file may have come again, in a newer one: it is not given again.
    expect(named.records).toEqual([]);
  });

  it("reports with the first page of a file its repeated documents and inverted signs", async () => {
    const credit = aMessage({ number: "C", code: "381" });
    const box = aBox(
      [
        file(
          "a.edi",
          aMessage({ number: "A" }),
          aMessage({ number: "A" }),
          credit,
          aMessage({ number: "B" }),
        ),
      ],
      negative,
    );
    const told = async (resource: string) =>
      (await readAll(box, { resource, pageSize: 1 })).pages.map(({ found }) => found);
    expect(await told("invoices")).toEqual([{ repeated: 1, signFlipped: 1 }, undefined, undefined]);
    // Counted in documents: lines would tell the same once more.
    expect((await told("invoice_lines"))[0]).toBeUndefined();
  });

  it("reports with the first page of a file how many warnings it has, and the first of them, whatever is read from it", async () => {
    const files = [
      file("sound.edi", aMessage({ number: "A" })),
      file(
        "warned.edi",
        aMessage({ number: "B", extra: "FTX+ZZZ'" }),
        aMessage({ number: "C", extra: "FTX+AAI'" }),
        aMessage({ number: "B", extra: "FTX+ZZZ'" }),
      ),
      file("refused.edi", aMessage({ number: "D", total: "1.00", extra: "DTM+13:nonsense:102'" })),
      {
        name: "test.edi",
        bytes: latin(
          anInterchange([aMessage({ number: "E", extra: "DTM+13:nonsense:102'" })], { test: "1" }),
        ),
      },
    ];
    for (const resource of ["invoices", "invoice_lines"]) {
      const { pages } = await readAll(aBox(files), { resource, pageSize: 1 });
      const told = pages.map(({ warning }) => warning).filter((warning) => warning !== undefined);
      expect(told).toEqual([
        null,
        {
          file: "file-2",
          name: "warned.edi",
          count: 1,
          first: {
            code: "invoice_repeated",
            facts: expect.objectContaining({
              number: "B",
              file: "warned.edi",
              place: expect.stringMatching(/^segment \d+, l\. \d+$/),
            }),
          },
        },
        // What is refused is listed with its reason; what is a test is never used.
        null,
        null,
      ]);
    }
  });

  it("never imports documents of a test interchange", async () => {
    const { records, rejects } = await readAll(
      aBox([{ name: "t.edi", bytes: latin(anInterchange([aMessage()], { test: "1" })) }]),
    );
    expect([records, rejects]).toEqual([[], []]);
  });

  it("checks its tables, and its newest file", async () => {
    const statuses = async (box: Box) => {
      const all: [string, string][] = [];
      for await (const { name, status } of invoices.check(box)) all.push([name, status]);
      return all;
    };
    expect(await statuses(aBox([]))).toEqual([
      ["tables", "passed"],
      ["files", "warning"],
      ["newest", "skipped"],
    ]);
    expect(await statuses(aBox([file("a.edi", aMessage())]))).toEqual([
      ["tables", "passed"],
      ["files", "passed"],
      ["newest", "passed"],
    ]);
    expect(await statuses(aBox([{ name: "x", bytes: latin("PK") }]))).toEqual([
      ["tables", "passed"],
      ["files", "passed"],
      ["newest", "warning"],
    ]);
  });
});
