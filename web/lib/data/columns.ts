// Which columns of a resource to show, and how their values belong together.
import { negated } from "../../../contract/decimal.ts";
import type { RecordRow } from "../../../contract/record.ts";
import type { Column, MoneyColumn } from "../../../contract/source.ts";

const mainColumns = 8;

/** Columns whose values are codes of the source, shown in words. */
const coded = new Set(["kind", "type", "state", "payment_state", "invoice_status", "marks", "cycle"]);
export const isCoded = (column: Pick<Column, "name">): boolean => coded.has(column.name);

/** Columns by which people call a record, best first. */
const calling = ["reference", "number", "name"];
const mostWords = 2;

/**
 * What people call a record: its reference, number or name, else its first texts. Never its id, which may be a program's.
 * null: it has no words at all.
 */
export function calledOf(columns: Column[], data: RecordRow["data"], wordOf: (code: string) => string): string | null {
  const said = (name: string): string | null => {
    const value = data[name];
    return typeof value === "string" && value !== "" ? (isCoded({ name }) ? wordOf(value) : value) : null;
  };
  const name = calling.map(said).find((value) => value !== null);
  if (name !== undefined) return name;
  const texts = columns.flatMap((column) => (column.type === "text" ? (said(column.name) ?? []) : []));
  return texts.length === 0 ? null : texts.slice(0, mostWords).join(" · ");
}

export const isNumeric = (column: Column): boolean => column.type === "money" || column.type === "number" || column.type === "integer";

/** A currency stands beside its amount and a sign before it, raw copies are for programs: none is a column of its own. */
const isShown = (column: Column, currencies: Set<string>): boolean =>
  column.type !== "json" && !currencies.has(column.name) && column.name !== "sign";

/** What makes a record worth opening comes first: marks, then the link to the source. */
export function shownColumns(columns: Column[], all: boolean): Column[] {
  const currencies = new Set(columns.flatMap((column) => (column.type === "money" ? [column.currency] : [])));
  const shown = columns.filter((column) => isShown(column, currencies));
  if (all || shown.length <= mainColumns) return shown;
  const first = shown.slice(0, mainColumns - 2);
  const telling = shown.filter((column) => !first.includes(column) && (column.name === "marks" || column.type === "link"));
  return [...first, ...telling];
}

/** An amount as it counts: with its currency, and below zero where the record, a credit note, counts against the others. */
export function amountOf(column: MoneyColumn, row: RecordRow): { amount: string; currency: string | null } {
  const [value, currency] = [String(row.data[column.name]), row.data[column.currency]];
  const minus = typeof column.adds === "object" ? column.adds.minus : null;
  const against = minus !== null && minus.values.includes(String(row.data[minus.column]));
  return { amount: against ? negated(value) : value, currency: typeof currency === "string" ? currency : null };
}
