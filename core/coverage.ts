// What each coverage of a survey means: every rule that depends on it reads this table.
import type { IdRange, Partition } from "../contract/source/partition.ts";
import type { Coverage } from "../contract/source/survey.ts";
import type { ConflictRule } from "./difference.ts";
import { isIdRange } from "./partitions.ts";

export type CoverageRules = {
  /**
   * What happens to two different records with one id. `newest_wins`: the later version replaces
   * the earlier one. `first_stays`: what is kept never changes, and the other one is a reject.
   */
  sameId: "newest_wins" | "first_stays";
  /**
   * What proves that a record is gone. `page`: a page that covers a range of ids does not bring it.
   * `all_pages`: no page of the run brings it. `ids`: the source does not list its id. `nothing`:
   * records are never removed.
   */
  removal: "page" | "all_pages" | "ids" | "nothing";
  /**
   * What is compared once everything is read. `ids`: the ids of the source with the store. `count`:
   * the count of the source, and the ids where a count proves nothing. `totals`: what the pages
   * brought with the totals they told. `stored`: what was read with what is stored or rejected.
   */
  verification: "ids" | "count" | "totals" | "stored";
  /** Whether the source lists ids. Otherwise the ids that the batches bring are kept for the run. */
  listsIds: boolean;
  /** Whether every read brings all records. Otherwise only a complete pass does. */
  readsAll: boolean;
  /**
   * How the next run reads rejected records again. `with_all`: it reads everything anyway. `by_id`:
   * it asks for them by name. `from_same_cursor`: it begins where this run began, since nobody can
   * ask for what a part lacks.
   */
  rejectsReread: "with_all" | "by_id" | "from_same_cursor";
  /**
   * What a reject stands for. `record`: the last arrival of its id, so a good one clears it.
   * `arrival`: itself, whatever other parts bring.
   */
  rejectKind: "record" | "arrival";
  /** Whether its partitions are files, which people know by name and see counted. */
  readsFiles: boolean;
};

export const coverages: Record<Coverage, CoverageRules> = {
  range: {
    sameId: "newest_wins",
    removal: "page",
    verification: "ids",
    listsIds: true,
    readsAll: true,
    rejectsReread: "with_all",
    rejectKind: "record",
    readsFiles: false,
  },
  pages: {
    sameId: "newest_wins",
    removal: "all_pages",
    verification: "totals",
    listsIds: false,
    readsAll: true,
    rejectsReread: "with_all",
    rejectKind: "record",
    readsFiles: false,
  },
  changes: {
    sameId: "newest_wins",
    removal: "ids",
    verification: "count",
    listsIds: true,
    readsAll: false,
    rejectsReread: "by_id",
    rejectKind: "record",
    readsFiles: false,
  },
  files: {
    sameId: "first_stays",
    removal: "nothing",
    verification: "stored",
    listsIds: false,
    readsAll: true,
    rejectsReread: "from_same_cursor",
    rejectKind: "arrival",
    readsFiles: true,
  },
};

/** The rules of a step. Before its survey it claims as little as a read of changes does. */
export const rulesOf = ({ coverage }: { coverage: Coverage | null }): CoverageRules =>
  coverages[coverage ?? "changes"];

/**
 * Which of two records with one id stays.
 * @param step what is being read, and under which mapping
 * @param published the mapping under which everything kept was read, null where none is known;
 * undefined: nothing is kept
 */
export function conflictRuleOf(
  step: { coverage: Coverage | null; fingerprint: string | null },
  published: string | null | undefined,
): ConflictRule {
  const { sameId } = rulesOf(step);
  if (sameId === "newest_wins") return sameId;
  return published === undefined || published === step.fingerprint ? sameId : "first_stays_anew";
}

/**
 * The range of ids of which a page brings every record, so that whatever it lacks is gone; null
 * where it answers for none.
 */
export function wholeRange(
  step: { coverage: Coverage | null },
  asked: Partition | null,
  covers: Partition,
): IdRange | null {
  return rulesOf(step).removal === "page" && isIdRange(asked) && isIdRange(covers) ? covers : null;
}

/**
 * Whether only all the pages of one run show what is there and who claims an id: they are read again
 * together or not at all.
 */
export const pagesBelongTogether = (step: { coverage: Coverage | null }): boolean =>
  rulesOf(step).removal === "all_pages";

/**
 * Whether the next read has to begin where this one began: a reject without an id cannot be asked
 * for, and of some coverages no reject can.
 */
export const mustReread = (
  step: { coverage: Coverage | null },
  { unnamed, rejected }: { unnamed: number; rejected: number },
): boolean => unnamed > 0 || (rulesOf(step).rejectsReread === "from_same_cursor" && rejected > 0);

/** Whether a step has read every record of its resource, not merely ids or what had changed. */
export const isCompleteRead = (step: {
  coverage: Coverage | null;
  complete: boolean;
  reads: "records" | "ids";
}): boolean => (rulesOf(step).readsAll || step.complete) && step.reads === "records";
