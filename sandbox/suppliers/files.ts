// Suppliers' files on demand: a number of documents in one of the formats, with the requested
// faults, the same for the same seed.
import { edifactText } from "./edifact.ts";
import { faultsOfFormat, truthOf, written, type Fault, type Format, type Truth } from "./faults.ts";
import { invoicesOf, suppliers, type Wanted } from "./invoices.ts";
import { bulkText, statementText } from "./tables.ts";

export type Order = Wanted & { format: Format; faults?: readonly Fault[]; name?: string };
/** `truth` comes from the sandbox itself, never from a reader. */
export type SupplierFile = { name: string; bytes: Uint8Array<ArrayBuffer>; truth: Truth };

/** Makes a file. Throws for a fault that its format cannot have. */
export function supplierFile({ format, faults = [], name, ...wanted }: Order): SupplierFile {
  const wrong = faults.find(
    (fault) => !(faultsOfFormat[format] as readonly Fault[]).includes(fault),
  );
  if (wrong !== undefined) throw new RangeError(`${format} cannot suffer ${wrong}`);
  const invoices = invoicesOf(wanted);
  const text = textOf(format, written(invoices, faults), faults);
  const bytes = bytesOf(text, format, faults.includes("wrongEncoding"));
  return {
    name: name ?? nameOf(format, wanted, faults),
    bytes: faults.includes("truncated") ? bytes.slice(0, bytes.length - cutOf(format)) : bytes,
    truth: truthOf(invoices, faults),
  };
}

function textOf(
  format: Format,
  documents: ReturnType<typeof written>,
  faults: readonly Fault[],
): string {
  switch (format) {
    case "opto33":
    case "eancom":
      return edifactText(format, documents, faults);
    case "bulk":
      return bulkText(documents);
    case "statement":
      return statementText(documents);
  }
}

/** Interchanges declare ISO 8859-1, tables are UTF-8; `wrong` swaps the two. */
function bytesOf(text: string, format: Format, wrong: boolean): Uint8Array<ArrayBuffer> {
  const latin = (format === "opto33" || format === "eancom") !== wrong;
  return new Uint8Array(Buffer.from(text, latin ? "latin1" : "utf8"));
}

/** How many bytes to cut off the end: up to the middle of a segment, or of a quoted cell. */
const cutOf = (format: Format): number => (format === "bulk" ? 5 : 25);

const nameOf = (format: Format, { seed, documents }: Wanted, faults: readonly Fault[]): string =>
  `${[format, seed, documents, ...faults].join("-")}.${format === "bulk" || format === "statement" ? "csv" : "edi"}`;

/**
 * The files in the demo's inbox: a good month, one with duplicates, one with a wrong total, a
 * truncated one, and a table.
 */
export const demoFiles = (): SupplierFile[] => [
  supplierFile({
    seed: 1,
    format: "opto33",
    documents: 6,
    prefix: "VE",
    name: "verres-echantillon-avril.edi",
  }),
  supplierFile({
    seed: 1,
    format: "opto33",
    documents: 6,
    prefix: "VE",
    faults: ["duplicate"],
    name: "verres-echantillon-avril-bis.edi",
  }),
  ...(["wrongTotal", "truncated"] as const).map((fault, at) =>
    supplierFile({
      seed: 2 + at,
      format: "opto33",
      documents: 4,
      supplier: suppliers.frames,
      prefix: "MM",
      faults: [fault],
      name:
        fault === "truncated" ? "montures-modele-tronque.edi" : "montures-modele-une-erreur.edi",
    }),
  ),
  supplierFile({
    seed: 4,
    format: "bulk",
    documents: 3,
    prefix: "BB",
    name: "bbgr-bulk-avril.csv",
  }),
];
