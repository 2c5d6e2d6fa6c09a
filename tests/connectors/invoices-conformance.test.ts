// Supplier invoices against the files of their sandbox: EDIFACT and BULK, with every fault they can
// have.
import { faultsOfFormat, type Fault, type Format } from "../../sandbox/suppliers/faults.ts";
import { supplierFile } from "../../sandbox/suppliers/files.ts";
import { invoices } from "../../connectors/invoices/invoices.ts";
import { supplierInvoices } from "../../connectors/invoices/template.ts";
import { filesConformance, type FilesWorld } from "./files-conformance.ts";
import { settingsOf } from "./invoices-world.ts";

const codes: Partial<Record<Fault, string>> = {
  otherContent: "invoice_number_reused",
  wrongTotal: "invoice_net_mismatch",
};
const cut = (format: Format) => (format === "bulk" ? "csv_quote_open" : "edi_segment_unfinished");

const faultyOf = (format: Format, fault: Fault) => {
  const { truth, ...file } = supplierFile({ seed: 5, format, documents: 4, faults: [fault] });
  const code = truth.nothing ? cut(format) : codes[fault];
  return {
    name: fault,
    file,
    usable: truth.usable.length,
    codes: code === undefined ? [] : [code],
  };
};

for (const format of ["opto33", "eancom", "bulk"] as const) {
  const file = (seed: number, documents: number) =>
    supplierFile({ seed, format, documents, prefix: `S${seed}` });
  filesConformance(invoices, {
    settings: settingsOf(),
    readings: supplierInvoices.resources.map(({ key: resource, columns }) => ({
      reading: { template: supplierInvoices.key, resource, options: {} },
      columns: columns.map(({ name }) => name),
    })),
    sound: file,
    faulty: faultsOfFormat[format].map((fault) => faultyOf(format, fault)),
    otherContent: (seed) => {
      const [{ bytes, name }] = [file(seed, 3)];
      return { name: `other-${name}`, bytes: changed(bytes) };
    },
  } satisfies FilesWorld<ReturnType<typeof settingsOf>>);
}

/** The same documents, each for another buyer or shop. */
function changed(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  return new Uint8Array(
    Buffer.from(text.replaceAll("0700001", "0700002").replaceAll("LIN+1++A", "LIN+1++B"), "latin1"),
  );
}
