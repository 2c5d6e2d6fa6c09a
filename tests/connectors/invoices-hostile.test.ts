// Hostile files: thousands of mutations and some made by hand. Nothing hangs, nothing throws, and
// every problem has its place.
import { describe, expect, it } from "vitest";
import { isCode } from "../../contract/sentences/sentences.ts";
import { aMessage, anInterchange, latin, readFile, sample, settingsOf } from "./invoices-world.ts";
import { aDraft, aLine, noClaims } from "../../connectors/invoices/draft.ts";
import { canSettle } from "../../connectors/invoices/settle.ts";
import { statementOf } from "../../connectors/invoices/statement.ts";
import { waysOf } from "../../connectors/invoices/ways.ts";
import { parseInvoiceFile } from "../../connectors/invoices/parse.ts";

/** The same numbers for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const spice = [
  0, 0x07, 0x0a, 0x0d, 0x1a, 0x22, 0x27, 0x2b, 0x2d, 0x2e, 0x30, 0x3a, 0x3b, 0x3f, 0x41, 0x80, 0xc3,
  0xef, 0xff,
];

/** One to four cuts, copies, changes or insertions. */
function mutate(bytes: Uint8Array, any: (below: number) => number): Uint8Array {
  let list = [...bytes];
  for (let left = 1 + any(4); left > 0; left -= 1) {
    const [at, length] = [any(list.length + 1), 1 + any(40)];
    const kind = any(5);
    if (kind === 0) list.splice(at, length);
    else if (kind === 1) list.splice(at, 0, ...list.slice(at, at + length));
    else if (kind === 2) list[Math.min(at, list.length - 1)] = spice[any(spice.length)] ?? 0;
    else if (kind === 3)
      list.splice(
        at,
        0,
        ...Array.from({ length: 1 + any(3) }, () => spice[any(spice.length)] ?? 0),
      );
    else list = list.slice(0, Math.max(1, at));
  }
  return Uint8Array.from(list);
}

const victims = {
  "opto33.edi": sample("opto33.edi"),
  "eancom.edi": latin(
    anInterchange([aMessage(), aMessage({ number: "F-2", code: "381", reference: "2" })]),
  ),
  "bulk.csv": sample("bulk.csv"),
  "statement.csv": sample("statement.csv"),
};

describe("mutations", () => {
  it.each(Object.entries(victims))(
    "of %s are judged, each wrong one with its place",
    async (name, bytes) => {
      const any = chance(name.length * 7_919);
      const verdicts = new Set<string>();
      for (let round = 0; round < 1_000; round += 1) {
        const { summary, items, codes } = await readFile(mutate(bytes, any), { name });
        verdicts.add(summary.verdict);
        expect(codes.filter((code) => !isCode(code))).toEqual([]);
        for (const item of items) {
          if (item.type !== "refused") continue;
          expect(
            item.problems.some(({ severity, line }) => severity === "error" && line !== null),
          ).toBe(true);
        }
        if (summary.verdict !== "reject-file") continue;
        const error = items.flatMap((item) =>
          item.type === "problem" && item.problem.severity === "error" ? [item.problem] : [],
        )[0];
        expect(
          error === undefined ||
            error.line !== null ||
            error.code.startsWith("file_") ||
            error.code.startsWith("csv_"),
        ).toBe(true);
        expect(summary.documents).toBe(0);
      }
      expect(verdicts.size).toBeGreaterThan(1);
    },
  );
});

describe("an invoice that may be read in too many ways", () => {
  it("is given up after some thousand readings, and refused", () => {
    const amounts = Array.from({ length: 40 }, (_, at) => BigInt(at + 1));
    const charge = (number: string) => aLine({ kind: "charge", number, net: 1n });
    const claims = {
      ...{
        ...noClaims(),
        extras: amounts,
        taxes: amounts,
        adjustments: [5n],
        rounding: [3n],
        totals: [999n * 10n ** 8n],
      },
      ...{ charges: [charge("C2")], inLines: [charge("1-1")], elsewhere: [charge("C3")] },
    };
    const draft = aDraft({
      claims,
      lines: [aLine({ net: 1n }), charge("C1")],
      lineCharges: [charge("1+1")],
    });
    expect([...waysOf(statementOf(draft, claims))].length).toBe(5_000);
    expect(canSettle(draft, claims)).toBe(false);
  });
});

describe("harmful files", () => {
  const unb = "UNB+UNOC:3+S+R+260316:1003+I1'";

  it.each([
    [
      "an endless segment",
      `${unb}UNH+1+INVOIC'FTX+${"x".repeat(200_000)}`,
      "reject-file",
      "edi_segment_too_long",
    ],
    [
      "a million empty segments",
      `${unb}${"'".repeat(1_000_000)}UNZ+0+I1'`,
      "warn",
      "edi_no_message",
    ],
    ["nothing but NUL bytes", "\u0000".repeat(100_000), "reject-file", "file_unknown"],
    ["nothing but blanks", " ".repeat(300_000), "reject-file", "file_unknown"],
    ["a UNA of nonsense", `UNAaaaaaa${unb}UNZ+0+I1'`, "warn", "edi_advice_invalid"],
    ["a UNA and no more", "UNA:+.? '", "reject-file", "edi_no_envelope"],
    [
      "a hundred thousand columns",
      `id;famille;type_article;entered_date;entered_valorise\n${";".repeat(100_000)}\n`,
      "reject-file",
      "csv_too_many_columns",
    ],
    [
      "a quote that never closes",
      `"E20";"${"x".repeat(500_000)}`,
      "reject-file",
      "csv_row_too_long",
    ],
    ["a message in a message", `${unb}UNH+1+INVOIC'UNH+2+INVOIC'`, "reject-file", "edi_nesting"],
    [
      "an amount of a thousand figures",
      anInterchange([aMessage({ net: "9".repeat(1_000) })]),
      "reject-message",
      "invoice_value_unreadable",
    ],
    [
      "a number that is too long",
      anInterchange([aMessage({ number: "9".repeat(500) })]),
      "reject-message",
      "invoice_number_too_long",
    ],
  ])("%s", async (_, text, verdict, code) => {
    const read = await readFile(latin(text), { size: 65_536 });
    expect(read.summary.verdict).toBe(verdict);
    expect(read.codes).toContain(code);
  });

  it("more lines than an invoice can have are refused, and not kept in memory", async () => {
    const lines = Array.from({ length: 20_050 }, () => ({ net: "1" }));
    const { summary, codes } = await readFile(latin(anInterchange([aMessage({ lines })])), {
      size: 65_536,
    });
    expect([summary.verdict, codes.includes("invoice_too_many_lines"), codes.length]).toEqual([
      "reject-message",
      true,
      expect.any(Number),
    ]);
    expect(codes.length).toBeLessThan(25);
  });

  it.each([
    ["charges in lines", "ALC+M++++FC'MOA+8:1'", "invoice_too_many_lines"],
    ["rates of tax", "TAX+7+VAT++1+:::20'", "invoice_too_many_lines"],
    ["text that nobody reads", `FTX+${"x".repeat(1_000)}'`, "invoice_too_long"],
  ])("an invoice with endless %s is refused, and not kept in memory", async (what, text, code) => {
    const often = text.repeat(what.startsWith("letters") ? 17_000 : 20_050);
    const message = what.startsWith("rates")
      ? aMessage().replace("UNS+S'", `UNS+S'${often}`)
      : aMessage({ extra: `LIN+0++1'${often}` });
    const { summary, codes } = await readFile(latin(anInterchange([message])), { size: 65_536 });
    expect([summary.verdict, codes.includes(code)]).toEqual(["reject-message", true]);
  });

  it("an invoice with endless orders lists the first two hundred", async () => {
    const extra = Array.from({ length: 1_000 }, (_, at) => `RFF+ON:${at}'`).join("");
    const { documents } = await readFile(latin(anInterchange([aMessage({ extra })])));
    expect([documents[0]?.document.orders.length, documents[0]?.document.orders.at(-1)]).toEqual([
      200,
      "199",
    ]);
  });

  it("a repeated document is recognised after ten thousand others", async () => {
    const others = Array.from({ length: 10_000 }, (_, at) => aMessage({ number: `G-${at}` }));
    const messages = [
      aMessage(),
      ...others,
      aMessage(),
      aMessage({ number: "G-7", lines: [{ net: "60" }, { net: "40" }] }),
    ];
    const { summary, items } = await readFile(latin(anInterchange(messages)), { size: 65_536 });
    const found = items.flatMap((item) =>
      item.type === "problem" ? [item.problem] : item.type === "refused" ? item.problems : [],
    );
    expect(summary.documents).toBe(10_001);
    expect(found.map(({ code, facts }) => [code, facts["number"]])).toEqual([
      ["invoice_repeated", "F-1"],
      ["invoice_number_reused", "G-7"],
    ]);
  });

  it("a file of 10 MB is read from a source that is never more than a chunk ahead", async () => {
    const message = Array.from({ length: 150 }, (_, at) =>
      aMessage({ number: `F-${at}`, reference: String(at) }),
    ).join("\r\n");
    let [given, ahead, read] = [0, 0, 0];
    const source = async function* () {
      yield latin("UNB+UNOC:3+S+R+260316:1003+I1'\r\n");
      while (given < 10_000_000) {
        const chunk = latin(`${message.replaceAll("F-", `F${given}-`)}\r\n`);
        given += chunk.length;
        ahead = Math.max(ahead, given - read);
        yield chunk;
      }
      yield latin("UNZ+1+I1'");
    };
    let documents = 0;
    const perChunk = message.length;
    for await (const item of parseInvoiceFile(source(), "big.edi", settingsOf())) {
      if (item.type !== "document") continue;
      documents += 1;
      read = Math.floor(documents / 150) * perChunk;
    }
    expect(documents).toBeGreaterThan(10_000);
    expect(ahead).toBeLessThan(1_000_000);
  });
});
