// Which moments of a refresh screen readers announce.
import type { Run } from "../../../contract/api/run.ts";

export type Milestone =
  | { type: "started" }
  | { type: "step"; resource: string }
  | { type: "percent"; percent: number }
  | { type: "paused" }
  | { type: "resumed" }
  | { type: "ended" };

const quarters = [75, 50, 25];
// A short refresh is over before its quarters are worth announcing.
const longAfterSeconds = 20;

/** What happened between two states of the live view; null when there is nothing to announce. */
export function milestone(
  before: Run | null,
  after: Run,
  elapsedSeconds: number,
): Milestone | null {
  const same = before?.executionId === after.executionId ? before : null;
  if (after.endedAt !== null) return same && same.endedAt === null ? { type: "ended" } : null;
  if (!same) return { type: "started" };
  if (after.waiting && !same.waiting) return { type: "paused" };
  if (!after.waiting && same.waiting) return { type: "resumed" };
  if (after.currentStep !== null && after.currentStep !== same.currentStep)
    return { type: "step", resource: after.currentStep };
  const passed = quarters.find(
    (quarter) => same.progressPercentage < quarter && after.progressPercentage >= quarter,
  );
  return passed !== undefined && elapsedSeconds > longAfterSeconds
    ? { type: "percent", percent: passed }
    : null;
}
