// A supplier's table as configured data: where its columns are, how they are written, and what
// makes a document.
import { z } from "zod";
import { CreditNotes } from "../signs.ts";
import { dayFormats } from "./days.ts";

/** What a column can fill. `key` is the row's own number where it has one. */
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

/** A column by its name in the header, or by its number from 1. */
const ColumnName = z.union([z.string().trim().min(1).max(200), z.int().min(1).max(500)]);
export type ColumnName = z.infer<typeof ColumnName>;

const ColumnRule = z.strictObject({
  /** The first of these that holds something. */
  from: z.array(ColumnName).min(1).max(5),
  /** How days are written. Without it only those are read that can mean one day. */
  format: z.enum(dayFormats).optional(),
  /** What a rate below 1 means: 0.5 of a hundred, or half of it. */
  unit: z.enum(["percent", "fraction"]).optional(),
  /** Values that mean nothing: `0`, `UNKNOWN`. */
  empty: z.array(z.string().max(100)).max(20).default([]),
  /** Letters to leave out in front where the value begins with a figure from 1 to 9. */
  cutCode: z.int().min(0).max(100).default(0),
  /** Where it is empty, the value of another column. */
  orElse: ColumnName.optional(),
});

/**
 * Short: `"net": "montant_ht"`. What is wrong in a rule is found at its place, so this is no union.
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

/** What tells an invoice from a credit note. A value that is listed nowhere is refused. */
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
 * Rows that become one line: equal in `by` (`month` is that of the date), their amounts added up.
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
  /** Text that the names of its files hold; needed where the columns have no names. */
  fileName: z.string().max(100).default(""),
  encoding: z.enum(["guess", "utf-8", "windows-1252", "iso-8859-1"]).default("guess"),
  delimiter: z.string().length(1).default(";"),
  quote: z.string().length(1).default('"'),
  header: z.boolean().default(true),
  /** The line at which the header, or the first row, stands. */
  firstLine: z.int().min(1).max(1_000).default(1),
  /**
   * The decimal mark, and what groups thousands. Without them only numbers are read that can mean
   * one.
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
  /** Rows of one number may carry different days: the first is that of the document. */
  severalDates: z.boolean().default(false),
  /** The same number may stand for an invoice and a credit note. */
  bothTypes: z.boolean().default(false),
  merge: Merge.optional(),
  /** Puts a mark made of the first figure of a text before the article: `D1-`. */
  mark: z
    .strictObject({
      where: Filter,
      figureOf: ColumnName,
      before: z.string().max(10),
      after: z.string().max(10),
    })
    .optional(),
  /** The number made of other values instead of a column. */
  composedNumber: z.array(z.union([Target, z.literal("month")])).optional(),
});

export const CsvDefinition = Definition.refine(
  ({ decimal, thousands }) => decimal === undefined || decimal !== thousands,
  {
    path: ["thousands"],
    message: "the decimal mark and the mark of thousands are the same",
  },
);
export type CsvDefinition = z.infer<typeof CsvDefinition>;
