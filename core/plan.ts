// Planning: which batches a step needs next.
import type { BatchKind } from "../contract/api/run.ts";
import type { Coverage } from "../contract/source/survey.ts";
import { coverages } from "./coverage.ts";
import type { Id } from "../contract/source/record.ts";
import type { IdRange, Partition } from "../contract/source/partition.ts";

/** A batch before the store has numbered it. */
export type PlannedBatch = { resource: string; kind: BatchKind; partition: Partition | null };

/** The most ids that one verify batch lists, when ids are dense. */
const idsPerRange = 50_000;
/** The most ids that one repair batch names. */
export const idsPerRepair = 500;

export const planSurvey = (resource: string): PlannedBatch => ({
  resource,
  kind: "survey",
  partition: null,
});

/**
 * The fetch batches of a surveyed step. Every run reads the rejects of an earlier run again: a
 * complete read covers them anyway, a read of changes has to name them.
 */
export function planFetch(
  resource: string,
  { coverage, partitions }: { coverage: Coverage; partitions: Partition[] },
  rejectedIds: Id[],
): PlannedBatch[] {
  const named = coverages[coverage].rejectsReread === "by_id" ? cutIds(rejectedIds) : [];
  return [...partitions, ...named].map((partition) => ({ resource, kind: "fetch", partition }));
}

/**
 * The next page of a resource to deliver. Its records are picked when a lane claims it.
 */
export const planDelivery = (resource: string): PlannedBatch => ({
  resource,
  kind: "deliver",
  partition: null,
});

/** Counts the records at the source: a verify batch without a partition. */
export const planCount = (resource: string): PlannedBatch => ({
  resource,
  kind: "verify",
  partition: null,
});

/** Verify batches that together list every id in the ranges that the source named. */
export const planIdRanges = (resource: string, ranges: IdRange[]): PlannedBatch[] =>
  ranges.map((partition) => ({ resource, kind: "verify", partition }));

/**
 * Verify batches that together list every id up to the highest, where ids are integers.
 * @param present how many records there are: sparse ids make wide ranges
 */
export function planIds(resource: string, highestId: number, present: number): PlannedBatch[] {
  const ranges = Math.max(1, Math.ceil(present / idsPerRange));
  const width = Math.max(1, Math.ceil(highestId / ranges));
  return Array.from({ length: ranges }, (_, index) => ({
    resource,
    kind: "verify" as const,
    partition: {
      type: "range" as const,
      from: index * width + (index === 0 ? 0 : 1),
      to: Math.min((index + 1) * width, highestId),
    },
  })).filter(({ partition }) => partition.from <= partition.to);
}

/** Fetch batches that name the ids that the store lacks. */
export const planRepair = (resource: string, ids: Id[]): PlannedBatch[] =>
  cutIds(ids).map((partition) => ({ resource, kind: "fetch", partition }));

function cutIds(ids: Id[]): Partition[] {
  const parts: Partition[] = [];
  for (let at = 0; at < ids.length; at += idsPerRepair)
    parts.push({ type: "ids", ids: ids.slice(at, at + idsPerRepair) });
  return parts;
}
