// The invoice connector: uploaded files, read in the order they arrived.
import type { Discovered } from "../../contract/source/resource.ts";
import type { KindDescription, Source } from "../connector.ts";
import { check } from "./check.ts";
import { fetchPage } from "./fetch.ts";
import { preview } from "./preview.ts";
import { InvoiceSettings } from "./settings.ts";
import { survey } from "./survey.ts";
import { supplierInvoices } from "./template.ts";

/** Raised when the same file is mapped differently; stored data is then read again completely. */
const mappingVersion = 3;

const kind: KindDescription = {
  kind: "invoices",
  label: { en: "Supplier invoices", fr: "Factures fournisseurs" },
  secret: null,
  roles: ["source"],
  files: true,
  templates: [supplierInvoices],
};

export const invoices: Source<InvoiceSettings> = {
  kind,
  settings: InvoiceSettings,
  address: () => null,
  // No system is called, because the files are stored here.
  pace: { callsPerSecond: 50, parallelCalls: 4, callsPerDay: null, dayReserve: 0 },
  account: () => "files",
  fingerprint: (settings, { template, resource }) =>
    JSON.stringify([mappingVersion, settings, template, resource]),
  check,
  discover: async (_link, template): Promise<Discovered[]> => {
    if (template !== supplierInvoices.key) return [];
    return supplierInvoices.resources.map(({ key, label }) => ({
      key,
      label,
      available: true,
      records: null,
      reason: null,
    }));
  },
  survey,
  fetch: fetchPage,
  // Files are not a list of records; only reading them shows what they hold.
  count: async () => null,
  preview: (bytes, name, settings) => preview(bytes, name, settings),
};
