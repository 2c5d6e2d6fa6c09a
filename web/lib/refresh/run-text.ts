// A run in words: what it is doing, how long it still takes, how it ended.
import type { Problem, Run, Step } from "../../../contract/api/run.ts";
import type { Resource } from "../../../contract/source/resource.ts";
import type { Milestone } from "./milestones.ts";
import { i18n } from "../i18n/i18n.svelte.ts";
import { outcomeCounts } from "./outcome-counts.ts";
import { phaseOf } from "./run-phase.ts";

export const labelOf = (run: Pick<Run, "steps">, resource: string): string => {
  const step = run.steps.find((each) => each.resource === resource);
  return step ? i18n.text(step.label) : resource;
};

/** A problem in words; the key of a data source is replaced by the source's name. */
export function problemText(
  run: Pick<Run, "steps">,
  { code, facts, resource, message }: Problem,
): string {
  return i18n.sentence(
    code,
    resource === null ? facts : { ...facts, resource: labelOf(run, resource) },
    message,
  );
}

const stepOf = (run: Run): Step | undefined =>
  run.steps.find((step) => step.resource === run.currentStep);

/**
 * The status to show for a data source. One with rejected records is never shown as simply done.
 */
export const displayStatus = ({
  status,
  counts,
}: Pick<Step, "status" | "counts">): Step["status"] | "attention" =>
  status === "completed" && counts.rejected > 0 ? "attention" : status;

/** The same in words; a check that counts what it finds has its own name. */
export const stepStatusText = (step: Pick<Step, "status" | "findings" | "counts">): string =>
  step.status === "verifying" && step.findings
    ? i18n.messages.findings.title
    : i18n.messages.step[displayStatus(step)];

/**
 * Whether the counts of the check are complete: some arrive only with the comparison at the end.
 */
export const isChecked = ({ findings, verified }: Pick<Step, "findings" | "verified">): boolean =>
  findings !== null && verified !== null;

/** Who or what started a run. */
export function startedByName(run: Pick<Run, "startedBy">): string {
  const { runs } = i18n.messages;
  if (run.startedBy.kind === "schedule") return runs.schedule;
  return run.startedBy.kind === "api" ? run.startedBy.name || runs.api : run.startedBy.name;
}

/** "Started by Marie at 14:30". */
export function startedText(run: Pick<Run, "startedBy" | "startedAt">): string {
  const { messages, format } = i18n;
  const at = format.time(run.startedAt);
  return run.startedBy.kind === "schedule"
    ? messages.refresh.bySchedule(at)
    : messages.refresh.startedBy(startedByName(run), at);
}

/** "Updated by Marie"; null where it is not known who brought the data. */
export function broughtByText(startedBy: Run["startedBy"] | null): string | null {
  const { fresh } = i18n.messages;
  if (startedBy === null) return null;
  return startedBy.kind === "schedule"
    ? fresh.bySchedule
    : fresh.broughtBy(startedByName({ startedBy }));
}

/** Seconds between start and end, or until now. */
export function elapsedSeconds(
  run: { startedAt: string; endedAt: string | null },
  now: number,
): number {
  const end = run.endedAt === null ? now : Date.parse(run.endedAt);
  return Math.max(0, (end - Date.parse(run.startedAt)) / 1_000);
}

/** What the run is doing at this moment. */
export function statusText(run: Run): string {
  const { refresh } = i18n.messages;
  const source = run.currentStep === null ? "" : labelOf(run, run.currentStep);
  const phase = phaseOf(run);
  switch (phase) {
    case "surveying":
      return refresh.preparing;
    case "fetching":
      return source ? refresh.reading(source, "") : refresh.preparing;
    case "verifying":
      if (source === "") return refresh.preparing;
      return stepOf(run)?.findings
        ? i18n.messages.findings.doing(source)
        : refresh.comparing(source);
    case "publishing":
      return refresh.publishing;
    case "delivering":
      return source ? refresh.deliveringOf(source) : refresh.delivering;
    case "cancelling":
      return refresh.stopping;
    case "completed":
    case "completed_with_problems":
    case "failed":
    case "cancelled":
      return i18n.messages.status[phase];
  }
}

/** The time left, as a range in words. */
export function timeLeft(run: Run): string {
  const { refresh } = i18n.messages;
  if (run.waiting) return refresh.leftWaiting;
  if (!run.remaining) return refresh.leftUnknown;
  const { lowSeconds, highSeconds } = run.remaining;
  if (highSeconds <= 0) return refresh.leftLonger;
  if (highSeconds < 60) return refresh.lessThanMinute;
  return refresh.about(
    refresh.minutes(Math.max(1, Math.round(lowSeconds / 60)), Math.ceil(highSeconds / 60)),
  );
}

/**
 * Why a run waits, and when it tries again; null when it does not wait. A run that lets another go
 * first has no next try.
 */
export function waitingText({ waiting, endedAt }: Pick<Run, "waiting" | "endedAt">): string | null {
  if (waiting === null || endedAt !== null) return null;
  const reason = i18n.sentence(waiting.code, waiting.facts);
  return waiting.code === "other_goes_first"
    ? reason
    : i18n.messages.refresh.waiting(reason, i18n.format.time(waiting.until));
}

/**
 * How an ended run went, as one headline.
 * @param resources those of its configuration: some of them have words for how many were checked
 */
export function outcomeText(run: Run, resources: readonly Resource[]): string {
  const { messages, format } = i18n;
  if (run.undone)
    return messages.outcome.undone(
      run.undoneBy ?? messages.fresh.somebody,
      format.dateTime(run.undoneAt ?? run.startedAt),
    );
  if (run.status === "failed") return messages.outcome.failed;
  if (run.status === "cancelled") return messages.outcome.cancelled;
  const took = format.duration(elapsedSeconds(run, Date.now()));
  if (run.purpose === "delivery")
    return messages.delivery.ended(
      run.steps.reduce((sum, { delivery }) => sum + sentOf(delivery), 0),
      took,
    );
  const { outcome: m } = messages;
  const counts = outcomeCounts(
    run,
    resources.filter(({ checkedLabel }) => checkedLabel !== undefined).map(({ key }) => key),
  );
  const changes = [
    ...(counts.added > 0 ? [m.added(counts.added)] : []),
    ...(counts.changed > 0 ? [m.changed(counts.changed)] : []),
    ...(counts.removed > 0 ? [m.removed(counts.removed)] : []),
  ];
  if (counts.checked === 0 && changes.length === 0) return m.nothing(took);
  const label = resources.find(({ key }) => key === counts.by)?.checkedLabel;
  const checked = label
    ? m.checkedAs(counts.checked, ...label[i18n.locale])
    : m.checked(counts.checked);
  const what = counts.files === null ? checked : `${m.files(counts.files)}, ${checked}`;
  return changes.length === 0 ? m.same(what, took) : m.took([what, ...changes].join(", "), took);
}

/** What a screen reader says about a milestone. */
export function milestoneText(
  run: Run,
  happened: Milestone,
  resources: readonly Resource[],
): string {
  const { announce } = i18n.messages;
  switch (happened.type) {
    case "started":
      return announce.started(startedByName(run));
    case "step":
      return announce.step(labelOf(run, happened.resource));
    case "percent":
      return announce.percent(happened.percent);
    case "paused":
      return announce.paused;
    case "resumed":
      return announce.resumed;
    case "ended":
      return outcomeText(run, resources);
  }
}

/**
 * "1,234 of 1,840"; the count alone once all is read, or "1,234 so far" while the total is unknown.
 */
export function readProgress(step: Pick<Step, "counts" | "endedAt">): string {
  const { messages, format } = i18n;
  const { read, toRead } = step.counts;
  if (read === toRead || (toRead === null && step.endedAt !== null)) return format.number(read);
  return toRead === null
    ? messages.refresh.soFar(read)
    : messages.refresh.of(format.number(read), format.number(toRead));
}

/** Position of the current data source, from 1; 0 when there is none. */
export const stepNumber = (run: Run): number =>
  run.steps.findIndex((step) => step.resource === run.currentStep) + 1;

const sentOf = (delivery: Step["delivery"]): number =>
  delivery === null
    ? 0
    : delivery.created +
      delivery.updated +
      delivery.unchanged +
      delivery.removed +
      delivery.refused;

/** "120 of 400 sent"; null where there is no destination. */
export function deliveryProgress({ delivery }: Pick<Step, "delivery">): string | null {
  if (!delivery) return null;
  const { messages, format } = i18n;
  const sent = sentOf(delivery);
  return sent >= delivery.total
    ? messages.delivery.all(sent)
    : messages.delivery.sent(format.number(sent), format.number(delivery.total));
}
