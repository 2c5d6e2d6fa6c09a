// Supplier invoices behind the one interface: files that people bring, read in the order of their
// arrival.
import type { Kind } from "../../contract/api/catalog.ts";
import type { Discovered } from "../../contract/source/resource.ts";
import type { Source } from "../connector.ts";
import { check } from "./check.ts";
import { fetchPage } from "./fetch.ts";
import { preview } from "./preview.ts";
import { InvoiceSettings, settingsForm } from "./settings.ts";
import { survey } from "./survey.ts";
import { supplierInvoices } from "./template.ts";

/** Rises when the same file would be kept differently: kept data is then read completely again. */
const mappingVersion = 3;

const kind: Kind = {
  kind: "invoices",
  label: { en: "Supplier invoices", fr: "Factures fournisseurs" },
  settings: settingsForm,
  secret: null,
  roles: ["source"],
  files: true,
  templates: [supplierInvoices],
};

export const invoices: Source<InvoiceSettings> = {
  kind,
  settings: InvoiceSettings,
  address: () => null,
  // Nobody is called: files lie with us.
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
  // Files are no list of records: what they bring is known by reading them.
  count: async () => null,
  preview: (bytes, name, settings) => preview(bytes, name, settings),
};
