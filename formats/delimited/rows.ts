// Delimited text to rows: as a stream, within limits, each row with its line.
import Papa from "papaparse";
import { inPieces } from "../pieces.ts";
import { Letters, type Encoding } from "./encoding.ts";
import { DelimitedError } from "./error.ts";

export type Row = { cells: string[]; line: number };

export type DelimitedLimits = { bytes: number; columns: number; cell: number; row: number };

export const defaultLimits: DelimitedLimits = { bytes: 50 * 1024 * 1024, columns: 500, cell: 32 * 1024, row: 256 * 1024 };

export type Shape = { delimiter: string; quote: string; encoding: Encoding };

/** The rows of a file, those of one piece of it at a time; blank ones are left out. */
export class DelimitedReader {
  readonly #shape: Shape;
  readonly #limits: DelimitedLimits;
  readonly #letters: Letters;
  #rest = "";
  #line = 1;
  /** Old files end lines by a carriage return alone. */
  #newline: "\n" | "\r" | null = null;

  constructor(shape: Shape, limits: DelimitedLimits = defaultLimits) {
    this.#shape = shape;
    this.#limits = limits;
    this.#letters = new Letters(shape.encoding);
  }

  /** It should have been UTF-8. */
  get fellBack(): boolean {
    return this.#letters.fellBack;
  }

  async *read(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Row[]> {
    let length = 0;
    for await (const piece of inPieces(bytes)) {
      length += piece.length;
      if (length > this.#limits.bytes) throw new DelimitedError("too_large", this.#line);
      yield this.#take(this.#letters.push(piece), true);
    }
    yield this.#take(this.#letters.end(), false);
  }

  #take(text: string, more: boolean): Row[] {
    this.#newline ??= text.includes("\r") && !text.includes("\n") && !text.endsWith("\r") ? "\r" : text === "" ? null : "\n";
    const joined = this.#rest + text;
    const whole = !more && joined.endsWith("\r") ? joined.slice(0, -1) : joined;
    if (whole === "") return [];
    const { delimiter, quote } = this.#shape;
    const newline = this.#newline ?? "\n";
    const parser = new Papa.Parser({ delimiter, quoteChar: quote, newline });
    const { data, errors, meta } = parser.parse(whole, 0, more) as Papa.ParseResult<string[]>;
    this.#rest = more ? whole.slice(meta.cursor) : "";
    // A row that goes on in the next piece is read again with it: what seems wrong with it now proves nothing.
    const error = errors.find(({ row }) => !more || (row ?? 0) < data.length);
    const rows = this.#checked(data, newline, error?.row);
    if (error !== undefined) throw new DelimitedError(error.code === "MissingQuotes" ? "quote_open" : "quote_stray", this.#line);
    if (this.#rest.length > this.#limits.row) throw new DelimitedError("row_too_long", this.#line);
    return rows;
  }

  /** Rows up to `until`, within limits; moves the line on. */
  #checked(data: string[][], newline: string, until = data.length): Row[] {
    const rows: Row[] = [];
    for (const cells of data.slice(0, until)) {
      if (cells.length > this.#limits.columns) throw new DelimitedError("too_many_columns", this.#line);
      const last = cells.length - 1;
      const end = cells[last] ?? "";
      if (newline === "\n" && end.endsWith("\r")) cells[last] = end.slice(0, -1);
      let breaks = 0;
      for (const cell of cells) {
        if (cell.length > this.#limits.cell) throw new DelimitedError("cell_too_long", this.#line);
        if (cell.includes(newline)) breaks += cell.split(newline).length - 1;
      }
      if (cells.some((cell) => cell !== "")) rows.push({ cells, line: this.#line });
      this.#line += 1 + breaks;
    }
    return rows;
  }
}
