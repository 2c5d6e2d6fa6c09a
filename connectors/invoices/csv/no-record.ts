// Finds rows that are not part of an invoice: totals and notes, wherever they are and in whatever
// language.
import type { FileProblem } from "../../../contract/api/file.ts";
import { agree, amountText, zeroAmount, type Amount } from "../amount.ts";
import { aNotice, anError, aWarning, note, shown } from "../problem.ts";
import type { Entry } from "./entry.ts";
import { isTotalsWord } from "./totals-words.ts";

/**
 * Rows by kind. `lost`: rows with amounts that belong to some invoice but do not say to which.
 * `above`: the document number of the row before.
 */
export type Sorted = {
  records: Entry[];
  left: FileProblem[];
  lost: { entry: Entry; above: string; problem: FileProblem }[];
};

const summed = ["net", "tax", "total"] as const;
type Sums = Record<(typeof summed)[number], Amount>;

/**
 * Sorts the rows of a table. A row without a date and without a real number is a candidate; its
 * amounts decide what it is.
 */
export function sortRows(entries: Entry[]): Sorted {
  const isCandidate = entries.map((entry) => entry.undated && isNoNumber(entry.texts.number ?? ""));
  const sums = new BlockSums(entries, isCandidate);
  const sorted: Sorted = { records: [], left: [], lost: [] };
  let above = "";
  for (const [at, entry] of entries.entries()) {
    if (!isCandidate[at]) {
      sorted.records.push(entry);
      above = entry.texts.number ?? "";
      continue;
    }
    const sorting = sortCandidate(entry, sums.around(at));
    if (sorting === "record") sorted.records.push(entry);
    else if (sorting === "lost")
      sorted.lost.push({ entry, above, problem: about(anError, "csv_row_without_number", entry) });
    else sorted.left.push(sorting);
  }
  return leaveOutSubtotals(sorted);
}

/** Empty, without any digit, or a word for totals. */
const isNoNumber = (number: string): boolean => !/\p{Nd}/u.test(number) || isTotalsWord(number);

function sortCandidate(entry: Entry, blocks: Sums[]): FileProblem | "lost" | "record" {
  const isNamed = (entry.texts.number ?? "") !== "";
  if (!hasAmounts(entry))
    return entry.detailed && !entry.hasTotalsWord
      ? isNamed
        ? "record"
        : "lost"
      : about(aNotice, "csv_row_note", entry);
  if (entry.namesGoods && !entry.hasTotalsWord) return isNamed ? "record" : "lost";
  if (blocks.some((block) => addsUp(entry, block))) return about(aNotice, "csv_row_total", entry);
  if (entry.hasTotalsWord || (isNamed && !entry.detailed)) {
    const [all] = blocks;
    const target = summed.find((one) => entry.amounts[one] !== null);
    if (target === undefined || all === undefined)
      return about(aWarning, "csv_row_left_out", entry);
    const facts = {
      said: amountText(entry.amounts[target] ?? zeroAmount),
      found: amountText(all[target]),
    };
    return about(aWarning, "csv_row_total_differs", entry, facts);
  }
  return isNamed ? "record" : "lost";
}

const hasAmounts = ({ amounts, problems }: Entry): boolean =>
  problems.some(
    ({ code }) =>
      code.startsWith("csv_number") ||
      code === "invoice_value_unreadable" ||
      code === "csv_cell_formula",
  ) ||
  [...summed, "invoiceNet" as const, "invoiceTax" as const, "invoiceTotal" as const].some(
    (target) => (amounts[target] ?? null) !== null,
  );

const addsUp = ({ amounts }: Entry, block: Sums): boolean => {
  const stated = summed.filter((target) => (amounts[target] ?? null) !== null);
  return (
    stated.length > 0 &&
    stated.every((target) => agree(amounts[target] ?? zeroAmount, block[target]))
  );
};

type Make = typeof anError;
const about = (
  make: Make,
  code: string,
  entry: Entry,
  facts: Record<string, string> = {},
): FileProblem => make(code, { segment: null, line: entry.line }, { text: entry.text, ...facts });

/** Sums of the records in each block that a row of totals may be about. */
class BlockSums {
  readonly #before: Sums[];
  readonly #cuts: number[];

  constructor(entries: Entry[], isCandidate: boolean[]) {
    let running = none;
    this.#before = [running];
    for (const [at, entry] of entries.entries()) {
      if (!isCandidate[at]) running = plus(running, entry);
      this.#before.push(running);
    }
    this.#cuts = [-1, ...isCandidate.flatMap((is, at) => (is ? [at] : [])), entries.length];
  }

  /**
   * The sums of the whole table, of everything above the row, of the block since the previous
   * candidate, and of the block up to the next one.
   */
  around(at: number): Sums[] {
    const cut = this.#placeOf(at);
    const [previous = -1, next = this.#before.length - 1] = [
      this.#cuts[cut - 1],
      this.#cuts[cut + 1],
    ];
    const end = this.#before.length - 1;
    const stretches: [number, number][] = [
      [0, end],
      [0, at],
      [previous + 1, at],
      [at + 1, next],
    ];
    return stretches.filter(([from, to]) => to > from).map(([from, to]) => this.#between(from, to));
  }

  /** Candidates are looked up in order. */
  #asked = 0;
  #placeOf(at: number): number {
    while ((this.#cuts[this.#asked] ?? at) < at) this.#asked += 1;
    return this.#asked;
  }

  #between(from: number, to: number): Sums {
    const [low, high] = [this.#before[from], this.#before[to]];
    const of = (target: (typeof summed)[number]) =>
      (high?.[target] ?? zeroAmount) - (low?.[target] ?? zeroAmount);
    return { net: of("net"), tax: of("tax"), total: of("total") };
  }
}

/**
 * Removes rows of an invoice that name nothing sold, where its other rows do. Without amounts such
 * a row is a note. If it repeats the sum of the others, it is a subtotal, provided its words or its
 * missing date say so; otherwise nobody can tell, and the invoice is refused.
 */
function leaveOutSubtotals({ records, left, lost }: Sorted): Sorted {
  const groups = new Map<string, { all: Sums; before: Sums; detailed: boolean }>();
  for (const entry of records) {
    const number = entry.texts.number ?? "";
    const known = groups.get(number) ?? { all: none, before: none, detailed: false };
    groups.set(number, {
      ...known,
      all: plus(known.all, entry),
      detailed: known.detailed || entry.detailed,
    });
  }
  const kept = records.filter((entry) => {
    const group = groups.get(entry.texts.number ?? "");
    if (group === undefined || !group.detailed || entry.detailed) {
      if (group !== undefined) group.before = plus(group.before, entry);
      return true;
    }
    const repeats = addsUp(entry, group.before) || addsUp(entry, minus(group.all, entry));
    const isNote = !hasAmounts(entry);
    if (isNote || (repeats && (entry.hasTotalsWord || entry.undated))) {
      left.push(about(aNotice, isNote ? "csv_row_note" : "csv_row_total", entry));
      group.all = minus(group.all, entry);
      return false;
    }
    if (repeats || entry.hasTotalsWord) note(entry.problems, mayBeTotal(entry));
    group.before = plus(group.before, entry);
    return true;
  });
  return { records: kept, left, lost };
}

const mayBeTotal = ({ line, texts, text }: Entry): FileProblem =>
  anError(
    "csv_row_may_be_total",
    { segment: null, line },
    { number: shown(texts.number ?? ""), text },
  );

const none: Sums = { net: zeroAmount, tax: zeroAmount, total: zeroAmount };
const combined = (sums: Sums, { amounts }: Entry, sign: bigint): Sums => ({
  net: sums.net + sign * (amounts.net ?? zeroAmount),
  tax: sums.tax + sign * (amounts.tax ?? zeroAmount),
  total: sums.total + sign * (amounts.total ?? zeroAmount),
});
const plus = (sums: Sums, entry: Entry): Sums => combined(sums, entry, 1n);
const minus = (sums: Sums, entry: Entry): Sums => combined(sums, entry, -1n);
