// The cells of a row by the names of a definition.
import type { Row } from "../../../formats/delimited/rows.ts";
import { readAmount, type Amount } from "../amount.ts";
import { readDay } from "../dates.ts";
import type { ColumnName, CsvDefinition, Filter, Target } from "./definition.ts";

/** Where each column of a definition stands in the rows of one file. */
export class Columns {
  readonly definition: CsvDefinition;
  readonly #places = new Map<ColumnName, number>();

  constructor(definition: CsvDefinition, header: string[] | null) {
    this.definition = definition;
    for (const column of namedIn(definition)) {
      const at = typeof column === "number" ? column - 1 : (header ?? []).findIndex((name) => plain(name) === plain(column));
      if (at >= 0) this.#places.set(column, at);
    }
  }

  /** Columns that the definition names and the file does not have. */
  get missing(): ColumnName[] {
    return namedIn(this.definition).filter((column) => !this.#places.has(column));
  }

  cell(row: Row, column: ColumnName): string {
    const at = this.#places.get(column);
    return at === undefined ? "" : (row.cells[at] ?? "").trim();
  }

  /** What fills a target: the first of its columns that holds something. */
  text(row: Row, target: Target): string {
    const source = this.definition.columns[target];
    if (source === undefined) return this.definition.fixed[target] ?? "";
    for (const column of source.from) {
      const value = this.cell(row, column);
      if (value !== "" && !source.empty.includes(value)) return cutCode(value, source.cutCode);
    }
    return source.orElse === undefined ? "" : this.cell(row, source.orElse);
  }

  /** null: empty. `unreadable`: no number. */
  amount(row: Row, target: Target): Amount | null | "unreadable" {
    const text = this.text(row, target);
    return text === "" ? null : (readAmount(text) ?? "unreadable");
  }

  day(row: Row, target: Target): string | null | "unreadable" {
    const text = this.text(row, target);
    if (text === "") return null;
    const read = readDay(text, this.definition.columns[target]?.format ?? "YYYY-MM-DD");
    return read.type === "day" ? read.day : read.type === "zero" ? null : "unreadable";
  }

  matches(row: Row, filter: Filter | undefined): boolean {
    if (filter === undefined) return true;
    const value = this.cell(row, filter.column);
    return (filter.is?.includes(value) ?? true) && !(filter.isNot?.includes(value) ?? false);
  }
}

/** Some labels begin with a code of the supplier: figures of a fixed length. */
const cutCode = (value: string, length: number): string => (length > 0 && /^[1-9]/.test(value) ? value.slice(length).trim() : value);

const plain = (name: string): string => name.trim().toLowerCase();

/** Every column that a definition needs to be there. */
export function namedIn(definition: CsvDefinition): ColumnName[] {
  const { columns, rows, type, merge, mark } = definition;
  const named = new Set<ColumnName>();
  for (const source of Object.values(columns)) {
    for (const column of source.from) named.add(column);
    if (source.orElse !== undefined) named.add(source.orElse);
  }
  if (rows !== undefined) named.add(rows.column);
  if (type.by === "value") named.add(type.column);
  if (merge?.where !== undefined) named.add(merge.where.column);
  if (mark !== undefined) named.add(mark.figureOf).add(mark.where.column);
  return [...named];
}
