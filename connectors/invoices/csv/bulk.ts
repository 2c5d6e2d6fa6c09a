// BBGR BULK: a header record E20, then its lines G21. Charges of the header become lines of their own.
import type { Row } from "../../../formats/delimited/rows.ts";
import { readAmount, times, type Amount } from "../amount.ts";
import { readDay } from "../dates.ts";
import { aDraft, aLine, mostLines, type Draft } from "../draft.ts";
import { finishDraft } from "../document.ts";
import type { Item } from "../item.ts";
import { anError, aWarning, note, shown } from "../problem.ts";
import { creditNotesOf, type InvoiceSettings } from "../settings.ts";

export const bulkName = "BBGR BULK";

/** The first letters of such a file. */
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
const line = { number: 1, delivery: 2, order: 3, reference: 4, shop: 5, article: 6, provider: 7, quantity: 8, price: 10, net: 12 } as const;

/** Follows the records of a BULK file; documents come out as soon as the next one begins. */
export class BulkReader {
  readonly #settings: InvoiceSettings;
  #draft: Draft | null = null;
  #saidLines: string = "";
  failed = false;

  constructor(settings: InvoiceSettings) {
    this.#settings = settings;
  }

  *take(row: Row): Generator<Item> {
    const record = cell(row, 0);
    if (record === "E20") {
      yield* this.end();
      this.#open(row);
    } else if (record === "G21") {
      if (this.#draft === null) yield this.#fail(anError("csv_line_before_header", placeOf(row), { record }));
      else this.#addLine(this.#draft, row);
    } else yield this.#fail(anError("csv_record_unknown", placeOf(row), { record: shown(record) }));
  }

  /** The document that is open is whole. */
  *end(): Generator<Item> {
    const draft = this.#draft;
    this.#draft = null;
    if (draft === null) return;
    const lines = draft.lines.filter(({ kind }) => kind === "line").length;
    if (Number(this.#saidLines) !== lines) {
      note(
        draft.problems,
        aWarning("invoice_line_count", draft.place, { number: shown(draft.number), said: shown(this.#saidLines), found: String(lines) }),
      );
    }
    yield finishDraft(draft, creditNotesOf(this.#settings, draft.supplier));
  }

  #fail(problem: ReturnType<typeof anError>): Item {
    this.failed = true;
    return { type: "problem", problem };
  }

  #open(row: Row): void {
    const draft = aDraft({
      flow: bulkName,
      number: cell(row, header.number),
      code: cell(row, header.code),
      currency: cell(row, header.currency),
      supplier: { code: cell(row, parties.supplier) || cell(row, parties.senderVat), name: "BBGR", vat: cell(row, parties.senderVat) },
      buyer: { code: cell(row, header.customer), name: cell(row, header.site), vat: cell(row, parties.buyerVat) },
      place: placeOf(row),
    });
    const number = (at: number): Amount | null => readNumber(draft, row, at);
    draft.date = readInvoiceDay(draft, row);
    const due = readDay(cell(row, header.due), "YYYYMMDD");
    draft.dueDate = due.type === "day" ? due.day : null;
    draft.stated = { net: number(header.net), lines: null, tax: number(header.tax), total: number(header.total) };
    draft.taxes = [{ rate: number(header.rate), base: draft.stated.net, tax: draft.stated.tax }];
    for (const { at, article } of charges) {
      const net = number(at);
      if (net !== null && net !== 0n) draft.lines.push(aLine({ kind: "charge", number: article, article, label: article, net }));
    }
    this.#saidLines = cell(row, header.lines);
    this.#draft = draft;
  }

  #addLine(draft: Draft, row: Row): void {
    if (draft.lines.length >= mostLines)
      return note(
        draft.problems,
        anError("invoice_too_many_lines", placeOf(row), { number: shown(draft.number), most: String(mostLines) }),
      );
    const number = (at: number): Amount | null => readNumber(draft, row, at);
    const [delivery, order, provider] = [cell(row, line.delivery), cell(row, line.order), cell(row, line.provider)];
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
        gross: quantity === null || grossPrice === null ? null : times(quantity, grossPrice),
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

function readInvoiceDay(draft: Draft, row: Row): string | null {
  const text = cell(row, header.date);
  const read = readDay(text, "YYYYMMDD");
  if (read.type === "day") return read.day;
  if (read.type === "zero") note(draft.problems, aWarning("invoice_date_zero", placeOf(row), { number: shown(draft.number) }));
  else if (text === "") note(draft.problems, anError("invoice_date_missing", placeOf(row), { number: shown(draft.number) }));
  else
    note(
      draft.problems,
      anError("invoice_value_unreadable", placeOf(row), { number: shown(draft.number), field: "INVOICE_DATE", value: shown(text) }),
    );
  return null;
}

function readNumber(draft: Draft, row: Row, at: number): Amount | null {
  const text = cell(row, at);
  if (text === "") return null;
  const value = readAmount(text);
  if (value === null) {
    const facts = { number: shown(draft.number), field: `${cell(row, 0)}.${at + 1}`, value: shown(text) };
    note(draft.problems, anError("invoice_value_unreadable", placeOf(row), facts));
  }
  return value;
}

const cell = (row: Row, at: number): string => (row.cells[at] ?? "").trim();
const placeOf = ({ line: number }: Row) => ({ segment: null, line: number });
