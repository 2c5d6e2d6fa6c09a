// A run in words: what happens now, how long it still takes, what came of it.
import type { Problem, Run, Step } from "../../../contract/api/run.ts";
import type { Milestone } from "./milestones.ts";
import { speech } from "../words/speech.svelte.ts";
import { toldOf } from "./told.ts";

export const labelOf = (run: Pick<Run, "steps">, resource: string): string => {
  const step = run.steps.find((each) => each.resource === resource);
  return step ? speech.text(step.label) : resource;
};

/**
 * What went wrong, in words; a fact that names a data source by its key is said with the source's
 * own name.
 */
export function saidOf(
  run: Pick<Run, "steps">,
  { code, facts, resource, message }: Problem,
): string {
  return speech.say(
    code,
    resource === null ? facts : { ...facts, resource: labelOf(run, resource) },
    message,
  );
}

const stepOf = (run: Run): Step | undefined =>
  run.steps.find((step) => step.resource === run.currentStep);

/**
 * What a data source is at. One of whose records some could not be used is never shown as simply
 * done.
 */
export const shownStatus = ({
  status,
  counts,
}: Pick<Step, "status" | "counts">): Step["status"] | "attention" =>
  status === "completed" && counts.rejected > 0 ? "attention" : status;

/** The same in words; the check of what files brought has a name of its own. */
export const stepWord = (step: Pick<Step, "status" | "fileFindings" | "counts">): string =>
  step.status === "verifying" && step.fileFindings
    ? speech.words.tidy.title
    : speech.words.step[shownStatus(step)];

/**
 * What was read from files is held against the store when all of it is in: from then on the counts
 * of the check are whole.
 */
export const isTidied = ({
  fileFindings,
  verified,
}: Pick<Step, "fileFindings" | "verified">): boolean => fileFindings !== null && verified !== null;

/** Who or what started it. */
export function starter(run: Pick<Run, "startedBy">): string {
  const { runs } = speech.words;
  if (run.startedBy.kind === "schedule") return runs.schedule;
  return run.startedBy.kind === "api" ? run.startedBy.name || runs.api : run.startedBy.name;
}

/** "Started by Marie at 14:30". */
export function startedLine(run: Pick<Run, "startedBy" | "startedAt">): string {
  const { words, format } = speech;
  const at = format.time(run.startedAt);
  return run.startedBy.kind === "schedule"
    ? words.refresh.bySchedule(at)
    : words.refresh.startedBy(starter(run), at);
}

/** Seconds between start and end, or until now. */
export function elapsedSeconds(
  run: { startedAt: string; endedAt: string | null },
  now: number,
): number {
  const end = run.endedAt === null ? now : Date.parse(run.endedAt);
  return Math.max(0, (end - Date.parse(run.startedAt)) / 1_000);
}

/** The sentence for what is being done at this moment. */
export function doing(run: Run): string {
  const { refresh } = speech.words;
  const source = run.currentStep === null ? "" : labelOf(run, run.currentStep);
  switch (run.status) {
    case "surveying":
      return refresh.preparing;
    case "fetching":
      return source ? refresh.reading(source, "") : refresh.preparing;
    case "verifying":
      if (source === "") return refresh.preparing;
      return stepOf(run)?.fileFindings
        ? speech.words.tidy.doing(source)
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
      return outcome(run);
  }
}

/** Time left as a range in words. */
export function timeLeft(run: Run): string {
  const { refresh } = speech.words;
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
 * Why a run waits and what comes next; null where it does not wait. One that lets another go first
 * has no next try of its own.
 */
export function waitLine({ waiting, endedAt }: Pick<Run, "waiting" | "endedAt">): string | null {
  if (waiting === null || endedAt !== null) return null;
  const reason = speech.say(waiting.code, waiting.facts);
  return waiting.code === "other_goes_first"
    ? reason
    : speech.words.refresh.waiting(reason, speech.format.time(waiting.until));
}

/** How an ended run went, as one headline. */
export function outcome(run: Run): string {
  const { words, format } = speech;
  if (run.undone)
    return words.outcome.undone(
      run.undoneBy ?? words.fresh.somebody,
      format.dateTime(run.undoneAt ?? run.startedAt),
    );
  if (run.status === "failed") return words.outcome.failed;
  if (run.status === "cancelled") return words.outcome.cancelled;
  const took = format.duration(elapsedSeconds(run, Date.now()));
  if (run.purpose === "delivery")
    return words.delivery.ended(
      run.steps.reduce((sum, { delivery }) => sum + sentOf(delivery), 0),
      took,
    );
  const { outcome: w } = words;
  const told = toldOf(run, Object.keys(w.counted));
  const changes = [
    ...(told.added > 0 ? [w.added(told.added)] : []),
    ...(told.changed > 0 ? [w.changed(told.changed)] : []),
    ...(told.removed > 0 ? [w.removed(told.removed)] : []),
  ];
  if (told.checked === 0 && changes.length === 0) return w.nothing(took);
  const checked =
    told.by === null
      ? w.checked(told.checked)
      : w.counted[told.by as keyof typeof w.counted](told.checked);
  const what = told.files === null ? checked : `${w.files(told.files)}, ${checked}`;
  return changes.length === 0 ? w.same(what, took) : w.took([what, ...changes].join(", "), took);
}

/** What a listener hears of a milestone. */
export function heard(run: Run, happened: Milestone): string {
  const { announce } = speech.words;
  switch (happened.type) {
    case "started":
      return announce.started(starter(run));
    case "step":
      return announce.step(labelOf(run, happened.resource));
    case "percent":
      return announce.percent(happened.percent);
    case "paused":
      return announce.paused;
    case "resumed":
      return announce.resumed;
    case "ended":
      return outcome(run);
  }
}

/** "1,234 of 1,840"; the count alone at the end, or where the total is not known. */
export function readSoFar(step: Pick<Step, "counts" | "endedAt">): string {
  const { words, format } = speech;
  const { read, toRead } = step.counts;
  if (read === toRead || (toRead === null && step.endedAt !== null)) return format.number(read);
  return toRead === null
    ? words.refresh.soFar(read)
    : words.refresh.of(format.number(read), format.number(toRead));
}

/** Position of the current source among all, from 1; 0 when none is being worked on. */
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

/** "120 of 400 sent on"; null where nothing is sent on. */
export function sentSoFar({ delivery }: Pick<Step, "delivery">): string | null {
  if (!delivery) return null;
  const { words, format } = speech;
  const sent = sentOf(delivery);
  return sent >= delivery.total
    ? words.delivery.all(sent)
    : words.delivery.sent(format.number(sent), format.number(delivery.total));
}
