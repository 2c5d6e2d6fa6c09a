// The rows of a supplier's table to documents, by its definition: filtered, merged, and gathered by number.
import type { Row } from "../../../formats/delimited/rows.ts";
import { nothing, type Amount } from "../amount.ts";
import { aDraft, aLine, type Draft, type DraftLine } from "../draft.ts";
import { finishDraft } from "../document.ts";
import type { Item } from "../item.ts";
import { anError, aWarning, note, shown } from "../problem.ts";
import { creditNotesOf, type InvoiceSettings } from "../settings.ts";
import type { FileProblem } from "../../../contract/file.ts";
import type { Columns } from "./columns.ts";
import type { CsvDefinition, Target } from "./definition.ts";

/** Rows of one document need not stand together, so all of them are held: a table has to be cut above this. */
export const mostRows = 50_000;

/** A row as its definition reads it. */
type Entry = {
  texts: Partial<Record<Target, string>>;
  amounts: Partial<Record<Target, Amount | null>>;
  date: string | null;
  dueDate: string | null;
  deliveryDate: string | null;
  code: string;
  line: number;
  problems: FileProblem[];
};

const texts: Target[] = [
  "key",
  "number",
  "currency",
  "order",
  "delivery",
  "reference",
  "shop",
  "article",
  "ean",
  "label",
  "family",
  "kind",
  "vatCode",
];
const amounts: Target[] = [
  "quantity",
  "grossPrice",
  "netPrice",
  "gross",
  "net",
  "tax",
  "total",
  "vatRate",
  "invoiceNet",
  "invoiceTax",
  "invoiceTotal",
];
const added: Target[] = ["gross", "net", "tax", "total"];

export class TableReader {
  readonly #columns: Columns;
  readonly #settings: InvoiceSettings;
  readonly #entries: Entry[] = [];
  readonly #merged = new Map<string, Entry>();
  failed = false;

  constructor(columns: Columns, settings: InvoiceSettings) {
    this.#columns = columns;
    this.#settings = settings;
  }

  *take(row: Row): Generator<Item> {
    const { definition } = this.#columns;
    if (!this.#columns.matches(row, definition.rows)) return;
    if (this.#entries.length >= mostRows) {
      this.failed = true;
      yield { type: "problem", problem: anError("csv_too_many_rows", { segment: null, line: row.line }, { most: String(mostRows) }) };
      return;
    }
    const entry = readEntry(this.#columns, row);
    const merge = definition.merge !== undefined && this.#columns.matches(row, definition.merge.where) ? definition.merge : null;
    if (merge === null) return void this.#entries.push(entry);
    const key = JSON.stringify(merge.by.map((part) => partOf(entry, part)));
    const other = this.#merged.get(key);
    if (other !== undefined) return mergeInto(other, entry, merge.quantity);
    if (merge.quantity === "one") entry.amounts.quantity = 100_000_000n;
    this.#merged.set(key, entry);
    this.#entries.push(entry);
  }

  /** The rows are all in: each number is a document. */
  *end(): Generator<Item> {
    const { definition } = this.#columns;
    const drafts = new Map<string, Draft>();
    for (const entry of this.#entries) {
      const code = codeOf(entry, definition);
      const number = numberOf(entry, definition);
      const key = `${code} ${number}`;
      const known = drafts.get(key);
      const draft = known ?? draftOf(entry, { code, number, definition });
      drafts.set(key, draft);
      addTo(draft, entry);
    }
    this.#entries.length = 0;
    for (const draft of drafts.values()) yield finishDraft(draft, creditNotesOf(this.#settings, draft.supplier, definition.creditNotes));
  }
}

function readEntry(columns: Columns, row: Row): Entry {
  const { definition } = columns;
  const problems: FileProblem[] = [];
  const place = { segment: null, line: row.line };
  const wrong = (field: string, value: string) =>
    note(problems, anError("invoice_value_unreadable", place, { number: shown(columns.text(row, "number")), field, value: shown(value) }));
  const entry: Entry = { texts: {}, amounts: {}, date: null, dueDate: null, deliveryDate: null, code: "", line: row.line, problems };
  for (const target of texts) entry.texts[target] = columns.text(row, target);
  for (const target of amounts) {
    const value = columns.amount(row, target);
    if (value === "unreadable") wrong(target, columns.text(row, target));
    entry.amounts[target] = value === "unreadable" ? null : value;
  }
  for (const target of ["date", "dueDate", "deliveryDate"] as const) {
    const day = columns.day(row, target);
    if (day === "unreadable") wrong(target, columns.text(row, target));
    else entry[target] = day;
  }
  if (entry.date === null && problems.length === 0)
    note(problems, aWarning("invoice_date_zero", place, { number: shown(entry.texts.number ?? "") }));
  if (definition.type.by === "value") entry.code = typeByValue(columns.cell(row, definition.type.column), definition);
  const { mark } = definition;
  if (mark !== undefined && columns.matches(row, mark.where)) {
    const figure = /\d/.exec(columns.cell(row, mark.figureOf))?.[0] ?? "";
    entry.texts.article = `${mark.before}${figure}${mark.after}${entry.texts.article ?? ""}`;
  }
  return entry;
}

function typeByValue(value: string, { type }: CsvDefinition): string {
  if (type.by !== "value") return "";
  if (type.invoice.includes(value)) return "380";
  return type.credit === undefined || type.credit.includes(value) ? "381" : value || "–";
}

/** Signs are known once rows are merged. */
function codeOf(entry: Entry, { type }: CsvDefinition): string {
  switch (type.by) {
    case "value":
      return entry.code;
    case "always":
      return type.type === "invoice" ? "380" : "381";
    case "sign": {
      const amount = entry.amounts[type.of] ?? nothing;
      return amount > 0n || (amount === 0n && type.zero === "invoice") ? "380" : "381";
    }
  }
}

const monthOf = ({ date }: Entry): string => date?.slice(0, 7) ?? "";

function partOf(entry: Entry, part: Target | "month"): string {
  if (part === "month") return monthOf(entry);
  if (part === "date" || part === "dueDate" || part === "deliveryDate") return entry[part] ?? "";
  return entry.texts[part] ?? String(entry.amounts[part] ?? "");
}

const numberOf = (entry: Entry, { composedNumber }: CsvDefinition): string =>
  composedNumber === undefined ? (entry.texts.number ?? "") : composedNumber.map((part) => partOf(entry, part)).join(" ");

function mergeInto(into: Entry, entry: Entry, quantity: "sum" | "one"): void {
  for (const target of added) into.amounts[target] = plus(into.amounts[target], entry.amounts[target]);
  if (quantity === "sum") into.amounts.quantity = plus(into.amounts.quantity, entry.amounts.quantity);
  for (const problem of entry.problems) note(into.problems, problem);
}

const plus = (a: Amount | null | undefined, b: Amount | null | undefined): Amount | null =>
  (a ?? null) === null && (b ?? null) === null ? null : (a ?? nothing) + (b ?? nothing);

function draftOf(entry: Entry, { code, number, definition }: { code: string; number: string; definition: CsvDefinition }): Draft {
  const { amounts: values } = entry;
  const stated = values.invoiceNet ?? values.invoiceTotal ?? null;
  return aDraft({
    flow: definition.label || definition.key,
    number,
    code,
    date: entry.date,
    dueDate: entry.dueDate,
    currency: entry.texts.currency || definition.currency,
    supplier: { code: definition.supplier, name: definition.supplierName || definition.supplier, vat: "" },
    bothTypes: definition.bothTypes,
    stated: {
      net: values.invoiceNet ?? null,
      lines: null,
      tax: values.invoiceTax ?? null,
      total: stated === null ? null : (values.invoiceTotal ?? null),
    },
    place: { segment: null, line: entry.line },
  });
}

/** Where a table has no sums of the invoice, they are those of its rows. */
function addTo(draft: Draft, entry: Entry): void {
  const { texts: words, amounts: values } = entry;
  for (const problem of entry.problems) note(draft.problems, problem);
  if (words.order) draft.orders.add(words.order);
  if (words.delivery) draft.deliveries.add(words.delivery);
  if ((values.invoiceNet ?? values.invoiceTotal ?? null) === null) {
    draft.stated.tax = plus(draft.stated.tax, values.tax);
    draft.stated.total = plus(draft.stated.total, values.total);
    draft.stated.net = plus(draft.stated.net, values.net);
  }
  draft.lines.push(lineOf(entry, draft.lines.length + 1));
}

function lineOf({ texts: words, amounts: values, deliveryDate }: Entry, count: number): DraftLine {
  return aLine({
    number: words.key || String(count),
    article: words.article ?? "",
    ean: words.ean ?? "",
    label: words.label ?? "",
    family: words.family ?? "",
    quantity: values.quantity ?? null,
    grossPrice: values.grossPrice ?? null,
    netPrice: values.netPrice ?? null,
    gross: values.gross ?? null,
    net: values.net ?? null,
    tax: values.tax ?? null,
    vatRate: values.vatRate ?? null,
    vatCode: words.vatCode ?? "",
    order: words.order ?? "",
    delivery: words.delivery ?? "",
    deliveryDate,
    reference: words.reference ?? "",
    shop: words.shop ?? "",
  });
}
