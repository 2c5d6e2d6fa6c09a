// Partitions of a resource: ranges of ids, their halves and their names.
import type { Id } from "../contract/source/record.ts";
import type { IdRange, Partition } from "../contract/source/partition.ts";

/**
 * Whether a partition is a range of ids: only a range can be listed, and only inside one does
 * absence mean anything.
 */
export const isIdRange = (partition: Partition | null): partition is IdRange =>
  partition?.type === "range" || partition?.type === "prefix";

/** Whether an id lies in a range. No range holds both integers and texts. */
export const isInside = (id: Id, range: IdRange): boolean =>
  range.type === "range"
    ? typeof id === "number" && id >= range.from && id <= range.to
    : typeof id === "string" && id.startsWith(range.prefix);

/** The two halves of a partition; null when it cannot be cut any smaller. */
export function halve(partition: Partition | null): [Partition, Partition] | null {
  switch (partition?.type) {
    case "range": {
      if (partition.from >= partition.to) return null;
      const middle = Math.floor((partition.from + partition.to) / 2);
      return [
        { ...partition, to: middle },
        { ...partition, from: middle + 1 },
      ];
    }
    case "ids": {
      if (partition.ids.length < 2) return null;
      const middle = partition.ids.length >> 1;
      return [
        { type: "ids", ids: partition.ids.slice(0, middle) },
        { type: "ids", ids: partition.ids.slice(middle) },
      ];
    }
    case "window": {
      const [since, until] = [Date.parse(partition.since), Date.parse(partition.until)];
      // Sources stamp whole seconds, so a second cannot be cut; its page size is halved instead.
      if (until - since < 1_000 || partition.after > 0) return null;
      const middle = since + Math.floor((until - since) / 2_000) * 1_000;
      return [
        { ...partition, until: new Date(middle).toISOString() },
        { ...partition, since: new Date(middle + 1_000).toISOString() },
      ];
    }
    default:
      return null;
  }
}

/** A short name for a partition, for the list of batches. */
export function describePartition(partition: Partition | null): string {
  switch (partition?.type) {
    case "range":
      return `ids ${partition.from}-${partition.to}`;
    case "window":
      return `${partition.since} - ${partition.until}${partition.after > 0 ? `, ids above ${partition.after}` : ""}`;
    case "prefix":
      return partition.prefix === "" ? "all" : `${partition.prefix}…`;
    case "page":
      return `page ${partition.page}`;
    case "file":
      return partition.file;
    case "ids":
      return `${partition.ids.length} named`;
    case undefined:
      return "";
  }
}
