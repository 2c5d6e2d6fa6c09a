// Delimited text to rows: as a stream, within limits, each row with its line; a row that cannot be
// read stands alone.
import Papa from "papaparse";
import { inPieces } from "../pieces.ts";
import { Letters, type Encoding, type LetterFindings } from "./encoding.ts";
import { DelimitedError, type DelimitedReason } from "./error.ts";

/**
 * `damage`: why its cells cannot be told for sure; they are those of its first line then, cut at
 * each delimiter. What a quote had swallowed behind it comes as rows of its own.
 */
export type Row = { cells: string[]; line: number; damage: DelimitedReason | null };

export type DelimitedLimits = { bytes: number; columns: number; cell: number; row: number };

const defaultLimits: DelimitedLimits = {
  bytes: 50 * 1024 * 1024,
  columns: 500,
  cell: 32 * 1024,
  row: 256 * 1024,
};

/** Damaged rows of one file: each costs a second look at what follows it. */
const mostDamaged = 100;

export type Shape = { delimiter: string; quote: string; encoding: Encoding };

/**
 * The rows at the start of a text, for a look: no more than `most`, the last of them perhaps cut.
 */
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
 * Old files end lines by a carriage return alone. Null where nothing is known yet: what follows the
 * last letter may be the rest of it.
 */
function newlineOf(text: string): "\n" | "\r" | null {
  if (text.includes("\n")) return "\n";
  const at = text.indexOf("\r");
  if (at >= 0 && at < text.length - 1) return "\r";
  return text === "" || at >= 0 ? null : "\n";
}

/** The rows of a file, those of one piece of it at a time; blank ones are left out. */
export class DelimitedReader {
  readonly #shape: Shape;
  readonly #limits: DelimitedLimits;
  readonly #letters = new Letters();
  #rest = "";
  #line = 1;
  #newline: "\n" | "\r" | null = null;
  /** The most cells that a row of one line had. */
  #width = 0;
  #damaged = 0;
  /** Rows of delimiters and nothing else, and the line of the first. */
  readonly empty = { count: 0, line: 0 };

  constructor(shape: Shape, limits: DelimitedLimits = defaultLimits) {
    this.#shape = shape;
    this.#limits = limits;
  }

  /** What is known of its letters; of all of them once everything is read. */
  get letters(): LetterFindings {
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
        // A file that ends inside a quote, and not with a line, was cut short: what it held beyond
        // is not known.
        if (damage === "quote_open" && !more && !text.includes(this.#newline ?? "\n"))
          throw new DelimitedError(damage, this.#line);
        whole = this.#leaveOut(text, damage, rows);
      } else if (this.#rest.length <= this.#limits.row) return rows;
      else if (this.#rest.includes(this.#newline ?? "\n"))
        whole = this.#leaveOut(this.#rest, "quote_open", rows);
      else throw new DelimitedError("row_too_long", this.#line);
    }
  }

  /** Reads on to the end, or to a damaged row: `cursor` is where that begins. */
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
    // A row that goes on in the next piece is read again with it: what seems wrong with it now
    // proves nothing.
    const error = errors.find(({ row }) => !more || (row ?? 0) < data.length);
    const begins = this.#line;
    const damage = this.#checked(data.slice(0, error?.row ?? data.length), rows);
    if (damage !== null)
      return { damage, cursor: offsetOfLine(whole, newline, this.#line - begins) };
    if (error === undefined) return { damage: null, cursor: meta.cursor };
    const reason = error.code === "MissingQuotes" ? "quote_open" : "quote_stray";
    return { damage: reason, cursor: offsetOfLine(whole, newline, this.#line - begins) };
  }

  /** Takes rows as far as they are sound; moves the line on to the first that is not. */
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

  /**
   * A quoted cell of several lines that holds as many delimiters as a row has swallowed other rows.
   */
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

  /** The damaged row is its first line alone; what stands behind it is read on. */
  #leaveOut(text: string, damage: DelimitedReason, rows: Row[]): string {
    this.#damaged += 1;
    if (this.#damaged > mostDamaged) throw new DelimitedError(damage, this.#line);
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
