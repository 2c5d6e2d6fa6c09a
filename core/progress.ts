// A run's progress, weighted by the records that surveys counted: it never falls, and reaches 100
// only at the end.
import type { Remaining } from "../contract/api/run.ts";
import { deliveredShare } from "./delivery.ts";
import { hasEnded, type RunState, type StepState, type Millis } from "./run.ts";

/** Shares of a step's work that surveying and reading make up; the rest is verification. */
const surveyedShare = 0.02;
const readShare = 0.9;
/** The share of delivery in a run that has a destination. */
const deliveryShare = 0.2;

/** The share of a step that is done, from 0 to 1. */
export function stepFraction(step: StepState): number {
  switch (step.status) {
    case "surveying":
    case "cancelled":
      return 0;
    case "fetching": {
      const total = step.toRead ?? Math.max(step.expected, step.tally.read * 2);
      const done = total === 0 ? 1 : Math.min(1, step.tally.read / total);
      return surveyedShare + readShare * done;
    }
    case "verifying":
      return surveyedShare + readShare;
    case "ready":
    case "completed":
    case "incomplete":
    case "failed":
      return 1;
  }
}

const weightOf = (step: StepState): number => Math.max(1, step.toRead ?? step.expected);

/** The run's progress in percent, with one decimal. It never falls below its last value. */
export function progressOf(run: RunState): number {
  if (run.status === "completed" || run.status === "completed_with_problems") return 100;
  if (hasEnded(run.status)) return run.progressPercentage;
  const weights = run.steps.map(weightOf);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const done = run.steps.reduce(
    (sum, step, index) => sum + stepFraction(step) * (weights[index] ?? 0),
    0,
  );
  const read = whole === 0 ? 0 : done / whole;
  const share = run.delivers
    ? read * (1 - deliveryShare) +
      (run.status === "delivering" ? deliveredShare(run) * deliveryShare : 0)
    : read;
  const percent = Math.floor(share * 990) / 10;
  return Math.max(run.progressPercentage, Math.min(99, percent));
}

/** Records per second since the first page; null until a second has passed. */
export function paceOf(run: RunState, now: Millis): number | null {
  if (run.readingSince === null) return null;
  const elapsed = (run.endedAt ?? now) - run.readingSince;
  if (elapsed < 1_000) return null;
  return Math.round((run.steps.reduce((sum, step) => sum + step.tally.read, 0) / elapsed) * 1_000);
}

/** Past runs needed for an estimate before this run has a pace of its own. */
const enoughRuns = 3;

/**
 * The time left as a range of seconds, estimated from this run's pace and from past runs. Null: not
 * known yet, or the run waits for the source.
 */
export function remainingOf(run: RunState, now: Millis): Remaining | null {
  if (hasEnded(run.status) || run.waiting !== null) return null;
  const elapsed = now - run.startedAt;
  const share = run.progressPercentage / 100;
  const guesses: number[] = [];
  if (share >= 0.1 && elapsed >= 5_000) guesses.push((elapsed * (1 - share)) / share);
  if (run.pastDurationsMs.length >= enoughRuns)
    guesses.push(Math.max(0, median(run.pastDurationsMs) - elapsed));
  if (guesses.length === 0) return null;
  return {
    lowSeconds: Math.round((Math.min(...guesses) * 0.8) / 1_000),
    highSeconds: Math.ceil((Math.max(...guesses) * 1.3) / 1_000),
  };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
