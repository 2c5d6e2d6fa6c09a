// The treasury: unpaid purchases and sales with their due dates, as open amounts in both
// currencies.
import { z } from "zod";
import type { Field, Template } from "../../contract/api/catalog.ts";
import { negated } from "../../contract/values/decimal.ts";
import type { Adding, Having } from "../../contract/source/resource.ts";
import type { Domain } from "./queries.ts";
import {
  resourceOf,
  type ColumnTable,
  type Data,
  type MappingContext,
  type ResourceTable,
} from "./table.ts";
import { decimal, multiply } from "./values.ts";

export const TreasuryOptions = z.object({
  /** The company whose purchase imports are read; null for all companies the account sees. */
  company: z.int().positive().nullable().default(1),
  /** Purchase imports invoiced before this day are left out. */
  importsFrom: z.iso.date().nullable().default(null),
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

const against = (kind: string): Adding => ({ minus: { column: "kind", values: [kind] } });

/**
 * The columns of every movement. Amounts carry no sign: a resource's credit notes count against its
 * invoices.
 */
const columnsOf = (creditNote: "out_refund" | "in_refund"): ColumnTable[] => [
  { name: "reference", type: "text", label: { en: "Reference", fr: "Référence" } },
  {
    name: "partner",
    type: "text",
    label: { en: "Partner", fr: "Partenaire" },
    from: { field: "partner_id", as: "label" },
  },
  { name: "movement_date", type: "date", label: { en: "Movement date", fr: "Date de mouvement" } },
  {
    name: "due_date",
    type: "date",
    label: { en: "Due date", fr: "Échéance" },
    from: { field: "invoice_date_due", as: "date" },
  },
  {
    name: "invoice_date",
    type: "date",
    label: { en: "Invoice date", fr: "Date de facture" },
    from: { field: "invoice_date", as: "date" },
  },
  {
    name: "amount",
    type: "money",
    currency: "currency",
    adds: against(creditNote),
    label: { en: "Open amount", fr: "Montant ouvert" },
    from: { field: "amount_residual", as: "money" },
  },
  {
    name: "currency",
    type: "text",
    label: { en: "Currency", fr: "Devise" },
    from: { field: "currency_id", as: "label" },
  },
  { name: "sign", type: "integer", label: { en: "Sign", fr: "Sens" } },
  {
    name: "amount_company",
    type: "money",
    currency: "company_currency",
    adds: against(creditNote),
    label: { en: "Open amount, company currency", fr: "Montant ouvert, devise de la société" },
    from: { field: "amount_residual_signed", as: "money" },
  },
  {
    name: "company_currency",
    type: "text",
    label: { en: "Company currency", fr: "Devise de la société" },
    from: { field: "company_currency_id", as: "label" },
  },
  {
    name: "total",
    type: "money",
    currency: "currency",
    adds: against(creditNote),
    label: { en: "Total", fr: "Total" },
    from: { field: "amount_total", as: "money" },
  },
  {
    name: "kind",
    type: "text",
    label: { en: "Kind", fr: "Type" },
    from: { field: "move_type", as: "text" },
  },
  {
    name: "state",
    type: "text",
    label: { en: "State", fr: "État" },
    from: { field: "state", as: "text" },
  },
  {
    name: "payment_state",
    type: "text",
    label: { en: "Payment", fr: "Paiement" },
    from: { field: "payment_state", as: "text" },
  },
  { name: "marks", type: "list", label: { en: "To check", fr: "À vérifier" } },
  {
    name: "number",
    type: "text",
    label: { en: "Number", fr: "Numéro" },
    from: { field: "name", as: "text" },
  },
  {
    name: "partner_reference",
    type: "text",
    label: { en: "Partner’s reference", fr: "Référence du partenaire" },
    from: { field: "ref", as: "text" },
  },
  {
    name: "origin",
    type: "text",
    label: { en: "Origin", fr: "Origine" },
    from: { field: "invoice_origin", as: "text" },
  },
  {
    name: "journal",
    type: "text",
    label: { en: "Journal", fr: "Journal" },
    from: { field: "journal_id", as: "label" },
  },
  {
    name: "company",
    type: "text",
    label: { en: "Company", fr: "Société" },
    from: { field: "company_id", as: "label" },
  },
  {
    name: "partner_id",
    type: "integer",
    label: { en: "Partner’s number", fr: "Numéro du partenaire" },
    from: { field: "partner_id", as: "id" },
  },
  {
    name: "company_id",
    type: "integer",
    label: { en: "Company’s number", fr: "Numéro de société" },
    from: { field: "company_id", as: "id" },
  },
  { name: "link", type: "link", label: { en: "In Odoo", fr: "Dans Odoo" } },
  {
    name: "updated_at",
    type: "datetime",
    label: { en: "Changed in Odoo", fr: "Modifié dans Odoo" },
    from: { field: "write_date", as: "datetime" },
  },
];

const rateColumns: ColumnTable[] = [
  {
    name: "rate",
    type: "number",
    label: { en: "Rate", fr: "Taux" },
    from: { field: "custom_rate", as: "number", optional: true },
  },
  {
    name: "amount_converted",
    type: "money",
    currency: "company_currency",
    adds: against("in_refund"),
    label: { en: "Open amount at that rate", fr: "Montant ouvert à ce taux" },
  },
];

const [sold, bought] = [columnsOf("out_refund"), columnsOf("in_refund")];

/**
 * Cancelled documents are shown, but nobody owes them. Drafts are expected money and count, even
 * below zero.
 */
const uncounted: Having[] = [{ column: "state", values: ["cancel"] }];

/** The direction of the money, as in Odoo's own `_signed` amounts. */
const signs: { [kind: string]: number } = {
  out_invoice: 1,
  out_refund: -1,
  in_invoice: -1,
  in_refund: 1,
};

/**
 * Fills what all movements share: reference, day, sign, amounts, link. Amounts are positive for
 * invoices and credit notes, and `sign` holds the direction; only a draft entered with a negative
 * amount stays negative.
 */
function deriveMovement(data: Data, id: number, { today, origin }: MappingContext): void {
  // A draft has no number: "/" up to version 18, false from 19 on.
  const number = data["number"] === "/" ? null : data["number"];
  data["number"] = number ?? null;
  data["reference"] = `${number ?? data["partner_reference"] ?? ""} (ID:${id})`.trimStart();
  data["movement_date"] = data["due_date"] ?? data["invoice_date"] ?? today;
  data["sign"] = signs[String(data["kind"])] ?? 1;
  if (data["sign"] === -1 && typeof data["amount_company"] === "string")
    data["amount_company"] = negated(data["amount_company"]);
  data["link"] = `${origin}/web#id=${id}&model=account.move&view_type=form`;
  data["marks"] = marksOf(data, today);
}

function marksOf(data: Data, today: string): string[] {
  const { due_date: due, invoice_date: invoiced, state, payment_state: payment } = data;
  return [
    typeof due === "string" && due < today ? "overdue" : null,
    typeof due === "string" && due === invoiced ? "due_equals_invoice_date" : null,
    payment === "reversed" ? "reversed" : null,
    payment === "blocked" ? "blocked" : null,
    state === "cancel" ? "cancelled" : null,
    state === "draft" ? "draft" : null,
  ].filter((mark) => mark !== null);
}

/**
 * The amount at the import's rate. Without a rate nothing is converted: the amount keeps its
 * currency and the record is marked, because leaving out a debt is worse than not converting it.
 */
function deriveImport(
  data: Data,
  id: number,
  mapping: MappingContext,
  has: (field: string) => boolean,
): void {
  deriveMovement(data, id, mapping);
  if (data["currency"] === data["company_currency"]) {
    data["amount_converted"] = data["amount"] ?? null;
    return;
  }
  if (!has("custom_rate")) return;
  const { rate, amount, marks } = data;
  if (typeof rate === "number" && rate > 0 && typeof amount === "string")
    data["amount_converted"] = multiply(amount, decimal(rate));
  else if (Array.isArray(marks)) marks.push("rate_missing");
}

export const treasuryTables: ResourceTable[] = [
  {
    key: "purchase_imports",
    label: { en: "Purchase imports", fr: "Achats import" },
    model: "account.move",
    columns: [...bought.slice(0, 10), ...rateColumns, ...bought.slice(10)],
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
    columns: sold,
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
    columns: bought,
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

const options: Field[] = [
  {
    name: "company",
    type: "integer",
    required: false,
    label: { en: "Company of the purchase imports", fr: "Société des achats import" },
    hint: {
      en: "Its number in Odoo; 1 on most systems",
      fr: "Son numéro dans Odoo ; 1 le plus souvent",
    },
  },
  {
    name: "importsFrom",
    type: "text",
    required: false,
    label: { en: "Purchase imports from", fr: "Achats import à partir du" },
    hint: {
      en: "A day such as 2026-01-01; earlier invoices are left out",
      fr: "Un jour, par exemple 2026-01-01 ; les factures antérieures sont ignorées",
    },
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
  options,
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
