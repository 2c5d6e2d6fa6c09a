// Rows whose cells cannot be separated with certainty: only the document they belong to is refused,
// provided its number is certain.
import type { FileProblem } from "../../../contract/api/file.ts";
import type { DelimitedReason } from "../../../formats/delimited/error.ts";
import type { Row } from "../../../formats/delimited/rows.ts";
import type { Item } from "../item.ts";
import { anError, shown } from "../problem.ts";
import type { Columns } from "./columns.ts";
import { readDay } from "./days.ts";

/** `file`: the problem's code when nobody can tell which document it is about. */
type Damaged = { number: string; isCertain: boolean; problem: FileProblem; file: string };

const codes: Record<DelimitedReason, { row: string; file: string }> = {
  quote_open: { row: "csv_row_quote", file: "csv_quote_open" },
  quote_stray: { row: "csv_row_quote", file: "csv_quote_stray" },
  too_many_columns: { row: "csv_row_wide", file: "csv_too_many_columns" },
  cell_too_long: { row: "csv_row_cell", file: "csv_cell_too_long" },
  row_too_long: { row: "csv_row_cell", file: "csv_row_too_long" },
  too_large: { row: "csv_row_cell", file: "csv_too_large" },
};

/** Damaged rows listed per document. */
const maxPerDocument = 10;

/** Collects the damaged rows of a table by the document they belong to. */
export class DamagedRows {
  readonly #columns: Columns;
  readonly #rows = new Map<string, Damaged[]>();
  readonly #claimed = new Set<string>();

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  /** Records a damaged row; false if the row is sound. */
  accept(row: Row): boolean {
    const { header } = this.#columns;
    if (row.damage !== null) {
      this.#add(codes[row.damage], row, this.#isClean(row));
      return true;
    }
    // A delimiter in a cell without quotes shifts everything after it.
    const beyond = header === null ? [] : row.cells.slice(header.length);
    if (!beyond.some((cell) => cell.trim() !== "")) return false;
    this.#add({ row: "csv_row_wide", file: "csv_rows_wide" }, row, this.#isInPlace(row));
    return true;
  }

  /** Refuses a document because of a problem near it. */
  spoil(number: string, problem: FileProblem): void {
    if (number !== "") this.#keep({ number, isCertain: true, problem, file: problem.code });
  }

  /**
   * The first row that could belong to any document, in which case nothing in the file is certain;
   * null if there is none.
   */
  unknownTo(numbers: Set<string>): FileProblem | null {
    for (const [number, rows] of this.#rows) {
      const [row] = rows;
      const isKnown =
        number !== "" && (numbers.has(number) || rows.some(({ isCertain }) => isCertain));
      if (row !== undefined && !isKnown) return { ...row.problem, code: row.file };
    }
    return null;
  }

  /** The damaged rows of a document, which then no longer counts as unclaimed. */
  of(number: string): FileProblem[] {
    this.#claimed.add(number);
    return (this.#rows.get(number) ?? []).map(({ problem }) => problem);
  }

  /** Yields the documents that consist of damaged rows only. */
  *unclaimed(): Generator<Item> {
    for (const [number, rows] of this.#rows) {
      if (this.#claimed.has(number)) continue;
      const place = { segment: null, line: rows[0]?.problem.line ?? 1 };
      yield { type: "refused", number, place, problems: rows.map(({ problem }) => problem) };
    }
  }

  #add(code: { row: string; file: string }, row: Row, isCertain: boolean): void {
    const { quote, composedNumber } = this.#columns.definition;
    const cells =
      row.damage === null ? row.cells : row.cells.map((cell) => cell.replaceAll(quote, ""));
    // A composed number is only known once the row is read, which is impossible here.
    const number =
      composedNumber === undefined ? this.#columns.text({ ...row, cells }, "number") : "";
    const facts = {
      number: shown(number),
      found: String(row.cells.length),
      most: String(this.#columns.header?.length ?? 0),
    };
    this.#keep({
      number,
      isCertain,
      problem: anError(code.row, { segment: null, line: row.line }, facts),
      file: code.file,
    });
  }

  #keep(damaged: Damaged): void {
    const rows = this.#rows.get(damaged.number) ?? [];
    if (rows.length < maxPerDocument) rows.push(damaged);
    this.#rows.set(damaged.number, rows);
  }

  /** No quote is open before or in the number. */
  #isClean({ cells }: Row): boolean {
    const { quote } = this.#columns.definition;
    const before = cells.slice(0, this.#columns.upToNumber);
    return before.every(
      (cell) =>
        !cell.includes(quote) ||
        (cell.length > 1 && cell.startsWith(quote) && cell.endsWith(quote)),
    );
  }

  /**
   * The date is in its column, and the number is before or right after it, so nothing has shifted
   * up to the number.
   */
  #isInPlace(row: Row): boolean {
    const { definition } = this.#columns;
    const at = this.#columns.placeOf("date");
    const day = readDay(this.#columns.text(row, "date"), definition.columns.date?.format);
    return at !== null && day.type === "day" && this.#columns.upToNumber <= at + 2;
  }
}
