// A delimited file to documents: BULK by its records, tables by the definitions whose columns they have.
import { DelimitedError } from "../../../formats/delimited/error.ts";
import { DelimitedReader, type Row, type Shape } from "../../../formats/delimited/rows.ts";
import type { Item } from "../item.ts";
import { anError, aWarning } from "../problem.ts";
import type { InvoiceSettings } from "../settings.ts";
import { bbgrTables } from "./bbgr.ts";
import { bulkName, BulkReader, isBulk } from "./bulk.ts";
import { Columns } from "./columns.ts";
import type { CsvDefinition } from "./definition.ts";
import { TableReader } from "./table.ts";

/** How a delimited file is read: by the records of BULK, or by the tables that fit it. */
export type Recognised = { name: string; shape: Shape; firstLine: number; hasHeader: boolean; open(header: string[] | null): Reader[] };

type Reader = { take(row: Row): Iterable<Item>; end(): Iterable<Item>; failed: boolean };

/** What the start of a file tells of it; null when no definition fits. */
export function recognise(start: string, fileName: string, settings: InvoiceSettings): Recognised | null {
  if (isBulk(start)) {
    const shape: Shape = { delimiter: ";", quote: '"', encoding: "utf-8" };
    return { name: bulkName, shape, firstLine: 1, hasHeader: false, open: () => [new BulkReader(settings)] };
  }
  const own = settings.tables.filter((table) => fits(table, start, fileName));
  // A definition of one's own goes before the ready ones.
  const tables = own.length > 0 ? own.slice(0, 1) : bbgrTables.filter((table) => fits(table, start, fileName));
  const [first] = tables;
  if (first === undefined) return null;
  const { delimiter, quote, encoding, firstLine, header: hasHeader } = first;
  return {
    name: tables.map(({ label, key }) => label || key).join(", "),
    shape: { delimiter, quote, encoding },
    firstLine,
    hasHeader,
    open: (header) => tables.map((table) => new TableReader(new Columns(table, header), settings)),
  };
}

/** A table fits when its file is named so and has its columns. */
function fits(table: CsvDefinition, start: string, fileName: string): boolean {
  if (table.fileName !== "" && !fileName.toLowerCase().includes(table.fileName.toLowerCase())) return false;
  if (!table.header) return table.fileName !== "";
  const line = start.split(/\r\n|\n|\r/)[table.firstLine - 1] ?? "";
  const header = line.split(table.delimiter).map((name) => name.replaceAll(table.quote, "").trim());
  return new Columns(table, header).missing.length === 0;
}

/** The items of a delimited file, a few at a time. After an error about the file nothing more comes. */
export async function* readDelimited(bytes: AsyncIterable<Uint8Array>, recognised: Recognised): AsyncGenerator<Item[]> {
  const { name, shape, firstLine, hasHeader, open } = recognised;
  yield [{ type: "named", name }];
  const reader = new DelimitedReader(shape);
  let readers: Reader[] | null = null;
  try {
    for await (const rows of reader.read(bytes)) {
      for (const row of rows) {
        if (row.line < firstLine) continue;
        if (readers === null) {
          readers = open(hasHeader ? row.cells : null);
          if (hasHeader) continue;
        }
        for (const one of readers) {
          const items = [...one.take(row)];
          if (items.length > 0) yield items;
          if (one.failed) return;
        }
      }
    }
  } catch (error) {
    if (!(error instanceof DelimitedError)) throw error;
    yield [{ type: "problem", problem: anError(`csv_${error.reason}`, { segment: null, line: error.line }) }];
    return;
  }
  if (reader.fellBack && shape.encoding === "utf-8")
    yield [{ type: "problem", problem: aWarning("csv_letters_unpromised", { segment: null, line: null }) }];
  for (const one of readers ?? []) yield [...one.end()];
}
