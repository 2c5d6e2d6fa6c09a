// Reads a delimited file into documents: BULK by its records, tables by the definitions that fit
// their columns.
import type { FileProblem } from "../../../contract/api/file.ts";
import type { EncodingFindings } from "../../../formats/delimited/encoding.ts";
import { DelimitedError } from "../../../formats/delimited/error.ts";
import { DelimitedReader, type Row, type Shape } from "../../../formats/delimited/rows.ts";
import type { Item } from "../item.ts";
import { aNotice, anError, aWarning } from "../problem.ts";
import type { InvoiceSettings } from "../settings.ts";
import { bulkName, BulkReader, isBulk } from "./bulk.ts";
import { Columns } from "./columns.ts";
import { tablesOf } from "./recognise.ts";
import { TableReader } from "./table.ts";

/** How a delimited file is read: as BULK records, or by the tables that fit. */
export type Recognised = {
  name: string;
  shape: Shape;
  firstLine: number;
  titles: number;
  readers: Reader[];
};

type Reader = {
  wants(row: Row): boolean;
  readRow(row: Row): Iterable<Item>;
  end(): Iterable<Item>;
  failed: boolean;
};

/** What the beginning of a file shows; a problem if it cannot be read. */
export function recognise(
  start: string,
  fileName: string,
  settings: InvoiceSettings,
): Recognised | FileProblem {
  if (isBulk(start)) {
    const shape: Shape = { delimiter: ";", quote: '"', encoding: "utf-8" };
    return { name: bulkName, shape, firstLine: 1, titles: 1, readers: [new BulkReader(settings)] };
  }
  const fits = tablesOf(start, fileName, settings);
  if (!Array.isArray(fits)) return fits;
  const [first] = fits;
  if (first === undefined) throw new Error("a table fits, or a problem says why none does");
  const tables = fits.map(({ table, header }) => new Columns(table, header));
  const twice = tables.flatMap((columns) => columns.twice)[0];
  if (twice !== undefined)
    return anError("csv_column_twice", { segment: null, line: first.firstLine }, { field: twice });
  return {
    name: fits.map(({ table: { label, key } }) => label || key).join(", "),
    shape: first.shape,
    firstLine: first.header === null ? first.firstLine : first.firstLine + 1,
    titles: first.table.firstLine,
    readers: tables.map((columns) => new TableReader(columns, settings)),
  };
}

/** The items of a delimited file, a few at a time. Nothing follows an error about the file. */
export async function* readDelimited(
  bytes: AsyncIterable<Uint8Array>,
  { name, shape, firstLine, titles, readers }: Recognised,
): AsyncGenerator<Item[]> {
  yield [{ type: "named", name }];
  const reader = new DelimitedReader(shape);
  const aside = new SkippedRows();
  let seen = 0;
  try {
    for await (const rows of reader.read(bytes)) {
      for (const row of rows) {
        // The header is on the line before the first row.
        if (row.line < firstLine) {
          if (row.line >= titles && row.line < firstLine - 1 && !isSeparatorLine(row, shape))
            aside.count("csv_rows_above", row.line);
          continue;
        }
        seen += 1;
        if (!readers.some((one) => one.wants(row))) aside.count("csv_rows_filtered", row.line);
        for (const one of readers) {
          const items = [...one.readRow(row)];
          if (items.length > 0) yield items;
          if (one.failed) return;
        }
      }
    }
  } catch (error) {
    if (!(error instanceof DelimitedError)) throw error;
    yield [
      {
        type: "problem",
        problem: anError(`csv_${error.reason}`, { segment: null, line: error.line }),
      },
    ];
    return;
  }
  if (seen === 0)
    yield [{ type: "problem", problem: aWarning("csv_no_rows", { segment: null, line: null }) }];
  if (reader.empty.count > 0) aside.count("csv_rows_empty", reader.empty.line, reader.empty.count);
  yield [...aside.problems(), ...ofLetters(reader.letters, shape)].map((problem) => ({
    type: "problem",
    problem,
  }));
  for (const one of readers) {
    for (const item of one.end()) yield [item];
    if (one.failed) return;
  }
}

const isSeparatorLine = ({ cells }: Row, { delimiter }: Shape): boolean =>
  /^"?sep=/i.test(cells[0] ?? "") && cells.join(delimiter).length <= 7;

/** Rows left out by a rule: how many, and where the first one is. */
class SkippedRows {
  readonly #counts = new Map<string, { count: number; line: number }>();

  count(code: string, line: number, often = 1): void {
    const known = this.#counts.get(code) ?? { count: 0, line };
    this.#counts.set(code, { ...known, count: known.count + often });
  }

  problems(): FileProblem[] {
    return [...this.#counts].map(([code, { count, line }]) =>
      aNotice(code, { segment: null, line }, { count: String(count) }),
    );
  }
}

/** The encoding problems of a file, each with the first place where it occurs. */
function ofLetters({ read, strays, lost }: EncodingFindings, { encoding }: Shape): FileProblem[] {
  const problems: FileProblem[] = [];
  const file = { segment: null, line: null };
  const at = (code: string, { first, count }: EncodingFindings["lost"]) => {
    const [place] = first;
    if (place === undefined) return;
    problems.push(
      aWarning(
        code,
        { segment: null, line: place.line },
        { column: String(place.column), count: String(count) },
      ),
    );
  };
  at("csv_letters_lost", lost);
  at("csv_letters_mixed", strays);
  if (read === "windows-1252" && encoding === "utf-8")
    problems.push(aWarning("csv_letters_unpromised", file));
  const isOther =
    (read === "utf-8" || read === "utf-16") && encoding !== "guess" && encoding !== "utf-8";
  if (isOther || (read === "utf-16" && encoding === "utf-8"))
    problems.push(
      aNotice("csv_letters_other", file, {
        said: encoding.toUpperCase(),
        found: read.toUpperCase(),
      }),
    );
  return problems;
}
