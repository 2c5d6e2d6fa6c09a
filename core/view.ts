// The public view of a run, made from its state.
import type { LastRun, Run, Step } from "../contract/api/run.ts";
import { viewFindings } from "./findings.ts";
import { paceOf, remainingOf, stepFraction } from "./progress.ts";
import {
  hasEnded,
  totalOf,
  type DeliveryState,
  type RunState,
  type StepState,
  type Millis,
} from "./run.ts";

const instant = (at: Millis): string => new Date(at).toISOString();
const maybe = (at: Millis | null): string | null => (at === null ? null : instant(at));

const viewStep = (step: StepState): Step => ({
  resource: step.resource,
  label: step.label,
  status: step.status,
  progressPercentage: Math.floor(stepFraction(step) * 1_000) / 10,
  counts: { ...step.tally, toRead: step.toRead },
  verified: step.verified,
  files: step.files,
  findings: viewFindings(step.findings),
  delivery: viewDelivery(step.delivery),
  startedAt: maybe(step.startedAt),
  endedAt: maybe(step.endedAt),
  problem: step.problem,
});

function viewDelivery(delivery: DeliveryState | null): Step["delivery"] {
  if (delivery === null) return null;
  const { sent: _, standing: __, ...counts } = delivery;
  return counts;
}

/** The step that is shown as current: the first that is still being worked on. */
const currentStep = (run: RunState): string | null =>
  hasEnded(run.status)
    ? null
    : (run.toDeliver[0] ??
      run.steps.find((step) => ["surveying", "fetching", "verifying"].includes(step.status))
        ?.resource ??
      null);

/** @param now the time from which speed and time left are computed */
export function viewRun(run: RunState, now: Millis): Run {
  const counted = run.steps.map((step) => step.toRead);
  return {
    executionId: run.id,
    configuration: run.configuration,
    configurationName: run.configurationName,
    purpose: run.purpose,
    status: run.status,
    waiting: run.waiting && { ...run.waiting, until: instant(run.waiting.until) },
    startedBy: run.startedBy,
    startedAt: instant(run.startedAt),
    endedAt: maybe(run.endedAt),
    heartbeatAt: instant(run.heartbeatAt),
    progressPercentage: run.progressPercentage,
    currentStep: currentStep(run),
    steps: run.steps.map(viewStep),
    counts: {
      ...totalOf(run),
      toRead: counted.every((count) => count !== null)
        ? counted.reduce((sum: number, count) => sum + (count ?? 0), 0)
        : null,
    },
    rowsWritten: run.rowsWritten,
    recordsPerSecond: paceOf(run, now),
    remaining: remainingOf(run, now),
    generation: run.generation,
    published: run.published,
    undone: run.undone,
    undoneBy: run.undoneBy,
    undoneAt: maybe(run.undoneAt),
    retryOf: run.retryOf,
    cancelledBy: run.cancelledBy,
    problems: run.problems,
    questions: run.questions.map((one) => ({
      ...one,
      answer: one.answer && { ...one.answer, at: instant(one.answer.at) },
    })),
    seq: run.seq,
  };
}

/** An ended run as the dashboard shows it. */
export function viewLastRun(run: RunState): LastRun {
  const {
    executionId,
    purpose,
    configuration,
    status,
    steps,
    startedBy,
    startedAt,
    endedAt,
    published,
    undone,
    undoneBy,
    undoneAt,
    problems,
  } = viewRun(run, run.endedAt ?? run.startedAt);
  return {
    executionId,
    purpose,
    configuration,
    status,
    steps,
    startedBy,
    startedAt,
    endedAt,
    published,
    undone,
    undoneBy,
    undoneAt,
    problems,
  };
}
