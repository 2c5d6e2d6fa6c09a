// Supplier files of the sandbox, read by the connector: the two share no code, so what they agree
// on is reliable.
import { describe, expect, it } from "vitest";
import { faults, faultsOfFormat, type Fault, type Format } from "../../sandbox/suppliers/faults.ts";
import { demoFiles, supplierFile } from "../../sandbox/suppliers/files.ts";
import { money, netOf } from "../../sandbox/suppliers/invoices.ts";
import { amountText } from "../../connectors/invoices/amount.ts";
import { readFile } from "../connectors/invoices-world.ts";

const formats = Object.keys(faultsOfFormat) as Format[];
const cases = formats.flatMap((format) => [
  { format, fault: null },
  ...faultsOfFormat[format].map((fault: Fault) => ({ format, fault })),
]);

const isEdifact = (format: Format) => format === "opto33" || format === "eancom";

/** The problems that a reader reports in all. */
const remarks = (format: Format, fault: Fault | null): string[] => {
  switch (fault) {
    case "duplicate":
      return ["invoice_repeated"];
    case "otherContent":
      return ["invoice_number_reused"];
    case "wrongTotal":
      return ["invoice_net_mismatch"];
    case "truncated":
      return [isEdifact(format) ? "edi_segment_unfinished" : "csv_quote_open"];
    case "wrongCount":
      return [isEdifact(format) ? "edi_count_wrong" : "invoice_line_count"];
    case "wrongEncoding":
      return [isEdifact(format) ? "edi_letters_unpromised" : "csv_letters_unpromised"];
    case "mixedUna":
    case "lineFeeds":
    case null:
      return [];
  }
};

describe("suppliers' files", () => {
  it.each(cases)(
    "$format with $fault hold what the sandbox says they hold, in every seed",
    async ({ format, fault }) => {
      for (const seed of [1, 2, 3, "four"]) {
        const { name, bytes, truth } = supplierFile({
          seed,
          format,
          documents: 7,
          faults: fault === null ? [] : [fault],
        });
        const { documents, items, codes, summary } = await readFile(bytes, { name });
        expect([...new Set(codes)]).toEqual(remarks(format, fault));
        if (truth.nothing) {
          expect(summary.verdict).toBe("reject-file");
          continue;
        }
        expect(
          documents.map(({ document }) => [
            document.number,
            document.date,
            document.type,
            amountText(document.net),
          ]),
        ).toEqual(
          truth.usable.map(({ number, day, credit, lines }) => {
            const net = netOf({ lines });
            return [number, day, credit ? "credit_note" : "invoice", money(credit ? -net : net)];
          }),
        );
        expect(items.filter(({ type }) => type === "refused")).toHaveLength(truth.refused);
        expect(codes.filter((code) => code === "invoice_repeated")).toHaveLength(truth.repeated);
        // Characters appear as they were written, whatever an interchange declares; BULK has none
        // of them.
        if (format === "bulk") continue;
        const labels = truth.usable.flatMap(({ lines }) => lines.map(({ label }) => label));
        expect(
          documents.flatMap(({ document }) => document.lines.map(({ label }) => label)),
        ).toEqual(labels);
      }
    },
  );

  it("are the same for the same seed, and different for another", () => {
    const made = (seed: number) =>
      Buffer.from(supplierFile({ seed, format: "opto33", documents: 5 }).bytes).toString("latin1");
    expect(made(7)).toBe(made(7));
    expect(made(7)).not.toBe(made(8));
  });

  it("cannot have a fault that their format cannot have", () => {
    expect(() =>
      supplierFile({ seed: 1, format: "statement", documents: 2, faults: ["truncated"] }),
    ).toThrow(RangeError);
    expect(
      faults.every((fault) =>
        formats.some((format) => (faultsOfFormat[format] as readonly Fault[]).includes(fault)),
      ),
    ).toBe(true);
  });

  it("of the demo are a month of sound ones, and some with each problem", async () => {
    const read = await Promise.all(
      demoFiles().map(async ({ name, bytes }) => (await readFile(bytes, { name })).summary.verdict),
    );
    expect(read).toEqual(["accept", "accept-once", "reject-message", "reject-file", "accept"]);
  });
});
