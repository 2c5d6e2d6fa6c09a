// The cells of a row by the names of a definition.
import type { Row } from "../../../formats/delimited/rows.ts";
import { unwrapped, type Marks } from "./numbers.ts";
import type { ColumnName, CsvDefinition, Filter, Target } from "./definition.ts";

/** Where each column of a definition stands in the rows of one file. */
export class Columns {
  readonly definition: CsvDefinition;
  readonly marks: Marks;
  /** The header as it stands in the file; null where the table has none. */
  readonly header: string[] | null;
  /** Columns that the definition names and the header has more than once. */
  readonly twice: string[];
  /** Cells that a row needs to hold every column of the definition. */
  readonly needed: number;
  /** Cells up to and with the last column that can make the number of a document. */
  readonly upToNumber: number;
  readonly #places = new Map<ColumnName, number>();

  constructor(definition: CsvDefinition, header: string[] | null) {
    this.definition = definition;
    this.header = header;
    const { decimal = null, thousands = null, grouping } = definition;
    this.marks = { decimal, thousands, grouping };
    const names = (header ?? []).map(plain);
    const named = namedIn(definition);
    for (const column of named) {
      const at = typeof column === "number" ? column - 1 : names.indexOf(plain(column));
      if (at >= 0) this.#places.set(column, at);
    }
    this.twice = named
      .filter((name) => typeof name === "string")
      .filter((name) => names.indexOf(plain(name)) !== names.lastIndexOf(plain(name)));
    this.needed = Math.max(0, ...this.#places.values()) + 1;
    this.upToNumber =
      Math.max(
        0,
        ...(definition.columns.number?.from ?? []).map((column) => this.#places.get(column) ?? 0),
      ) + 1;
  }

  /** Columns that the definition names and the file does not have. */
  get missing(): ColumnName[] {
    return namedIn(this.definition).filter((column) => !this.#places.has(column));
  }

  /** Where the first column of a target stands, from 0. */
  placeOf(target: Target): number | null {
    const [column] = this.definition.columns[target]?.from ?? [];
    return column === undefined ? null : (this.#places.get(column) ?? null);
  }

  cell(row: Row, column: ColumnName): string {
    const at = this.#places.get(column);
    return at === undefined ? "" : unwrapped((row.cells[at] ?? "").trim());
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

  /** The columns that fill a target, as a person finds them in the file. */
  nameOf(target: Target): string {
    const from = this.definition.columns[target]?.from ?? [];
    return from.length === 0
      ? target
      : from.map((column) => (typeof column === "number" ? `#${column}` : column)).join(", ");
  }

  matches(row: Row, filter: Filter | undefined): boolean {
    if (filter === undefined) return true;
    const value = this.cell(row, filter.column);
    return (filter.is?.includes(value) ?? true) && !(filter.isNot?.includes(value) ?? false);
  }

  /** The header once more, as reports have it on each page. */
  isHeader({ cells }: Row): boolean {
    const names = this.header;
    return names !== null && cells.every((cell, at) => plain(cell) === plain(names[at] ?? ""));
  }
}

/** Some labels begin with a code of the supplier: figures of a fixed length. */
const cutCode = (value: string, length: number): string =>
  length > 0 && /^[1-9]/.test(value) ? value.slice(length).trim() : value;

/** Names of columns are the same whatever their capitals, blanks and accents' composition. */
const plain = (name: string): string =>
  name.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();

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
