// A document as it is stored, and how a draft becomes one: signs, sums, identity.
import { amountText, rateOf, textOrNull, type Amount } from "./amount.ts";
import type { FileProblem } from "../../contract/api/file.ts";
import { checkDraft, type Sums } from "./checks.ts";
import { ContentHash, hashText } from "./content.ts";
import { maxNumbers, type Draft, type DraftLine, type LineKind } from "./draft.ts";
import { anError, aWarning, isError, note, shown } from "./problem.ts";
import { plainName } from "./settings.ts";
import { addsUp } from "./balance.ts";
import { amountsOf } from "./signed-amounts.ts";
import { applySigns, remedyOf, type CreditNotes } from "./signs.ts";

export type Line = {
  number: string;
  kind: LineKind;
  article: string | null;
  ean: string | null;
  label: string | null;
  family: string | null;
  quantity: string | null;
  grossPrice: string | null;
  netPrice: string | null;
  gross: string | null;
  net: string | null;
  tax: string | null;
  vatRate: string | null;
  vatCode: string | null;
  order: string | null;
  delivery: string | null;
  deliveryDate: string | null;
  reference: string | null;
  shop: string | null;
};

export type Document = {
  /** Supplier, number and year: the same invoice in another file is the same document. */
  id: string;
  /**
   * A hash of everything that is stored: equal for the same document again, different for other
   * content under the same number.
   */
  readonly content: string;
  /** The same hash as a number. */
  readonly mark: number;
  flow: string;
  number: string;
  type: "invoice" | "credit_note";
  date: string | null;
  dueDate: string | null;
  currency: string | null;
  supplier: string;
  supplierCode: string | null;
  supplierVat: string | null;
  buyer: string | null;
  orders: string[];
  deliveries: string[];
  net: Amount;
  tax: Amount | null;
  total: Amount | null;
  lineCount: number;
  /** Created on demand, because most readers of a file only want the documents. */
  readonly lines: Line[];
  test: boolean;
  place: { segment: number | null; line: number };
};

export type Finished =
  /** `signFlipped`: its signs were changed. */
  | { type: "document"; document: Document; problems: FileProblem[]; signFlipped: boolean }
  | { type: "refused"; number: string; place: Document["place"]; problems: FileProblem[] };

/** Checks a draft and makes a document of it, or refuses it with its problems. */
export function finishDraft(draft: Draft, creditNotes: CreditNotes): Finished {
  const came = draft.code === "381" ? amountsOf(draft) : [];
  const signFlipped = applySigns(draft, creditNotes);
  const remedy = draft.code === "381" && !addsUp(draft) ? remedyOf(draft, came, creditNotes) : null;
  const sums = checkDraft(draft);
  const { place, number, problems } = draft;
  if (remedy !== null) reportRemedy(draft, remedy);
  reportDirection(draft, sums);
  if (problems.some(isError)) return { type: "refused", number, place, problems };
  const head = headOf(draft);
  const kept = new CompactDocument(draft.lines, hashOf(head, sums, draft.lines));
  return {
    type: "document",
    document: Object.assign(kept, head, sums, { place }),
    problems,
    signFlipped,
  };
}

/**
 * Suggests the setting under which a credit note would add up, before the sums that disagree are
 * reported.
 */
function reportRemedy({ problems, place, number, supplier }: Draft, remedy: CreditNotes): void {
  const at = problems.findIndex(
    ({ code }) => code === "invoice_net_mismatch" || code === "invoice_total_mismatch",
  );
  if (at < 0) return;
  const facts = {
    number: shown(number),
    rule: `${shown(supplier.code || supplier.name)} = ${remedy}`,
  };
  problems.splice(at, 0, anError(`invoice_signs_${remedy}`, place, facts));
}

/**
 * A document whose sign contradicts its type is stored as it came, with a warning, because it
 * changes what is due.
 */
function reportDirection({ problems, place, number, code }: Draft, { net, total }: Sums): void {
  const amount = total ?? net;
  const isSaid = problems.some((problem) => problem.code === "csv_invoice_negative");
  if (amount === 0n || isSaid || amount < 0n === (code === "381")) return;
  const facts = { number: shown(number), value: amountText(amount) };
  note(
    problems,
    aWarning(code === "381" ? "invoice_credit_positive" : "invoice_negative", place, facts),
  );
}

/**
 * A class with getters: object literals would each get a hidden class of their own, which outlives
 * them.
 */
class CompactDocument {
  readonly mark: number;
  readonly #drafts: DraftLine[];

  constructor(drafts: DraftLine[], mark: number) {
    this.#drafts = drafts;
    this.mark = mark;
  }

  get content(): string {
    return hashText(this.mark);
  }

  get lines(): Line[] {
    return this.#drafts.map(lineOf);
  }
}

type Head = Omit<Document, "content" | "mark" | "lines" | "place" | keyof Sums>;

/** The order of the fields is part of the content hash. */
function headOf(draft: Draft): Head {
  const { supplier, buyer } = draft;
  return {
    id: identityOf(draft),
    flow: draft.flow,
    number: draft.number,
    type: draft.code === "381" ? "credit_note" : "invoice",
    date: draft.date,
    dueDate: draft.dueDate,
    currency: orNull(draft.currency),
    supplier: supplier.name || supplier.code,
    supplierCode: orNull(supplier.code),
    supplierVat: orNull(supplier.vat),
    buyer: orNull(buyer.name || buyer.code),
    orders: [...draft.orders].slice(0, maxNumbers),
    deliveries: [...draft.deliveries].slice(0, maxNumbers),
    test: draft.test,
    lineCount: draft.lines.length,
  };
}

/**
 * Supplier, number and year. In a flow that numbers deliveries, an invoice and a credit note of one
 * number are two documents.
 */
function identityOf({ supplier, number, date, code, bothTypes }: Draft): string {
  const parts = [
    plainName(supplier.code || supplier.name),
    plainName(number),
    date?.slice(0, 4) ?? "-",
  ];
  if (bothTypes && code === "381") parts.push("CREDIT");
  return parts.join("|");
}

function lineOf(line: DraftLine): Line {
  return {
    number: line.number,
    kind: line.kind,
    article: orNull(line.article),
    ean: orNull(line.ean),
    label: orNull(line.label),
    family: orNull(line.family),
    quantity: textOrNull(line.quantity),
    grossPrice: textOrNull(line.grossPrice),
    netPrice: textOrNull(line.netPrice),
    gross: textOrNull(line.gross),
    net: textOrNull(line.net),
    tax: textOrNull(line.tax),
    vatRate: textOrNull(line.vatRate === null ? null : rateOf(line.vatRate)),
    vatCode: orNull(line.vatCode),
    order: orNull(line.order),
    delivery: orNull(line.delivery),
    deliveryDate: line.deliveryDate,
    reference: orNull(line.reference),
    shop: orNull(line.shop),
  };
}

const orNull = (text: string): string | null => (text === "" ? null : text);

/** The place of a document in its file is not part of its content. */
function hashOf(head: Head, { net, tax, total }: Sums, lines: DraftLine[]): number {
  const hash = new ContentHash();
  hash.add(JSON.stringify([head, amountText(net), textOrNull(tax), textOrNull(total)]));
  hash.end();
  for (const line of lines) addLine(hash, line);
  return hash.mark;
}

/** Hashes field by field with separators, so that equal hashes mean equal stored content. */
function addLine(hash: ContentHash, line: DraftLine): void {
  hash.field(line.number);
  hash.field(line.kind);
  hash.field(line.article);
  hash.field(line.ean);
  hash.field(line.label);
  hash.field(line.family);
  hash.amount(line.quantity);
  hash.amount(line.grossPrice);
  hash.amount(line.netPrice);
  hash.amount(line.gross);
  hash.amount(line.net);
  hash.amount(line.tax);
  hash.amount(line.vatRate);
  hash.field(line.vatCode);
  hash.field(line.order);
  hash.field(line.delivery);
  hash.field(line.deliveryDate ?? "");
  hash.field(line.reference);
  hash.add(line.shop);
  hash.end();
}
