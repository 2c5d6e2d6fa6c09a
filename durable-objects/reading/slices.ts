// Long readings in slices of the primary key: between two slices the rest of the object gets its
// turn.
import type { Id } from "../../contract/source/record.ts";
import type { ResourceKey } from "../stores/records.ts";

/** A condition on ids with its bindings, and the last id; null: this is the last slice. */
export type Slice = { where: { sql: string; bind: SqlStorageValue[] }; upTo: Id | null };

/** A reading that may be interrupted at each `yield`. */
export type SlicedReading<Result> = Generator<void, Result>;

/**
 * The most versions and bytes of a slice: about ten milliseconds of work, and less text than the
 * platform's limit of 2 MB.
 */
const sliceVersions = 1_000;
const sliceBytes = 1_000_000;

type Measured = { versions: number; bytes: number; last: Id | null };

/**
 * Cuts a resource into slices after an id; the first may be smaller. Each contains all versions of
 * its last id. Slices are bounded by rows and bytes, because the clock of a Worker stands still
 * while it computes; a slice of very long records has few of them.
 */
export function* slicesOf(
  sql: SqlStorage,
  key: ResourceKey,
  { after = null, first = sliceVersions }: { after?: Id | null; first?: number } = {},
): Generator<Slice> {
  let most = Math.min(first, sliceVersions);
  for (let from = after; ;) {
    const [behind, at] = from === null ? ["", []] : ["AND id > ?", [from]];
    const measure = (versions: number): Measured =>
      sql
        .exec<Measured>(
          `SELECT count(*) AS versions, coalesce(sum(octet_length(data)), 0) AS bytes, max(id) AS last FROM
             (SELECT id, data FROM record WHERE configuration = ? AND resource = ? ${behind} ORDER BY id LIMIT ?)`,
          ...[key.configuration, key.resource, ...at, versions],
        )
        .one();
    let measured = measure(most);
    while (measured.bytes > sliceBytes && measured.versions > 1) {
      most = Math.max(1, Math.floor((measured.versions * sliceBytes) / measured.bytes / 2));
      measured = measure(most);
    }
    const upTo = measured.versions < most ? null : measured.last;
    yield upTo === null
      ? { where: { sql: behind, bind: at }, upTo }
      : { where: { sql: `${behind} AND id <= ?`, bind: [...at, upTo] }, upTo };
    if (upTo === null) return;
    from = upTo;
    most = Math.min(sliceVersions, most * 2);
  }
}
