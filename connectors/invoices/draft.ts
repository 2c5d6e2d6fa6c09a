// An invoice as a file states it, before any check: one model for EDIFACT messages, BULK files and
// tables.
import type { FileProblem } from "../../contract/api/file.ts";
import type { Amount } from "./amount.ts";

/**
 * Most lines of one invoice. A document with more is not an invoice, and would not fit into memory.
 */
export const maxLines = 20_000;

/** Orders and deliveries listed on a document; its lines name theirs regardless. */
export const maxNumbers = 200;

export type Party = { code: string; name: string; vat: string };

/**
 * `charge`: added by a header or message, such as freight. `included`: for information, because its
 * amount is part of another line.
 */
export type LineKind = "line" | "charge" | "included";

export type DraftLine = {
  /** As numbered in the file; the row number in a table. */
  number: string;
  kind: LineKind;
  article: string;
  ean: string;
  label: string;
  family: string;
  quantity: Amount | null;
  grossPrice: Amount | null;
  netPrice: Amount | null;
  gross: Amount | null;
  net: Amount | null;
  tax: Amount | null;
  /** A percentage or a fraction, as sent. */
  vatRate: Amount | null;
  vatCode: string;
  order: string;
  delivery: string;
  deliveryDate: string | null;
  reference: string;
  shop: string;
};

/** A line where everything is unknown except `over`. */
export function aLine(over?: Partial<DraftLine>): DraftLine {
  const line: DraftLine = {
    number: "",
    kind: "line",
    article: "",
    ean: "",
    label: "",
    family: "",
    quantity: null,
    grossPrice: null,
    netPrice: null,
    gross: null,
    net: null,
    tax: null,
    vatRate: null,
    vatCode: "",
    order: "",
    delivery: "",
    deliveryDate: null,
    reference: "",
    shop: "",
  };
  return over === undefined ? line : Object.assign(line, over);
}

/**
 * `net` includes charges; `lines` is the sum of lines before charges. Null: the file does not state
 * it.
 */
export type Stated = {
  net: Amount | null;
  lines: Amount | null;
  tax: Amount | null;
  total: Amount | null;
};

/**
 * `maybe`: the sums of the invoice decide whether it counts. `omittable`: its codes allow leaving it
 * out. `withheld`: the buyer withholds it.
 */
export type Tax = {
  rate: Amount | null;
  base: Amount | null;
  tax: Amount | null;
  type?: string;
  weight?: "maybe" | "withheld";
  omittable?: true;
};

/**
 * Everything that an EDIFACT message states about its sums, by meaning. Senders use the qualifiers
 * differently, so the meaning of an amount is settled by what adds up.
 */
export type Claims = {
  nets: Amount[];
  lines: Amount[];
  taxes: Amount[];
  /** Taxes stated before the lines. */
  headerTaxes: Amount[];
  /** With tax, or the amount still to pay. */
  totals: Amount[];
  /** Whether one of the totals has a code that cannot mean the net amount. */
  namesTotal: boolean;
  due: Amount[];
  /** Prepayments, each stated once. */
  prepaid: Amount[];
  /** Amounts paid in all, which may repeat the prepayments. */
  paid: Amount[];
  rounding: Amount[];
  /** All charges less all allowances, as a repetition or on its own. */
  adjustments: Amount[];
  /**
   * Single charges and allowances (below zero) without a group of their own, as a repetition or on
   * their own.
   */
  extras: Amount[];
  /** Charges of the header or summary that are settled outside this invoice. */
  elsewhere: DraftLine[];
  /** Charges of the summary. */
  charges: DraftLine[];
  /** Allowances and charges of lines, which nearly all senders include in the line amounts. */
  inLines: DraftLine[];
};

/** Claims of a message that has stated nothing yet. */
export const noClaims = (): Claims => ({
  nets: [],
  lines: [],
  taxes: [],
  headerTaxes: [],
  totals: [],
  namesTotal: false,
  due: [],
  prepaid: [],
  paid: [],
  rounding: [],
  adjustments: [],
  extras: [],
  elsewhere: [],
  charges: [],
  inLines: [],
});

export type Draft = {
  /** The kind of file it comes from: `INVOIC`, `BBGR BULK`, or the key of a definition. */
  flow: string;
  number: string;
  /** 380 or 381 if it can be used; otherwise whatever the file says. */
  code: string;
  date: string | null;
  dueDate: string | null;
  currency: string;
  supplier: Party;
  buyer: Party;
  orders: Set<string>;
  deliveries: Set<string>;
  lines: DraftLine[];
  /** Charges of lines that may or may not be part of the line amounts; the sums decide. */
  lineCharges: DraftLine[];
  stated: Stated;
  /** Null for a format with one field per sum; then `stated` holds them. */
  claims: Claims | null;
  taxes: Tax[];
  test: boolean;
  /** Numbers of this flow may be used for an invoice and a credit note; both are stored. */
  bothTypes: boolean;
  place: { segment: number | null; line: number };
  problems: FileProblem[];
};

/** A draft where everything is unknown except `over`. */
export const aDraft = (over: Partial<Draft>): Draft => ({
  flow: "",
  number: "",
  code: "",
  date: null,
  dueDate: null,
  currency: "",
  supplier: { code: "", name: "", vat: "" },
  buyer: { code: "", name: "", vat: "" },
  orders: new Set(),
  deliveries: new Set(),
  lines: [],
  lineCharges: [],
  stated: { net: null, lines: null, tax: null, total: null },
  claims: null,
  taxes: [],
  test: false,
  bothTypes: false,
  place: { segment: null, line: 1 },
  problems: [],
  ...over,
});
