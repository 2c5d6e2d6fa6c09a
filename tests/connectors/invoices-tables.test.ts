// Suppliers' tables that could be read in two ways: unambiguous values are read, the others are
// refused with a reason, and nothing is lost.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, URL } from "node:url";
import { describe, expect, it } from "vitest";
import { amountText, readAmount } from "../../connectors/invoices/amount.ts";
import { readDay, type DayFormat } from "../../connectors/invoices/csv/days.ts";
import { articleDamage, destroyedBy } from "../../connectors/invoices/csv/identifiers.ts";
import { readNumber, type Marks } from "../../connectors/invoices/csv/numbers.ts";
import { preview } from "../../connectors/invoices/preview.ts";
import { say } from "../../contract/sentences/say.ts";
import { inChunks, latin, readFile, settingsOf, utf8 } from "./invoices-world.ts";

const marks = (over: Partial<Marks> = {}): Marks => ({
  decimal: null,
  thousands: null,
  grouping: "three",
  ...over,
});
const number = (text: string, over: Partial<Marks> = {}) => {
  const read = readNumber(text, marks(over));
  return read.type === "number"
    ? amountText(read.amount)
    : read.code.replace(/^(csv|invoice)_/, "");
};

describe("a number", () => {
  it.each([
    ["100,00", "100.00"],
    ["1 234", "1234.00"],
    ["1\u00a0000,00", "1000.00"],
    ["1\u202f200,00", "1200.00"],
    ["1\u2009234,567", "1234.567"],
    ["1'234.50", "1234.50"],
    ["1’234’567", "1234567.00"],
    ["1.234,56", "1234.56"],
    ["1,234.56", "1234.56"],
    ["1,234,567", "1234567.00"],
    ["0,680", "0.68"],
    ["1234,567", "1234.567"],
    [",500", "0.50"],
    ["(1 000,00)", "-1000.00"],
    ["€ (100.00)", "-100.00"],
    ["100,00-", "-100.00"],
    ["\u2212100", "-100.00"],
    ["+5", "5.00"],
    ["EUR 100,00", "100.00"],
    ["100,00 €", "100.00"],
    ['="12,50"', "12.50"],
  ])("%s is unambiguous", (text, expected) => {
    expect(number(text)).toBe(expected);
  });

  it.each([
    ["1,234", "number_ambiguous"],
    ["1.234", "number_ambiguous"],
    ["-12,345", "number_ambiguous"],
    ["123.456 €", "number_ambiguous"],
    ["1.23.456", "value_unreadable"],
    ["1,00,000", "value_unreadable"],
    ["1234,567.89", "value_unreadable"],
    ["0,123.45", "value_unreadable"],
    ["12 34", "value_unreadable"],
    ["1'234 567", "value_unreadable"],
    ["-5-", "value_unreadable"],
    ["(-5)", "value_unreadable"],
    ["$€5", "value_unreadable"],
    ["2 PCES", "value_unreadable"],
    ["NaN", "value_unreadable"],
    ["-Infinity", "value_unreadable"],
    ["-", "value_unreadable"],
    ["1,2E+06", "number_scientific"],
    ["1e5", "number_scientific"],
    ["٣", "number_figures"],
    ["１２,５", "number_figures"],
    ["9999999999999999", "number_size"],
    ["0.123456789", "number_size"],
    ["#REF!", "cell_formula"],
    ["#N/A", "cell_formula"],
    ["#DIV/0!", "cell_formula"],
    ["########", "cell_formula"],
    ["=SUM(A1:A3)", "cell_formula"],
  ])("%s is refused with its reason", (text, expected) => {
    expect(number(text)).toBe(expected);
  });

  it.each([
    ["1,234", { decimal: "," }, "1.234"],
    ["1.234", { decimal: "," }, "1234.00"],
    ["12.50", { decimal: "," }, "number_marks"],
    ["1,234.56", { decimal: "," }, "number_marks"],
    ["1.234", { decimal: "." }, "1.234"],
    ["1,234", { thousands: "," }, "1234.00"],
    ["12,50", { thousands: "," }, "number_marks"],
    ["1,234", { thousands: "none" }, "1.234"],
    ["1 234", { thousands: "none" }, "number_marks"],
    ["1.234,5", { decimal: ",", thousands: " " }, "number_marks"],
    ["12,34,567.50", { decimal: ".", thousands: ",", grouping: "indian" }, "1234567.50"],
    ["1,234,567", { decimal: ".", thousands: ",", grouping: "indian" }, "value_unreadable"],
  ] as const)("%s as %o is %s", (text, declared, expected) => {
    expect(number(text, declared)).toBe(expected);
  });

  it("is the same in every notation, for every unambiguous amount", () => {
    for (let cents = 1; cents < 3_000_000; cents += 7_919) {
      const plain = amountText(readAmount((cents / 100).toFixed(2)) ?? 0n);
      const [whole = "", fraction = ""] = (cents / 100).toFixed(2).split(".");
      const grouped = (mark: string) => whole.replace(/\B(?=(\d{3})+$)/g, mark);
      for (const text of [
        `${grouped(" ")},${fraction}`,
        `${grouped(".")},${fraction}`,
        `${grouped(",")}.${fraction}`,
        `${grouped("'")}.${fraction}`,
      ])
        expect([text, number(text)]).toEqual([text, plain]);
    }
  });
});

describe("a day", () => {
  const day = (text: string, format?: DayFormat) => {
    const read = readDay(text, format);
    return read.type === "day"
      ? read.day
      : read.type === "zero"
        ? "zero"
        : read.code.replace(/^(csv|invoice)_/, "");
  };

  it.each([
    ["31/03/2026", undefined, "2026-03-31"],
    ["03/31/2026", undefined, "2026-03-31"],
    ["04/04/2026", undefined, "2026-04-04"],
    ["2026-03-31T10:00:00Z", undefined, "2026-03-31"],
    ["2026/3/1", undefined, "2026-03-01"],
    ["20260331", undefined, "2026-03-31"],
    ["31 mars 2026", undefined, "2026-03-31"],
    ["31-Mar-2026", undefined, "2026-03-31"],
    ["03/04/2026", undefined, "date_ambiguous"],
    ["3/4/2026 10:00 AM", undefined, "date_ambiguous"],
    ["31/03/26", undefined, "date_ambiguous"],
    ["46115", undefined, "date_serial"],
    ["03-avr", undefined, "value_unreadable"],
    ["9999-12-31", undefined, "value_unreadable"],
    ["2026-02-30", undefined, "value_unreadable"],
    ["#VALUE!", undefined, "cell_formula"],
    ["00/00/0000", undefined, "zero"],
    ["03/04/2026", "DD/MM/YYYY", "2026-04-03"],
    ["03/04/2026", "MM/DD/YYYY", "2026-03-04"],
    ["1/4/2026", "DD/MM/YYYY", "2026-04-01"],
    ["31.03.2026 00:00", "DD/MM/YYYY", "2026-03-31"],
    ["2026-04-03", "DD/MM/YYYY", "2026-04-03"],
    ["03/31/2026", "DD/MM/YYYY", "date_format"],
    ["31/03/26", "DD/MM/YYYY", "date_format"],
    ["31/03/26", "DD/MM/YY", "2026-03-31"],
    ["46115", "DD/MM/YYYY", "date_serial"],
    ["46115", "serial", "2026-04-03"],
    ["31032026", "DDMMYYYY", "2026-03-31"],
    ["20261345", "YYYYMMDD", "date_format"],
  ] as const)("%s by %s is %s", (text, format, expected) => {
    expect(day(text, format)).toBe(expected);
  });
});

describe("an identifier that a spreadsheet has converted", () => {
  it.each([
    ["3,66012E+12", "exponent"],
    ["3.66E+12", "exponent"],
    ["03-avr", "date"],
    ["mars-04", "date"],
    ["1-Apr", "date"],
    ["avr.-26", "date"],
    ["1234567890123450000", "rounded"],
    ["3660120000000", null],
    ["VP160AR", null],
    ["mar-x", null],
    ["2026-03", null],
    ["E12", null],
  ])("%s: %s", (text, expected) => {
    expect(destroyedBy(text)).toBe(expected);
  });

  it.each([
    ["3000000000106", null],
    ["3660120000000", "check"],
    ["12345678905".slice(0, 11), "zeros"],
    ["ABC", null],
  ])("%s as an EAN: %s", (text, expected) => {
    expect(articleDamage(text)).toBe(expected);
  });
});

const table = {
  key: "acme",
  label: "ACME",
  supplier: "ACME",
  currency: "EUR",
  columns: {
    number: "Facture",
    date: "Date",
    ean: "EAN",
    quantity: "Qté",
    label: "Libellé",
    net: "HT",
    tax: "TVA",
    total: "TTC",
    vatRate: "Taux",
  },
};
const head = "Facture;Date;EAN;Qté;Libellé;HT;TVA;TTC;Taux";
const good = "R-1;2026-03-31;3000000000106;1;Verre;100,00;20,00;120,00;20";
const other = "R-2;2026-03-31;3000000000106;1;Verre;50,00;10,00;60,00;20";

async function read(
  rows: string[],
  over: Record<string, unknown> = {},
  bytes: (text: string) => Uint8Array = utf8,
) {
  const settings = settingsOf({ tables: [{ ...table, ...over }] });
  const { documents, items, codes, summary } = await readFile(
    bytes([head, ...rows, ""].join("\n")),
    { name: "acme.csv", settings },
  );
  return {
    codes,
    verdict: summary.verdict,
    kept: documents.map(({ document }) => [
      document.number,
      amountText(document.net),
      amountText(document.total ?? 0n),
    ]),
    refused: items.flatMap((item) => (item.type === "refused" ? [item.number] : [])),
    documents,
    items,
  };
}

const r1 = ["R-1", "100.00", "120.00"];
const r2 = ["R-2", "50.00", "60.00"];

describe("a row that is not a record is left out and listed", () => {
  it.each([
    ["a total at the end", [good, other, "Total;;;;;150,00;30,00;180,00;"], ["csv_row_total"]],
    ["in another language", [good, other, "Kokku;;;2;;150,00;30,00;180,00;"], ["csv_row_total"]],
    ["without any word", [good, other, ";;;;;150,00;30,00;180,00;"], ["csv_row_total"]],
    ["at the top", ["Σ;;;;;150,00;30,00;180,00;", good, other], ["csv_row_total"]],
    [
      "with a figure in its word",
      [good, other, "Total 2026;;;;;150,00;30,00;180,00;"],
      ["csv_row_total"],
    ],
    [
      "of each invoice",
      [good, ";;;;Sous-total;100,00;20,00;120,00;", other, ";;;;Sous-total;50,00;10,00;60,00;"],
      ["csv_row_total", "csv_row_total"],
    ],
    [
      "of an invoice, with its number",
      [good, "R-1;2026-03-31;;;Total facture;100,00;20,00;120,00;", other],
      ["csv_row_total"],
    ],
    [
      "that says something else",
      [good, other, "Total;;;;;999,00;30,00;180,00;"],
      ["csv_row_total_differs"],
    ],
    ["a note", [good, other, "Merci de votre confiance;;;;;;;;"], ["csv_row_note"]],
    ["a note of an invoice", [good, "R-1;2026-03-31;;;Livré le 3;;;;", other], ["csv_row_note"]],
    ["the header once more", [good, head, other], ["csv_row_header"]],
    ["empty rows", [good, ";;;;;;;;", " ; ;;;;;;;", other], ["csv_rows_empty"]],
  ])("%s", async (_, rows, codes) => {
    const found = await read(rows);
    expect([found.kept, found.codes, found.refused]).toEqual([[r1, r2], codes, []]);
  });

  it("as well as titles above the header, and rows that a filter leaves out", async () => {
    const settings = settingsOf({
      tables: [{ ...table, rows: { column: "Libellé", isNot: ["Interne"] } }],
    });
    const rows = ["Export ACME", "du 31 mars", head, good, other.replace("Verre", "Interne")];
    const { codes, summary } = await readFile(utf8(rows.join("\n")), { name: "a.csv", settings });
    expect([codes, summary.documents, summary.verdict]).toEqual([
      ["csv_rows_above", "csv_rows_filtered"],
      1,
      "accept",
    ]);
  });

  it.each([
    [
      "amounts without a number may belong to the invoice above",
      [good, ";;3000000000106;1;Verre;50,00;10,00;60,00;20", other],
      [r2],
      ["", "R-1"],
    ],
    [
      "a row may be a subtotal or an item",
      [good, "R-1;2026-03-31;;;Frais;100,00;20,00;120,00;", other],
      [r2],
      ["R-1"],
    ],
    ["an invoice has no date", [good, other.replace("2026-03-31", "")], [r1], ["R-2"]],
    ["a date of zeros is missing", [good, other.replace("2026-03-31", "00000000")], [r1], ["R-2"]],
  ])("or refused if %s", async (_, rows, kept, refused) => {
    const found = await read(rows);
    expect([found.kept, found.refused, found.verdict]).toEqual([kept, refused, "reject-message"]);
  });
});

describe("one bad record costs one record", () => {
  it.each([
    ["a NUL", other.replace("Verre", "Ve\u0000rre"), "csv_control_character"],
    ["NaN", other.replace("50,00", "NaN"), "invoice_value_unreadable"],
    ["a number out of range", other.replace("50,00", "9".repeat(20)), "csv_number_size"],
    ["a lost letter in its number", other.replace("R-2", "R-\ufffd"), "invoice_value_unreadable"],
    ["a quote that is not closed", other.replace("Verre", '"Verre'), "csv_row_quote"],
    ["a stray quote", other.replace("Verre", '"Ver"re'), "csv_row_quote"],
    ["a delimiter without quotes", other.replace("Verre", "Verre; bleu"), "csv_row_wide"],
    ["a row that is cut", "R-2;2026-03-31;3000000000106;1;Verre;50,00;1", "csv_row_short"],
    ["an ambiguous number", other.replace("50,00", "1,234"), "csv_number_ambiguous"],
    ["an ambiguous date", other.replace("2026-03-31", "03/04/2026"), "csv_date_ambiguous"],
    ["another currency", other.replace("50,00", "50,00 £"), "csv_currency_differs"],
    ["a formula", other.replace("50,00", "#VALUE!"), "csv_cell_formula"],
    ["a destroyed number", other.replace("R-2", "2,026E+12"), "csv_identity_destroyed"],
    ["an empty amount", other.replace(";50,00;10,00;60,00", ";;;60,00"), "csv_amount_missing"],
    ["a percentage that is an amount", other.replace("50,00", "50 %"), "invoice_value_unreadable"],
    ["a rate that is none", other.replace(/20$/, "120"), "csv_rate_ambiguous"],
  ])("%s", async (_, bad, code) => {
    const found = await read([good, bad, other.replaceAll("R-2", "R-3")]);
    expect(found.kept).toEqual([r1, ["R-3", "50.00", "60.00"]]);
    expect([found.codes.includes(code), found.refused.length, found.verdict]).toEqual([
      true,
      1,
      "reject-message",
    ]);
    const item = found.items.find((one) => one.type === "refused");
    for (const problem of item?.problems ?? [])
      for (const locale of ["en", "fr"] as const)
        expect(say(problem.code, problem.facts, locale)).not.toContain("…");
  });

  it.each([
    [
      "its number stands behind an open quote",
      '"R-2;2026-03-31;3000000000106;1;Verre;50,00;10,00;60,00;20',
      "csv_quote_open",
    ],
    [
      "its date has moved",
      "R-2;x;2026-03-31;3000000000106;1;Verre;50,00;10,00;60,00;20",
      "csv_rows_wide",
    ],
  ])("unless nobody can tell which document it belongs to: %s", async (_, bad, code) => {
    const found = await read([good, bad, other.replaceAll("R-2", "R-3")]);
    expect([found.codes, found.verdict]).toEqual([[code], "reject-file"]);
  });
});

describe("the rows of one number", () => {
  const second = (over: Record<string, string>) =>
    Object.entries(over).reduce(
      (row, [from, to]) => row.replace(from, to),
      other.replace("R-2", "R-1"),
    );

  it("make one document, and one of them may leave out its date", async () => {
    expect((await read([good, second({ "2026-03-31": "" })])).kept).toEqual([
      ["R-1", "150.00", "180.00"],
    ]);
  });

  it.each([
    ["another date", {}, [good, second({ "2026-03-31": "2026-04-01" })], "csv_rows_disagree"],
    [
      "an empty net beside others",
      {},
      [good, second({ "50,00;10,00;60,00": ";10,00;" })],
      "csv_amount_missing",
    ],
    [
      "an empty VAT beside others",
      { columns: { ...table.columns, total: undefined } },
      [good, second({ "10,00": "" })],
      "csv_amount_missing",
    ],
    [
      "a total that does not add up",
      {},
      [good, second({ "60,00": "61,00" })],
      "invoice_total_mismatch",
    ],
  ])("are refused together for %s", async (_, over, rows, code) => {
    const clean = JSON.parse(JSON.stringify(over)) as Record<string, unknown>;
    const found = await read(rows, clean);
    expect([found.kept, found.codes.includes(code)]).toEqual([[], true]);
  });

  it("are one document if their signs tell its type, and not two", async () => {
    const rows = [good, second({ ";1;": ";-1;", "50,00;10,00;60,00": "-50,00;-10,00;-60,00" })];
    const { documents } = await read(rows, { type: { by: "sign", of: "net", zero: "invoice" } });
    expect(
      documents.map(({ document }) => [
        document.type,
        amountText(document.net),
        document.lines.length,
      ]),
    ).toEqual([["invoice", "50.00", 2]]);
  });
});

describe("a missing value is computed, or reported", () => {
  it.each([
    ["VAT of net and total", other.replace("10,00", ""), ["R-2", "50.00", "60.00"], "10.00"],
    ["total of net and VAT", other.replace("60,00", ""), ["R-2", "50.00", "60.00"], "10.00"],
    ["net of VAT and total", other.replace("50,00", ""), ["R-2", "50.00", "60.00"], "10.00"],
  ])("%s", async (_, row, kept, tax) => {
    const { kept: found, documents } = await read([row]);
    expect([found, amountText(documents[0]?.document.tax ?? -1n)]).toEqual([[kept], tax]);
  });

  it("a difference between two sums that cannot be VAT is a mismatch", async () => {
    expect((await read([other.replace("10,00;60,00", ";260,00")])).codes).toContain(
      "invoice_total_mismatch",
    );
  });

  it.each([
    ["20", "0.20"],
    ["0,20", "0.20"],
    ["20 %", "0.20"],
  ])("a rate of %s is %s", async (rate, expected) => {
    const { documents } = await read([other.replace(/20$/, rate)]);
    expect(documents[0]?.document.lines[0]?.vatRate).toBe(expected);
  });

  it("half a per cent is not one half", async () => {
    const { documents } = await read([other.replace("10,00;60,00;20", "0,25;50,25;0,5")]);
    expect(documents[0]?.document.lines[0]?.vatRate).toBe("0.005");
    expect((await read([other.replace("10,00;60,00;20", "10,00;60,00;0,5")])).codes).toContain(
      "csv_rate_ambiguous",
    );
  });

  it("a negative invoice in a table without credit notes", async () => {
    expect(
      (await read([other.replace("50,00;10,00;60,00", "-50,00;-10,00;-60,00")])).codes,
    ).toContain("csv_invoice_negative");
  });

  it("a type that is in no list is not a credit note", async () => {
    const type = { by: "value", column: "Libellé", invoice: ["Verre"] };
    const found = await read([good, other.replace("Verre", "PROFORMA")], { type });
    expect([found.kept, found.codes]).toEqual([[r1], ["csv_type_undeclared"]]);
  });
});

describe("which table a file is", () => {
  const columns = { number: "Facture", date: "Date", net: "HT" };
  const two = [
    { key: "a", supplier: "A", currency: "EUR", columns },
    { key: "b", supplier: "B", currency: "EUR", columns },
  ];
  const text = "Facture;Date;HT\nF-1;2026-03-31;5\n";

  it("is refused if two fit, and decided by the file name", async () => {
    expect(
      (await readFile(utf8(text), { name: "x.csv", settings: settingsOf({ tables: two }) })).codes,
    ).toEqual(["file_tables_several"]);
    const tables = [two[0], { ...two[1], fileName: "beta" }];
    const { documents } = await readFile(utf8(text), {
      name: "Beta.csv",
      settings: settingsOf({ tables }),
    });
    expect(documents[0]?.document.supplier).toBe("B");
  });

  it.each([
    ["a column is missing", "Facture;Date;X\nF-1;2026-03-31;5\n", "file_table_incomplete"],
    ["a column is there twice", "Facture;Date;HT;HT\nF-1;2026-03-31;5;6\n", "csv_column_twice"],
    ["nobody described it", "Numéro;Jour\n1;2\n", "file_table_unknown"],
    ["it is not a table", "Bonjour,\nvoici.\n", "file_unknown"],
  ])("is reported when %s", async (_, bytes, code) => {
    expect(
      (await readFile(utf8(bytes), { name: "x.csv", settings: settingsOf({ tables: [two[0]] }) }))
        .codes,
    ).toEqual([code]);
  });

  it.each([
    ["sep=;\r\nFacture;Date;HT\r\nF-1;2026-03-31;5\r\n"],
    ["\ufeffsep=,\r\nFacture,Date,HT\r\nF-1,2026-03-31,5\r\n"],
    ["Facture\tDate\tHT\nF-1\t2026-03-31\t5\n"],
    ['"Facture";"Date";"HT"\n"F-1";"2026-03-31";"5"\n'],
  ])("does not depend on separators: %j", async (bytes) => {
    const { documents, codes } = await readFile(utf8(bytes), {
      name: "x.csv",
      settings: settingsOf({ tables: [two[0]] }),
    });
    expect([
      documents.map(({ document }) => [document.number, amountText(document.net)]),
      codes,
    ]).toEqual([[["F-1", "5.00"]], []]);
  });

  it("reports lost and mixed characters with their place, and an encoding other than declared", async () => {
    const lost = await read([good.replace("Verre", "M\ufffdller")]);
    expect([lost.codes, lost.verdict]).toEqual([["csv_letters_lost"], "warn"]);
    const problem = lost.items.flatMap((item) =>
      item.type === "problem" ? [item.problem] : [],
    )[0];
    expect(problem?.facts["place"]).toBe("l. 2, col. 33");
    expect((await read([good], { encoding: "windows-1252" })).codes).toEqual(["csv_letters_other"]);
    expect((await read([good], { encoding: "utf-8" }, latin)).codes).toEqual([
      "csv_letters_unpromised",
    ]);
  });
});

describe("BBGR BULK", () => {
  const headOf = (over: Record<number, string> = {}) => {
    const cells = [
      "E20",
      "1",
      "M",
      "B1",
      "C",
      "20260331",
      "",
      "EUR",
      "380",
      "1",
      "10.00",
      "20.00",
      "2.00",
      "12.00",
      "S",
      "FR1",
      "FR2",
      "",
      "0",
      "0",
      "0",
      "0",
      "0",
    ];
    return cells.map((cell, at) => `"${over[at] ?? cell}"`).join(";");
  };
  const line =
    '"G21";"1";"D";"O";"R";"S";"A";"3000000000175";"1";"EACH";"10.00";"0.00";"10.00";"0.00"';
  const sound = [headOf({ 3: "B2" }), line];

  it.each([
    [
      "an amount that can be read in two ways",
      [headOf({ 10: "1,234" }), line],
      "csv_number_ambiguous",
    ],
    ["no date", [headOf({ 5: "00000000" }), line], "invoice_date_missing"],
    ["no total", [headOf({ 13: "" }), line], "csv_amount_missing"],
    ["a record of another kind", [headOf(), line, '"Z99";"x"'], "csv_record_unknown"],
    ["a stray quote", [headOf(), line.replace('"A"', '"A"x')], "csv_row_quote"],
  ])("refuses the document with %s, and keeps the others", async (_, rows, code) => {
    const { documents, codes, summary } = await readFile(
      utf8([...rows, ...sound, ""].join("\r\n")),
      { name: "b.csv" },
    );
    expect([
      documents.map(({ document }) => document.number),
      codes.includes(code),
      summary.refused,
    ]).toEqual([["B2"], true, 1]);
  });
});

const reported = fileURLToPath(new URL("../../../shared/fixtures/reported/", import.meta.url));
type Want = { verdict?: string[]; net?: string; total?: string; documents?: number };
const hasReported = existsSync(`${reported}manifest.json`);
if (!hasReported)
  console.warn("the reported files are not beside the project: their tests do not run");
const wanted = hasReported
  ? (
      JSON.parse(readFileSync(`${reported}manifest.json`, "utf8")) as {
        files: { file: string; want: Want }[];
      }
    ).files.filter(({ file }) => file.endsWith(".csv"))
  : [];

describe.skipIf(!hasReported)("reported files are read as wanted", () => {
  it.each(wanted.map(({ file, want }) => [file, want] as const))("%s", async (file, want) => {
    const settings = settingsOf(
      JSON.parse(readFileSync(`${reported}c-settings.json`, "utf8")) as Record<string, unknown>,
    );
    const found = await preview(
      inChunks(new Uint8Array(readFileSync(`${reported}${file}`))),
      file,
      settings,
    );
    expect(want.verdict ?? [found.verdict]).toContain(found.verdict);
    expect(found.documents).toBe(want.documents ?? 1);
    const { net, total } = found.totals["EUR"] ?? { net: "", total: "" };
    expect([net, total]).toEqual([want.net ?? net, want.total ?? total]);
    expect(found.first.every(({ date }) => date !== null)).toBe(true);
  });
});
