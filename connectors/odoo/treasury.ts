// The treasury: unpaid purchases and sales with their due dates, as open amounts in both
// currencies.
import { z } from "zod";
import type { Template } from "../../contract/api/catalog.ts";
import type { Having } from "../../contract/source/resource.ts";
import { formOf, setting } from "../setting.ts";
import type { Domain } from "./queries.ts";
import { resourceOf, type MappingContext, type ResourceTable } from "./table.ts";
import { purchaseColumns, rateColumns, salesColumns } from "./treasury-columns.ts";
import { deriveImport, deriveMovement } from "./treasury-movements.ts";

/** The options of the treasury template. */
export const TreasuryOptions = z.object({
  /** The company whose purchase imports are read; null for all companies the account sees. */
  company: z
    .int()
    .positive()
    .nullable()
    .default(1)
    .register(setting, {
      widget: "integer",
      label: { en: "Company of the purchase imports", fr: "Société des achats import" },
      hint: { en: "Its number in Odoo", fr: "Son numéro dans Odoo" },
    }),
  /** Purchase imports invoiced before this day are left out. */
  importsFrom: z.iso
    .date()
    .nullable()
    .default(null)
    .register(setting, {
      widget: "text",
      label: { en: "Purchase imports from", fr: "Achats import à partir du" },
      hint: {
        en: "A day such as 2026-01-01; earlier invoices are left out",
        fr: "Un jour, par exemple 2026-01-01 ; les factures antérieures sont ignorées",
      },
    }),
});

const optionsOf = (mapping: MappingContext): z.infer<typeof TreasuryOptions> =>
  TreasuryOptions.parse(mapping.options);

const purchases: Domain = [["move_type", "in", ["in_invoice", "in_refund"]]];
const sales: Domain = [["move_type", "in", ["out_invoice", "out_refund"]]];
const unpaid: Domain = [["payment_state", "!=", "paid"]];

/** The purchase request's number starts with "CE". `ilike` would match it anywhere in the text. */
const fromRequest: Domain = [["invoice_origin", "=ilike", "CE%"]];
/** An empty origin matches neither condition, so it is named explicitly. */
const notFromRequest: Domain = [
  "|",
  ["invoice_origin", "=", false],
  "!",
  ["invoice_origin", "=ilike", "CE%"],
];

function ofCompany(mapping: MappingContext): Domain {
  const { company } = optionsOf(mapping);
  return company === null ? [] : [["company_id", "=", company]];
}

function invoicedFrom(mapping: MappingContext): Domain {
  const { importsFrom } = optionsOf(mapping);
  return importsFrom === null ? [] : [["invoice_date", ">=", importsFrom]];
}

/**
 * Cancelled documents are shown, but nobody owes them. Drafts are expected money and count, even
 * below zero.
 */
const uncounted: Having[] = [{ column: "state", values: ["cancel"] }];

export const treasuryTables: ResourceTable[] = [
  {
    key: "purchase_imports",
    label: { en: "Purchase imports", fr: "Achats import" },
    model: "account.move",
    columns: [...purchaseColumns.slice(0, 10), ...rateColumns, ...purchaseColumns.slice(10)],
    uncounted,
    domain: (mapping) => [
      ...purchases,
      ["state", "in", ["draft", "posted"]],
      ...fromRequest,
      ...unpaid,
      ...ofCompany(mapping),
      ...invoicedFrom(mapping),
    ],
    derive: deriveImport,
    incremental: false,
    raw: false,
  },
  {
    key: "local_sales",
    label: { en: "Local sales", fr: "Ventes locales" },
    model: "account.move",
    columns: salesColumns,
    uncounted,
    domain: () => [...sales, ...unpaid],
    derive: deriveMovement,
    incremental: false,
    raw: false,
  },
  {
    key: "local_purchases",
    label: { en: "Local purchases", fr: "Achats locaux" },
    model: "account.move",
    columns: purchaseColumns,
    uncounted,
    domain: (mapping) => [
      ...purchases,
      ...notFromRequest,
      ["invoice_date_due", ">", mapping.today],
      ...unpaid,
    ],
    derive: deriveMovement,
    incremental: false,
    raw: false,
  },
];

const inCompanyCurrency = { amount: "amount_company", group: "kind" };

export const treasury: Template = {
  key: "treasury",
  label: { en: "Treasury", fr: "Trésorerie" },
  description: {
    en: "Unpaid purchase imports, local sales and local purchases with their due dates.",
    fr: "Achats import, ventes locales et achats locaux non réglés, avec leurs échéances.",
  },
  resources: treasuryTables.map(resourceOf),
  options: formOf(TreasuryOptions),
  gated: false,
  plots: [
    {
      key: "sales_due",
      label: { en: "Sales due by month", fr: "Ventes à encaisser par mois" },
      resource: "local_sales",
      date: "movement_date",
      ...inCompanyCurrency,
    },
    {
      key: "purchases_due",
      label: { en: "Purchases due by month", fr: "Achats à payer par mois" },
      resource: "local_purchases",
      date: "movement_date",
      ...inCompanyCurrency,
    },
    {
      key: "imports_due",
      label: { en: "Imports due by month", fr: "Imports à payer par mois" },
      resource: "purchase_imports",
      date: "movement_date",
      ...inCompanyCurrency,
    },
    {
      key: "sales",
      label: {
        en: "Unpaid sales by month of invoice",
        fr: "Ventes non réglées par mois de facture",
      },
      resource: "local_sales",
      date: "invoice_date",
      ...inCompanyCurrency,
    },
    {
      key: "purchases",
      label: {
        en: "Unpaid purchases by month of invoice",
        fr: "Achats non réglés par mois de facture",
      },
      resource: "local_purchases",
      date: "invoice_date",
      ...inCompanyCurrency,
    },
  ],
};
