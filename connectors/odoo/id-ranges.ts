// Partitions by id: ranges of ids, and slices of listed ids.
import type { Instant } from "../../contract/values/json.ts";
import type { Partition } from "../../contract/source/partition.ts";

/**
 * Enough partitions for several lanes, unless the resource is small; never so many that planning
 * outweighs reading.
 */
const fewestPieces = 4;
const maxPartitions = 400;
const worthCutting = 400;
/**
 * Ids are never evenly spread. Partitions are planned to fill their page to this degree, so that
 * few need a second one.
 */
const fill = 0.8;

/**
 * Cuts equal stretches of ids, about one page each. The first begins at zero and so covers
 * deletions at the beginning. The two ends came from separate calls and need not agree: anything
 * above `to` belongs to the next run.
 */
export function cutRange(order: {
  from: number;
  to: number;
  count: number;
  pageSize: number;
  floor: Instant | null;
}): Partition[] {
  const { to, count, pageSize, floor } = order;
  const from = Math.min(order.from, to);
  const wanted =
    count <= Math.min(worthCutting, pageSize)
      ? 1
      : Math.max(fewestPieces, Math.ceil(count / (pageSize * fill)));
  const width = Math.ceil((to - from + 1) / Math.min(wanted, maxPartitions));
  const partitions: Partition[] = [];
  for (let start = from; start <= to; start += width) {
    partitions.push(
      rangeFrom(partitions.length === 0 ? 0 : start, Math.min(to, start + width - 1), floor),
    );
  }
  return partitions;
}

/** The range of ids from `from` to `to`, both included, of records written since `floor`. */
export const rangeFrom = (from: number, to: number, floor: Instant | null): Partition => ({
  type: "range",
  from,
  to,
  ...(floor === null ? {} : { since: floor }),
});

/** Partitions of at most `size` ids each. */
export function inSlices(ids: number[], size: number): Partition[] {
  const slices: Partition[] = [];
  for (let at = 0; at < ids.length; at += size)
    slices.push({ type: "ids", ids: ids.slice(at, at + size) });
  return slices;
}
