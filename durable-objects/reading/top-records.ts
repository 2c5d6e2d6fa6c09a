// Finds the first few of many records in the order of a column, without keeping the others.
import type { RecordQuery } from "../../contract/rpc/queries.ts";
import type { Id } from "../../contract/source/record.ts";

/** A record and its value in the sorted column; null: it has none. */
export type SortedRecord = { id: Id; place: string | number | null };

type Sort = Exclude<RecordQuery["sort"], null>;

/** Only so many characters of a value are compared and kept in cursors. */
const comparedLength = 200;

export class TopRecords {
  readonly #most: number;
  readonly #after: SortedRecord | null;
  readonly #compare: (one: SortedRecord, other: SortedRecord) => number;
  /** Sorted; never longer than `most`. */
  #kept: SortedRecord[] = [];
  #waiting: SortedRecord[] = [];

  /** @param after the last record of the previous page: only records after it are taken */
  constructor(sort: Sort, { most, after }: { most: number; after: SortedRecord | null }) {
    this.#most = most;
    this.#after = after;
    this.#compare = comparison(sort);
  }

  offer({ id, place }: SortedRecord): void {
    const one = { id, place: typeof place === "string" ? place.slice(0, comparedLength) : place };
    if (this.#after !== null && this.#compare(one, this.#after) <= 0) return;
    const worst = this.#kept.length === this.#most ? this.#kept.at(-1) : undefined;
    if (worst !== undefined && this.#compare(one, worst) >= 0) return;
    this.#waiting.push(one);
    if (this.#waiting.length >= this.#most) this.#settle();
  }

  inOrder(): SortedRecord[] {
    this.#settle();
    return this.#kept;
  }

  #settle(): void {
    this.#kept = [...this.#kept, ...this.#waiting].sort(this.#compare).slice(0, this.#most);
    this.#waiting = [];
  }
}

/**
 * Texts sort as in the reader's language, with numbers inside them by size (9 before 10). Numbers
 * sort by size. Records without a value come first; equal values sort by id.
 */
export function comparison({
  as,
  direction,
  language,
}: Sort): (one: SortedRecord, other: SortedRecord) => number {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const byValue = (one: SortedRecord["place"], other: SortedRecord["place"]): number =>
    as === "number" ? byNumber(one, other) : compare(String(one ?? ""), String(other ?? ""));
  const turn = direction === "asc" ? 1 : -1;
  return (one, other) => turn * (byValue(one.place, other.place) || byId(one.id, other.id));
}

const byNumber = (one: SortedRecord["place"], other: SortedRecord["place"]): number => {
  const [left, right] = [
    one === null ? Number.NEGATIVE_INFINITY : Number(one),
    other === null ? Number.NEGATIVE_INFINITY : Number(other),
  ];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Numbers come before texts, as in the primary key. */
function byId(one: Id, other: Id): number {
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}
