// Faults of suppliers' files, by name, and what a correct reader makes of a file that has them.
import type { Invoice } from "./invoices.ts";

/**
 * `duplicate`: the first document again at the end. `otherContent`: its number again, with another
 * line. `wrongTotal`: the second document states 15 more than its lines. `truncated`: the file ends
 * in the middle of its last document. `wrongCount`: a document states wrong counts of its parts.
 * `wrongEncoding`: other characters than the file declares. `mixedUna`: a second interchange in the
 * file, with separators of its own. `lineFeeds`: line breaks are missing where they usually are,
 * and occur where they are not.
 */
export const faults = [
  "duplicate",
  "otherContent",
  "wrongTotal",
  "truncated",
  "wrongCount",
  "wrongEncoding",
  "mixedUna",
  "lineFeeds",
] as const;
export type Fault = (typeof faults)[number];

/** The faults each format can have: tables state neither sums nor counts. */
export const faultsOfFormat = {
  opto33: faults,
  eancom: faults,
  bulk: ["duplicate", "otherContent", "wrongTotal", "truncated", "wrongCount", "wrongEncoding"],
  statement: ["wrongEncoding"],
} as const satisfies Record<string, readonly Fault[]>;
export type Format = keyof typeof faultsOfFormat;

/** A document as it is to be written; what it states may differ from what it is. */
export type Written = Invoice & { saysMoreCents: number; countsMore: number };

/** The documents of a file as written, with the faults that concern documents. */
export function written(invoices: Invoice[], suffered: readonly Fault[]): Written[] {
  const has = (fault: Fault) => suffered.includes(fault);
  const [first] = invoices;
  const all = invoices.map((invoice, at) => ({
    ...invoice,
    saysMoreCents: has("wrongTotal") && at === 1 ? 1_500 : 0,
    countsMore: has("wrongCount") && at === 0 ? 3 : 0,
  }));
  if (first === undefined) return all;
  const again = { ...first, saysMoreCents: 0, countsMore: has("wrongCount") ? 3 : 0 };
  if (has("duplicate")) all.push(again);
  if (has("otherContent"))
    all.push({
      ...again,
      lines: [{ article: "A1", label: "AUTRE", quantity: 1, priceCents: 100 }],
    });
  return all;
}

/**
 * The correct result for a file: the usable documents, how many are refused or repeated, and
 * whether nothing may be used.
 */
export type Truth = { usable: Invoice[]; refused: number; repeated: number; nothing: boolean };

/** The correct result for a file with these faults. */
export function truthOf(invoices: Invoice[], suffered: readonly Fault[]): Truth {
  const has = (fault: Fault) => suffered.includes(fault);
  if (has("truncated")) return { usable: [], refused: 0, repeated: 0, nothing: true };
  const usable = has("wrongTotal") ? invoices.filter((_, at) => at !== 1) : invoices;
  const refused = invoices.length - usable.length + (has("otherContent") ? 1 : 0);
  return { usable, refused, repeated: has("duplicate") ? 1 : 0, nothing: false };
}
