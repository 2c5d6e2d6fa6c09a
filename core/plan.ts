// Planning: which batches a step needs next, and how a batch that is too big is cut.
import type { BatchKind } from "../contract/api/run.ts";
import type { Coverage } from "../contract/source/survey.ts";
import type { Partition, IdRange } from "../contract/source/partition.ts";
import type { Id } from "../contract/source/record.ts";

/** A batch as it is planned; the store numbers it. */
export type PlannedBatch = { resource: string; kind: BatchKind; partition: Partition | null };

/** Ids that one verify batch asks for at most, when ids are dense. */
const idsPerRange = 50_000;
/** Ids that one repair batch names. */
export const idsPerRepair = 500;

export const planSurvey = (resource: string): PlannedBatch => ({
  resource,
  kind: "survey",
  partition: null,
});

/**
 * Batches of a surveyed step. Ids rejected by an earlier run are read again by every run:
 * a complete read brings them anyway, a read of changes has to name them.
 */
export function planFetch(
  resource: string,
  { coverage, partitions }: { coverage: Coverage; partitions: Partition[] },
  rejectedIds: Id[],
): PlannedBatch[] {
  const named = coverage === "changes" ? cutIds(rejectedIds) : [];
  return [...partitions, ...named].map((partition) => ({ resource, kind: "fetch", partition }));
}

/**
 * Whether a partition is a part of all ids: only such a part can be listed, and only inside one
 * does absence mean anything.
 */
export const isIdRange = (partition: Partition | null): partition is IdRange =>
  partition?.type === "range" || partition?.type === "prefix";

/** Whether an id lies in a span. An integer and a text never lie in the same one. */
export const isInside = (id: Id, range: IdRange): boolean =>
  range.type === "range"
    ? typeof id === "number" && id >= range.from && id <= range.to
    : typeof id === "string" && id.startsWith(range.prefix);

/**
 * The next page of a resource on its way to a destination: what it holds is looked up when it is
 * claimed.
 */
export const planDelivery = (resource: string): PlannedBatch => ({
  resource,
  kind: "deliver",
  partition: null,
});

/** The question "how many are there": a verify batch without a partition. */
export const planCount = (resource: string): PlannedBatch => ({
  resource,
  kind: "verify",
  partition: null,
});

/** Verify batches that together list every id in the spans that the source itself has named. */
export const planIdRanges = (resource: string, ranges: IdRange[]): PlannedBatch[] =>
  ranges.map((partition) => ({ resource, kind: "verify", partition }));

/**
 * Verify batches that together list every id up to the highest, where ids are integers.
 * `present` is how many records there are: sparse ids make wide spans.
 */
export function planIds(resource: string, highestId: number, present: number): PlannedBatch[] {
  const spans = Math.max(1, Math.ceil(present / idsPerRange));
  const width = Math.max(1, Math.ceil(highestId / spans));
  return Array.from({ length: spans }, (_, index) => ({
    resource,
    kind: "verify" as const,
    partition: {
      type: "range" as const,
      from: index * width + (index === 0 ? 0 : 1),
      to: Math.min((index + 1) * width, highestId),
    },
  })).filter(({ partition }) => partition.from <= partition.to);
}

export const planRepair = (resource: string, ids: Id[]): PlannedBatch[] =>
  cutIds(ids).map((partition) => ({ resource, kind: "fetch", partition }));

function cutIds(ids: Id[]): Partition[] {
  const parts: Partition[] = [];
  for (let at = 0; at < ids.length; at += idsPerRepair)
    parts.push({ type: "ids", ids: ids.slice(at, at + idsPerRepair) });
  return parts;
}

/** Two halves of a partition, or null when it is as small as it gets. */
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
      // Sources stamp whole seconds: a second cannot be cut, its ids can (the page size is halved
      // instead).
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

/** A partition in a word or two, for the list of batches. */
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
