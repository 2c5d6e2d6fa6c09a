// Reads BBGR BULK: a header record E20, followed by its lines G21. Charges of the header become
// lines.
import type { Row } from "../../../formats/delimited/rows.ts";
import { product, type Amount } from "../amount.ts";
import { documentTypes } from "../edifact/codes/documents.ts";
import { aDraft, aLine, maxLines, type Draft } from "../draft.ts";
import { finishDraft } from "../document.ts";
import type { Item } from "../item.ts";
import { anError, aWarning, note, shown } from "../problem.ts";
import { creditNotesOf, type InvoiceSettings } from "../settings.ts";
import { readDay } from "./days.ts";
import { readNumber } from "./numbers.ts";

export const bulkName = "BBGR BULK";

/** Whether the beginning of a file is that of a BULK file. */
export const isBulk = (start: string): boolean => /^"?(E20|G21)"?;/.test(start);

const header = {
  site: 2,
  number: 3,
  customer: 4,
  date: 5,
  due: 6,
  currency: 7,
  code: 8,
  lines: 9,
  net: 10,
  rate: 11,
  tax: 12,
  total: 13,
} as const;
const parties = { supplier: 14, buyerVat: 15, senderVat: 16 } as const;
const charges = [
  { at: 18, article: "FOB" },
  { at: 19, article: "PORT" },
  { at: 20, article: "INSURANCE" },
  { at: 21, article: "EMBALLAGE" },
  { at: 22, article: "FEES" },
];
const line = {
  number: 1,
  delivery: 2,
  order: 3,
  reference: 4,
  shop: 5,
  article: 6,
  provider: 7,
  quantity: 8,
  price: 10,
  net: 12,
} as const;

/** Reads the records of a BULK file; a document is complete when the next one begins. */
export class BulkReader {
  readonly #settings: InvoiceSettings;
  #draft: Draft | null = null;
  #statedLines: string = "";
  failed = false;

  constructor(settings: InvoiceSettings) {
    this.#settings = settings;
  }

  wants(): boolean {
    return true;
  }

  *readRow(row: Row): Generator<Item> {
    const record = cell(row, 0).replaceAll('"', "");
    if (record === "E20") {
      yield* this.end();
      this.#open(row);
    } else if (this.#draft === null) {
      yield this.#fail(
        record === "G21"
          ? anError("csv_line_before_header", placeOf(row), { record })
          : unknownRecord(record, row),
      );
      return;
    }
    const draft = this.#draft;
    if (draft === null) return;
    // An unreadable record spoils the invoice it belongs to, and no other.
    if (row.damage !== null)
      note(draft.problems, anError("csv_row_quote", placeOf(row), { number: shown(draft.number) }));
    else if (record === "G21") this.#addLine(draft, row);
    else if (record !== "E20") note(draft.problems, unknownRecord(record, row));
  }

  /** Yields the open document at the end of the file. */
  *end(): Generator<Item> {
    const draft = this.#draft;
    this.#draft = null;
    if (draft === null) return;
    const lines = draft.lines.filter(({ kind }) => kind === "line").length;
    if (Number(this.#statedLines) !== lines) {
      note(
        draft.problems,
        aWarning("invoice_line_count", draft.place, {
          number: shown(draft.number),
          said: shown(this.#statedLines),
          found: String(lines),
        }),
      );
    }
    yield finishDraft(draft, creditNotesOf(this.#settings, draft.supplier));
  }

  #fail(problem: ReturnType<typeof anError>): Item {
    this.failed = true;
    return { type: "problem", problem };
  }

  #open(row: Row): void {
    const said = cell(row, header.code);
    const type = documentTypes.get(said);
    const draft = aDraft({
      flow: bulkName,
      number: cell(row, header.number),
      code: type?.code ?? said,
      currency: cell(row, header.currency),
      supplier: {
        code: cell(row, parties.supplier) || cell(row, parties.senderVat),
        name: "BBGR",
        vat: cell(row, parties.senderVat),
      },
      buyer: {
        code: cell(row, header.customer),
        name: cell(row, header.site),
        vat: cell(row, parties.buyerVat),
      },
      place: placeOf(row),
    });
    // Without the record's type nobody can tell an invoice from a credit note.
    if (said === "")
      note(
        draft.problems,
        anError("invoice_type_refused", placeOf(row), { number: shown(draft.number), type: "–" }),
      );
    if (type?.corrects === true)
      note(
        draft.problems,
        aWarning("invoice_corrects_another", placeOf(row), { number: shown(draft.number) }),
      );
    const number = (at: number): Amount | null => readCell(draft, row, at);
    draft.date = readInvoiceDay(draft, row);
    draft.dueDate = readDueDay(draft, row);
    draft.stated = {
      net: number(header.net),
      lines: null,
      tax: number(header.tax),
      total: number(header.total),
    };
    draft.taxes = [{ rate: number(header.rate), base: draft.stated.net, tax: draft.stated.tax }];
    for (const name of ["net", "total"] as const) {
      if (cell(row, header[name]) === "")
        note(
          draft.problems,
          anError("csv_amount_missing", placeOf(row), { number: shown(draft.number), field: name }),
        );
    }
    for (const { at, article } of charges) {
      const net = number(at);
      if (net !== null && net !== 0n)
        draft.lines.push(aLine({ kind: "charge", number: article, article, label: article, net }));
    }
    this.#statedLines = cell(row, header.lines);
    this.#draft = draft;
  }

  #addLine(draft: Draft, row: Row): void {
    if (draft.lines.length >= maxLines)
      return note(
        draft.problems,
        anError("invoice_too_many_lines", placeOf(row), {
          number: shown(draft.number),
          most: String(maxLines),
        }),
      );
    const number = (at: number): Amount | null => readCell(draft, row, at);
    const [delivery, order, provider] = [
      cell(row, line.delivery),
      cell(row, line.order),
      cell(row, line.provider),
    ];
    if (delivery !== "") draft.deliveries.add(delivery);
    if (order !== "") draft.orders.add(order);
    const [quantity, grossPrice] = [number(line.quantity), number(line.price)];
    draft.lines.push(
      aLine({
        number: cell(row, line.number),
        article: cell(row, line.article),
        ean: /^\d{8,14}$/.test(provider) ? provider : "",
        quantity,
        grossPrice,
        gross: quantity === null || grossPrice === null ? null : product(quantity, grossPrice),
        net: number(line.net),
        tax: null,
        vatRate: draft.taxes[0]?.rate ?? null,
        order,
        delivery,
        // "S" before a reference only says where it comes from.
        reference: cell(row, line.reference).replace(/^S /, ""),
        shop: cell(row, line.shop),
      }),
    );
  }
}

const unknownRecord = (record: string, row: Row) =>
  anError("csv_record_unknown", placeOf(row), { record: shown(record) });

/** Without a date it is not an invoice: nobody could say when it is due. */
function readInvoiceDay(draft: Draft, row: Row): string | null {
  const text = cell(row, header.date);
  const read = readDay(text, "YYYYMMDD");
  if (text !== "" && read.type === "day") return read.day;
  if (text === "" || read.type !== "refused")
    note(
      draft.problems,
      anError("invoice_date_missing", placeOf(row), { number: shown(draft.number) }),
    );
  else {
    const facts = {
      number: shown(draft.number),
      field: "INVOICE_DATE",
      value: shown(text),
      ...read.facts,
    };
    note(draft.problems, anError(read.code, placeOf(row), facts));
  }
  return null;
}

function readDueDay(draft: Draft, row: Row): string | null {
  const text = cell(row, header.due);
  const read = readDay(text, "YYYYMMDD");
  if (text === "" || read.type === "zero") return null;
  if (read.type === "day") return read.day;
  note(draft.problems, aWarning("invoice_date_left_out", placeOf(row), { value: shown(text) }));
  return null;
}

/**
 * BULK writes a decimal point and no thousands separators; any other number must be unambiguous.
 */
function readCell(draft: Draft, row: Row, at: number): Amount | null {
  const text = cell(row, at);
  if (text === "") return null;
  const usual = readNumber(text, { decimal: ".", thousands: "none", grouping: "three" });
  const read =
    usual.type === "number"
      ? usual
      : readNumber(text, { decimal: null, thousands: null, grouping: "three" });
  if (read.type === "number" && read.currency === "" && !read.percent) return read.amount;
  const facts = {
    number: shown(draft.number),
    field: `${cell(row, 0)}.${at + 1}`,
    value: shown(text),
  };
  const more = read.type === "refused" ? read.facts : {};
  note(
    draft.problems,
    anError(read.type === "refused" ? read.code : "invoice_value_unreadable", placeOf(row), {
      ...facts,
      ...more,
    }),
  );
  return null;
}

const cell = (row: Row, at: number): string => (row.cells[at] ?? "").trim();
const placeOf = ({ line: number }: Row) => ({ segment: null, line: number });
