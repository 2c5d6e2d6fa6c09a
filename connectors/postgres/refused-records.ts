// Separates records that the database does not take, so that all others are written.
import type { Reject } from "../../contract/source/record.ts";
import { bisect } from "../bisect.ts";
import { fits, type TableColumn } from "./columns.ts";
import { concernsRecord, reasonOf } from "./faults.ts";
import { valueOf, type Present } from "./records.ts";
import type { Transaction } from "./session.ts";

/** The results of the parts that succeeded, and the refused records. */
export type Separated<Done> = { done: Done[]; refused: Reject[] };

/**
 * Does the work for all records at once. If one of them is at fault, the work is done in halves
 * until that record stands alone, and is refused with the reason.
 */
export async function separateRefused<Done>(
  tx: Transaction,
  items: Present[],
  work: (some: Present[]) => Promise<Done>,
): Promise<Separated<Done>> {
  const sorted: Separated<Done> = { done: [], refused: [] };
  const parts = bisect([items]);
  let step = parts.next();
  while (step.done !== true) {
    const part = step.value;
    let failed: Present[] = [];
    try {
      sorted.done.push(await tx.savepoint(() => work(part)));
    } catch (error) {
      if (!concernsRecord(error)) throw error;
      failed = part;
      if (part.length === 1) sorted.refused.push(...part.map((one) => refusalOf(one, error)));
    }
    step = parts.next(failed);
  }
  return sorted;
}

const sampleOf = ({ data }: Present): string => JSON.stringify(data).slice(0, 4_000);

const refusalOf = (record: Present, error: unknown): Reject => ({
  id: record.id,
  code: "record_refused",
  facts: { reason: reasonOf(error).slice(0, 300) },
  sample: sampleOf(record),
});

/** Rejects a record with a value that its column cannot hold; null if all values fit. */
export function misfitOf(record: Present, columns: TableColumn[]): Reject | null {
  const wrong = columns.find(({ field, type }) => !fits(valueOf(record, field), type));
  if (wrong === undefined) return null;
  const value = JSON.stringify(valueOf(record, wrong.field)).slice(0, 120);
  return {
    id: record.id,
    code: "field_unreadable",
    facts: { field: wrong.field, value },
    sample: sampleOf(record),
  };
}
