// The columns of treasury movements: sales, purchases, and the rate of purchase imports.
import type { Adding } from "../../contract/source/resource.ts";
import type { ColumnTable } from "./table.ts";

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

export const rateColumns: ColumnTable[] = [
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

export const [salesColumns, purchaseColumns] = [columnsOf("out_refund"), columnsOf("in_refund")];
