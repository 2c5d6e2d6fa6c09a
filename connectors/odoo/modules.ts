// Odoo's modules: sale orders, invoices, contacts and employees, read incrementally.
import { z } from "zod";
import type { Template } from "../../contract/api/catalog.ts";
import type { Adding } from "../../contract/source/resource.ts";
import { formOf, setting } from "../setting.ts";
import { resourceOf, type ColumnTable, type ResourceTable } from "./table.ts";

/** The options of the modules template. */
export const ModulesOptions = z.object({
  /** How far back the first read goes; fixed after that read. */
  firstDays: z
    .int()
    .min(1)
    .max(36_500)
    .default(90)
    .register(setting, {
      widget: "integer",
      label: { en: "Days read the first time", fr: "Jours lus la première fois" },
      hint: {
        en: "By the day a record was last changed",
        fr: "D’après la dernière modification de l’enregistrement",
      },
    }),
  /**
   * Whether to store each record a second time as received: twice the storage, with fields that no
   * screen shows.
   */
  raw: z
    .enum(["no", "yes"])
    .default("no")
    .register(setting, {
      widget: "select",
      label: { en: "Keep a copy as it came", fr: "Garder une copie d’origine" },
      hint: {
        en: "For programs that read the API; it doubles what is stored",
        fr: "Pour les programmes qui lisent l’API ; cela double le volume conservé",
      },
      choices: [
        { value: "no", label: { en: "No", fr: "Non" } },
        { value: "yes", label: { en: "Yes", fr: "Oui" } },
      ],
    }),
});

const updated: ColumnTable = {
  name: "updated_at",
  type: "datetime",
  label: { en: "Changed in Odoo", fr: "Modifié dans Odoo" },
  from: { field: "write_date", as: "datetime" },
};
const created: ColumnTable = {
  name: "created_at",
  type: "datetime",
  label: { en: "Created in Odoo", fr: "Créé dans Odoo" },
  from: { field: "create_date", as: "datetime", optional: true },
};
const raw: ColumnTable = {
  name: "raw",
  type: "json",
  label: { en: "As in Odoo", fr: "Tel que dans Odoo" },
};
const company: ColumnTable = {
  name: "company",
  type: "text",
  label: { en: "Company", fr: "Société" },
  from: { field: "company_id", as: "label", of: "res.company", optional: true },
};
const currency: ColumnTable = {
  name: "currency",
  type: "text",
  label: { en: "Currency", fr: "Devise" },
  from: { field: "currency_id", as: "label", of: "res.currency" },
};
const active: ColumnTable = {
  name: "active",
  type: "boolean",
  label: { en: "Active", fr: "Actif" },
  from: { field: "active", as: "boolean", optional: true },
};
/** The amounts of an order or document in its own currency, in display order. */
function ownAmounts(adds: Adding): { total: ColumnTable; untaxed: ColumnTable; tax: ColumnTable } {
  const own = { type: "money", currency: "currency", adds } as const;
  return {
    total: {
      name: "total",
      ...own,
      label: { en: "Total", fr: "Total" },
      from: { field: "amount_total", as: "money" },
    },
    untaxed: {
      name: "untaxed",
      ...own,
      label: { en: "Without tax", fr: "Hors taxes" },
      from: { field: "amount_untaxed", as: "money" },
    },
    tax: {
      name: "tax",
      ...own,
      label: { en: "Tax", fr: "Taxes" },
      from: { field: "amount_tax", as: "money" },
    },
  };
}

const ordered = ownAmounts("signed");

/** Outgoing money counts against incoming money, as in Odoo's own `_signed` amounts. */
const leaving: Adding = {
  minus: { column: "kind", values: ["out_refund", "in_invoice", "in_receipt"] },
};
const invoiced = ownAmounts(leaving);

const orderColumns: ColumnTable[] = [
  {
    name: "number",
    type: "text",
    label: { en: "Number", fr: "Numéro" },
    from: { field: "name", as: "text" },
  },
  {
    name: "customer",
    type: "text",
    label: { en: "Customer", fr: "Client" },
    from: { field: "partner_id", as: "label", of: "res.partner" },
  },
  {
    name: "ordered_at",
    type: "datetime",
    label: { en: "Ordered", fr: "Commandé le" },
    from: { field: "date_order", as: "datetime" },
  },
  {
    name: "promised_at",
    type: "datetime",
    label: { en: "Promised for", fr: "Promis pour" },
    from: { field: "commitment_date", as: "datetime", optional: true },
  },
  {
    name: "state",
    type: "text",
    label: { en: "State", fr: "État" },
    from: { field: "state", as: "text" },
  },
  {
    name: "invoice_status",
    type: "text",
    label: { en: "Invoicing", fr: "Facturation" },
    from: { field: "invoice_status", as: "text", optional: true },
  },
  ordered.total,
  currency,
  ordered.untaxed,
  ordered.tax,
  {
    name: "customer_reference",
    type: "text",
    label: { en: "Customer’s reference", fr: "Référence du client" },
    from: { field: "client_order_ref", as: "text", optional: true },
  },
  {
    name: "salesperson",
    type: "text",
    label: { en: "Salesperson", fr: "Vendeur" },
    from: { field: "user_id", as: "label", of: "res.users", optional: true },
  },
  company,
  {
    name: "customer_id",
    type: "integer",
    label: { en: "Customer’s number", fr: "Numéro du client" },
    from: { field: "partner_id", as: "id" },
  },
  {
    name: "lines",
    type: "list",
    label: { en: "Lines", fr: "Lignes" },
    from: { field: "order_line", as: "ids", optional: true },
  },
  created,
  updated,
  raw,
];

const invoiceColumns: ColumnTable[] = [
  {
    name: "number",
    type: "text",
    label: { en: "Number", fr: "Numéro" },
    from: { field: "name", as: "text" },
  },
  {
    name: "kind",
    type: "text",
    label: { en: "Kind", fr: "Type" },
    from: { field: "move_type", as: "text" },
  },
  {
    name: "partner",
    type: "text",
    label: { en: "Partner", fr: "Partenaire" },
    from: { field: "partner_id", as: "label", of: "res.partner" },
  },
  {
    name: "invoice_date",
    type: "date",
    label: { en: "Invoice date", fr: "Date de facture" },
    from: { field: "invoice_date", as: "date" },
  },
  {
    name: "due_date",
    type: "date",
    label: { en: "Due date", fr: "Échéance" },
    from: { field: "invoice_date_due", as: "date" },
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
  invoiced.total,
  {
    name: "residual",
    type: "money",
    currency: "currency",
    adds: leaving,
    label: { en: "Open amount", fr: "Montant ouvert" },
    from: { field: "amount_residual", as: "money" },
  },
  currency,
  invoiced.untaxed,
  invoiced.tax,
  {
    name: "total_company",
    type: "money",
    currency: "company_currency",
    adds: "signed",
    label: { en: "Total, company currency", fr: "Total, devise de la société" },
    from: { field: "amount_total_signed", as: "money" },
  },
  {
    name: "residual_company",
    type: "money",
    currency: "company_currency",
    adds: "signed",
    label: { en: "Open amount, company currency", fr: "Montant ouvert, devise de la société" },
    from: { field: "amount_residual_signed", as: "money" },
  },
  {
    name: "company_currency",
    type: "text",
    label: { en: "Company currency", fr: "Devise de la société" },
    from: { field: "company_currency_id", as: "label", of: "res.currency", optional: true },
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
    from: { field: "invoice_origin", as: "text", optional: true },
  },
  {
    name: "journal",
    type: "text",
    label: { en: "Journal", fr: "Journal" },
    from: { field: "journal_id", as: "label", of: "account.journal" },
  },
  company,
  {
    name: "partner_id",
    type: "integer",
    label: { en: "Partner’s number", fr: "Numéro du partenaire" },
    from: { field: "partner_id", as: "id" },
  },
  created,
  updated,
  raw,
];

const contactColumns: ColumnTable[] = [
  {
    name: "name",
    type: "text",
    label: { en: "Name", fr: "Nom" },
    from: { field: "name", as: "text" },
  },
  {
    name: "email",
    type: "text",
    label: { en: "Email", fr: "E-mail" },
    from: { field: "email", as: "text", optional: true },
  },
  {
    name: "phone",
    type: "text",
    label: { en: "Phone", fr: "Téléphone" },
    from: { field: "phone", as: "text", optional: true },
  },
  {
    name: "mobile",
    type: "text",
    label: { en: "Mobile", fr: "Mobile" },
    from: { field: "mobile", as: "text", optional: true },
  },
  {
    name: "is_company",
    type: "boolean",
    label: { en: "Is a company", fr: "Est une société" },
    from: { field: "is_company", as: "boolean", optional: true },
  },
  {
    name: "parent",
    type: "text",
    label: { en: "Belongs to", fr: "Rattaché à" },
    from: { field: "parent_id", as: "label", of: "res.partner", optional: true },
  },
  {
    name: "street",
    type: "text",
    label: { en: "Street", fr: "Rue" },
    from: { field: "street", as: "text", optional: true },
  },
  {
    name: "zip",
    type: "text",
    label: { en: "Postcode", fr: "Code postal" },
    from: { field: "zip", as: "text", optional: true },
  },
  {
    name: "city",
    type: "text",
    label: { en: "City", fr: "Ville" },
    from: { field: "city", as: "text", optional: true },
  },
  {
    name: "country",
    type: "text",
    label: { en: "Country", fr: "Pays" },
    from: { field: "country_id", as: "label", of: "res.country", optional: true },
  },
  {
    name: "vat",
    type: "text",
    label: { en: "Tax number", fr: "N° de TVA" },
    from: { field: "vat", as: "text", optional: true },
  },
  {
    name: "customer_rank",
    type: "integer",
    label: { en: "Customer rank", fr: "Rang client" },
    from: { field: "customer_rank", as: "integer", optional: true },
  },
  {
    name: "supplier_rank",
    type: "integer",
    label: { en: "Supplier rank", fr: "Rang fournisseur" },
    from: { field: "supplier_rank", as: "integer", optional: true },
  },
  active,
  company,
  {
    name: "tags",
    type: "list",
    label: { en: "Tags", fr: "Étiquettes" },
    from: { field: "category_id", as: "names", of: "res.partner.category", optional: true },
  },
  created,
  updated,
  raw,
];

const employeeColumns: ColumnTable[] = [
  {
    name: "name",
    type: "text",
    label: { en: "Name", fr: "Nom" },
    from: { field: "name", as: "text" },
  },
  {
    name: "job",
    type: "text",
    label: { en: "Job", fr: "Poste" },
    from: { field: "job_title", as: "text", optional: true },
  },
  {
    name: "department",
    type: "text",
    label: { en: "Department", fr: "Département" },
    from: { field: "department_id", as: "label", of: "hr.department", optional: true },
  },
  {
    name: "manager",
    type: "text",
    label: { en: "Manager", fr: "Responsable" },
    from: { field: "parent_id", as: "label", of: "hr.employee", optional: true },
  },
  {
    name: "email",
    type: "text",
    label: { en: "Work email", fr: "E-mail professionnel" },
    from: { field: "work_email", as: "text", optional: true },
  },
  {
    name: "phone",
    type: "text",
    label: { en: "Work phone", fr: "Téléphone professionnel" },
    from: { field: "work_phone", as: "text", optional: true },
  },
  active,
  company,
  created,
  updated,
  raw,
];

const invoiceTypes = [
  "out_invoice",
  "out_refund",
  "in_invoice",
  "in_refund",
  "out_receipt",
  "in_receipt",
];

const incremental = { incremental: true, raw: true } as const;

export const modulesTables: ResourceTable[] = [
  {
    key: "sale_orders",
    label: { en: "Sale orders", fr: "Commandes clients" },
    model: "sale.order",
    columns: orderColumns,
    uncounted: [{ column: "state", values: ["cancel"] }],
    domain: () => [],
    ...incremental,
  },
  {
    key: "invoices",
    label: { en: "Invoices", fr: "Factures" },
    model: "account.move",
    columns: invoiceColumns,
    uncounted: [{ column: "state", values: ["cancel"] }],
    domain: () => [["move_type", "in", invoiceTypes]],
    ...incremental,
  },
  {
    key: "contacts",
    label: { en: "Contacts", fr: "Contacts" },
    model: "res.partner",
    columns: contactColumns,
    domain: () => [],
    ...incremental,
  },
  // Ordinary users may only read the public side of employees.
  {
    key: "employees",
    label: { en: "Employees", fr: "Employés" },
    model: "hr.employee",
    fallback: "hr.employee.public",
    columns: employeeColumns,
    domain: () => [],
    ...incremental,
  },
];

export const odooModules: Template = {
  key: "odoo_modules",
  label: { en: "Odoo modules", fr: "Modules Odoo" },
  description: {
    en: "Sale orders, invoices, contacts and employees of the last 90 days, then whatever changes.",
    fr: "Commandes, factures, contacts et employés des 90 derniers jours, puis tout ce qui change.",
  },
  resources: modulesTables.map(resourceOf),
  options: formOf(ModulesOptions),
  gated: true,
  plots: [],
};
