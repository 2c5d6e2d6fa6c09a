// Ready definitions for the tables of BBGR: statement, monthly deliveries, returns and receptions.
import { CsvDefinition } from "./definition.ts";

const common = {
  delimiter: ";",
  encoding: "utf-8",
  decimal: ".",
  currency: "EUR",
  creditNotes: "credit_notes_inverted",
} as const;

/**
 * Delivery `0` means none, the order may be UNKNOWN, labels begin with a code of fourteen digits,
 * and a line without a family is its own family.
 */
const delivery = { from: ["livraison"], empty: ["0"] };
const family = { from: ["famille"], orElse: "article" };

const monthly = {
  key: "id",
  number: { from: ["livraison", "no_facture_acuitis", "id"], empty: ["0"] },
  date: "date_mouvement",
  order: { from: ["customer_po_number"], empty: ["UNKNOWN"] },
  delivery,
  deliveryDate: "date_livraison",
  shop: "boutique_acuitis",
  shopName: "nom_boutique",
  article: "article",
  label: { from: ["description"], cutCode: 14 },
  family,
  kind: "type_article",
  quantity: "qte_expediee",
  netPrice: "prix_unitaire",
  net: "montant_ht",
  tax: "montant_tva",
  total: "montant_ttc",
  vatRate: "taux_tva",
};

export const bbgrTables: CsvDefinition[] = [
  {
    ...common,
    key: "bbgr-statement",
    label: "BBGR statement",
    supplier: "BBGR",
    columns: {
      key: "id",
      number: "transaction",
      date: "date_transaction",
      order: { from: ["ref_cde_acuitis"], empty: ["UNKNOWN"] },
      delivery,
      deliveryDate: "date_livraison",
      shop: "boutique_acuitis",
      shopName: "nom_boutique",
      article: "article",
      label: { from: ["article_facturation"], cutCode: 14 },
      family,
      quantity: "qte_facturee",
      netPrice: "prix_unitaire",
      net: "montant_ht",
      tax: "montant_tva",
      total: "montant_ttc",
      vatRate: "code_tva",
    },
    type: { by: "value", column: "type_transaction", invoice: ["INV"], credit: ["CM"] },
  },
  {
    ...common,
    key: "bbgr-monthly",
    label: "BBGR monthly",
    // Delivery numbers are not invoice numbers, so each flow has a supplier of its own.
    supplier: "BBGR-MONTHLY",
    columns: monthly,
    rows: { column: "type_article", isNot: ["FRAIS_RETOUR", "DECOTE"] },
    type: { by: "sign", of: "quantity", zero: "credit" },
    bothTypes: true,
    severalDates: true,
  },
  {
    ...common,
    key: "bbgr-returns",
    label: "BBGR returns",
    supplier: "BBGR-RETURNS",
    columns: monthly,
    rows: { column: "type_article", is: ["FRAIS_RETOUR", "DECOTE"] },
    type: { by: "sign", of: "quantity", zero: "credit" },
    bothTypes: true,
    severalDates: true,
    merge: {
      where: { column: "type_article", is: ["FRAIS_RETOUR"] },
      by: ["shop", "order", "delivery", "deliveryDate", "date", "number", "netPrice", "vatRate"],
    },
    mark: {
      where: { column: "type_article", is: ["DECOTE"] },
      figureOf: "description",
      before: "D",
      after: "-",
    },
  },
  {
    ...common,
    key: "bbgr-receptions",
    label: "BBGR receptions",
    supplier: "BBGR-RECEPTIONS",
    columns: {
      key: "id",
      date: "entered_date",
      family: "famille",
      kind: "type_article",
      label: "famille",
      net: "entered_valorise",
    },
    fixed: { vatCode: "001" },
    type: { by: "sign", of: "net", zero: "invoice" },
    creditNotes: "negative",
    severalDates: true,
    merge: { by: ["family", "kind", "month"], quantity: "one" },
    // A month that arrives in two halves makes two documents: the id of the first row tells them
    // apart, so nothing is lost.
    composedNumber: ["month", "family", "kind", "key"],
  },
].map((definition) => CsvDefinition.parse(definition));
