// Finds the table definition for a delimited file by its columns, wherever in the first lines they
// are and whatever separates them.
import type { FileProblem } from "../../../contract/api/file.ts";
import { firstRows, type Row, type Shape } from "../../../formats/delimited/rows.ts";
import { anError, shown } from "../problem.ts";
import type { InvoiceSettings } from "../settings.ts";
import { bbgrTables } from "./bbgr.ts";
import { Columns, namedIn } from "./columns.ts";
import type { CsvDefinition } from "./definition.ts";

/**
 * A definition that fits a file, and the line of the header, or of the first row if there is no
 * header.
 */
export type Fit = {
  table: CsvDefinition;
  shape: Shape;
  firstLine: number;
  header: string[] | null;
};

/** How many lines may come before a header, because reports put titles above it. */
const maxTitleRows = 30;
const commonDelimiters = [";", ",", "\t", "|"];

/** The definitions that fit, or why none does. */
export function tablesOf(
  start: string,
  fileName: string,
  settings: InvoiceSettings,
): Fit[] | FileProblem {
  const look = new TableProbe(start, fileName);
  const own = settings.tables.map((table) => look.fitOf(table)).filter((fit) => fit !== null);
  // The user's own definitions come before the ready ones.
  const best = bestOf(own);
  if (best.length > 1)
    return problem("file_tables_several", {
      tables: best.map(({ table }) => nameOf(table)).join(", "),
    });
  if (best.length === 1) return best;
  const ready = bbgrTables.map((table) => look.fitOf(table)).filter((fit) => fit !== null);
  return ready.length > 0 ? ready : whyNoneFits(look, settings.tables);
}

const nameOf = ({ label, key }: CsvDefinition): string => label || key;
const problem = (code: string, facts: Record<string, string> = {}): FileProblem =>
  anError(code, { segment: null, line: null }, facts);

/**
 * Of several fitting definitions, those that require a file name; of these, those that name the
 * most columns.
 */
function bestOf(fits: Fit[]): Fit[] {
  const named = fits.filter(({ table }) => table.fileName !== "");
  const left = named.length > 0 ? named : fits;
  const most = Math.max(0, ...left.map(({ table }) => namedIn(table).length));
  return left.filter(({ table }) => namedIn(table).length === most);
}

/** The beginning of a file, split by each delimiter in turn. */
class TableProbe {
  readonly fileName: string;
  /** `sep=;` in the first line, which spreadsheets write and understand. */
  readonly declaredDelimiter: string | null;
  readonly #start: string;
  readonly #rows = new Map<string, Row[]>();

  constructor(start: string, fileName: string) {
    this.#start = start;
    this.fileName = fileName.toLowerCase();
    this.declaredDelimiter = /^"?sep=([^"\r\n])"?[ \t]*(\r|\n|$)/i.exec(start)?.[1] ?? null;
  }

  rows(delimiter: string, quote = '"'): Row[] {
    const key = delimiter + quote;
    const known =
      this.#rows.get(key) ??
      firstRows(this.#start, { delimiter, quote }, 2_000).filter(({ cells }) =>
        cells.some((cell) => cell.trim() !== ""),
      );
    this.#rows.set(key, known);
    return known;
  }

  fitOf(table: CsvDefinition): Fit | null {
    const { fileName, delimiter, quote, encoding, firstLine } = table;
    if (fileName !== "" && !this.fileName.includes(fileName.toLowerCase())) return null;
    if (!table.header) {
      const shape = { delimiter: this.declaredDelimiter ?? delimiter, quote, encoding };
      return fileName === ""
        ? null
        : {
            table,
            shape,
            firstLine: Math.max(firstLine, this.declaredDelimiter === null ? 1 : 2),
            header: null,
          };
    }
    // What the file declares comes before what the definition declares; the delimiter that gives
    // all columns confirms the rest.
    const delimiters =
      namedIn(table).length < 2
        ? [delimiter]
        : [this.declaredDelimiter ?? delimiter, delimiter, ...commonDelimiters];
    for (const one of new Set(delimiters)) {
      const row = this.#headerIn(this.rows(one, quote), table);
      if (row !== undefined)
        return {
          table,
          shape: { delimiter: one, quote, encoding },
          firstLine: row.line,
          header: row.cells,
        };
    }
    return null;
  }

  #headerIn(rows: Row[], table: CsvDefinition): Row | undefined {
    const isNear = ({ line }: Row) =>
      line >= table.firstLine && line <= table.firstLine + maxTitleRows;
    return rows.filter(isNear).find(({ cells }) => {
      const columns = new Columns(table, cells);
      return columns.missing.length === 0 && columns.needed <= cells.length;
    });
  }
}

/**
 * Why no definition fits: a user's definition that nearly does, or a table that nobody has
 * described, or no table at all.
 */
function whyNoneFits(look: TableProbe, tables: CsvDefinition[]): FileProblem {
  const near = nearestTable(look, tables);
  if (near !== null) return near;
  const rows = [look.declaredDelimiter ?? "", ...commonDelimiters]
    .filter((one) => one !== "")
    .map((one) => look.rows(one))
    .find(isTable);
  if (rows === undefined) return problem("file_unknown");
  const header = rows.find(({ cells }) => cells.length === widthOf(rows)) ?? rows[0];
  const columns = (header?.cells ?? [])
    .slice(0, 12)
    .map((cell) => cell.trim())
    .join(" | ");
  return problem("file_table_unknown", { columns: shown(columns) });
}

/**
 * The definition with the most columns present, at least half of them and two, with the names of
 * those missing.
 */
function nearestTable(look: TableProbe, tables: CsvDefinition[]): FileProblem | null {
  let best: { found: number; problem: FileProblem } | null = null;
  for (const table of tables.filter(({ header }) => header)) {
    const named = namedIn(table).length;
    for (const delimiter of new Set([
      look.declaredDelimiter ?? table.delimiter,
      ...commonDelimiters,
    ])) {
      for (const { cells } of look.rows(delimiter, table.quote).slice(0, maxTitleRows)) {
        const { missing } = new Columns(table, cells);
        const found = named - missing.length;
        if (found < 2 || found * 2 < named || found <= (best?.found ?? 0)) continue;
        const facts = { table: nameOf(table), columns: shown(missing.join(", ")) };
        best = {
          found,
          problem: problem(
            missing.length === 0 ? "file_table_elsewhere" : "file_table_incomplete",
            facts,
          ),
        };
      }
    }
  }
  return best?.problem ?? null;
}

const widthOf = (rows: Row[]): number => Math.max(0, ...rows.map(({ cells }) => cells.length));

/** At least two rows, most of them split into equally many cells. */
function isTable(rows: Row[]): boolean {
  const some = rows.slice(0, 50);
  const width = widthOf(some);
  const readable = some.every(({ cells }) => !cells.some((cell) => cell.includes("\u0000")));
  const whole = some.filter(
    ({ cells }) => cells.length === width && cells.filter((cell) => cell.trim() !== "").length >= 2,
  );
  return readable && some.length >= 2 && whole.length * 2 >= some.length;
}
