// An invoice as a file tells it, before anything is checked: the one model of EDIFACT messages,
// BULK files and tables.
import type { FileProblem } from "../../contract/api/file.ts";
import type { Amount } from "./amount.ts";

/** Lines of one invoice: more of them are no invoice, and would not fit beside each other. */
export const mostLines = 20_000;

/** Orders and deliveries that a document lists; its lines name theirs all the same. */
export const mostNumbers = 200;

export type Party = { code: string; name: string; vat: string };

/**
 * `charge`: added by a header or a message, freight say. `included`: told for information, its
 * amount is in another line.
 */
export type LineKind = "line" | "charge" | "included";

export type DraftLine = {
  /** As the file numbers it; the number of the row where a table has one. */
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
  /** Per cent or fraction, as sent. */
  vatRate: Amount | null;
  vatCode: string;
  order: string;
  delivery: string;
  deliveryDate: string | null;
  reference: string;
  shop: string;
};

/** A line of which nothing is known but `over`. */
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

/** `net` includes charges; `lines` is the sum of lines before them. null: the file does not say. */
export type Stated = {
  net: Amount | null;
  lines: Amount | null;
  tax: Amount | null;
  total: Amount | null;
};

/**
 * `maybe`: the sums of the invoice tell whether it is part of it; `told`: its codes say that it may
 * be left out. `withheld`: the buyer keeps it back.
 */
export type Tax = {
  rate: Amount | null;
  base: Amount | null;
  tax: Amount | null;
  type?: string;
  weight?: "maybe" | "withheld";
  told?: true;
};

/**
 * All that an EDIFACT message states of its sums, by meaning: senders use the qualifiers
 * differently, so what adds up tells what each amount is.
 */
export type Claims = {
  nets: Amount[];
  lines: Amount[];
  taxes: Amount[];
  /** Taxes told before the lines. */
  headerTaxes: Amount[];
  /** With tax, or what is still to pay. */
  totals: Amount[];
  /** One of the totals is told under a code that cannot mean the net amount. */
  namesTotal: boolean;
  due: Amount[];
  /** Prepayments, each told once. */
  prepaid: Amount[];
  /** What is paid in all, perhaps the prepayments once more. */
  paid: Amount[];
  rounding: Amount[];
  /** All charges less all allowances, told once more or told alone. */
  adjustments: Amount[];
  /**
   * Single charges and allowances (below zero) without a group of their own, told once more or told
   * alone.
   */
  extras: Amount[];
  /** Charges of header or summary that their sender settles elsewhere. */
  elsewhere: DraftLine[];
  /** Charges of the summary. */
  charges: DraftLine[];
  /** Allowances and charges of lines, which line amounts include with nearly all senders. */
  inLines: DraftLine[];
};

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
  /** Which kind of file it comes from: `INVOIC`, `BBGR BULK`, the key of a definition. */
  flow: string;
  number: string;
  /** 380 or 381 where it can be used; whatever the file says. */
  code: string;
  date: string | null;
  dueDate: string | null;
  currency: string;
  supplier: Party;
  buyer: Party;
  orders: Set<string>;
  deliveries: Set<string>;
  lines: DraftLine[];
  /** Charges that stand in lines and may or may not be in their amounts: the sums tell. */
  lineCharges: DraftLine[];
  stated: Stated;
  /** null: the format has one field for each sum, `stated` holds them. */
  claims: Claims | null;
  taxes: Tax[];
  test: boolean;
  /** Numbers of this flow may come as invoice and as credit note: both are kept. */
  bothTypes: boolean;
  place: { segment: number | null; line: number };
  problems: FileProblem[];
};

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
