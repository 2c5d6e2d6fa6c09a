// The template of supplier invoices: one resource for documents, and one for their lines.
import type { Template } from "../../contract/api/catalog.ts";
import type { Column } from "../../contract/source/resource.ts";

const invoiceColumns: Column[] = [
  { name: "supplier", type: "text", label: { en: "Supplier", fr: "Fournisseur" } },
  { name: "number", type: "text", label: { en: "Number", fr: "Numéro" } },
  { name: "date", type: "date", label: { en: "Invoice date", fr: "Date de facture" } },
  { name: "type", type: "text", label: { en: "Type", fr: "Type" } },
  { name: "currency", type: "text", label: { en: "Currency", fr: "Devise" } },
  {
    name: "net",
    type: "money",
    currency: "currency",
    adds: "signed",
    label: { en: "Net", fr: "HT" },
  },
  {
    name: "tax",
    type: "money",
    currency: "currency",
    adds: "signed",
    label: { en: "VAT", fr: "TVA" },
  },
  {
    name: "total",
    type: "money",
    currency: "currency",
    adds: "signed",
    label: { en: "Total", fr: "TTC" },
  },
  { name: "due_date", type: "date", label: { en: "Due date", fr: "Échéance" } },
  { name: "orders", type: "list", label: { en: "Orders", fr: "Commandes" } },
  { name: "deliveries", type: "list", label: { en: "Deliveries", fr: "Livraisons" } },
  { name: "buyer", type: "text", label: { en: "Buyer", fr: "Acheteur" } },
  { name: "supplier_code", type: "text", label: { en: "Supplier code", fr: "Code fournisseur" } },
  {
    name: "supplier_vat",
    type: "text",
    label: { en: "Supplier VAT number", fr: "N° de TVA du fournisseur" },
  },
  { name: "lines", type: "integer", label: { en: "Lines", fr: "Lignes" } },
  { name: "checks", type: "list", label: { en: "Warnings", fr: "Avertissements" } },
  { name: "flow", type: "text", label: { en: "Kind of file", fr: "Type de fichier" } },
  { name: "file", type: "text", label: { en: "File", fr: "Fichier" } },
];

const lineColumns: Column[] = [
  { name: "invoice", type: "text", label: { en: "Invoice", fr: "Facture" } },
  { name: "supplier", type: "text", label: { en: "Supplier", fr: "Fournisseur" } },
  { name: "date", type: "date", label: { en: "Invoice date", fr: "Date de facture" } },
  { name: "line", type: "text", label: { en: "Line", fr: "Ligne" } },
  { name: "kind", type: "text", label: { en: "Kind", fr: "Nature" } },
  { name: "article", type: "text", label: { en: "Article", fr: "Article" } },
  { name: "ean", type: "text", label: { en: "EAN", fr: "EAN" } },
  { name: "label", type: "text", label: { en: "Label", fr: "Libellé" } },
  { name: "family", type: "text", label: { en: "Family", fr: "Famille" } },
  { name: "quantity", type: "number", label: { en: "Quantity", fr: "Quantité" } },
  {
    name: "gross_price",
    type: "money",
    currency: "currency",
    adds: "never",
    label: { en: "Gross price", fr: "Prix brut" },
  },
  {
    name: "net_price",
    type: "money",
    currency: "currency",
    adds: "never",
    label: { en: "Net price", fr: "Prix net" },
  },
  {
    name: "gross",
    type: "money",
    currency: "currency",
    adds: "signed",
    label: { en: "Gross amount", fr: "Montant brut" },
  },
  {
    name: "net",
    type: "money",
    currency: "currency",
    adds: "signed",
    label: { en: "Net amount", fr: "Montant HT" },
  },
  {
    name: "tax",
    type: "money",
    currency: "currency",
    adds: "signed",
    label: { en: "VAT", fr: "TVA" },
  },
  { name: "vat_rate", type: "number", label: { en: "VAT rate", fr: "Taux de TVA" } },
  { name: "vat_code", type: "text", label: { en: "VAT code", fr: "Code de TVA" } },
  { name: "currency", type: "text", label: { en: "Currency", fr: "Devise" } },
  { name: "order", type: "text", label: { en: "Order", fr: "Commande" } },
  { name: "delivery", type: "text", label: { en: "Delivery", fr: "Livraison" } },
  { name: "delivery_date", type: "date", label: { en: "Delivery date", fr: "Date de livraison" } },
  { name: "reference", type: "text", label: { en: "Reference", fr: "Référence" } },
  { name: "shop", type: "text", label: { en: "Shop", fr: "Magasin" } },
  { name: "file", type: "text", label: { en: "File", fr: "Fichier" } },
];

export const supplierInvoices: Template = {
  key: "supplier_invoices",
  label: { en: "Supplier invoices", fr: "Factures fournisseurs" },
  description: {
    en: "Invoices and credit notes from the files of your suppliers: EDIFACT (OPTO33, EANCOM), BBGR, and CSV tables.",
    fr: "Factures et avoirs tirés des fichiers de vos fournisseurs : EDIFACT (OPTO33, EANCOM), BBGR et tableaux CSV.",
  },
  resources: [
    {
      key: "invoices",
      label: { en: "Invoices", fr: "Factures" },
      checkedLabel: {
        en: ["document checked", "documents checked"],
        fr: ["document vérifié", "documents vérifiés"],
      },
      columns: invoiceColumns,
    },
    {
      key: "invoice_lines",
      label: { en: "Invoice lines", fr: "Lignes de facture" },
      columns: lineColumns,
    },
  ],
  options: [],
  gated: false,
  plots: [
    {
      key: "purchases",
      label: { en: "Purchases by month", fr: "Achats par mois" },
      resource: "invoices",
      date: "date",
      amount: "net",
      group: "type",
    },
  ],
};
