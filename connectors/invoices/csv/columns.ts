// Reads the cells of a row by the column names of a definition.
import type { Row } from "../../../formats/delimited/rows.ts";
import { unwrapped, type Marks } from "./numbers.ts";
import type { ColumnName, CsvDefinition, Filter, Target } from "./definition.ts";

/** Where the columns of a definition are in the rows of one file. */
export class Columns {
  readonly definition: CsvDefinition;
  readonly marks: Marks;
  /** The header as it is in the file; null for a table without one. */
  readonly header: string[] | null;
  /** Columns of the definition that appear more than once in the header. */
  readonly twice: string[];
  /** How many cells a row needs to contain every column of the definition. */
  readonly needed: number;
  /** How many cells lead up to the last column that is part of the document number, inclusive. */
  readonly upToNumber: number;
  readonly #places = new Map<ColumnName, number>();

  constructor(definition: CsvDefinition, header: string[] | null) {
    this.definition = definition;
    this.header = header;
    const { decimal = null, thousands = null, grouping } = definition;
    this.marks = { decimal, thousands, grouping };
    const names = (header ?? []).map(normalized);
    const named = namedIn(definition);
    for (const column of named) {
      const at = typeof column === "number" ? column - 1 : names.indexOf(normalized(column));
      if (at >= 0) this.#places.set(column, at);
    }
    this.twice = named
      .filter((name) => typeof name === "string")
      .filter((name) => names.indexOf(normalized(name)) !== names.lastIndexOf(normalized(name)));
    this.needed = Math.max(0, ...this.#places.values()) + 1;
    this.upToNumber =
      Math.max(
        0,
        ...(definition.columns.number?.from ?? []).map((column) => this.#places.get(column) ?? 0),
      ) + 1;
  }

  /** Columns of the definition that the file lacks. */
  get missing(): ColumnName[] {
    return namedIn(this.definition).filter((column) => !this.#places.has(column));
  }

  /** The index of the first column of a target; null if the file lacks them all. */
  placeOf(target: Target): number | null {
    const [column] = this.definition.columns[target]?.from ?? [];
    return column === undefined ? null : (this.#places.get(column) ?? null);
  }

  cell(row: Row, column: ColumnName): string {
    const at = this.#places.get(column);
    return at === undefined ? "" : unwrapped((row.cells[at] ?? "").trim());
  }

  /** The text of a target: its first column that is not empty. */
  text(row: Row, target: Target): string {
    const source = this.definition.columns[target];
    if (source === undefined) return this.definition.fixed[target] ?? "";
    for (const column of source.from) {
      const value = this.cell(row, column);
      if (value !== "" && !source.empty.includes(value)) return cutCode(value, source.cutCode);
    }
    return source.orElse === undefined ? "" : this.cell(row, source.orElse);
  }

  /** The columns of a target, as a person finds them in the file. */
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

  /** Whether a row repeats the header, as reports do on each page. */
  isHeader({ cells }: Row): boolean {
    const names = this.header;
    return (
      names !== null && cells.every((cell, at) => normalized(cell) === normalized(names[at] ?? ""))
    );
  }
}

/** Removes a supplier's code of fixed length from the front of a label. */
const cutCode = (value: string, length: number): string =>
  length > 0 && /^[1-9]/.test(value) ? value.slice(length).trim() : value;

/** Column names are compared without regard to case, spaces and the composition of accents. */
const normalized = (name: string): string =>
  name.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();

/** Every column that a definition requires. */
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
