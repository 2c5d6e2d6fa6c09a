// What an invoice needs, what its amounts mean, and how flat files become documents.
import { describe, expect, it } from "vitest";
import {
  amountText,
  quotient,
  rateOf,
  readAmount,
  product,
} from "../../connectors/invoices/amount.ts";
import { readDtm } from "../../connectors/invoices/dates.ts";
import { preview } from "../../connectors/invoices/preview.ts";
import {
  aMessage,
  anInterchange,
  inChunks,
  latin,
  readFile,
  sample,
  settingsOf,
  utf8,
} from "./invoices-world.ts";

const edi = (...messages: string[]) => latin(anInterchange(messages));

describe("amounts", () => {
  it.each([
    ["161.82", "161.82"],
    ["0,680", "0.68"],
    ["-3", "-3.00"],
    ["3.5-", "-3.50"],
    [".5", "0.50"],
    ["1.", "1.00"],
    ["0.05500000000", "0.055"],
    ["999999999999999.99", "999999999999999.99"],
  ])("%s is %s", (text, expected) => {
    expect(amountText(readAmount(text) ?? 0n)).toBe(expected);
  });

  it.each([
    "",
    "-",
    ".",
    "1 000",
    "12,34.161.82",
    "$1.179",
    "1020A",
    "1e5",
    "-1-",
    "0.123456789",
    "1".repeat(30),
    "٣",
  ])("%j is not an amount", (text) => {
    expect(readAmount(text)).toBe(null);
  });

  it("are exact where floating point is not", () => {
    const sum = ["0.10", "0.20"].reduce((all, text) => all + (readAmount(text) ?? 0n), 0n);
    expect(amountText(sum)).toBe("0.30");
    expect(amountText(product(readAmount("1.005") ?? 0n, readAmount("100") ?? 0n))).toBe("100.50");
    expect(amountText(quotient(readAmount("-1") ?? 0n, readAmount("3") ?? 0n) ?? 0n)).toBe(
      "-0.33333333",
    );
  });

  it.each([
    ["20", "0.20"],
    ["5.5", "0.055"],
    ["0.20", "0.20"],
    ["2.1", "0.021"],
  ])("a rate of %s is %s", (percent, rate) => {
    expect(amountText(rateOf(readAmount(percent) ?? 0n))).toBe(rate);
  });
});

describe("days", () => {
  it.each([
    ["20260315", "102", "2026-03-15"],
    ["202603150915", "203", "2026-03-15"],
    ["260315", "101", "2026-03-15"],
    ["990420", "101", "1999-04-20"],
    ["202603", "610", "2026-03-01"],
    ["20260301-20260331", "718", "2026-03-01"],
    ["20240229", "102", "2024-02-29"],
    ["00000000", "102", "zero"],
    ["20261345", "102", "unreadable"],
    ["20230229", "102", "unreadable"],
    ["2026", "102", "unreadable"],
  ])("DTM %s:%s is %s", (value, format, expected) => {
    const read = readDtm(value, format);
    expect(read.type === "day" ? read.day : read.type).toBe(expected);
  });
});

describe("an invoice", () => {
  it.each([
    ["is used when it is whole", {}, "accept", []],
    [
      "of another type is refused with the reason",
      { code: "325" },
      "reject-message",
      ["invoice_type_refused"],
    ],
    ["without a number is refused", { number: "" }, "reject-message", ["invoice_number_missing"]],
    [
      "with an impossible date is refused",
      { date: "20260230" },
      "reject-message",
      ["invoice_value_unreadable"],
    ],
    [
      "without lines is refused",
      { lines: [], net: "0", tax: "0", total: "0" },
      "reject-message",
      ["invoice_empty"],
    ],
    ["whose lines differ by five cents is used", { net: "100.05", total: "120.05" }, "accept", []],
    [
      "whose lines differ by six cents is refused",
      { net: "100.06", total: "120.06" },
      "reject-message",
      ["invoice_net_mismatch"],
    ],
    [
      "whose total is wrong is refused",
      { total: "121.00" },
      "reject-message",
      ["invoice_total_mismatch"],
    ],
    [
      "with a price instead of an amount is used",
      { lines: [{ quantity: "4", price: "25" }] },
      "accept",
      [],
    ],
    [
      "with an allowance of the header is used",
      { net: "90.00", tax: "18.00", total: "108.00", extra: "ALC+A++++DI'MOA+204:10.00'" },
      "accept",
      [],
    ],
    [
      "with a charge alone is used",
      { lines: [], extra: "ALC+C++++FC'MOA+8:100.00'" },
      "accept",
      [],
    ],
  ])("%s", async (_, message, verdict, codes) => {
    const read = await readFile(edi(aMessage(message)));
    expect([read.summary.verdict, read.codes]).toEqual([verdict, codes]);
  });

  it("whose rates do not make its tax is refused", async () => {
    const rates = [
      "UNS+S'",
      "MOA+125:100.00'",
      "MOA+124:20.00'",
      "MOA+86:120.00'",
      "TAX+7+VAT+++:::20'",
      "MOA+125:100.00'",
      "MOA+124:19.00'",
    ];
    const message = aMessage().replace(/UNS[\s\S]*UNT\+\d+/, `${rates.join("")}UNT+16`);
    expect((await readFile(edi(message))).codes).toEqual([
      "invoice_rate_mismatch",
      "invoice_tax_mismatch",
    ]);
  });

  it("that is refused leaves the others of its file alone", async () => {
    const { summary, items } = await readFile(
      edi(
        aMessage({ number: "F-1" }),
        aMessage({ number: "F-2", total: "1.00" }),
        aMessage({ number: "F-3" }),
      ),
    );
    expect([summary.documents, summary.refused, summary.totals["EUR"]?.total]).toEqual([
      2,
      1,
      "240.00",
    ]);
    expect(items.map((item) => ("entry" in item ? [item.type, item.entry] : item.type))).toEqual([
      ["document", 0],
      ["refused", 1],
      ["document", 2],
      "summary",
    ]);
  });

  it("that occurs twice is used once; with other content the second is refused", async () => {
    const again = await readFile(
      edi(
        aMessage({ number: "F-1" }),
        aMessage({ number: "f-1 ".trim().toUpperCase(), reference: "2" }),
      ),
    );
    expect([again.summary.verdict, again.summary.documents]).toEqual(["accept-once", 1]);
    const other = await readFile(edi(aMessage(), aMessage({ net: "100.01", reference: "2" })));
    expect([other.summary.verdict, other.codes]).toEqual([
      "reject-message",
      ["invoice_total_adjusted", "invoice_number_reused"],
    ]);
  });

  // Otherwise stored documents would be taken for other ones when the same file comes again.
  it.each([
    ["opto33.edi", ["2bphisa06b3"]],
    ["bulk.csv", ["20tatzrrszz"]],
    ["statement.csv", ["1mjkrhdzttw", "1k8t3kfk4nu"]],
  ])("of %s has the same content hash as ever", async (name, contents) => {
    const { documents } = await readFile(sample(name), { name });
    expect(documents.map(({ document }) => document.content)).toEqual(contents);
  });

  it("of a test interchange is recognised, and marked so that nobody uses it", async () => {
    const { summary, documents } = await readFile(
      latin(anInterchange([aMessage()], { test: "1" })),
    );
    expect([
      summary.verdict,
      summary.documents,
      summary.tests,
      documents[0]?.document.test,
    ]).toEqual(["accept-as-test", 1, 1, true]);
  });

  it("belongs to the sender if no supplier is named, with a warning", async () => {
    const { documents, codes } = await readFile(edi(aMessage().replace(/NAD\+SU.*'\r\n/, "")));
    expect([documents[0]?.document.id, codes]).toEqual([
      "3000000000014|F-1|2026",
      ["edi_count_wrong", "invoice_supplier_assumed"],
    ]);
  });

  it("has an id without spaces and capitals, and a content hash that does not depend on its file", async () => {
    const one = (await readFile(edi(aMessage({ number: "f-9" })), { name: "a.edi" })).documents[0]
      ?.document;
    const other = (
      await readFile(edi(aMessage({ number: "F-8" }), aMessage({ number: "f-9" })), {
        name: "b.edi",
        size: 1,
      })
    ).documents[1]?.document;
    expect(one?.id).toBe("3000000000014|F-9|2026");
    expect([other?.id, other?.content]).toEqual([one?.id, one?.content]);
  });
});

describe("credit notes", () => {
  const note = (over: Parameters<typeof aMessage>[0]) =>
    edi(aMessage({ code: "381", number: "A-1", ...over }));
  const negative = {
    lines: [{ quantity: "-1", net: "-100.00" }],
    net: "-100.00",
    tax: "-20.00",
    total: "-120.00",
  };
  const reversal = {
    lines: [
      { quantity: "2", net: "150.00" },
      { quantity: "-1", net: "-50.00" },
    ],
  };

  it.each([
    ["negative", {}, ["-100.00", "-120.00", ["-100.00"], true]],
    ["negative", reversal, ["-100.00", "-120.00", ["-150.00", "50.00"], true]],
    [
      "negative",
      { ...negative, lines: [{ quantity: "1", net: "-100.00" }] },
      ["-100.00", "-120.00", ["-100.00"], false],
    ],
    ["as_sent", {}, ["100.00", "120.00", ["100.00"], false]],
    ["as_sent", negative, ["-100.00", "-120.00", ["-100.00"], false]],
    ["credit_notes_inverted", negative, ["-100.00", "-120.00", ["-100.00"], true]],
    ["all_negative_inverted", negative, ["-100.00", "-120.00", ["-100.00"], true]],
    ["all_negative_inverted", {}, ["-100.00", "-120.00", ["-100.00"], true]],
  ])("%s: %o", async (creditNotes, message, expected) => {
    const settings = settingsOf({ suppliers: [{ supplier: "lunettes  inventees", creditNotes }] });
    const read = (await readFile(note(message), { settings })).documents[0];
    const { net, total, lines } = read?.document ?? { net: 0n, total: 0n, lines: [] };
    expect([
      amountText(net),
      amountText(total ?? 0n),
      lines.map((line) => line.net),
      read?.signFlipped,
    ]).toEqual(expected);
  });

  it.each([
    ["negative", negative, ["-100.00", "-120.00", ["-1.00", "-100.00"]]],
    ["credit_notes_inverted", negative, ["-100.00", "-120.00", ["-1.00", "-100.00"]]],
    ["all_negative_inverted", negative, ["100.00", "120.00", ["1.00", "100.00"]]],
    ["all_negative_inverted", {}, ["100.00", "120.00", ["1.00", "100.00"]]],
  ])(
    "leave invoices as sent, except those of suppliers that send everything negative: %s, %o",
    async (creditNotes, message, expected) => {
      const document = (
        await readFile(edi(aMessage(message)), { settings: settingsOf({ creditNotes }) })
      ).documents[0]?.document;
      const lines = document?.lines.flatMap(({ quantity, net }) => [quantity, net]);
      expect([amountText(document?.net ?? 0n), amountText(document?.total ?? 0n), lines]).toEqual(
        expected,
      );
    },
  );

  it("keep their rules as text in a form", () => {
    expect(
      settingsOf({ suppliers: "FR1 = as_sent, PRECIS = all_negative_inverted" }).suppliers,
    ).toEqual([
      { supplier: "FR1", creditNotes: "as_sent" },
      { supplier: "PRECIS", creditNotes: "all_negative_inverted" },
    ]);
  });
});

describe("OPTO33", () => {
  it("adds sub-lines A and not I, counts packing beside the lines if the sums say so, and reads deliveries", async () => {
    const { summary, documents } = await readFile(sample("opto33.edi"));
    const document = documents[0]?.document;
    expect([summary.verdict, summary.type, summary.totals]).toEqual([
      "accept",
      "INVOIC D.96B.OPTO33",
      { EUR: { net: "155.00", tax: "31.00", total: "186.00" } },
    ]);
    expect(document?.lines.map(({ kind, net, delivery }) => [kind, net, delivery])).toEqual([
      ["line", "90.00", "BLS-1"],
      ["line", "10.00", "BLS-1"],
      ["included", "4.00", "BLS-1"],
      ["line", "50.00", "BLS-1"],
      ["charge", "5.00", null],
    ]);
    expect(document).toMatchObject({
      dueDate: "2026-05-31",
      orders: ["CDE-S-1"],
      supplierVat: "FR00999000070",
      supplier: "VERRES ECHANTILLON",
    });
    expect(document?.lines[0]).toMatchObject({
      label: "VERRE D'ESSAI",
      vatRate: "0.20",
      grossPrice: "50.00",
      deliveryDate: "2026-03-30",
    });
  });
});

describe("BBGR", () => {
  it("BULK makes lines of its charges", async () => {
    const { summary, documents } = await readFile(sample("bulk.csv"), { name: "bulk.csv" });
    expect([summary.verdict, summary.totals]).toEqual([
      "accept",
      { EUR: { net: "109.50", tax: "21.90", total: "131.40" } },
    ]);
    expect(
      documents[0]?.document.lines.map(({ kind, article, net }) => [kind, article, net]),
    ).toEqual([
      ["charge", "PORT", "6.50"],
      ["charge", "EMBALLAGE", "3.00"],
      ["line", "VP1", "60.00"],
      ["line", "VP2", "40.00"],
    ]);
    expect(documents[0]?.document.lines[2]).toMatchObject({
      reference: "REF-1",
      ean: "3000000000700",
      gross: "60.00",
      shop: "0700001",
    });
  });

  it.each([
    ["380", "accept", []],
    ["386", "accept", []],
    ["389", "accept", []],
    ["384", "warn", ["invoice_corrects_another"]],
    ["261", "accept", []],
    ["383", "reject-message", ["invoice_type_refused"]],
    ["", "reject-message", ["invoice_type_refused"]],
  ])(
    "BULK of type %j is judged as an EDIFACT message of that type",
    async (code, verdict, codes) => {
      const text = `E20;;S;B1;C;20260316;;EUR;${code};1;100.00;20;20.00;120.00;FR1\nG21;1;D;O;R;S;A;P;1;;100.00;;100.00\n`;
      const { summary, codes: said } = await readFile(utf8(text), { name: "b.csv" });
      expect([summary.verdict, said, summary.totals["EUR"]?.total]).toEqual([
        verdict,
        codes,
        verdict === "reject-message" ? undefined : code === "261" ? "-120.00" : "120.00",
      ]);
    },
  );

  it("statements follow the rules of their columns, and sum exactly", async () => {
    const { documents } = await readFile(sample("statement.csv"), { name: "s.csv" });
    expect(
      documents.map(({ document }) => [
        document.id,
        document.type,
        amountText(document.net),
        document.lines.length,
      ]),
    ).toEqual([
      ["BBGR|FS1|2026", "invoice", "0.30", 2],
      ["BBGR|AS1|2026", "credit_note", "-10.00", 1],
    ]);
    expect(documents[0]?.document.lines[0]).toMatchObject({
      number: "501",
      order: null,
      delivery: null,
      label: "VERRE",
      family: "VP",
      vatRate: "0.20",
    });
  });

  it("receptions are grouped by family, type and month; a group below zero is a credit note", async () => {
    const rows = [
      "1;V;S;2026-02-01;32.40",
      "2;L;S;2026-02-03;5",
      "3;V;S;2026-02-20;0.05",
      "4;V;S;2026-03-01;-7.10",
    ];
    const text = ["id;famille;type_article;entered_date;entered_valorise", ...rows].join("\n");
    const { documents } = await readFile(utf8(text), { name: "r.csv" });
    expect(
      documents.map(({ document }) => [
        document.number,
        document.type,
        amountText(document.net),
        document.lines[0]?.quantity,
      ]),
    ).toEqual([
      ["2026-02 V S 1", "invoice", "32.45", "1.00"],
      ["2026-02 L S 2", "invoice", "5.00", "1.00"],
      ["2026-03 V S 4", "credit_note", "-7.10", "1.00"],
    ]);
    expect(documents[0]?.document.lines[0]?.vatCode).toBe("001");
  });
});

describe("user-defined tables", () => {
  const table = {
    key: "lmc",
    supplier: "LMC",
    encoding: "guess",
    delimiter: "\t",
    firstLine: 2,
    currency: "EUR",
    columns: {
      number: "Facture",
      date: { from: ["Date"], format: "DD/MM/YYYY" },
      net: "HT",
      tax: "TVA",
      total: "TTC",
      label: "Désignation",
    },
    type: { by: "value", column: "Type", invoice: ["FA"], credit: ["AV"] },
  };
  const text =
    "Export LMC\nType\tFacture\tDate\tDésignation\tHT\tTVA\tTTC\nFA\t77\t31/03/2026\tPièce\t10,00\t2,00\t12,00\nAV\t78\t31/03/2026\tRetour\t5,00\t1,00\t6,00\nXX\t79\t31/03/2026\tAutre\t1\t0\t1\n";

  it.each([
    ["a list", [table]],
    ["text of a form", JSON.stringify([table])],
  ])("are %s of settings, not programs", async (_, tables) => {
    const settings = settingsOf({ tables });
    for (const bytes of [utf8(text), latin(text)]) {
      const { documents, codes } = await readFile(bytes, { name: "lmc.txt", settings });
      expect(
        documents.map(({ document }) => [
          document.id,
          amountText(document.total ?? 0n),
          document.lines[0]?.label,
        ]),
      ).toEqual([
        ["LMC|77|2026", "12.00", "Pièce"],
        ["LMC|78|2026", "-6.00", "Retour"],
      ]);
      expect(codes).toEqual(["csv_type_undeclared"]);
    }
  });

  it("without column names are chosen by the file name", async () => {
    const bare = {
      key: "bare",
      supplier: "B",
      fileName: "bare",
      header: false,
      delimiter: ",",
      currency: "EUR",
      columns: { number: 1, date: 2, net: 3 },
    };
    const settings = settingsOf({ tables: [bare] });
    expect(
      (await readFile(utf8("F1,2026-01-02,5\n"), { name: "BARE-01.csv", settings })).documents[0]
        ?.document.id,
    ).toBe("B|F1|2026");
    expect(
      (await readFile(utf8("F1,2026-01-02,5\n"), { name: "other.csv", settings })).codes,
    ).toEqual(["file_unknown"]);
  });
});

describe("a preview", () => {
  it("keeps the first findings and counts all of them", async () => {
    const messages = Array.from({ length: 300 }, (_, at) =>
      aMessage({ number: `F-${at}`, ...(at % 3 === 0 ? { total: "1.00" } : {}) }),
    );
    const found = await preview(inChunks(edi(...messages)), "many.edi", settingsOf(), {
      problems: 10,
      documents: 5,
    });
    expect(found).toMatchObject({
      verdict: "reject-message",
      documents: 200,
      refused: 100,
      problemCount: 100,
      totals: { EUR: { total: "24000.00" } },
    });
    expect([found.problems.length, found.first.length]).toEqual([10, 5]);
    expect(found.problems[0]?.facts).toMatchObject({
      file: "many.edi",
      number: "F-0",
      found: "120.00",
      said: "1.00",
      place: "segment 2, l. 3",
    });
  });
});
