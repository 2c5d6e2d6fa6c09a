// The counts that sum up a refresh: how much was checked, and how much of it changed.
import type { Run, Step } from "../../../contract/api/run.ts";

export type OutcomeCounts = {
  checked: number;
  added: number;
  changed: number;
  removed: number;
  /** The data source whose counts are shown; null: the counts of all sources together. */
  by: string | null;
  /** Files that were read; null where the refresh reads none. */
  files: number | null;
};

/** Records compared with the source, including the removed ones. */
const checkedOf = ({ counts, verified }: Pick<Step, "counts" | "verified">): number =>
  Math.max(counts.read, verified ?? 0) + counts.removed;

const changesIn = ({
  added,
  changed,
  removed,
}: Pick<Step["counts"], "added" | "changed" | "removed">): number => added + changed + removed;

/**
 * Counts by the one data source that people count by, such as students, unless only others have
 * changed.
 * @param countedBy resources that people count by
 */
export function outcomeCounts(
  run: Pick<Run, "counts" | "steps">,
  countedBy: readonly string[],
): OutcomeCounts {
  const main = run.steps.find((step) => countedBy.includes(step.resource) && checkedOf(step) > 0);
  const one = main && (changesIn(main.counts) > 0 || changesIn(run.counts) === 0) ? main : null;
  const { added, changed, removed } = one?.counts ?? run.counts;
  const files = Math.max(0, ...run.steps.map((step) => step.files ?? 0));
  return {
    checked: one ? checkedOf(one) : run.steps.reduce((sum, step) => sum + checkedOf(step), 0),
    ...{ added, changed, removed },
    by: one?.resource ?? null,
    files: files === 0 ? null : files,
  };
}
