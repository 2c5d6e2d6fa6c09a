// Parses delimited text into rows: as a stream, within limits, and with line numbers. An unreadable
// row affects no other.
import Papa from "papaparse";
import { inPieces } from "../pieces.ts";
import { CharacterDecoder, type Encoding, type EncodingFindings } from "./encoding.ts";
import { DelimitedError, type DelimitedReason } from "./error.ts";

/**
 * `damage`: why the cells are uncertain. Then they are those of the row's first line only, split at
 * every delimiter; what an open quote had swallowed follows as rows of its own.
 */
export type Row = { cells: string[]; line: number; damage: DelimitedReason | null };

export type DelimitedLimits = { bytes: number; columns: number; cell: number; row: number };

const defaultLimits: DelimitedLimits = {
  bytes: 50 * 1024 * 1024,
  columns: 500,
  cell: 32 * 1024,
  row: 256 * 1024,
};

/** Most damaged rows of one file, because each costs a second pass over what follows it. */
const maxDamaged = 100;

export type Shape = { delimiter: string; quote: string; encoding: Encoding };

/** The rows at the beginning of a text: at most `most`, the last of which may be cut off. */
export function firstRows(
  text: string,
  { delimiter, quote }: Pick<Shape, "delimiter" | "quote">,
  most: number,
): Row[] {
  const newline = newlineOf(text) ?? "\n";
  const parser = new Papa.Parser({ delimiter, quoteChar: quote, newline, preview: most });
  let line = 1;
  return (parser.parse(text, 0, false) as Papa.ParseResult<string[]>).data.map((cells) => {
    const row: Row = { cells: cells.map((cell) => cell.replace(/\r$/, "")), line, damage: null };
    line += 1 + cells.reduce((breaks, cell) => breaks + cell.split(newline).length - 1, 0);
    return row;
  });
}

/**
 * The line ending; old files use a carriage return alone. Null while it is unknown: the last
 * character may be the first half of one.
 */
function newlineOf(text: string): "\n" | "\r" | null {
  if (text.includes("\n")) return "\n";
  const at = text.indexOf("\r");
  if (at >= 0 && at < text.length - 1) return "\r";
  return text === "" || at >= 0 ? null : "\n";
}

/** Reads the rows of a file chunk by chunk; blank rows are left out. */
export class DelimitedReader {
  readonly #shape: Shape;
  readonly #limits: DelimitedLimits;
  readonly #letters = new CharacterDecoder();
  #rest = "";
  #line = 1;
  #newline: "\n" | "\r" | null = null;
  /** The most cells of any single-line row so far. */
  #width = 0;
  #damaged = 0;
  /** How many rows consist of delimiters only, and the line of the first one. */
  readonly empty = { count: 0, line: 0 };

  constructor(shape: Shape, limits: DelimitedLimits = defaultLimits) {
    this.#shape = shape;
    this.#limits = limits;
  }

  /** The encoding findings so far; complete once everything is read. */
  get letters(): EncodingFindings {
    return this.#letters.findings;
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
    this.#newline ??= newlineOf(text);
    const joined = this.#rest + text;
    let whole = !more && joined.endsWith("\r") ? joined.slice(0, -1) : joined;
    const rows: Row[] = [];
    for (;;) {
      const { damage, cursor } = this.#parse(whole, more, rows);
      this.#rest = more ? whole.slice(cursor) : "";
      if (damage !== null) {
        const text = whole.slice(cursor);
        // A file that ends inside a quote, without a line break, was cut off: what it contained
        // beyond is unknown.
        if (damage === "quote_open" && !more && !text.includes(this.#newline ?? "\n"))
          throw new DelimitedError(damage, this.#line);
        whole = this.#leaveOut(text, damage, rows);
      } else if (this.#rest.length <= this.#limits.row) return rows;
      else if (this.#rest.includes(this.#newline ?? "\n"))
        whole = this.#leaveOut(this.#rest, "quote_open", rows);
      else throw new DelimitedError("row_too_long", this.#line);
    }
  }

  /** Parses up to the end or the first damaged row, which begins at `cursor`. */
  #parse(
    whole: string,
    more: boolean,
    rows: Row[],
  ): { damage: DelimitedReason | null; cursor: number } {
    if (whole === "") return { damage: null, cursor: 0 };
    const { delimiter, quote } = this.#shape;
    const newline = this.#newline ?? "\n";
    const parser = new Papa.Parser({ delimiter, quoteChar: quote, newline });
    const { data, errors, meta } = parser.parse(whole, 0, more) as Papa.ParseResult<string[]>;
    // A row that continues in the next chunk is parsed again with it, so an error in it proves
    // nothing yet.
    const error = errors.find(({ row }) => !more || (row ?? 0) < data.length);
    const begins = this.#line;
    const damage = this.#checked(data.slice(0, error?.row ?? data.length), rows);
    if (damage !== null)
      return { damage, cursor: offsetOfLine(whole, newline, this.#line - begins) };
    if (error === undefined) return { damage: null, cursor: meta.cursor };
    const reason = error.code === "MissingQuotes" ? "quote_open" : "quote_stray";
    return { damage: reason, cursor: offsetOfLine(whole, newline, this.#line - begins) };
  }

  /** Accepts rows up to the first damaged one, and advances the line number. */
  #checked(data: string[][], rows: Row[]): DelimitedReason | null {
    const newline = this.#newline ?? "\n";
    for (const cells of data) {
      const last = cells.length - 1;
      const end = cells[last] ?? "";
      if (newline === "\n" && end.endsWith("\r")) cells[last] = end.slice(0, -1);
      const damage = this.#damageOf(cells, newline);
      if (damage !== null) return damage;
      let breaks = 0;
      for (const cell of cells)
        if (cell.includes(newline)) breaks += cell.split(newline).length - 1;
      if (breaks === 0) this.#width = Math.max(this.#width, cells.length);
      this.#keep({ cells, line: this.#line, damage: null }, rows);
      this.#line += 1 + breaks;
    }
    return null;
  }

  #keep(row: Row, rows: Row[]): void {
    if (row.cells.some((cell) => cell.trim() !== "")) return void rows.push(row);
    if (row.cells.length < 2) return;
    if (this.empty.count === 0) this.empty.line = row.line;
    this.empty.count += 1;
  }

  /** A quoted cell of several lines with as many delimiters as a row has swallowed other rows. */
  #damageOf(cells: string[], newline: string): DelimitedReason | null {
    if (cells.length > this.#limits.columns) return "too_many_columns";
    for (const cell of cells) {
      if (cell.length > this.#limits.cell)
        return cell.includes(newline) ? "quote_open" : "cell_too_long";
      if (this.#width < 2 || !cell.includes(newline)) continue;
      if (cell.split(this.#shape.delimiter).length >= this.#width) return "quote_stray";
    }
    return null;
  }

  /** The damaged row is cut to its first line; parsing continues after it. */
  #leaveOut(text: string, damage: DelimitedReason, rows: Row[]): string {
    this.#damaged += 1;
    if (this.#damaged > maxDamaged) throw new DelimitedError(damage, this.#line);
    const at = text.indexOf(this.#newline ?? "\n");
    const line = at < 0 ? text : text.slice(0, at);
    const cells = line.replace(/\r$/, "").split(this.#shape.delimiter, this.#limits.columns + 1);
    rows.push({
      cells: cells.map((cell) => cell.slice(0, this.#limits.cell)),
      line: this.#line,
      damage,
    });
    this.#line += 1;
    return at < 0 ? "" : text.slice(at + 1);
  }
}

function offsetOfLine(text: string, newline: string, lines: number): number {
  let at = 0;
  for (let left = lines; left > 0; left -= 1) at = text.indexOf(newline, at) + 1;
  return at;
}
