// Makes a document of the rows with one number, which must agree about it.
import { zeroAmount, type Amount } from "../amount.ts";
import type { FileProblem } from "../../../contract/api/file.ts";
import { aDraft, aLine, maxLines, type Draft, type DraftLine } from "../draft.ts";
import { anError, aWarning, note, shown } from "../problem.ts";
import type { CreditNotes } from "../signs.ts";
import type { Columns } from "./columns.ts";
import type { CsvDefinition, Target } from "./definition.ts";
import type { Entry } from "./entry.ts";
import { stateSums } from "./sums.ts";

/** The draft of the rows with one number. `rows` is not empty. */
export function draftOf(
  rows: Entry[],
  { number, columns }: { number: string; columns: Columns },
): Draft {
  const { definition } = columns;
  const line = rows[0]?.line ?? 1;
  const draft = aDraft({
    flow: definition.label || definition.key,
    number,
    supplier: {
      code: definition.supplier,
      name: definition.supplierName || definition.supplier,
      vat: "",
    },
    bothTypes: definition.bothTypes,
    place: { segment: null, line },
  });
  for (const row of rows) for (const problem of row.problems) noteOnce(draft, problem);
  const agreed = new Agreement(draft, rows, columns);
  draft.date = definition.severalDates
    ? (rows.find(({ date }) => date !== null)?.date ?? null)
    : agreed.one("date", ({ date }) => date);
  draft.dueDate = agreed.one("dueDate", ({ dueDate }) => dueDate);
  draft.currency =
    agreed.one("currency", ({ texts }) => texts.currency || null) ?? definition.currency;
  for (const target of ["invoiceNet", "invoiceTax", "invoiceTotal"] as const)
    agreed.one(target, ({ amounts }) => amounts[target] ?? null);
  draft.code = codeOf(rows, definition.type, agreed);
  if (draft.date === null && !hasError(draft))
    note(draft.problems, anError("invoice_date_missing", draft.place, { number: shown(number) }));
  stateSums(draft, rows, (target) => columns.nameOf(target));
  addRows(draft, rows);
  return draft;
}

const hasError = ({ problems }: Draft): boolean =>
  problems.some(({ severity }) => severity === "error");

/** Notes a problem once, however many rows have the same value in the same column. */
function noteOnce(draft: Draft, problem: FileProblem): void {
  const isSame = ({ code, facts }: FileProblem) =>
    code === problem.code &&
    facts["field"] === problem.facts["field"] &&
    facts["value"] === problem.facts["value"];
  if (problem.severity === "error" || !draft.problems.some(isSame)) note(draft.problems, problem);
}

/** What all rows say about their document, empty cells aside. */
class Agreement {
  readonly #draft: Draft;
  readonly #rows: Entry[];
  readonly #columns: Columns;

  constructor(draft: Draft, rows: Entry[], columns: Columns) {
    this.#draft = draft;
    this.#rows = rows;
    this.#columns = columns;
  }

  /** The first value; it is an error if other rows have another one. */
  one<Value>(target: Target | "type", valueOf: (entry: Entry) => Value | null): Value | null {
    let first: Value | null = null;
    for (const row of this.#rows) {
      const value = valueOf(row);
      first ??= value;
      if (value === null || value === first) continue;
      const { type } = this.#columns.definition;
      const field =
        target !== "type"
          ? this.#columns.nameOf(target)
          : type.by === "value"
            ? String(type.column)
            : target;
      const facts = { number: shown(this.#draft.number), field };
      note(
        this.#draft.problems,
        anError("csv_rows_disagree", { segment: null, line: row.line }, facts),
      );
      break;
    }
    return first;
  }
}

/** The document type. By sign, it is only known once all rows are there. */
function codeOf(rows: Entry[], type: CsvDefinition["type"], agreed: Agreement): string {
  switch (type.by) {
    case "value":
      // A row of unknown type is an error of its own.
      return agreed.one("type", ({ code }) => code || null) ?? "380";
    case "always":
      return type.type === "invoice" ? "380" : "381";
    case "sign":
      return signOf(
        rows.reduce((total, { amounts }) => total + (amounts[type.of] ?? zeroAmount), zeroAmount),
        type.zero,
      );
  }
}

/** The document type of an amount's sign: 380 for an invoice, 381 for a credit note. */
export const signOf = (amount: Amount, zero: "invoice" | "credit"): "380" | "381" =>
  amount > 0n || (amount === 0n && zero === "invoice") ? "380" : "381";

function addRows(draft: Draft, rows: Entry[]): void {
  if (rows.length > maxLines)
    note(
      draft.problems,
      anError("invoice_too_many_lines", draft.place, {
        number: shown(draft.number),
        most: String(maxLines),
      }),
    );
  for (const { texts } of rows) {
    if (texts.order) draft.orders.add(texts.order);
    if (texts.delivery) draft.deliveries.add(texts.delivery);
  }
  draft.lines = rows.map((row, at) => lineOf(row, at + 1));
}

/**
 * Warns about a document below zero in a table that does not tell invoices from credit notes,
 * because it should.
 */
export function warnNegative(draft: Draft, { type }: CsvDefinition, convention: CreditNotes): void {
  const { total, net } = draft.stated;
  if (
    type.by !== "always" ||
    type.type !== "invoice" ||
    convention === "all_negative_inverted" ||
    (total ?? net ?? zeroAmount) >= 0n
  )
    return;
  note(
    draft.problems,
    aWarning("csv_invoice_negative", draft.place, { number: shown(draft.number) }),
  );
}

const text = (texts: Partial<Record<Target, string>>, target: Target): string =>
  texts[target] ?? "";

function lineOf(entry: Entry, count: number): DraftLine {
  const { texts, amounts, deliveryDate } = entry;
  return aLine({
    number: texts.key || String(count),
    article: text(texts, "article"),
    ean: text(texts, "ean"),
    label: text(texts, "label"),
    family: text(texts, "family"),
    quantity: amounts.quantity ?? null,
    grossPrice: amounts.grossPrice ?? null,
    netPrice: amounts.netPrice ?? null,
    gross: amounts.gross ?? null,
    net: amounts.net ?? null,
    tax: amounts.tax ?? null,
    vatRate: amounts.vatRate ?? null,
    vatCode: text(texts, "vatCode"),
    order: text(texts, "order"),
    delivery: text(texts, "delivery"),
    deliveryDate,
    reference: text(texts, "reference"),
    shop: text(texts, "shop"),
  });
}
