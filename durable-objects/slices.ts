// Reading long, in slices of the key: between two of them everything else of the object has its turn.
import type { Id } from "../contract/source.ts";
import type { Place } from "./records.ts";

/** A condition on ids with its bindings, and where the slice ends; null: with the last id. */
export type Slice = { where: { sql: string; bind: SqlStorageValue[] }; upTo: Id | null };

/** A reading that may be interrupted at each `yield`. */
export type Reading<Result> = Generator<void, Result>;

/** Cuts a resource into slices of so many versions, from an id on. Each ends with all versions of its last id. */
export function* slicesOf(sql: SqlStorage, place: Place, { size, after }: { size: number; after: Id | null }): Generator<Slice> {
  for (let from = after; ;) {
    const [behind, at] = from === null ? ["", []] : ["AND id > ?", [from]];
    const end = sql
      .exec<{ id: Id }>(
        `SELECT id FROM record WHERE configuration = ? AND resource = ? ${behind} ORDER BY id LIMIT 1 OFFSET ?`,
        ...[place.configuration, place.resource, ...at, size - 1],
      )
      .toArray()[0];
    const upTo = end?.id ?? null;
    yield upTo === null
      ? { where: { sql: behind, bind: at }, upTo }
      : { where: { sql: `${behind} AND id <= ?`, bind: [...at, upTo] }, upTo };
    if (upTo === null) return;
    from = upTo;
  }
}

/** More people than this who wait for long readings of one tenant are asked to come back. */
const mostWaiting = 16;

/** One long reading at a time; a short one, which ends within its first slice, waits for none. */
export class Leisure {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** Works a reading to its end, unless too many wait already. */
  async work<Result>(reading: Reading<Result>): Promise<Result | "tooMany"> {
    const first = reading.next();
    if (first.done === true) return first.value;
    if (this.#waiting >= mostWaiting) return "tooMany";
    this.#waiting += 1;
    const mine = this.#last.then(() => finish(reading));
    // Whoever comes next waits for the end of this one, however it ends.
    this.#last = mine.then(nothing, nothing);
    try {
      return await mine;
    } finally {
      this.#waiting -= 1;
    }
  }
}

const nothing = (): void => undefined;

async function finish<Result>(reading: Reading<Result>): Promise<Result> {
  for (;;) {
    await scheduler.wait(0);
    const next = reading.next();
    if (next.done === true) return next.value;
  }
}
