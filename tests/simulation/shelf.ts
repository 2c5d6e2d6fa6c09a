// What a destination keeps of one resource of one configuration, with its place beside it; and what
// befalls it between deliveries.
import type { Delivered } from "../../contract/source/delivery.ts";
import type { Id } from "../../contract/source/record.ts";

export type Shelf = {
  rows: Map<Id, string>;
  epoch: number;
  generation: number;
  page: number;
  /** What it answered to the last page, as JSON. */
  answer: string | null;
  /** What its rows were after the last page of a delivery; null in the midst of one. */
  mark: string | null;
  /** Ids of a delivery of everything, which may come in many pages. */
  whole: { epoch: number; ids: Set<Id> };
};

/** Nobody has ever sent anything. */
const noPlace = { epoch: -1, generation: -1, page: -1, answer: null, mark: null };
export const emptyShelf = (): Shelf => ({
  ...noPlace,
  rows: new Map(),
  whole: { epoch: -1, ids: new Set() },
});

type At = Pick<Shelf, "epoch" | "generation" | "page"> & { last: boolean };

export function moveTo(
  shelf: Shelf,
  { epoch, generation, page, last }: At,
  answer: Delivered,
): void {
  Object.assign(shelf, {
    epoch,
    generation,
    page,
    answer: JSON.stringify(answer),
    mark: last ? rowsOf(shelf).mark : null,
  });
}

/** How many rows, and a mark that other rows would not have. */
export const rowsOf = ({ rows }: Pick<Shelf, "rows">): { count: number; mark: string } => ({
  count: rows.size,
  mark: JSON.stringify([...rows].sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))),
});

export const copyOf = (shelf: Shelf): Shelf => ({
  ...shelf,
  rows: new Map(shelf.rows),
  whole: { ...shelf.whole, ids: new Set(shelf.whole.ids) },
});

/** Somebody empties the table: its place stays. */
export const emptied = (shelf: Shelf): Shelf => ({ ...copyOf(shelf), rows: new Map() });

/** The table alone is brought back from an older copy. */
export const withRowsOf = (shelf: Shelf, copy: Shelf): Shelf => ({
  ...copyOf(shelf),
  rows: copyOf(copy).rows,
});

/** The table of places is dropped, or made anew: the rows stay. */
export const withoutPlace = (shelf: Shelf): Shelf => ({ ...copyOf(shelf), ...noPlace });
