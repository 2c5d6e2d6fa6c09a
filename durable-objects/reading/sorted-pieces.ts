// A cache of sorted ranges, so that the next pages of a sorted list need not read all records
// again.
import type { RecordQuery } from "../../contract/rpc/queries.ts";
import { comparison, type SortedRecord } from "./top-records.ts";

type Sort = Exclude<RecordQuery["sort"], null>;

/** The cached records after a position. `whole`: they reach the end of the list. */
export type Piece = { after: SortedRecord | null; placed: SortedRecord[]; whole: boolean };

/** Records per piece, and pieces that are kept: a few megabytes together. */
export const pieceLength = 1_000;
const mostPieces = 8;

export class SortedPieces {
  readonly #pieces = new Map<string, Piece>();

  /** The records after a position; null unless one piece has all of them. */
  find(
    key: string,
    sort: Sort,
    { after, most }: { after: SortedRecord | null; most: number },
  ): SortedRecord[] | null {
    const piece = this.#pieces.get(key);
    if (piece === undefined) return null;
    const compare = comparison(sort);
    if (piece.after !== null && (after === null || compare(after, piece.after) < 0)) return null;
    const from = after === null ? 0 : piece.placed.findIndex((one) => compare(one, after) > 0);
    const found = from === -1 ? [] : piece.placed.slice(from, from + most);
    return found.length === most || piece.whole ? found : null;
  }

  keep(key: string, piece: Piece): void {
    this.#pieces.delete(key);
    this.#pieces.set(key, piece);
    for (const old of [...this.#pieces.keys()].slice(0, -mostPieces)) this.#pieces.delete(old);
  }
}
