// Which columns of a resource to show, and how their values belong together.
import type { Column } from "../../../contract/source.ts";
import type { RecordRow } from "../../../contract/record.ts";

const mainColumns = 8;

/** Columns whose values are codes of the source, shown in words. */
const coded = new Set(["kind", "state", "payment_state", "invoice_status", "marks"]);
export const isCoded = (column: Column): boolean => coded.has(column.name);

export const isNumeric = (column: Column): boolean => column.type === "money" || column.type === "number" || column.type === "integer";

/** A currency stands beside its amount, raw copies are for programs: neither is a column of its own. */
const isShown = (column: Column): boolean => column.type !== "json" && !/(^|_)currency$/.test(column.name) && column.name !== "sign";

/** What makes a record worth opening comes first: marks, then the link to the source. */
export function shownColumns(columns: Column[], all: boolean): Column[] {
  const shown = columns.filter(isShown);
  if (all || shown.length <= mainColumns) return shown;
  const first = shown.slice(0, mainColumns - 2);
  const telling = shown.filter((column) => !first.includes(column) && (column.name === "marks" || column.type === "link"));
  return [...first, ...telling];
}

/** The currency of an amount, by the names of the columns: `…_company` and `…_converted` are in the company's own. */
export function currencyOf(column: Column, row: RecordRow): string | null {
  const own = /_(company|converted)$/.test(column.name) ? row.data["company_currency"] : undefined;
  const currency = own ?? row.data["currency"];
  return typeof currency === "string" ? currency : null;
}
