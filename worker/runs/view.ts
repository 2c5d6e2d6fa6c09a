// Runs as readers get them: with sentences in their language, and without record data for those who
// may not see it.
import type { Locale } from "../../contract/values/json.ts";
import type { Problem, Run, RunDetail, RunSummary } from "../../contract/api/run.ts";
import { say } from "../../contract/sentences/say.ts";

type Labels = Record<string, Record<Locale, string>>;

/** A run with the sentence of every problem in it. */
export function viewRun<Shown extends Pick<Run, "problems" | "steps">>(
  run: Shown,
  locale: Locale,
): Shown {
  const labels = labelsOf(run);
  return {
    ...run,
    problems: run.problems.map((problem) => worded(problem, labels, locale)),
    steps: run.steps.map((step) => ({
      ...step,
      problem: step.problem && worded(step.problem, labels, locale),
    })),
  };
}

/** A run with its batches and rejects; `withSamples` only for those who may read records. */
export function viewRunDetail(
  detail: RunDetail,
  { locale, withSamples }: { locale: Locale; withSamples: boolean },
): RunDetail {
  const labels = labelsOf(detail);
  return {
    ...detail,
    ...viewRun(detail, locale),
    batches: detail.batches.map((batch) => ({
      ...batch,
      lastFailure: batch.lastFailure && worded(batch.lastFailure, labels, locale),
    })),
    rejects: detail.rejects.map((reject) => ({
      ...reject,
      facts: withSamples ? reject.facts : {},
      sample: withSamples ? reject.sample : "",
      message: say(reject.code, withSamples ? reject.facts : {}, locale),
    })),
  };
}

/** A line of a history. */
export const viewSummary = (summary: RunSummary, locale: Locale): RunSummary => ({
  ...summary,
  problems: summary.problems.map((problem) => worded(problem, {}, locale)),
});

const labelsOf = (run: Pick<Run, "steps">): Labels =>
  Object.fromEntries(run.steps.map((step) => [step.resource, step.label]));

// A fact that is the key of a resource becomes the label of the resource.
function worded(problem: Problem, labels: Labels, locale: Locale): Problem {
  const label = problem.resource === null ? undefined : labels[problem.resource]?.[locale];
  const facts = label === undefined ? problem.facts : { ...problem.facts, resource: label };
  return { ...problem, message: say(problem.code, facts, locale) };
}
