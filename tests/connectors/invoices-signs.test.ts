// Credit notes as suppliers send them: entirely negative, positive, mixed; stored negative, or
// refused with the setting that would help.
import { describe, expect, it } from "vitest";
import { say } from "../../contract/sentences/say.ts";
import { amountText } from "../../connectors/invoices/amount.ts";
import type { CreditNotes } from "../../connectors/invoices/signs.ts";
import {
  aMessage,
  anInterchange,
  latin,
  readFile,
  settingsOf,
  type Sold,
  utf8,
} from "./invoices-world.ts";

const positive = {
  lines: [{ quantity: "2", net: "100.00" }],
  net: "100.00",
  tax: "20.00",
  total: "120.00",
};
const negative = {
  lines: [{ quantity: "-2", net: "-100.00" }],
  net: "-100.00",
  tax: "-20.00",
  total: "-120.00",
};
const unsigned = { ...negative, lines: [{ quantity: "2", net: "-100.00" }] };
const crossed = { ...positive, lines: [{ quantity: "-2", net: "-100.00" }] };
const mixed = (sign: "" | "-", sold: Sold[]) => ({
  lines: sold,
  net: `${sign}100.00`,
  tax: `${sign}20.00`,
  total: `${sign}120.00`,
});
const mixedPositive = mixed("", [
  { quantity: "3", net: "150.00" },
  { quantity: "-1", net: "-50.00" },
]);
const mixedNegative = mixed("-", [
  { quantity: "-3", net: "-150.00" },
  { quantity: "1", net: "50.00" },
]);
const mixedAmounts = mixed("", [
  { quantity: "3", net: "150.00" },
  { quantity: "1", net: "-50.00" },
]);

async function keep(
  creditNotes: CreditNotes,
  message: Parameters<typeof aMessage>[0],
  code = "381",
) {
  const bytes = latin(anInterchange([aMessage({ code, number: "A-1", ...message })]));
  return readFile(bytes, { settings: settingsOf({ creditNotes }) });
}

describe("a credit note", () => {
  it.each([
    ["positive", positive, "-120.00", ["2.00 -100.00"]],
    ["wholly negative", negative, "-120.00", ["2.00 -100.00"]],
    ["negative in its amounts alone", unsigned, "-120.00", ["2.00 -100.00"]],
    ["negative in its lines alone", crossed, "-120.00", ["2.00 -100.00"]],
    ["mixed, and positive", mixedPositive, "-120.00", ["3.00 -150.00", "-1.00 50.00"]],
    ["mixed, and negative", mixedNegative, "-120.00", ["3.00 -150.00", "-1.00 50.00"]],
    ["mixed in its amounts alone", mixedAmounts, "-120.00", ["3.00 -150.00", "1.00 50.00"]],
  ])("that comes %s is stored negative, and its lines add up", async (_, message, total, lines) => {
    const { documents, codes } = await keep("negative", message);
    const document = documents[0]?.document;
    expect([
      amountText(document?.total ?? 0n),
      document?.lines.map(({ quantity, net }) => `${quantity} ${net}`),
      codes,
    ]).toEqual([total, lines, []]);
  });

  it.each([
    ["credit_notes_inverted", positive],
    ["credit_notes_inverted", mixedPositive],
    ["all_negative_inverted", crossed],
    ["as_sent", crossed],
  ] as const)(
    "that does not add up as %s names the setting that would help: %o",
    async (creditNotes, message) => {
      const { items, summary } = await keep(creditNotes, message);
      const [item] = items;
      const problem = item?.type === "refused" ? item.problems[0] : undefined;
      const rule = "3000000000014 = negative";
      expect([summary.verdict, problem?.code, problem?.facts["rule"]]).toEqual([
        "reject-message",
        "invoice_signs_negative",
        rule,
      ]);
      const mended = settingsOf({ creditNotes, suppliers: rule });
      const again = await readFile(
        latin(anInterchange([aMessage({ code: "381", number: "A-1", ...message })])),
        { settings: mended },
      );
      expect([again.summary.documents, again.summary.totals["EUR"]?.total]).toEqual([1, "-120.00"]);
      for (const locale of ["en", "fr"] as const)
        expect(say(problem?.code ?? "", problem?.facts ?? {}, locale)).toContain(rule);
    },
  );

  it("above zero, and an invoice below zero, are reported", async () => {
    expect((await keep("as_sent", positive)).codes).toEqual(["invoice_credit_positive"]);
    expect((await keep("as_sent", negative)).codes).toEqual([]);
    expect((await keep("negative", negative, "380")).codes).toEqual(["invoice_negative"]);
    expect((await keep("all_negative_inverted", negative, "380")).codes).toEqual([]);
  });

  it("of a table follows the same rules", async () => {
    const table = {
      key: "t",
      supplier: "T",
      currency: "EUR",
      columns: { number: "N", date: "D", quantity: "Q", net: "HT", tax: "TVA", total: "TTC" },
      type: { by: "value", column: "K", invoice: ["F"], credit: ["A"] },
    };
    const read = async (...rows: string[]) => {
      const text = ["K;N;D;Q;HT;TVA;TTC", ...rows.map((row) => `A;A-1;2026-03-16;${row}`)].join(
        "\n",
      );
      const { documents } = await readFile(utf8(text), {
        name: "t.csv",
        settings: settingsOf({ tables: [table] }),
      });
      return documents.map(({ document }) => [
        amountText(document.total ?? 0n),
        document.lines.map(({ net }) => net),
      ]);
    };
    expect(await read("2;100;20;120")).toEqual([["-120.00", ["-100.00"]]]);
    expect(await read("-2;-100;-20;-120")).toEqual([["-120.00", ["-100.00"]]]);
    expect(await read("3;150;30;180", "1;-50;-10;-60")).toEqual([
      ["-120.00", ["-150.00", "50.00"]],
    ]);
    expect(await read("-3;-150;-30;-180", "1;50;10;60")).toEqual([
      ["-120.00", ["-150.00", "50.00"]],
    ]);
  });
});
