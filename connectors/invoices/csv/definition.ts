// A supplier's table as configuration: where its columns are, how they are written, and which rows
// make a document.
import { z } from "zod";
import { CreditNotes } from "../signs.ts";
import { dayFormats } from "./days.ts";

/** What a column can fill. `key` is the row's own id, if it has one. */
export const Target = z.enum([
  "key",
  "number",
  "date",
  "dueDate",
  "currency",
  "order",
  "delivery",
  "deliveryDate",
  "reference",
  "shop",
  "shopName",
  "article",
  "ean",
  "label",
  "family",
  "kind",
  "quantity",
  "grossPrice",
  "netPrice",
  "gross",
  "net",
  "tax",
  "total",
  "vatRate",
  "vatCode",
  "invoiceNet",
  "invoiceTax",
  "invoiceTotal",
]);
export type Target = z.infer<typeof Target>;

/** A column by its name in the header, or by its number, counted from 1. */
const ColumnName = z.union([z.string().trim().min(1).max(200), z.int().min(1).max(500)]);
export type ColumnName = z.infer<typeof ColumnName>;

const ColumnRule = z.strictObject({
  /** The first of these columns that is not empty is used. */
  from: z.array(ColumnName).min(1).max(5),
  /** How dates are written. Without it, only unambiguous dates are read. */
  format: z.enum(dayFormats).optional(),
  /** What a rate below 1 means: 0.5 per cent, or fifty per cent. */
  unit: z.enum(["percent", "fraction"]).optional(),
  /** Values that stand for "none", such as `0` or `UNKNOWN`. */
  empty: z.array(z.string().max(100)).max(20).default([]),
  /**
   * The length of a code to remove from the front, if the value begins with a digit from 1 to 9.
   */
  cutCode: z.int().min(0).max(100).default(0),
  /** The column to use when the value is empty. */
  orElse: ColumnName.optional(),
});

/**
 * Short form: `"net": "montant_ht"`. Not a union, so that an error is reported at the field it is
 * in.
 */
const ColumnSource = z.preprocess(
  (given) => (typeof given === "object" ? given : { from: [given] }),
  ColumnRule,
);

/** Rows whose column holds one of these values, or none of them. */
const Filter = z.strictObject({
  column: ColumnName,
  is: z.array(z.string()).optional(),
  isNot: z.array(z.string()).optional(),
});
export type Filter = z.infer<typeof Filter>;

/** How invoices and credit notes are told apart. A value that is in neither list is refused. */
const TypeRule = z.discriminatedUnion("by", [
  z.strictObject({
    by: z.literal("value"),
    column: ColumnName,
    invoice: z.array(z.string()).min(1),
    credit: z.array(z.string()).optional(),
  }),
  z.strictObject({ by: z.literal("sign"), of: Target, zero: z.enum(["invoice", "credit"]) }),
  z.strictObject({ by: z.literal("always"), type: z.enum(["invoice", "credit"]) }),
]);
type TypeRule = z.infer<typeof TypeRule>;

/**
 * Rows that are merged into one line: those equal in all fields of `by`, their amounts added up.
 * `month` is the month of the date.
 */
const Merge = z.strictObject({
  where: Filter.optional(),
  by: z.array(z.union([Target, z.literal("month")])).min(1),
  quantity: z.enum(["sum", "one"]).default("sum"),
});

const Definition = z.strictObject({
  key: z.string().regex(/^[a-z0-9_-]{1,60}$/),
  label: z.string().max(120).default(""),
  supplier: z.string().trim().min(1).max(60),
  supplierName: z.string().max(120).default(""),
  /** Text that the file name contains; required if the columns have no names. */
  fileName: z.string().max(100).default(""),
  encoding: z.enum(["guess", "utf-8", "windows-1252", "iso-8859-1"]).default("guess"),
  delimiter: z.string().length(1).default(";"),
  quote: z.string().length(1).default('"'),
  header: z.boolean().default(true),
  /** The line of the header, or of the first row if there is no header. */
  firstLine: z.int().min(1).max(1_000).default(1),
  /**
   * The decimal mark and the thousands separator. Without them, only unambiguous numbers are read.
   */
  decimal: z.enum([".", ","]).optional(),
  thousands: z.enum([".", ",", " ", "'", "none"]).optional(),
  /** `indian`: 12,34,567. */
  grouping: z.enum(["three", "indian"]).default("three"),
  currency: z
    .string()
    .regex(/^([A-Z]{3})?$/)
    .default(""),
  columns: z.partialRecord(Target, ColumnSource),
  /** Values that are the same in every row. */
  fixed: z.partialRecord(Target, z.string().max(100)).default({}),
  rows: Filter.optional(),
  type: TypeRule.default({ by: "always", type: "invoice" }),
  creditNotes: CreditNotes.optional(),
  /** Rows of one document may have different dates; the first one is the document's. */
  severalDates: z.boolean().default(false),
  /** The same number may be used for an invoice and for a credit note. */
  bothTypes: z.boolean().default(false),
  merge: Merge.optional(),
  /** Adds a prefix to the article, made of the first digit of a text: `D1-`. */
  mark: z
    .strictObject({
      where: Filter,
      figureOf: ColumnName,
      before: z.string().max(10),
      after: z.string().max(10),
    })
    .optional(),
  /** A document number composed of other fields, instead of a column. */
  composedNumber: z.array(z.union([Target, z.literal("month")])).optional(),
});

/** A supplier's table; its decimal mark and thousands separator must differ. */
export const CsvDefinition = Definition.refine(
  ({ decimal, thousands }) => decimal === undefined || decimal !== thousands,
  {
    path: ["thousands"],
    message: "the decimal mark and the mark of thousands are the same",
  },
);
export type CsvDefinition = z.infer<typeof CsvDefinition>;
