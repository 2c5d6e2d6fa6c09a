// How a box of supplier invoices is set up: whose credit notes carry which signs, and what the
// tables of suppliers look like.
import { z } from "zod";
import { setting } from "../setting.ts";
import { CsvDefinition } from "./csv/definition.ts";
import { CreditNotes } from "./signs.ts";

/** `supplier` is a code or a name as the files have it. */
const SupplierRule = z.strictObject({
  supplier: z.string().trim().min(1).max(120),
  creditNotes: CreditNotes,
});

/**
 * As a form gives them: `FR00999000001 = as_sent, PRECILENS = all_negative_inverted`. What is wrong
 * in a rule is found at its place.
 */
const rulesIn = (given: unknown): unknown => {
  if (typeof given !== "string") return given;
  const rules = given.split(/[,;\n]/).filter((part) => part.trim() !== "");
  return rules.map((rule) => {
    const at = rule.lastIndexOf("=");
    return {
      supplier: at < 0 ? rule : rule.slice(0, at),
      creditNotes: at < 0 ? undefined : rule.slice(at + 1).trim(),
    };
  });
};

/**
 * As a form gives them: the text of a JSON list. What is no JSON stays a text, which is no list.
 */
function tablesIn(given: unknown): unknown {
  if (typeof given !== "string") return given;
  if (given.trim() === "") return [];
  try {
    return JSON.parse(given);
  } catch (error) {
    if (error instanceof SyntaxError) return given;
    throw error;
  }
}

export const InvoiceSettings = z.strictObject({
  /** The convention of suppliers without a rule of their own. */
  creditNotes: CreditNotes.default("negative").register(setting, {
    widget: "select",
    label: { en: "Signs of credit notes", fr: "Signe des avoirs" },
    hint: {
      en: "“Always negative” keeps credit notes negative whatever sign the supplier sends",
      fr: "« Toujours négatif » garde les avoirs en négatif quel que soit le signe envoyé",
    },
    choices: [
      { value: "negative", label: { en: "Always negative", fr: "Toujours négatif" } },
      { value: "as_sent", label: { en: "As sent", fr: "Tel qu’envoyé" } },
      {
        value: "credit_notes_inverted",
        label: {
          en: "Sent wholly negative, quantities too",
          fr: "Envoyés tout en négatif, quantités comprises",
        },
      },
      {
        value: "all_negative_inverted",
        label: {
          en: "Everything is sent negative, invoices too",
          fr: "Tout est envoyé en négatif, factures comprises",
        },
      },
    ],
  }),
  suppliers: z
    .preprocess(rulesIn, z.array(SupplierRule).max(500))
    .default([])
    .register(setting, {
      widget: "text",
      label: { en: "Suppliers that differ", fr: "Fournisseurs à part" },
      hint: {
        en: "Code or name = as_sent, negative, credit_notes_inverted or all_negative_inverted, separated by commas",
        fr: "Code ou nom = as_sent, negative, credit_notes_inverted ou all_negative_inverted, séparés par des virgules",
      },
    }),
  /** Tables of suppliers, beside the built-in ones. */
  tables: z
    .preprocess(tablesIn, z.array(CsvDefinition).max(100))
    .default([])
    .register(setting, {
      widget: "text",
      label: { en: "Supplier tables", fr: "Tableaux des fournisseurs" },
      hint: {
        en: "CSV files as a JSON list: columns, and how numbers and dates are written (decimal, thousands, format); those of BBGR are built in",
        fr: "Fichiers CSV sous forme de liste JSON : colonnes, et écriture des nombres et des dates (decimal, thousands, format) ; ceux de BBGR sont intégrés",
      },
    }),
});
export type InvoiceSettings = z.infer<typeof InvoiceSettings>;

/** The convention of a supplier, by code or name; capitals and blanks do not matter. */
export function creditNotesOf(
  settings: InvoiceSettings,
  supplier: { code: string; name: string },
  fallback?: CreditNotes,
): CreditNotes {
  if (settings.suppliers.length === 0) return fallback ?? settings.creditNotes;
  const names = new Set([plainName(supplier.code), plainName(supplier.name)]);
  const rule = settings.suppliers.find((one) => names.has(plainName(one.supplier)));
  return rule?.creditNotes ?? fallback ?? settings.creditNotes;
}

/** Names as they are compared and kept in ids: capitals, single blanks, no bar. */
export const plainName = (text: string): string =>
  text
    .trim()
    .replace(/[\s|]+/g, " ")
    .toUpperCase();
