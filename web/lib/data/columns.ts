// Which columns of a resource are shown, and which of them belong together.
import { negated } from "../../../contract/values/decimal.ts";
import type { Json } from "../../../contract/values/json.ts";
import type { RecordRow } from "../../../contract/api/record.ts";
import type { Column, MoneyColumn } from "../../../contract/source/resource.ts";

const mainColumns = 8;

/** Columns whose values are codes of the source, which are shown in words. */
const coded = new Set([
  "kind",
  "type",
  "state",
  "payment_state",
  "invoice_status",
  "marks",
  "cycle",
]);
export const isCoded = (column: Pick<Column, "name">): boolean => coded.has(column.name);

/** Lists of codes whose sentences need the facts of the file: a row shows only their number. */
const counted = new Set(["checks"]);

/** The items of a list, as they are shown. */
export function listItems(
  { name }: Pick<Column, "name">,
  items: Json[],
  words: { of: (code: string) => string; many: (count: number) => string },
): string[] {
  if (counted.has(name)) return items.length === 0 ? [] : [words.many(items.length)];
  return items.map((item) => (typeof item === "string" ? words.of(item) : JSON.stringify(item)));
}

/**
 * Columns that name a record, best first. They count only at the start: the reference of an invoice
 * line is not its name.
 */
const calling = ["reference", "number", "name"];
const leading = 2;
/** Columns whose texts are for programs, and columns that mean nothing without them. */
const unspoken = new Set([
  ...["code", "student", "key", "supplier_code", "supplier_vat"],
  ...[
    "data_element",
    "period",
    "org_unit",
    "category_options",
    "attribute_options",
    "value",
    "comment",
  ],
]);
const mostWords = 2;

/** A number in the source's own brackets, or a dash in its place, is not a name. */
const isName = (text: string): boolean => /[\p{L}\p{N}]/u.test(text.replace(/^\(ID:\d+\)$/, ""));

/**
 * The title of a record: its reference, number or name, else its first texts. Never an id or a
 * code, which may be meant for programs.
 * @param columns empty where they are not known
 * @param wordOf the label of a code; the code itself where there is none
 * @returns null when the record has no text at all
 */
export function recordTitle(
  columns: Column[],
  data: RecordRow["data"],
  wordOf: (code: string) => string,
): string | null {
  const said = (name: string): string | null => {
    const value = data[name];
    if (typeof value !== "string" || unspoken.has(name) || !isName(value)) return null;
    const word = isCoded({ name }) ? wordOf(value) : null;
    return word === value ? null : (word ?? value);
  };
  const first = new Set(
    columns.length === 0 ? calling : columns.slice(0, leading).map(({ name }) => name),
  );
  const name = calling.filter((each) => first.has(each)).flatMap((each) => said(each) ?? [])[0];
  if (name !== undefined) return name;
  const currencies = currenciesIn(columns);
  const texts = columns.flatMap(({ name, type }) =>
    type === "text" && !currencies.has(name) ? (said(name) ?? []) : [],
  );
  return texts.length === 0 ? null : texts.slice(0, mostWords).join(" · ");
}

/** Columns that hold the currency of another. */
const currenciesIn = (columns: Column[]): Set<string> =>
  new Set(columns.flatMap((column) => (column.type === "money" ? [column.currency] : [])));

export const isNumeric = (column: Column): boolean =>
  column.type === "money" || column.type === "number" || column.type === "integer";

/**
 * Currencies and signs are shown with their amount, and raw copies are for programs: none of them
 * is a column of its own.
 */
const isShown = (column: Column, currencies: Set<string>): boolean =>
  column.type !== "json" && !currencies.has(column.name) && column.name !== "sign";

/** Marks come first, then the link to the source. */
export function visibleColumns(columns: Column[], all: boolean): Column[] {
  const currencies = currenciesIn(columns);
  const shown = columns.filter((column) => isShown(column, currencies));
  if (all || shown.length <= mainColumns) return shown;
  const first = shown.slice(0, mainColumns - 2);
  const telling = shown.filter(
    (column) => !first.includes(column) && (column.name === "marks" || column.type === "link"),
  );
  return [...first, ...telling];
}

/** An amount with its currency, negative where the record is a credit note. */
export function signedAmount(
  column: MoneyColumn,
  row: RecordRow,
): { amount: string; currency: string | null } {
  const [value, currency] = [String(row.data[column.name]), row.data[column.currency]];
  const minus = typeof column.adds === "object" ? column.adds.minus : null;
  const against = minus !== null && minus.values.includes(String(row.data[minus.column]));
  return {
    amount: against ? negated(value) : value,
    currency: typeof currency === "string" ? currency : null,
  };
}
