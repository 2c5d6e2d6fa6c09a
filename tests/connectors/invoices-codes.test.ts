// Codes that change the meaning of an EDIFACT invoice: each is handled, or the document is refused
// with a reason.
import { describe, expect, it } from "vitest";
import { anInterchange, latin, readFile, utf8 } from "./invoices-world.ts";
import { aMessageOf, readParts, type Parts } from "./invoices-codes.world.ts";

const whole = "100.00 20.00 120.00";
const line = (net: string, over = "") => `LIN+1++3000000000106:EN'QTY+47:1'MOA+203:${net}'${over}`;

describe("the message function", () => {
  it.each(["", "9", "22", "43", "47"])("%j is a new invoice", async (code) => {
    expect((await readParts({ bgm: `BGM+380+F-1+${code}'` })).kept).toBe(whole);
  });

  it.each(["1", "2", "3", "4", "5", "6", "7", "10", "17", "18", "31", "35", "42", "50", "ZZZ"])(
    "%s is not a new invoice",
    async (code) => {
      const { kept, codes } = await readParts({ bgm: `BGM+380+F-1+${code}'` });
      expect([kept, codes]).toEqual(["refused", ["invoice_function_refused"]]);
    },
  );

  it("of a test, as of an interchange that asks for an echo, is never used", async () => {
    expect((await readParts({ bgm: "BGM+380+F-1+53'" })).read.summary.verdict).toBe(
      "accept-as-test",
    );
    expect(
      (await readFile(latin(anInterchange([aMessageOf({})], { test: "3" })))).summary.verdict,
    ).toBe("accept-as-test");
  });
});

describe("the type of a document", () => {
  it.each([
    ["380", whole, []],
    ["326", whole, []],
    ["384", whole, ["invoice_corrects_another"]],
    ["386", whole, []],
    ["389", whole, []],
    ["393", whole, []],
    ["82", whole, []],
    ["780", whole, []],
    ["81", "-100.00 -20.00 -120.00", []],
    ["381", "-100.00 -20.00 -120.00", []],
    ["261", "-100.00 -20.00 -120.00", []],
    ["396", "-100.00 -20.00 -120.00", []],
    ["325", "refused", ["invoice_type_refused"]],
    ["383", "refused", ["invoice_type_refused"]],
    ["385", "refused", ["invoice_type_refused"]],
    ["395", "refused", ["invoice_type_refused"]],
    ["457", "refused", ["invoice_type_refused"]],
    ["351", "refused", ["invoice_type_refused"]],
  ])("%s is %s", async (code, kept, codes) => {
    const read = await readParts({ bgm: `BGM+${code}+F-1+9'` });
    expect([read.kept, read.codes]).toEqual([kept, codes]);
  });
});

describe("what adds up", () => {
  const cases: [string, Parts, string][] = [
    [
      "the net amount in 86 and the total in 9",
      { summary: "MOA+86:100.00'TAX+7+VAT+++:::20'MOA+124:20.00'MOA+9:120.00'" },
      whole,
    ],
    [
      "the net amount in 86 and nothing else",
      { summary: "MOA+86:100.00'TAX+7+VAT+++:::20'MOA+124:20.00'" },
      "refused",
    ],
    [
      "an amount in 86 and no tax at all, which may be the net amount",
      { summary: "MOA+86:100'" },
      "refused",
    ],
    ["the same beside a net amount", { summary: "MOA+125:100'MOA+86:100'" }, "100.00 0.00 100.00"],
    [
      "the same with a statement about tax",
      { summary: "MOA+86:100'TAX+7+VAT+++:::0+E'" },
      "100.00 0.00 100.00",
    ],
    ["the total with VAT in 388", { summary: "MOA+79:100'MOA+124:20'MOA+388:120'" }, whole],
    [
      "another total with VAT in 388",
      { summary: "MOA+79:100'MOA+124:20'MOA+77:120'MOA+388:150'" },
      "refused",
    ],
    ["another net amount in 389", { summary: "MOA+389:300'MOA+124:20'MOA+77:120'" }, "refused"],
    ["a tax in 161", { summary: "MOA+79:100'MOA+161:20'MOA+77:120'" }, whole],
    [
      "a rounding in 366",
      { summary: "MOA+79:100'MOA+124:20'MOA+366:0.30'MOA+77:120.30'" },
      "100.00 20.00 120.30",
    ],
    [
      "what is due after an amount paid",
      { summary: "MOA+79:100'MOA+124:20'MOA+77:120'MOA+11:20'MOA+9:100'" },
      whole,
    ],
    [
      "what is due after a prepayment, stated twice",
      { summary: "MOA+79:100'MOA+124:20'MOA+113:20'MOA+177:20'MOA+9:100'" },
      whole,
    ],
    [
      "what is due after a tax withheld",
      {
        summary:
          "MOA+79:100'MOA+77:120'MOA+9:105'TAX+7+VAT+++:::20'MOA+124:20'TAX+7+RET'MOA+124:15'",
      },
      whole,
    ],
    [
      "all taxes once more",
      { summary: "MOA+79:100'MOA+77:120'TAX+7+VAT+++:::20'MOA+124:20'TAX+7+TOT'MOA+124:20'" },
      whole,
    ],
    [
      "another sum of all taxes",
      { summary: "MOA+79:100'MOA+77:120'TAX+7+VAT+++:::20'MOA+124:20'TAX+7+TOT'MOA+124:21'" },
      "refused",
    ],
    [
      "a tax that is not due now",
      { summary: "MOA+79:100'MOA+77:100'TAX+7+VAT+++:::20+AC'MOA+124:20'" },
      "100.00 0.00 100.00",
    ],
    [
      "two taxes of a line",
      {
        lines: line("100.00", "TAX+7+VAT+++:::20'MOA+124:20'TAX+7+ENV'MOA+124:5'"),
        summary: "MOA+79:100'MOA+77:125'",
      },
      "100.00 25.00 125.00",
    ],
    [
      "freight that is told alone",
      { summary: "MOA+79:100'MOA+64:10'MOA+124:22'MOA+77:132'" },
      "110.00 22.00 132.00",
    ],
    [
      "a discount that is stated on its own",
      { summary: "MOA+79:100'MOA+52:10'MOA+125:90'MOA+124:18'MOA+77:108'" },
      "90.00 18.00 108.00",
    ],
    [
      "a charge of a line, and the sum of charges",
      {
        lines: line("110.00", "ALC+C++++FC'MOA+8:10'"),
        summary: "MOA+79:110'MOA+131:10'MOA+124:22'MOA+77:132'",
      },
      "110.00 22.00 132.00",
    ],
    [
      "an allowance that is billed back, beside a charge",
      {
        header: "ALC+A++1++DI'MOA+8:10'ALC+C++6++FC'MOA+8:5'",
        summary: "MOA+79:100'MOA+125:105'MOA+124:21'MOA+77:126'",
      },
      "105.00 21.00 126.00",
    ],
    ["a control total that is the total", { summary: "MOA+125:100'MOA+124:20'CNT+12:120'" }, whole],
    [
      "a control total that is another",
      { summary: "MOA+125:100'MOA+124:20'MOA+77:120'CNT+12:999'" },
      "refused",
    ],
    ["the total in 139", { summary: "MOA+79:100'MOA+124:20'MOA+139:120'" }, whole],
    ["the total in 128", { summary: "MOA+125:100'MOA+150:20'MOA+128:120'" }, whole],
    [
      "a wrong total in any of them",
      { summary: "MOA+125:100'MOA+124:20'MOA+128:120'MOA+39:121'" },
      "refused",
    ],
    [
      "the same qualifier with two amounts",
      { summary: "MOA+125:100'MOA+124:20'MOA+77:120'MOA+77:130'" },
      "refused",
    ],
    [
      "what is due after a prepayment",
      { summary: "MOA+79:100'MOA+124:20'MOA+113:50'MOA+9:70'" },
      whole,
    ],
    [
      "two prepayments",
      { summary: "MOA+79:100'MOA+124:20'MOA+113:50'MOA+113:30'MOA+9:40'" },
      whole,
    ],
    [
      "a due amount that no prepayment explains",
      { summary: "MOA+79:100'MOA+124:20'MOA+9:70'" },
      "refused",
    ],
    [
      "a rounding",
      { summary: "MOA+79:100'MOA+124:20'MOA+165:0.30'MOA+77:120.30'" },
      "100.00 20.00 120.30",
    ],
    [
      "a rounding that is not in the total",
      { summary: "MOA+79:100'MOA+124:20'MOA+165:0.30'MOA+77:120.00'" },
      "refused",
    ],
    [
      "a duty for information",
      { summary: "MOA+79:100'MOA+77:120'TAX+7+VAT+++:::20'MOA+124:20'TAX+5+CUD'MOA+124:7'" },
      whole,
    ],
    [
      "a duty that is owed",
      { summary: "MOA+79:100'MOA+77:127'TAX+7+VAT+++:::20'MOA+124:20'TAX+5+CUD'MOA+124:7'" },
      "100.00 27.00 127.00",
    ],
    [
      "two taxes",
      { summary: "MOA+79:100'MOA+77:115'TAX+7+GST+++:::5'MOA+124:5'TAX+7+PST+++:::10'MOA+124:10'" },
      "100.00 15.00 115.00",
    ],
    [
      "a tax left out of the total",
      { summary: "MOA+79:100'MOA+77:105'TAX+7+GST+++:::5'MOA+124:5'TAX+7+PST+++:::10'MOA+124:10'" },
      "refused",
    ],
    [
      "a tax withheld",
      {
        summary: "MOA+79:100'MOA+77:106'TAX+7+VAT+++:::21'MOA+124:21'TAX+7+RET+++:::15'MOA+124:15'",
      },
      "100.00 6.00 106.00",
    ],
    [
      "exempt goods",
      { summary: "MOA+79:100'MOA+77:100'TAX+7+VAT+++:::0+E'MOA+125:100'" },
      "100.00 0.00 100.00",
    ],
    [
      "a taxable amount beside exempt goods",
      {
        lines: `${line("100.00")}LIN+2++3000000000113:EN'MOA+203:50.00'`,
        summary:
          "MOA+79:150'MOA+125:100'MOA+77:170'TAX+7+VAT+++:::20+S'MOA+125:100'MOA+124:20'TAX+7+VAT+++:::0+E'MOA+125:50'MOA+124:0'",
      },
      "150.00 20.00 170.00",
    ],
    [
      "reverse charge",
      { summary: "MOA+79:100'MOA+77:100'TAX+7+VAT+++:::20+AE'MOA+125:100'MOA+124:20'" },
      "100.00 0.00 100.00",
    ],
    [
      "a rate of the lines and no tax at all",
      { lines: line("100.00", "TAX+7+VAT+++:::20'"), summary: "MOA+79:100'MOA+77:100'" },
      "refused",
    ],
    [
      "taxes of the lines alone",
      {
        lines: line("100.00", "TAX+7+VAT+++:::20'MOA+124:20.00'"),
        summary: "MOA+79:100'MOA+77:120'",
      },
      whole,
    ],
    [
      "a rate and a base without a tax",
      { summary: "MOA+79:100'MOA+77:120'TAX+7+VAT+++:::20'MOA+125:100'" },
      whole,
    ],
    ["no total, but net and tax", { summary: "MOA+125:100'MOA+124:20'" }, whole],
    ["neither total nor tax", { summary: "MOA+79:100'" }, "refused"],
    ["nothing", { summary: "CNT+2:1'" }, "refused"],
    [
      "charges in 131 of the summary",
      { summary: "MOA+79:100'MOA+124:22'MOA+77:132'ALC+C++++FC'MOA+131:10'" },
      "110.00 22.00 132.00",
    ],
    [
      "charges of the summary that repeat those of the header",
      {
        header: "ALC+C++++FC'MOA+8:10'",
        summary: "MOA+79:100'MOA+124:22'MOA+77:132'ALC+C++++FC'MOA+131:10'",
      },
      "110.00 22.00 132.00",
    ],
    [
      "charges of header and summary that are two",
      {
        header: "ALC+C++++FC'MOA+8:10'",
        summary: "MOA+79:100'MOA+124:24'MOA+77:144'ALC+C++++PC'MOA+131:10'",
      },
      "120.00 24.00 144.00",
    ],
    [
      "allowances of the header that lines have already",
      { header: "ALC+A++++DI'MOA+204:10'" },
      whole,
    ],
    [
      "an allowance told alone",
      { summary: "MOA+79:100'MOA+260:10'MOA+125:90'MOA+124:18'MOA+77:108'" },
      "90.00 18.00 108.00",
    ],
    ["an adjustment of no known direction", { header: "ALC+J++++DI'MOA+8:10'" }, "refused"],
    ["an allowance that there is not", { header: "ALC+V++++DI'MOA+8:10'" }, whole],
    [
      "sub-lines",
      {
        lines: `${line("100.00")}LIN+2++3000000000113:EN+1:1'QTY+47:6'MOA+203:60'LIN+3++3000000000120:EN+1:1'QTY+47:4'MOA+203:40'`,
      },
      whole,
    ],
    [
      "a sub-line of an unknown kind",
      { lines: `${line("100.00")}LIN+2++3000000000113:EN+7:1'` },
      "refused",
    ],
    [
      "a line that is part of its article",
      { lines: `${line("100.00")}LIN+2++3000000000113:EN++1+I'QTY+47:1'MOA+203:30'` },
      whole,
    ],
    [
      "a line that is deleted from its article",
      { lines: `${line("100.00")}LIN+2++3000000000113:EN++1+D'MOA+203:0'` },
      "refused",
    ],
    [
      "a line that is deleted",
      { lines: `${line("100.00")}LIN+2+2+3000000000113:EN'MOA+203:0'` },
      "refused",
    ],
    [
      "a price for a hundred",
      { lines: "LIN+1++3000000000106:EN'QTY+47:400'PRI+AAA:25:::100'" },
      whole,
    ],
    [
      "a gross price for a hundred",
      { lines: "LIN+1++3000000000106:EN'QTY+47:400'PRI+AAB:25:::100'" },
      whole,
    ],
    [
      "a price for a hundred by a quantity",
      { lines: "LIN+1++3000000000106:EN'QTY+47:400'QTY+129:100'PRI+AAA:25'" },
      whole,
    ],
    ["a calculation price", { lines: "LIN+1++3000000000106:EN'QTY+47:4'PRI+CAL:25'" }, whole],
    [
      "a price with tax by its type",
      { lines: "LIN+1++3000000000106:EN'QTY+47:1'PRI+AAA:120::AAB'" },
      "refused",
    ],
    [
      "a price of a tonne and a quantity of kilograms",
      { lines: "LIN+1++3000000000106:EN'QTY+47:500:KGM'PRI+AAA:0.2::::TNE'" },
      "refused",
    ],
    [
      "an amount after the charges of its line",
      { lines: "LIN+1++3000000000106:EN'QTY+47:1'ALC+A'MOA+204:10'MOA+203:100.00'" },
      whole,
    ],
    [
      "a price with tax",
      { lines: "LIN+1++3000000000106:EN'QTY+47:1'MOA+203:100'PRI+AAE:120'" },
      whole,
    ],
    [
      "an amount of a line in another currency",
      { lines: "LIN+1++3000000000106:EN'QTY+47:1'MOA+203:100.00:USD'" },
      "refused",
    ],
    [
      "a tax repeated in another currency",
      { summary: "MOA+125:100'MOA+124:20'MOA+77:120'MOA+124:17.20:GBP'" },
      whole,
    ],
    ["an ambiguous number", { lines: line("1,000") }, "refused"],
  ];

  it.each(cases)("%s", async (_, parts, kept) => {
    const read = await readParts(parts);
    expect([read.kept, kept === "refused" && read.codes.length === 0]).toEqual([kept, false]);
    for (const { document } of read.read.documents) {
      const counted = document.lines
        .filter(({ kind }) => kind !== "included")
        .map(({ net }) => Number(net));
      expect(counted.reduce((all, net) => all + net, 0)).toBeCloseTo(
        Number(read.kept.split(" ")[0]),
        5,
      );
    }
  });

  it("stores the price of one unit", async () => {
    const { read } = await readParts({
      lines: "LIN+1++3000000000106:EN'QTY+47:400'PRI+AAA:25:::100'",
    });
    expect(read.documents[0]?.document.lines[0]?.netPrice).toBe("0.25");
  });

  it("reports an amount with an unknown code", async () => {
    const { kept, codes } = await readParts({
      summary: "MOA+125:100'MOA+124:20'MOA+77:120'MOA+ZZ1:55'",
    });
    expect([kept, codes]).toEqual([whole, ["invoice_amount_unread"]]);
  });

  it.each<[string, Parts, string[]]>([
    ["an amount of a line", { lines: line("100.00", "MOA+ZZ9:33'") }, ["invoice_amount_unread"]],
    ["an amount of the header", { header: "MOA+ZZ9:33'" }, ["invoice_amount_unread"]],
    ["an amount of a charge", { header: "ALC+C++++FC'MOA+ZZ9:10'" }, ["invoice_amount_unread"]],
    [
      "an amount of a tax",
      { lines: line("100.00", "TAX+7+VAT+++:::20'MOA+ZZ9:10'") },
      ["invoice_amount_unread"],
    ],
    [
      "a second amount of a line",
      { lines: line("100.00", "MOA+203:33'") },
      ["invoice_amount_unread"],
    ],
    [
      "a second amount of a charge",
      { header: "ALC+C++++FC'MOA+8:10'MOA+23:15'", summary: "MOA+79:100'MOA+124:22'MOA+77:132'" },
      ["invoice_amount_unread"],
    ],
    [
      "a charge of a line",
      { lines: line("100.00", "ALC+T++++FC'MOA+8:10'") },
      ["invoice_charge_unread"],
    ],
    ["the settlement of a charge", { header: "ALC+C++99++FC'MOA+8:0'" }, ["invoice_code_unknown"]],
    ["a price", { lines: line("100.00", "PRI+QQQ:55'") }, ["invoice_price_unread"]],
    ["a type of price", { lines: line("100.00", "PRI+AAA:100::QQQ'") }, ["invoice_price_unread"]],
    ["two prices", { lines: line("100.00", "PRI+AAA:100'PRI+AAA:99'") }, ["invoice_price_unread"]],
    ["a quantity", { lines: line("100.00", "QTY+ZZ9:5'") }, ["invoice_quantity_unread"]],
    ["two quantities", { lines: line("100.00", "QTY+47:5'") }, ["invoice_quantity_unread"]],
    [
      "a quantity that was ordered",
      { lines: "LIN+1++3000000000106:EN'QTY+21:7'MOA+203:100'" },
      ["invoice_quantity_assumed"],
    ],
    [
      "a function of a tax, which is left out",
      { summary: "MOA+79:100'MOA+77:120'TAX+7+VAT+++:::20'MOA+124:20'TAX+ZZ+VAT'MOA+124:7'" },
      ["invoice_code_unknown", "invoice_tax_left_out"],
    ],
    [
      "a category of tax",
      { summary: "MOA+79:100'MOA+77:120'TAX+7+VAT+++:::20+ZZ'MOA+124:20'" },
      ["invoice_code_unknown"],
    ],
    [
      "a duty that is left out",
      { summary: "MOA+79:100'MOA+77:120'TAX+7+VAT+++:::20'MOA+124:20'TAX+5+CUD'MOA+124:7'" },
      ["invoice_tax_left_out"],
    ],
    [
      "freight that is left out",
      { summary: "MOA+79:100'MOA+64:10'MOA+124:20'MOA+77:120'" },
      ["invoice_charge_left_out"],
    ],
    [
      "a charge of the header that is left out",
      { header: "ALC+C++++FC'MOA+8:10'" },
      ["invoice_charge_left_out"],
    ],
    [
      "a control total",
      { summary: "MOA+79:100'MOA+124:20'MOA+77:120'CNT+ZZ:9'" },
      ["invoice_control_unread"],
    ],
    [
      "a count of lines",
      { summary: "MOA+79:100'MOA+124:20'MOA+77:120'CNT+2:5'" },
      ["invoice_line_count"],
    ],
    [
      "a count of lines of the invoice",
      { summary: "MOA+79:100'MOA+124:20'MOA+77:120'CNT+4:5'" },
      ["invoice_line_count"],
    ],
    [
      "a sum of quantities",
      { summary: "MOA+79:100'MOA+124:20'MOA+77:120'CNT+1:5'" },
      ["invoice_quantity_count"],
    ],
    [
      "counts that agree, and weights",
      { summary: "MOA+79:100'MOA+124:20'MOA+77:120'CNT+1:1'CNT+2:1'CNT+4:1'CNT+7:12'" },
      [],
    ],
    [
      "due days of instalments",
      { header: "PAT+21'DTM+13:20260415:102'PAT+21'DTM+13:20260515:102'" },
      ["invoice_due_dates"],
    ],
  ])("reports %s that changes no sum", async (_, parts, codes) => {
    const read = await readParts(parts);
    expect([read.kept === "refused", read.codes]).toEqual([false, codes]);
  });

  it("names both numbers of a control total that disagrees", async () => {
    const { read } = await readParts({ summary: "MOA+79:100'MOA+124:20'MOA+77:120'CNT+2:5'" });
    expect(read.documents[0]?.problems[0]?.facts).toMatchObject({ said: "5", found: "1" });
  });

  it.each([
    ["PAT+1'DTM+13:20260430:102'PAT+22'DTM+13:20260326:102'", "2026-04-30"],
    ["PAT+1'DTM+140:20260430:102'", "2026-04-30"],
    ["DTM+138:20260401:102'DTM+13:20260430:102'", "2026-04-30"],
    ["PAT+21'DTM+13:20260415:102'PAT+21'DTM+13:20260515:102'", null],
  ])("%s is due on %s", async (header, day) => {
    expect((await readParts({ header })).read.documents[0]?.document.dueDate).toBe(day);
  });

  it("uses the invoicing currency, wherever it is", async () => {
    const { read } = await readParts({ currency: "CUX+3:GBP:11+2:USD:4'" });
    expect(read.documents[0]?.document.currency).toBe("USD");
  });

  it("inverts a credit note that is entirely negative", async () => {
    const { kept, read } = await readParts({
      bgm: "BGM+381+F-1+9'",
      lines: "LIN+1++3000000000106:EN'QTY+47:-2'MOA+203:-100'",
      summary: "MOA+125:-100'MOA+124:-20'MOA+77:-120'",
    });
    expect([kept, read.documents[0]?.document.lines[0]?.net]).toEqual([
      "-100.00 -20.00 -120.00",
      "-100.00",
    ]);
  });

  it("gives an allowance of a credit note the opposite sign of its lines", async () => {
    const { kept } = await readParts({
      bgm: "BGM+381+F-1+9'",
      header: "ALC+A++++DI'MOA+204:10'",
      summary: "MOA+125:90'MOA+124:18'MOA+77:108'",
    });
    expect(kept).toBe("-90.00 -18.00 -108.00");
  });
});

describe("dates of a message", () => {
  it.each([
    ["202603161003UTC", "303", "2026-03-16", ["invoice_date_shortened"]],
    ["202603161003", "102", "2026-03-16", ["invoice_date_shortened"]],
    ["202603161003", "203", "2026-03-16", []],
    ["2603161003", "201", "2026-03-16", ["invoice_date_shortened"]],
    ["2603161003UTC", "301", "2026-03-16", ["invoice_date_shortened"]],
    ["031626", "3", "2026-03-16", []],
    ["20260316100355", "204", "2026-03-16", []],
    ["160326", "2", "2026-03-16", []],
    ["260316", "101", "2026-03-16", []],
    ["260316", "", null, ["invoice_value_unreadable"]],
    ["202603", "610", "2026-03-01", ["invoice_date_shortened"]],
  ])("%s as %s", async (value, format, day, codes) => {
    const read = await readParts({ dates: `DTM+137:${value}:${format}'` });
    expect([read.read.documents[0]?.document.date ?? null, read.codes]).toEqual([day, codes]);
  });
});

describe("characters of a message", () => {
  const named = (syntax: string, name: string) =>
    anInterchange([aMessageOf({})])
      .replace("UNOC:3", `${syntax}:3`)
      .replace("LUNETTES INVENTEES", name);
  const supplierOf = async (bytes: Uint8Array) => {
    const { documents, codes } = await readFile(bytes);
    return [documents[0]?.document.supplier, codes];
  };

  it.each(["UNOA", "UNOC", "UNOD", "UNOK"])(
    "are UTF-8 under %s if they are valid UTF-8",
    async (syntax) => {
      expect(await supplierOf(utf8(named(syntax, "Müller GÖZ ŞAHİN")))).toEqual([
        "Müller GÖZ ŞAHİN",
        ["edi_letters_unpromised"],
      ]);
    },
  );

  it.each([
    ["UNOC", [0xe9], "é"],
    ["UNOD", [0xb1], "ą"],
    ["UNOE", [0xd8], "и"],
    ["UNOF", [0xe1], "α"],
    ["UNOG", [0xa1], "Ħ"],
    ["UNOH", [0xbf], "ŋ"],
    ["UNOI", [0xc7], "ا"],
    ["UNOJ", [0xe0], "א"],
    ["UNOK", [0xde], "Ş"],
    ["UNOL", [0xa4], "€"],
    ["KECA", [0xb0, 0xa1], "가"],
  ])("of %s are those of its table", async (syntax, bytes, letter) => {
    const text = named(syntax, `A${"¿".repeat(bytes.length)}A`);
    const raw = latin(text);
    const at = raw.indexOf(0xbf);
    bytes.forEach((byte, index) => (raw[at + index] = byte));
    expect(await supplierOf(raw)).toEqual([`A${letter}A`, []]);
  });

  it("that no table has are replaced, and reported with their place", async () => {
    const { items } = await readFile(latin(named("UNOF", "A\u00ffA")));
    const problem = items.flatMap((item) => (item.type === "problem" ? [item.problem] : []))[0];
    expect([problem?.code, problem?.severity, problem?.segment]).toEqual([
      "edi_letters_unpromised",
      "warning",
      5,
    ]);
  });

  it.each(["little", "big"])("saved as UTF-16, %s-endian, are read all the same", async (order) => {
    const bytes = Buffer.from(`\ufeff${named("UNOC", "GÖZ ŞAHİN")}`, "utf16le");
    if (order === "big") bytes.swap16();
    expect(await supplierOf(new Uint8Array(bytes))).toEqual([
      "GÖZ ŞAHİN",
      ["edi_letters_unpromised"],
    ]);
  });
});
