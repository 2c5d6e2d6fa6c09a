// Reads one row of a table by its definition: texts, numbers, dates, and what is wrong with each.
import type { FileProblem } from "../../../contract/api/file.ts";
import type { Row } from "../../../formats/delimited/rows.ts";
import { absolute, agree, quotient, product, type Amount } from "../amount.ts";
import { anError, aWarning, note, shown } from "../problem.ts";
import type { Columns } from "./columns.ts";
import { agrees, currencyOf } from "./currencies.ts";
import { readDay } from "./days.ts";
import type { Target } from "./definition.ts";
import { articleDamage, destroyedBy } from "./identifiers.ts";
import { isFormula, readNumber } from "./numbers.ts";
import { isTotalsWord } from "./totals-words.ts";

export type Entry = {
  texts: Partial<Record<Target, string>>;
  amounts: Partial<Record<Target, Amount | null>>;
  date: string | null;
  dueDate: string | null;
  deliveryDate: string | null;
  /** 380 or 381 if a column states the type; otherwise empty. */
  code: string;
  line: number;
  problems: FileProblem[];
  /** Its date is empty or consists of zeros. */
  undated: boolean;
  /** It describes something sold, beyond plain sums. */
  detailed: boolean;
  /** It names an article or a price, which no row of totals does. */
  namesGoods: boolean;
  /** One of its cells begins with a word for totals. */
  hasTotalsWord: boolean;
  /** The text by which a person recognises the row. */
  text: string;
};

const texts = [
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
] as const;
const amounts = [
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
] as const;
const identifiers = new Set<Target>([
  "key",
  "number",
  "order",
  "delivery",
  "reference",
  "article",
  "ean",
]);
const unpriced = new Set<Target>(["quantity", "vatRate"]);

/**
 * Reads a row. An unreadable cell leaves its field empty and is an error, unless the document does
 * not depend on it.
 */
export function readEntry(columns: Columns, row: Row): Entry {
  const reading = new RowReading(columns, row);
  for (const target of texts) reading.readText(target);
  for (const target of amounts) reading.readAmount(target);
  for (const target of ["date", "dueDate", "deliveryDate"] as const) reading.readDay(target);
  reading.readType();
  reading.checkCurrency();
  reading.settleRate();
  reading.checkWidth();
  return reading.entry;
}

class RowReading {
  readonly entry: Entry;
  readonly #columns: Columns;
  readonly #row: Row;
  readonly #beside = new Map<string, Target>();
  #percent = false;

  constructor(columns: Columns, row: Row) {
    this.#columns = columns;
    this.#row = row;
    const filled = row.cells.filter((cell) => cell.trim() !== "");
    this.entry = {
      ...{
        texts: {},
        amounts: {},
        date: null,
        dueDate: null,
        deliveryDate: null,
        code: "",
        line: row.line,
        problems: [],
      },
      undated: isUndated(columns, row),
      detailed: (["article", "ean", "quantity", "grossPrice", "netPrice"] as const).some((target) =>
        has(columns, row, target),
      ),
      namesGoods: (["article", "ean", "grossPrice", "netPrice"] as const).some((target) =>
        has(columns, row, target),
      ),
      hasTotalsWord: filled.some(isTotalsWord),
      text: shown(filled.slice(0, 3).join(" ")),
    };
  }

  readText(target: (typeof texts)[number]): void {
    const text = this.#columns.text(this.#row, target);
    this.entry.texts[target] = text;
    if (text === "") return;
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text))
      return this.#wrong("csv_control_character", target, text);
    const lost = target === "number" && text.includes("\ufffd");
    if (lost) return this.#wrong("invoice_value_unreadable", target, text);
    if (isFormula(text)) return this.#lose("csv_identifier_formula", target, text);
    if (target === "currency") return this.#readCurrency(text);
    if (!identifiers.has(target)) return;
    const destroyed = destroyedBy(text);
    if (destroyed !== null) return this.#lose(`csv_identifier_${destroyed}`, target, text);
    const damage = target === "ean" ? articleDamage(text) : null;
    if (damage !== null) this.#warn(`csv_ean_${damage}`, target, text);
  }

  #readCurrency(text: string): void {
    const code = currencyOf(text);
    if (code === null) this.#wrong("invoice_value_unreadable", "currency", text);
    this.entry.texts.currency = code ?? "";
  }

  readAmount(target: (typeof amounts)[number]): void {
    const text = this.#columns.text(this.#row, target);
    this.entry.amounts[target] = null;
    if (text === "") return;
    const read = readNumber(text, this.#columns.marks);
    if (read.type === "refused") return this.#wrong(read.code, target, text, read.facts);
    const { amount, currency, percent } = read;
    if ((percent && target !== "vatRate") || (currency !== "" && unpriced.has(target)))
      return this.#wrong("invoice_value_unreadable", target, text);
    if (currency !== "") this.#beside.set(currency, target);
    if (percent) this.#percent = true;
    this.entry.amounts[target] = amount;
  }

  readDay(target: "date" | "dueDate" | "deliveryDate"): void {
    const text = this.#columns.text(this.#row, target);
    if (text === "") return;
    const read = readDay(text, this.#columns.definition.columns[target]?.format);
    if (read.type === "refused") this.#wrong(read.code, target, text, read.facts);
    else if (read.type === "day") this.entry[target] = read.day;
  }

  /** A value in neither list has no known meaning. */
  readType(): void {
    const { type } = this.#columns.definition;
    if (type.by !== "value") return;
    const value = this.#columns.cell(this.#row, type.column);
    const isOf = (list: string[] | undefined) =>
      (list ?? []).some((one) => one.trim().toUpperCase() === value.toUpperCase());
    this.entry.code = isOf(type.invoice) ? "380" : isOf(type.credit) ? "381" : "";
    if (this.entry.code === "")
      this.#note(anError, "csv_type_undeclared", {
        field: String(type.column),
        value: shown(value || "–"),
      });
  }

  /** A currency beside an amount must match that of the row; it defines it if nothing else does. */
  checkCurrency(): void {
    const { definition } = this.#columns;
    for (const [beside, target] of this.#beside) {
      const declared = this.entry.texts.currency || definition.currency;
      if (!agrees(beside, declared))
        this.#wrong("csv_currency_differs", target, beside, { currency: declared || "–" });
      else if (declared === "") this.entry.texts.currency = currencyOf(beside) ?? "";
    }
  }

  /**
   * A rate of 1 or more is a percentage. A rate below 1 may be a fraction, or a percentage below
   * one per cent: the declared unit or the sums of the row decide. The latter is stored as a
   * fraction, so that nobody takes 0.5 for one half.
   */
  settleRate(): void {
    const { vatRate: rate = null, net = null, tax = null } = this.entry.amounts;
    if (rate === null || rate === 0n) return;
    const unit = this.#percent ? "percent" : this.#columns.definition.columns.vatRate?.unit;
    if (rate < 0n || rate > hundred || (unit === "fraction" && rate >= one))
      return this.#refuseRate();
    if (rate >= one || unit === "fraction") return;
    const ofHundred = quotient(rate, hundred);
    const isPercent =
      unit === "percent" ||
      (net !== null &&
        tax !== null &&
        ofHundred !== null &&
        isRate(ofHundred, net, tax) &&
        !isRate(rate, net, tax));
    if (isPercent) this.entry.amounts.vatRate = ofHundred;
    else if (rate > maxFraction && !(net !== null && tax !== null && isRate(rate, net, tax)))
      this.#refuseRate();
  }

  #refuseRate(): void {
    this.#wrong("csv_rate_ambiguous", "vatRate", this.#columns.text(this.#row, "vatRate"));
    this.entry.amounts.vatRate = null;
  }

  /** A row that is cut off may have lost the rest of its last cell too. */
  checkWidth(): void {
    const { needed } = this.#columns;
    const { length } = this.#row.cells;
    if (length < needed)
      this.#note(anError, "csv_row_short", {
        found: String(length),
        most: String(this.#columns.header?.length ?? needed),
      });
  }

  /** Without its number a document is useless; any other field is reported as lost. */
  #lose(code: string, target: (typeof texts)[number], value: string): void {
    if (target === "number" || target === "currency")
      return this.#wrong(
        target === "number" ? "csv_identity_destroyed" : "csv_cell_formula",
        target,
        value,
      );
    this.#warn(code, target, value);
    this.entry.texts[target] = "";
  }

  #wrong(code: string, target: Target, value: string, facts: Record<string, string> = {}): void {
    this.#note(anError, code, {
      field: this.#columns.nameOf(target),
      value: shown(value),
      ...facts,
    });
  }

  #warn(code: string, target: Target, value: string): void {
    this.#note(aWarning, code, { field: this.#columns.nameOf(target), value: shown(value) });
  }

  #note(make: typeof anError, code: string, facts: Record<string, string>): void {
    const place = { segment: null, line: this.#row.line };
    note(
      this.entry.problems,
      make(code, place, {
        number: shown(this.#columns.text(this.#row, "number") || "–"),
        ...facts,
      }),
    );
  }
}

const one = 100_000_000n;
const hundred = 100n * one;
/**
 * No country taxes more than thirty per cent, so a larger fraction is a percentage below one per
 * cent, or a mistake.
 */
const maxFraction = 30_000_000n;

const isRate = (rate: Amount, net: Amount, tax: Amount): boolean =>
  net !== 0n && agree(absolute(product(net, rate)), absolute(tax));

const has = (columns: Columns, row: Row, target: Target): boolean =>
  columns.definition.columns[target] !== undefined && columns.text(row, target) !== "";

function isUndated(columns: Columns, row: Row): boolean {
  const text = columns.text(row, "date");
  return text === "" || readDay(text, undefined).type === "zero";
}
