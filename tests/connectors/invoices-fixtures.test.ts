// Every file of the fixtures: its verdict, its documents and its sums.
import { describe, expect, it } from "vitest";
import { isCode } from "../../contract/sentences/sentences.ts";
import { amountText, readAmount } from "../../connectors/invoices/amount.ts";
import { fixture, hasFixtures, manifest, readFile } from "./invoices-world.ts";

const used = new Set(["accept", "warn", "accept-once", "accept-as-test"]);

describe.skipIf(!hasFixtures)("the fixtures", () => {
  it("are all there", () => {
    expect(manifest.length).toBeGreaterThan(50);
  });

  it.each(manifest.map((one) => [one.verdict, one.file, one] as const))(
    "%s: %s",
    async (verdict, file, { measured }) => {
      const { summary, documents, codes } = await readFile(fixture(file), {
        name: file.split("/").at(-1) ?? "",
      });
      expect(summary.verdict).toBe(verdict);
      expect(codes.filter((code) => !isCode(code))).toEqual([]);
      const messages = (measured?.interchanges ?? [])
        .flatMap((one) => one.messages)
        .filter(({ type }) => type === "INVOIC");
      if (!used.has(verdict) || messages.length === 0) return;
      expect(new Set(documents.map(({ document }) => document.number))).toEqual(
        new Set(messages.map(({ number }) => number)),
      );
      for (const [at, message] of messages.slice(0, documents.length).entries()) {
        const document = documents[at]?.document;
        const net = readAmount(message.summary_moa?.["125"] ?? "");
        const size = (text: string | null | undefined) => (text ?? "").replace("-", "");
        if (net !== null) expect(size(amountText(document?.net ?? 0n))).toBe(amountText(net));
      }
    },
  );

  it.each([
    [
      "synthetic-valid/opto33-invoice-380.edi",
      1,
      { EUR: { net: "295.62", tax: "59.12", total: "354.74" } },
    ],
    [
      "synthetic-valid/opto33-credit-note-381.edi",
      1,
      { EUR: { net: "-80.91", tax: "-16.18", total: "-97.09" } },
    ],
    [
      "synthetic-valid/invoic-d96a-charges-two-vat-rates.edi",
      1,
      { EUR: { net: "187.00", tax: "30.88", total: "217.88" } },
    ],
    [
      "third-party/staedi-invoic-d97b-custom-separators.edi",
      1,
      { USD: { net: "2137.58", tax: "0.00", total: "2137.58" } },
    ],
    [
      "supplier-flat/bbgr-bulk-valid.csv",
      2,
      { EUR: { net: "181.26", tax: "36.25", total: "217.51" } },
    ],
    [
      "supplier-flat/bbgr-bi-billstatement.csv",
      6,
      { EUR: { net: "341.40", tax: "64.37", total: "405.77" } },
    ],
    [
      "supplier-flat/bbgr-bi-receptions.csv",
      8,
      { EUR: { net: "487.92", tax: "0.00", total: "487.92" } },
    ],
    ["synthetic-malformed/truncated-after-unt.edi", 0, {}],
  ])("%s holds %i documents of %o", async (file, count, totals) => {
    const { summary } = await readFile(fixture(file), { name: file });
    expect([summary.documents, summary.totals]).toEqual([count, totals]);
  });

  it("of monthly deliveries make the monthly and the return documents", async () => {
    const { documents } = await readFile(fixture("supplier-flat/bbgr-bi-monthlydelivery.csv"), {
      name: "m.csv",
    });
    const rows = (flow: string) =>
      documents
        .filter(({ document }) => document.flow === flow)
        .flatMap(({ document }) => document.lines);
    expect([rows("BBGR monthly").length, rows("BBGR returns").length]).toEqual([9, 5]);
    expect(documents.map(({ document }) => document.number)).toEqual(
      expect.arrayContaining(["2074493", "2074501"]),
    );
    const marked = rows("BBGR returns").map(({ article }) => article);
    expect(marked).toEqual(expect.arrayContaining(["D1-VP160AR", "D2-VP160AR"]));
  });
});
