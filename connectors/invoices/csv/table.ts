// Reads the rows of a supplier's table into documents by its definition: filters, merges, sorts,
// and groups by number.
import type { FileProblem } from "../../../contract/api/file.ts";
import type { Row } from "../../../formats/delimited/rows.ts";
import { zeroAmount, type Amount } from "../amount.ts";
import { finishDraft } from "../document.ts";
import type { Item } from "../item.ts";
import { aNotice, anError, note } from "../problem.ts";
import { creditNotesOf, type InvoiceSettings } from "../settings.ts";
import type { Columns } from "./columns.ts";
import { DamagedRows } from "./damaged.ts";
import type { CsvDefinition, Target } from "./definition.ts";
import { draftOf, signOf, warnNegative } from "./document.ts";
import { readEntry, type Entry } from "./entry.ts";
import { sortRows } from "./no-record.ts";

/**
 * The rows of a document need not be adjacent, so all rows are kept in memory. A table with more
 * rows must be split.
 */
const maxRows = 50_000;

/** Rows of one kind that are listed as left out; the others are only counted. */
const maxListed = 20;

const added: Target[] = ["gross", "net", "tax", "total"];

/** Reads the rows of one table into documents. */
export class TableReader {
  readonly #columns: Columns;
  readonly #settings: InvoiceSettings;
  readonly #entries: Entry[] = [];
  readonly #merged = new Map<string, Entry>();
  readonly #damaged: DamagedRows;
  readonly #left: FileProblem[] = [];
  failed = false;

  constructor(columns: Columns, settings: InvoiceSettings) {
    this.#columns = columns;
    this.#settings = settings;
    this.#damaged = new DamagedRows(columns);
  }

  /** Whether the filter of the table accepts a row. */
  wants(row: Row): boolean {
    return row.damage !== null || this.#columns.matches(row, this.#columns.definition.rows);
  }

  *readRow(row: Row): Generator<Item> {
    const { definition } = this.#columns;
    if (!this.wants(row) || this.#damaged.accept(row)) return;
    const place = { segment: null, line: row.line };
    if (this.#columns.isHeader(row)) return void this.#left.push(aNotice("csv_row_header", place));
    if (this.#entries.length >= maxRows) {
      this.failed = true;
      yield {
        type: "problem",
        problem: anError("csv_too_many_rows", place, { most: String(maxRows) }),
      };
      return;
    }
    const entry = readEntry(this.#columns, row);
    addMark(entry, row, this.#columns);
    const merge =
      definition.merge !== undefined && this.#columns.matches(row, definition.merge.where)
        ? definition.merge
        : null;
    if (merge === null) return void this.#entries.push(entry);
    const key = JSON.stringify(merge.by.map((part) => partOf(entry, part)));
    const other = this.#merged.get(key);
    if (other !== undefined) return mergeInto(other, entry, merge.quantity);
    if (merge.quantity === "one") entry.amounts.quantity = 100_000_000n;
    this.#merged.set(key, entry);
    this.#entries.push(entry);
  }

  /** Yields the documents at the end of the table, one per number. */
  *end(): Generator<Item> {
    const { definition } = this.#columns;
    const { records, left, lost } =
      definition.columns.date === undefined
        ? { records: this.#entries, left: [], lost: [] }
        : sortRows(this.#entries);
    const groups = groupsOf(records, definition);
    const unknown = this.#damaged.unknownTo(
      new Set([...groups.values()].map(({ number }) => number)),
    );
    if (unknown !== null) {
      this.failed = true;
      yield { type: "problem", problem: unknown };
      return;
    }
    yield* listed([...this.#left, ...left]);
    for (const { entry, above, problem } of lost) {
      if (entry.detailed) this.#damaged.spoil(above, problem);
      yield {
        type: "refused",
        number: "",
        place: { segment: null, line: entry.line },
        problems: [problem],
      };
    }
    for (const { number, rows } of groups.values()) {
      const draft = draftOf(rows, { number, columns: this.#columns });
      for (const problem of this.#damaged.of(number)) note(draft.problems, problem);
      const convention = creditNotesOf(this.#settings, draft.supplier, definition.creditNotes);
      warnNegative(draft, definition, convention);
      yield finishDraft(draft, convention);
    }
    yield* this.#damaged.unclaimed();
  }
}

/**
 * Notices and warnings about rows that are not records: the first few of each kind, and how many
 * more there are.
 */
function* listed(problems: FileProblem[]): Generator<Item> {
  const counts = new Map<string, number>();
  for (const problem of problems) {
    const count = (counts.get(problem.code) ?? 0) + 1;
    counts.set(problem.code, count);
    if (count <= maxListed) yield { type: "problem", problem };
  }
  const more = [...counts.values()].reduce(
    (total, count) => total + Math.max(0, count - maxListed),
    0,
  );
  if (more > 0)
    yield {
      type: "problem",
      problem: aNotice("csv_rows_more", { segment: null, line: null }, { count: String(more) }),
    };
}

/** Adds the prefix to the article, if the definition asks for one. */
function addMark(entry: Entry, row: Row, columns: Columns): void {
  const { mark } = columns.definition;
  if (mark === undefined || !columns.matches(row, mark.where)) return;
  const figure = /\d/.exec(columns.cell(row, mark.figureOf))?.[0] ?? "";
  entry.texts.article = `${mark.before}${figure}${mark.after}${entry.texts.article ?? ""}`;
}

type Group = { number: string; rows: Entry[] };

/**
 * The rows of each number. In a flow that numbers deliveries, an invoice and a credit note of one
 * number are two documents.
 */
function groupsOf(entries: Entry[], definition: CsvDefinition): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const number = numberOf(entry, definition);
    const key = definition.bothTypes ? `${typeOf(entry, definition)} ${number}` : number;
    const group = groups.get(key) ?? { number, rows: [] };
    group.rows.push(entry);
    groups.set(key, group);
  }
  return groups;
}

const typeOf = ({ code, amounts }: Entry, { type }: CsvDefinition): string =>
  type.by === "sign" ? signOf(amounts[type.of] ?? zeroAmount, type.zero) : code;

const monthOf = ({ date }: Entry): string => date?.slice(0, 7) ?? "";

function partOf(entry: Entry, part: Target | "month"): string {
  if (part === "month") return monthOf(entry);
  if (part === "date" || part === "dueDate" || part === "deliveryDate") return entry[part] ?? "";
  return entry.texts[part] ?? String(entry.amounts[part] ?? "");
}

const numberOf = (entry: Entry, { composedNumber }: CsvDefinition): string =>
  composedNumber === undefined
    ? (entry.texts.number ?? "")
    : composedNumber.map((part) => partOf(entry, part)).join(" ");

function mergeInto(into: Entry, entry: Entry, quantity: "sum" | "one"): void {
  for (const target of added)
    into.amounts[target] = plus(into.amounts[target], entry.amounts[target]);
  if (quantity === "sum")
    into.amounts.quantity = plus(into.amounts.quantity, entry.amounts.quantity);
  for (const problem of entry.problems) note(into.problems, problem);
}

/** An amount that is unknown in one of two rows is unknown in their sum. */
const plus = (a: Amount | null | undefined, b: Amount | null | undefined): Amount | null =>
  (a ?? null) === null || (b ?? null) === null ? null : (a ?? zeroAmount) + (b ?? zeroAmount);
