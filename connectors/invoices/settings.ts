// How a box of supplier invoices is set up: whose credit notes carry which signs, and what the tables of suppliers look like.
import { z } from "zod";
import type { Field } from "../../contract/catalog.ts";
import { CsvDefinition } from "./csv/definition.ts";
import { CreditNotes } from "./signs.ts";

/** `supplier` is a code or a name as the files have it. */
export const SupplierRule = z.strictObject({ supplier: z.string().trim().min(1).max(120), creditNotes: CreditNotes });
export type SupplierRule = z.infer<typeof SupplierRule>;

/** As a form gives it: `FR00999000001 = as_sent, PRECILENS = all_negative_inverted`. */
const RuleText = z
  .string()
  .max(10_000)
  .transform((text, context) => {
    const rules = text.split(/[,;\n]/).filter((part) => part.trim() !== "");
    const read = rules.map((part) => {
      const at = part.lastIndexOf("=");
      return SupplierRule.safeParse({ supplier: part.slice(0, Math.max(0, at)), creditNotes: part.slice(at + 1).trim() });
    });
    const wrong = rules.find((_, index) => !read[index]?.success);
    if (wrong !== undefined) context.addIssue({ code: "custom", message: `not a rule: ${wrong.trim().slice(0, 60)}` });
    return read.flatMap((one) => (one.success ? [one.data] : []));
  });

/** As a form gives them: the text of a JSON list. */
const DefinitionText = z
  .string()
  .max(100_000)
  .transform((text, context): CsvDefinition[] => {
    if (text.trim() === "") return [];
    const read = z.array(CsvDefinition).max(100).safeParse(jsonOf(text));
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    context.addIssue({ code: "custom", message: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}` });
    return z.NEVER;
  });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // No list then: the schema says so.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const InvoiceSettings = z.strictObject({
  /** What holds for suppliers without a rule of their own. */
  creditNotes: CreditNotes.default("negative"),
  suppliers: z.union([RuleText, z.array(SupplierRule).max(500)]).default([]),
  /** Tables of suppliers, beside the ready ones. */
  tables: z.union([DefinitionText, z.array(CsvDefinition).max(100)]).default([]),
});
export type InvoiceSettings = z.infer<typeof InvoiceSettings>;

export const settingsForm: Field[] = [
  {
    name: "creditNotes",
    type: "select",
    required: false,
    label: { en: "Signs of credit notes", fr: "Signe des avoirs" },
    hint: {
      en: "Your suppliers rarely say; credit notes are kept negative whatever sign they send",
      fr: "Rarement précisé par les fournisseurs ; les avoirs sont gardés en négatif quel que soit le signe envoyé",
    },
    choices: [
      { value: "negative", label: { en: "Always negative", fr: "Toujours négatif" } },
      { value: "as_sent", label: { en: "As sent", fr: "Tel qu’envoyé" } },
      {
        value: "credit_notes_inverted",
        label: { en: "Sent wholly negative, quantities too", fr: "Envoyés tout en négatif, quantités comprises" },
      },
      {
        value: "all_negative_inverted",
        label: { en: "Everything is sent negative, invoices too", fr: "Tout est envoyé en négatif, factures comprises" },
      },
    ],
  },
  {
    name: "suppliers",
    type: "text",
    required: false,
    label: { en: "Suppliers that differ", fr: "Fournisseurs à part" },
    hint: {
      en: "Code or name = as_sent, negative, credit_notes_inverted or all_negative_inverted, separated by commas",
      fr: "Code ou nom = as_sent, negative, credit_notes_inverted ou all_negative_inverted, séparés par des virgules",
    },
  },
  {
    name: "tables",
    type: "text",
    required: false,
    label: { en: "Tables of suppliers", fr: "Tableaux des fournisseurs" },
    hint: {
      en: "CSV files as a JSON list: columns, and how numbers and dates are written (decimal, thousands, format); those of BBGR are built in",
      fr: "Fichiers CSV sous forme de liste JSON : colonnes, et écriture des nombres et des dates (decimal, thousands, format) ; ceux de BBGR sont intégrés",
    },
  },
];

/** The convention of a supplier, by code or name; capitals and blanks do not matter. */
export function creditNotesOf(settings: InvoiceSettings, supplier: { code: string; name: string }, fallback?: CreditNotes): CreditNotes {
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
