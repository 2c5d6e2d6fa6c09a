// Progress from work done: weighted by what the survey counted, never falling, 100 only at the end.
import type { Remaining } from "../contract/api/run.ts";
import { deliveredShare } from "./delivery.ts";
import { hasEnded, type RunState, type StepState, type Millis } from "./run.ts";

/** Shares of a step's work: looking, reading, comparing. */
const surveyedShare = 0.02;
const readShare = 0.9;
/** The part of a run that is left for sending on, where it has a destination. */
const deliveryShare = 0.2;

/** How much of a step is done, from 0 to 1. */
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

/** The run's progress in percent, one decimal. A number that would fall stays where it was. */
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

/** Records a second since the first page; null until a second has passed. */
export function paceOf(run: RunState, now: Millis): number | null {
  if (run.readingSince === null) return null;
  const elapsed = (run.endedAt ?? now) - run.readingSince;
  if (elapsed < 1_000) return null;
  return Math.round((run.steps.reduce((sum, step) => sum + step.tally.read, 0) / elapsed) * 1_000);
}

/** Past runs that are enough to speak of time left before this one has shown its pace. */
const enoughRuns = 3;

/**
 * Time left as a range of seconds, from this run's pace and from past runs; null is "not known
 * yet". Nothing is said while the source makes us wait.
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
