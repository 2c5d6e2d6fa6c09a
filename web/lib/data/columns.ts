// Which columns of a resource to show, and how their values belong together.
import { negated } from "../../../contract/values/decimal.ts";
import type { Json } from "../../../contract/values/json.ts";
import type { RecordRow } from "../../../contract/api/record.ts";
import type { Column, MoneyColumn } from "../../../contract/source/resource.ts";

const mainColumns = 8;

/** Columns whose values are codes of the source, shown in words. */
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

/**
 * Lists of codes whose sentences need facts that stand with the file: a row says how many they are.
 */
const counted = new Set(["checks"]);

/** What is shown of a list, item by item. */
export function listItems(
  { name }: Pick<Column, "name">,
  items: Json[],
  words: { of: (code: string) => string; many: (count: number) => string },
): string[] {
  if (counted.has(name)) return items.length === 0 ? [] : [words.many(items.length)];
  return items.map((item) => (typeof item === "string" ? words.of(item) : JSON.stringify(item)));
}

/**
 * Columns by which people call a record, best first, where they lead the others: the reference of a
 * line of an invoice is no name.
 */
const calling = ["reference", "number", "name"];
const leading = 2;
/** Columns whose texts are for programs, and those that say nothing without them. */
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

/** A number in the source's own brackets, or a stroke in place of one, is no name. */
const isName = (text: string): boolean => /[\p{L}\p{N}]/u.test(text.replace(/^\(ID:\d+\)$/, ""));

/**
 * What people call a record: its reference, number or name, else its first texts. Never an id or a
 * code, which may be a program's.
 * @param columns none where nobody knows them
 * @param wordOf the word for a code; the code itself where there is none
 * @returns null: it has no words at all
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

/** Columns that name the currency of another. */
const currenciesIn = (columns: Column[]): Set<string> =>
  new Set(columns.flatMap((column) => (column.type === "money" ? [column.currency] : [])));

export const isNumeric = (column: Column): boolean =>
  column.type === "money" || column.type === "number" || column.type === "integer";

/**
 * A currency stands beside its amount and a sign before it, raw copies are for programs: none is a
 * column of its own.
 */
const isShown = (column: Column, currencies: Set<string>): boolean =>
  column.type !== "json" && !currencies.has(column.name) && column.name !== "sign";

/** What makes a record worth opening comes first: marks, then the link to the source. */
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

/**
 * An amount as it counts: with its currency, and below zero where the record, a credit note, counts
 * against the others.
 */
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
