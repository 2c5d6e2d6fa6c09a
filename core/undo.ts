// Undo: whether readers can be given back what they saw before a run.
import type { Refusal } from "../contract/rpc/start.ts";
import type { RunState } from "./run.ts";

/** The resources that a run has shown to readers. */
export const shownResources = ({ steps }: RunState): string[] =>
  steps
    .filter(({ status }) => status === "completed" || status === "incomplete")
    .map(({ resource }) => resource);

/** What the stores know of one resource that the run has shown. */
export type ShownFacts = {
  /** The generation that readers see now; null: none. */
  current: number | null;
  /** An older publication is kept, to which readers would go back. */
  hasBefore: boolean;
  /** An earlier run had shown the resource. */
  showedBefore: boolean;
};

/**
 * Why a run cannot be undone; null: it can. A run that a later one was built upon is undone after
 * the later one.
 * @param inTheWay the run that has to end first
 * @param shown one entry for each resource that the run has shown
 */
export function undoRefusal(
  run: RunState,
  inTheWay: RunState | null,
  shown: ShownFacts[],
): Refusal["code"] | null {
  if (inTheWay !== null) return "run_active";
  const stands = shown.every(({ current }) => current === run.generation);
  if (!run.published || run.undone || !stands) return "nothing_to_undo";
  // What stood before it is swept: readers would be left with nothing in place of older data.
  if (shown.some(({ hasBefore, showedBefore }) => showedBefore && !hasBefore))
    return "undo_too_old";
  return null;
}
