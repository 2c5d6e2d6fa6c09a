// The models of the simulated Odoo and their fields, with labels in English and French.
import type { Version } from "./version.ts";

type FieldType =
  | "integer"
  | "float"
  | "monetary"
  | "boolean"
  | "char"
  | "text"
  | "html"
  | "selection"
  | "date"
  | "datetime"
  | "binary"
  | "many2one"
  | "one2many"
  | "many2many";

/** `[value, English, French]`. */
type Choice = readonly [value: string, en: string, fr: string];

export interface Field {
  name: string;
  type: FieldType;
  string: string;
  fr: string;
  required: boolean;
  readonly: boolean;
  relation?: string;
  selection?: readonly (Choice & { since?: number })[];
  /** The first and last major version that has the field. */
  since?: number;
  until?: number;
  /** A custom field, which only some databases have. */
  custom?: true;
  /** Only the HR group may read it. */
  hr?: true;
  /** Only administrators may read it, so reading all fields fails for others. */
  admin?: true;
  /** Its text has a French translation in the row, as `<name>@fr`. */
  translated?: true;
}

export interface Model {
  name: string;
  /** The name in access errors. */
  description: string;
  order: string;
  fields: Map<string, Field>;
}

type Extra = Partial<Omit<Field, "name" | "type" | "string" | "fr" | "relation">> & {
  required?: boolean;
};
type Line = [
  name: string,
  type: FieldType | `${"many2one" | "one2many" | "many2many"} ${string}`,
  string: string,
  fr: string,
  extra?: Extra,
];

const must = { required: true };
const computed = { readonly: true };

const stamps: Line[] = [
  ["create_uid", "many2one res.users", "Created by", "Créé par", computed],
  ["create_date", "datetime", "Created on", "Créé le", computed],
  ["write_uid", "many2one res.users", "Last Updated by", "Mis à jour par", computed],
  ["write_date", "datetime", "Last Updated on", "Mis à jour le", computed],
];

const moveTypes: Choice[] = [
  ["entry", "Journal Entry", "Pièce comptable"],
  ["out_invoice", "Customer Invoice", "Facture client"],
  ["out_refund", "Customer Credit Note", "Avoir client"],
  ["in_invoice", "Vendor Bill", "Facture fournisseur"],
  ["in_refund", "Vendor Credit Note", "Avoir fournisseur"],
  ["out_receipt", "Sales Receipt", "Reçu de vente"],
  ["in_receipt", "Purchase Receipt", "Reçu d'achat"],
];

const paymentStates: (Choice & { since?: number })[] = [
  ["not_paid", "Not Paid", "Non payé"],
  ["in_payment", "In Payment", "En paiement"],
  ["paid", "Paid", "Payé"],
  ["partial", "Partially Paid", "Partiellement réglé"],
  ["reversed", "Reversed", "Extourné"],
  Object.assign(["blocked", "Blocked", "Bloqué"] as const, { since: 18 }),
  ["invoicing_legacy", "Invoicing App Legacy", "Historique de l'app facturation"],
];

const tables: Record<string, { description: string; order: string; lines: Line[]; bare?: true }> = {
  "res.partner": {
    description: "Contact",
    order: "display_name, id desc",
    lines: [
      ["name", "char", "Name", "Nom"],
      ["complete_name", "char", "Complete Name", "Nom complet", { ...computed, since: 17 }],
      ["parent_id", "many2one res.partner", "Related Company", "Société liée"],
      ["child_ids", "one2many res.partner", "Contact", "Contact"],
      ["ref", "char", "Reference", "Référence"],
      [
        "lang",
        "selection",
        "Language",
        "Langue",
        {
          selection: [
            ["en_US", "English (US)", "English (US)"],
            ["fr_FR", "French / Français", "French / Français"],
          ],
        },
      ],
      ["tz", "char", "Timezone", "Fuseau horaire"],
      ["user_id", "many2one res.users", "Salesperson", "Vendeur"],
      ["vat", "char", "Tax ID", "N° TVA"],
      ["comment", "html", "Notes", "Notes"],
      ["category_id", "many2many res.partner.category", "Tags", "Étiquettes"],
      ["active", "boolean", "Active", "Actif"],
      ["street", "char", "Street", "Rue"],
      ["zip", "char", "Zip", "Code postal"],
      ["city", "char", "City", "Ville"],
      ["country_id", "many2one res.country", "Country", "Pays"],
      ["partner_latitude", "float", "Geo Latitude", "Latitude"],
      ["email", "char", "Email", "Email"],
      ["phone", "char", "Phone", "Téléphone"],
      ["mobile", "char", "Mobile", "Mobile", { until: 18 }],
      ["is_company", "boolean", "Is a Company", "Est une société"],
      ["company_id", "many2one res.company", "Company", "Société"],
      [
        "commercial_partner_id",
        "many2one res.partner",
        "Commercial Entity",
        "Entité commerciale",
        computed,
      ],
      ["customer_rank", "integer", "Customer Rank", "Rang client"],
      ["supplier_rank", "integer", "Supplier Rank", "Rang fournisseur"],
      ["credit_limit", "float", "Credit Limit", "Limite de crédit"],
      ["image_128", "binary", "Image 128", "Image 128"],
      [
        "rtc_session_ids",
        "one2many discuss.channel.rtc.session",
        "Rtc Session",
        "Session RTC",
        { since: 19, admin: true },
      ],
    ],
  },
  "account.move": {
    description: "Journal Entry",
    order: "date desc, name desc, invoice_date desc, id desc",
    lines: [
      ["name", "char", "Number", "Numéro"],
      ["ref", "char", "Reference", "Référence"],
      ["date", "date", "Date", "Date", must],
      [
        "state",
        "selection",
        "Status",
        "Statut",
        {
          ...must,
          selection: [
            ["draft", "Draft", "Brouillon"],
            ["posted", "Posted", "Comptabilisé"],
            ["cancel", "Cancelled", "Annulé"],
          ],
        },
      ],
      ["move_type", "selection", "Type", "Type", { ...must, selection: moveTypes }],
      ["journal_id", "many2one account.journal", "Journal", "Journal", must],
      ["company_id", "many2one res.company", "Company", "Société"],
      ["line_ids", "one2many account.move.line", "Journal Items", "Écritures comptables"],
      ["invoice_line_ids", "one2many account.move.line", "Invoice lines", "Lignes de facture"],
      ["invoice_date", "date", "Invoice/Bill Date", "Date de facturation"],
      ["invoice_date_due", "date", "Due Date", "Date d'échéance"],
      ["delivery_date", "date", "Delivery Date", "Date de livraison", { since: 17 }],
      [
        "invoice_payment_term_id",
        "many2one account.payment.term",
        "Payment Terms",
        "Conditions de paiement",
      ],
      ["partner_id", "many2one res.partner", "Partner", "Partenaire"],
      [
        "commercial_partner_id",
        "many2one res.partner",
        "Commercial Entity",
        "Entité commerciale",
        computed,
      ],
      ["payment_reference", "char", "Payment Reference", "Référence de paiement"],
      [
        "company_currency_id",
        "many2one res.currency",
        "Company Currency",
        "Devise de la société",
        computed,
      ],
      ["currency_id", "many2one res.currency", "Currency", "Devise", must],
      ["amount_untaxed", "monetary", "Untaxed Amount", "Montant hors taxes", computed],
      ["amount_tax", "monetary", "Tax", "Taxe", computed],
      ["amount_total", "monetary", "Total", "Total", computed],
      ["amount_residual", "monetary", "Amount Due", "Montant dû", computed],
      [
        "amount_untaxed_signed",
        "monetary",
        "Untaxed Amount Signed",
        "Montant hors taxes signé",
        computed,
      ],
      ["amount_tax_signed", "monetary", "Tax Signed", "Taxe signée", computed],
      ["amount_total_signed", "monetary", "Total Signed", "Total signé", computed],
      [
        "amount_total_in_currency_signed",
        "monetary",
        "Total in Currency Signed",
        "Total en devise signé",
        computed,
      ],
      ["amount_residual_signed", "monetary", "Amount Due Signed", "Montant dû signé", computed],
      [
        "payment_state",
        "selection",
        "Payment Status",
        "Statut du paiement",
        { ...computed, selection: paymentStates },
      ],
      ["reversed_entry_id", "many2one account.move", "Reversal of", "Extourne de"],
      ["invoice_user_id", "many2one res.users", "Salesperson", "Vendeur"],
      ["invoice_origin", "char", "Origin", "Origine"],
      ["narration", "html", "Terms and Conditions", "Conditions générales"],
      ["custom_rate", "float", "EUR to TND rate", "Taux EUR vers TND", { custom: true }],
    ],
  },
  "sale.order": {
    description: "Sales Order",
    order: "date_order desc, id desc",
    lines: [
      ["name", "char", "Order Reference", "Référence de la commande", must],
      ["partner_id", "many2one res.partner", "Customer", "Client", must],
      [
        "state",
        "selection",
        "Status",
        "Statut",
        {
          selection: [
            ["draft", "Quotation", "Devis"],
            ["sent", "Quotation Sent", "Devis envoyé"],
            ["sale", "Sales Order", "Bon de commande"],
            ["cancel", "Cancelled", "Annulé"],
          ],
        },
      ],
      ["client_order_ref", "char", "Customer Reference", "Référence client"],
      ["date_order", "datetime", "Order Date", "Date de la commande", must],
      ["commitment_date", "datetime", "Delivery Date", "Date de livraison"],
      ["origin", "char", "Source Document", "Document d'origine"],
      ["user_id", "many2one res.users", "Salesperson", "Vendeur"],
      ["company_id", "many2one res.company", "Company", "Société", must],
      ["currency_id", "many2one res.currency", "Currency", "Devise", computed],
      ["order_line", "one2many sale.order.line", "Order Lines", "Lignes de commande"],
      ["amount_untaxed", "monetary", "Untaxed Amount", "Montant hors taxes", computed],
      ["amount_tax", "monetary", "Taxes", "Taxes", computed],
      ["amount_total", "monetary", "Total", "Total", computed],
      [
        "invoice_status",
        "selection",
        "Invoice Status",
        "Statut de la facture",
        {
          ...computed,
          selection: [
            ["upselling", "Upselling Opportunity", "Opportunité de montée en gamme"],
            ["invoiced", "Fully Invoiced", "Entièrement facturé"],
            ["to invoice", "To Invoice", "À facturer"],
            ["no", "Nothing to Invoice", "Rien à facturer"],
          ],
        },
      ],
      ["locked", "boolean", "Locked", "Verrouillé", { since: 17 }],
    ],
  },
  "hr.employee": {
    description: "Employee",
    order: "name",
    lines: [
      ["name", "char", "Employee Name", "Nom de l'employé"],
      ["active", "boolean", "Active", "Actif"],
      ["user_id", "many2one res.users", "User", "Utilisateur"],
      ["company_id", "many2one res.company", "Company", "Société", must],
      ["department_id", "many2one hr.department", "Department", "Département"],
      ["job_title", "char", "Job Title", "Titre du poste"],
      ["work_email", "char", "Work Email", "Email professionnel"],
      ["work_phone", "char", "Work Phone", "Téléphone professionnel"],
      ["parent_id", "many2one hr.employee", "Manager", "Responsable"],
      ["birthday", "date", "Date of Birth", "Date de naissance", { hr: true }],
      ["private_email", "char", "Private Email", "Email privé", { hr: true }],
      ["identification_id", "char", "Identification No", "N° d'identification", { hr: true }],
    ],
  },
  "hr.employee.public": {
    description: "Public Employee",
    order: "name",
    lines: [
      ["name", "char", "Name", "Nom"],
      ["active", "boolean", "Active", "Actif"],
      ["user_id", "many2one res.users", "User", "Utilisateur"],
      ["company_id", "many2one res.company", "Company", "Société"],
      ["department_id", "many2one hr.department", "Department", "Département"],
      ["job_title", "char", "Job Title", "Titre du poste"],
      ["work_email", "char", "Work Email", "Email professionnel"],
      ["work_phone", "char", "Work Phone", "Téléphone professionnel"],
      ["parent_id", "many2one hr.employee.public", "Manager", "Responsable"],
    ],
  },
  "hr.department": {
    description: "Department",
    order: "name",
    lines: [
      ["name", "char", "Department Name", "Nom du département", { translated: true }],
      ["parent_id", "many2one hr.department", "Parent Department", "Département parent"],
    ],
  },
  "product.product": {
    description: "Product Variant",
    order: "default_code, name, id",
    lines: [
      ["name", "char", "Name", "Nom", { ...must, translated: true }],
      ["default_code", "char", "Internal Reference", "Référence interne"],
      ["barcode", "char", "Barcode", "Code-barres"],
      ["active", "boolean", "Active", "Actif"],
      ["categ_id", "many2one product.category", "Product Category", "Catégorie de produits"],
      ["list_price", "float", "Sales Price", "Prix de vente"],
      ["standard_price", "float", "Cost", "Coût"],
      ["weight", "float", "Weight", "Poids"],
    ],
  },
  "product.category": {
    description: "Product Category",
    order: "name",
    lines: [
      ["name", "char", "Name", "Nom"],
      ["parent_id", "many2one product.category", "Parent Category", "Catégorie parente"],
    ],
  },
  "account.journal": {
    description: "Journal",
    order: "id",
    lines: [
      ["name", "char", "Journal Name", "Nom du journal", { ...must, translated: true }],
      ["code", "char", "Short Code", "Code", must],
      [
        "type",
        "selection",
        "Type",
        "Type",
        {
          ...must,
          selection: [
            ["sale", "Sales", "Ventes"],
            ["purchase", "Purchase", "Achats"],
            ["cash", "Cash", "Espèces"],
            ["bank", "Bank", "Banque"],
            ["general", "Miscellaneous", "Divers"],
          ],
        },
      ],
      ["active", "boolean", "Active", "Actif"],
      ["company_id", "many2one res.company", "Company", "Société", must],
    ],
  },
  "account.payment.term": {
    description: "Payment Terms",
    order: "id",
    lines: [["name", "char", "Payment Terms", "Conditions de paiement", { translated: true }]],
  },
  "res.company": {
    description: "Companies",
    order: "name",
    lines: [
      ["name", "char", "Company Name", "Nom de la société", must],
      ["parent_id", "many2one res.company", "Parent Company", "Société mère"],
      ["partner_id", "many2one res.partner", "Partner", "Partenaire", must],
      ["currency_id", "many2one res.currency", "Currency", "Devise", must],
      ["country_id", "many2one res.country", "Country", "Pays"],
      ["email", "char", "Email", "Email"],
      ["active", "boolean", "Active", "Actif"],
    ],
  },
  "res.currency": {
    description: "Currency",
    order: "active desc, name",
    lines: [
      ["name", "char", "Currency", "Devise", must],
      ["full_name", "char", "Name", "Nom"],
      ["symbol", "char", "Symbol", "Symbole", must],
      ["rate", "float", "Current Rate", "Taux actuel", computed],
      ["rounding", "float", "Rounding Factor", "Facteur d'arrondi"],
      ["decimal_places", "integer", "Decimal Places", "Décimales", computed],
      [
        "position",
        "selection",
        "Symbol Position",
        "Position du symbole",
        {
          selection: [
            ["after", "After Amount", "Après le montant"],
            ["before", "Before Amount", "Avant le montant"],
          ],
        },
      ],
      ["active", "boolean", "Active", "Actif"],
    ],
  },
  "res.users": {
    description: "User",
    order: "name, login",
    lines: [
      ["name", "char", "Name", "Nom"],
      ["login", "char", "Login", "Identifiant", must],
      ["email", "char", "Email", "Email"],
      ["active", "boolean", "Active", "Actif"],
      ["lang", "char", "Language", "Langue"],
      ["tz", "char", "Timezone", "Fuseau horaire"],
      ["partner_id", "many2one res.partner", "Related Partner", "Partenaire lié", must],
      ["company_id", "many2one res.company", "Company", "Société", must],
      ["company_ids", "many2many res.company", "Companies", "Sociétés"],
      ["share", "boolean", "Share User", "Partager l'utilisateur"],
    ],
  },
  "res.country": {
    description: "Country",
    order: "name",
    lines: [
      ["name", "char", "Country Name", "Nom du pays", { ...must, translated: true }],
      ["code", "char", "Country Code", "Code du pays"],
    ],
  },
  "res.partner.category": {
    description: "Partner Tags",
    order: "name, id",
    lines: [
      ["name", "char", "Name", "Nom", { ...must, translated: true }],
      ["parent_id", "many2one res.partner.category", "Category", "Catégorie"],
      ["active", "boolean", "Active", "Actif"],
    ],
  },
  "ir.module.module": {
    description: "Module",
    order: "name",
    lines: [
      ["name", "char", "Technical Name", "Nom technique", must],
      ["shortdesc", "char", "Module Name", "Nom du module", { translated: true }],
      [
        "state",
        "selection",
        "Status",
        "Statut",
        {
          selection: [
            ["uninstalled", "Not Installed", "Non installé"],
            ["installed", "Installed", "Installé"],
          ],
        },
      ],
      ["installed_version", "char", "Latest Version", "Dernière version", computed],
      ["latest_version", "char", "Installed Version", "Version installée"],
    ],
  },
  "ir.model": {
    description: "Models",
    order: "model",
    lines: [
      ["name", "char", "Model Description", "Description du modèle"],
      ["model", "char", "Model", "Modèle"],
    ],
  },
  "ir.model.access": {
    description: "Model Access",
    order: "model_id, name, id",
    lines: [
      ["name", "char", "Name", "Nom", must],
      ["model_id", "many2one ir.model", "Model", "Modèle", must],
    ],
  },
  "ir.model.data": {
    description: "Model Data",
    order: "module, model, name",
    lines: [
      ["module", "char", "Module", "Module", must],
      ["name", "char", "External Identifier", "Identifiant externe", must],
      ["model", "char", "Model Name", "Nom du modèle", must],
      ["res_id", "integer", "Record ID", "ID de l'enregistrement"],
      ["noupdate", "boolean", "Non Updatable", "Non modifiable"],
    ],
  },
  "res.lang": {
    description: "Languages",
    order: "active desc, name",
    lines: [
      ["name", "char", "Name", "Nom", must],
      ["code", "char", "Locale Code", "Code de locale", must],
      ["iso_code", "char", "ISO code", "Code ISO"],
      ["active", "boolean", "Active", "Actif"],
    ],
  },
};

/** The models of a version, with the fields it has. */
export function schemaOf(version: Version, customFields: boolean): Map<string, Model> {
  const major = Number.parseInt(version, 10);
  const exists = (field: Field) =>
    (field.since ?? 0) <= major && major <= (field.until ?? 99) && (customFields || !field.custom);
  return new Map(
    Object.entries(tables).map(([name, { description, order, lines }]) => {
      const fields = [idLine, displayNameLine, ...lines, ...stamps].map(fieldOf).filter(exists);
      return [
        name,
        {
          name,
          description,
          order,
          fields: new Map(fields.map((field) => [field.name, forVersion(field, major)])),
        },
      ];
    }),
  );
}

const idLine: Line = ["id", "integer", "ID", "ID", computed];
const displayNameLine: Line = ["display_name", "char", "Display Name", "Nom d'affichage", computed];

function fieldOf([name, type, string, fr, extra]: Line): Field {
  const [kind, relation] = type.split(" ") as [FieldType, string | undefined];
  return {
    name,
    type: kind,
    string,
    fr,
    required: false,
    readonly: false,
    ...(relation ? { relation } : {}),
    ...extra,
  };
}

function forVersion(field: Field, major: number): Field {
  if (!field.selection) return field;
  return { ...field, selection: field.selection.filter((choice) => (choice.since ?? 0) <= major) };
}
