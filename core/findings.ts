// Findings of a run: counts that pages report while they are read, and counts that the store gives
// once every page is in.
import type { Findings } from "../contract/api/run.ts";
import type { FindingSpec, FindingsSpec } from "../contract/source/findings.ts";
import type { Text } from "../contract/values/json.ts";
import { countedText } from "../contract/values/count.ts";

/** The declared findings with their counts. A run keeps the labels that it began with. */
export type FindingsState = { checks: Text; counts: (FindingSpec & { count: number })[] };

/** How often each finding occurred, by its key. */
export type Found = Record<string, number>;

/** All counts at zero; null where the survey declares no findings. */
export const noneFound = (spec: FindingsSpec | undefined): FindingsState | null =>
  spec === undefined
    ? null
    : { checks: spec.checks, counts: spec.counts.map((one) => ({ ...one, count: 0 })) };

/** Adds counts. Keys that the survey did not declare are ignored. */
export const addFound = (findings: FindingsState | null, found: Found = {}): FindingsState | null =>
  findings && {
    ...findings,
    counts: findings.counts.map((one) => ({ ...one, count: one.count + (found[one.key] ?? 0) })),
  };

/**
 * Counts that only the store knows, once everything is read.
 * @param unchanged records that were stored already, with the same content
 * @param rejectsOf counts the step's rejects that have one of these codes
 */
export function foundInStore(
  findings: FindingsState | null,
  unchanged: number,
  rejectsOf: (codes: readonly string[]) => number,
): Found {
  const counted = (findings?.counts ?? []).map((one): [string, number] => [
    one.key,
    (one.unchanged ? unchanged : 0) + (one.rejects === undefined ? 0 : rejectsOf(one.rejects)),
  ]);
  return Object.fromEntries(counted);
}

/** The counts with their labels, in the singular or plural of each language. */
export const viewFindings = (findings: FindingsState | null): Findings | null =>
  findings && {
    checks: findings.checks,
    counts: findings.counts.map(({ key, label, tone, count }) => ({
      key,
      label: countedText(count, label),
      tone,
      count,
    })),
  };
