// What a refresh finds among the records it reads: added up as pages tell of it, and as the store
// shows it once everything is in.
import type { Findings } from "../contract/api/run.ts";
import type { FindingSpec, FindingsSpec } from "../contract/source/findings.ts";
import type { Text } from "../contract/values/json.ts";
import { countedText } from "../contract/values/count.ts";

/** The declaration of the survey with its counts: a run keeps the words it was begun with. */
export type FindingsState = { checks: Text; counts: (FindingSpec & { count: number })[] };

/** How often each finding was met, by its key. */
export type Found = Record<string, number>;

/** Nothing is counted where the survey declares nothing. */
export const noneFound = (spec: FindingsSpec | undefined): FindingsState | null =>
  spec === undefined
    ? null
    : { checks: spec.checks, counts: spec.counts.map((one) => ({ ...one, count: 0 })) };

/** What the survey did not declare is not counted. */
export const addFound = (findings: FindingsState | null, found: Found = {}): FindingsState | null =>
  findings && {
    ...findings,
    counts: findings.counts.map((one) => ({ ...one, count: one.count + (found[one.key] ?? 0) })),
  };

/**
 * What only the store can tell, once everything is read.
 * @param unchanged records that were here already, with the same content
 * @param rejectsOf how many rejects of the step have one of some codes
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

/** The counts with their words, in the numbers of each language. */
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
