// What a refresh is told by: how much was checked, and what of it changed. Reading is not changing.
import type { Run, Step } from "../../../contract/api/run.ts";

export type OutcomeCounts = {
  checked: number;
  added: number;
  changed: number;
  removed: number;
  /**
   * The data source by which people count, where it is the one that is told; null: all of them
   * together.
   */
  by: string | null;
  /** Files that were read; null: none is. */
  files: number | null;
};

/** Records that were held against the source: read or compared, and those that are gone. */
const checkedOf = ({ counts, verified }: Pick<Step, "counts" | "verified">): number =>
  Math.max(counts.read, verified ?? 0) + counts.removed;

const changesIn = ({
  added,
  changed,
  removed,
}: Pick<Step["counts"], "added" | "changed" | "removed">): number => added + changed + removed;

/**
 * Where people count by one data source, such as students, that one is told, unless only others
 * have changed.
 * @param countedBy resources by which people count
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
