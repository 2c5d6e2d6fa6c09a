// The run's state machine: an event that happened, and what follows from it.
import type { LiveMessage } from "../contract/live.ts";
import type { Problem, RunStatus } from "../contract/run.ts";
import type { Failure, Id, Survey } from "../contract/source.ts";
import { planCount, planFetch, planIds, planRepair, type PlannedBatch } from "./plan.ts";
import { progressOf } from "./progress.ts";
import { addTally, hasEnded, isSettled, mayMove, type HeldRun, type HeldStep, type Moment, type Tally } from "./run.ts";

/** Facts about a run, in the past tense. Each is told once: the shell fences repeats. */
export type Event =
  | { type: "surveyed"; resource: string; survey: Survey; fingerprint: string; rejectedIds: Id[] }
  /** A page is in the store. `more` batches were put in its place for what is still unread. */
  | { type: "pageApplied"; resource: string; tally: Partial<Tally>; more: number; rowsWritten: number }
  /** A batch was cut: `more` stand in its place. */
  | { type: "batchCut"; resource: string; more: number }
  /** `kept` are the records a reader would see (rejected ones included), `highestKept` their highest id. */
  | { type: "counted"; resource: string; count: number | null; kept: number; highestKept: number }
  /** Ids of one span compared with the store. `missing` are ids the store lacks. */
  | { type: "idsCompared"; resource: string; listed: number; missing: Id[]; tally: Partial<Tally>; rowsWritten: number }
  | { type: "batchGivenUp"; resource: string; problem: Problem }
  | { type: "resourceRefused"; resource: string; problem: Problem }
  | { type: "connectionRefused"; problem: Problem }
  | { type: "delayed"; failure: Failure; until: Moment }
  | { type: "cancelAsked"; by: string }
  /** No lane holds a batch of this run any more. */
  | { type: "lanesLeft" }
  /** What readers see is this run's generation now; a step's `held` removals wait for a person. */
  | { type: "published"; moved: boolean; steps: { resource: string; removed: number; of: number; held: boolean }[] };

/**
 * Orders to the shell: `plan` batches (the one effect the run cannot do without: its work), `drop` those of a resource
 * (all when null) that nobody has begun, `send` tasks to as many lanes as have work, `tell` the viewers, `note` in the ledger.
 */
export type Effect =
  | { type: "plan"; batches: PlannedBatch[] }
  | { type: "drop"; resource: string | null }
  | { type: "send" }
  | { type: "tell"; message: Exclude<LiveMessage["type"], "snapshot"> }
  | { type: "note" };

export type Stepped = { run: HeldRun; effects: Effect[] };

/** Rounds of repair before a difference is called a problem. */
export const maxRounds = 2;

/**
 * One step of a run.
 * @param now milliseconds since 1970
 * @returns the run as it is after the event, and the orders that follow. An ended run does not change any more.
 */
export function step(run: HeldRun, event: Event, now: Moment): Stepped {
  if (hasEnded(run.status)) return { run, effects: [] };
  const { run: after, effects } = react(run, event, now);
  const moved = advance(after, now);
  const settled = withProgress({ ...moved, heartbeatAt: now, seq: run.seq + 1 });
  const ended = hasEnded(settled.status);
  const news: Effect[] = [{ type: "tell", message: ended ? "ended" : "progress" }];
  if (settled.status !== run.status) news.push({ type: "note" });
  return { run: settled, effects: [...effects, ...news] };
}

const withProgress = (run: HeldRun): HeldRun => ({ ...run, progressPercentage: progressOf(run) });

function react(run: HeldRun, event: Event, now: Moment): Stepped {
  switch (event.type) {
    case "surveyed":
    case "pageApplied":
    case "batchCut":
    case "counted":
    case "idsCompared":
    case "batchGivenUp":
    case "resourceRefused":
      return reactInStep(run, event, now);
    case "connectionRefused":
      return {
        run: { ...failOpenSteps(run, event.problem, now), problems: [...run.problems, event.problem], waiting: null },
        effects: [{ type: "drop", resource: null }],
      };
    case "delayed":
      return {
        run: { ...run, waiting: { code: event.failure.code, facts: event.failure.facts, until: event.until } },
        effects: [],
      };
    case "cancelAsked":
      if (!mayMove(run.status, "cancelling")) return { run, effects: [] };
      return {
        run: { ...run, status: "cancelling", cancelledBy: event.by, epoch: run.epoch + 1, waiting: null },
        effects: [{ type: "drop", resource: null }],
      };
    case "lanesLeft":
      return run.status === "cancelling"
        ? { run: { ...cancelSteps(run, now), status: "cancelled", endedAt: now }, effects: [] }
        : { run, effects: [] };
    case "published":
      return { run: run.status === "publishing" ? conclude(run, event, now) : run, effects: [] };
  }
}

type StepEvent = Extract<Event, { resource: string }>;

function reactInStep(run: HeldRun, event: StepEvent, now: Moment): Stepped {
  const held = run.steps.find((one) => one.resource === event.resource);
  // A step that is out of the run (refused, say) hears no more of its batches.
  if (held === undefined || isSettled(held)) return { run, effects: [] };
  const { after, effects } = stepOf(held, event, now);
  const next = after.open === 0 && !isSettled(after) ? turn(after, now) : { after, effects: [] };
  const planned = [...effects, ...next.effects];
  return {
    run: {
      ...run,
      steps: run.steps.map((one) => (one === held ? next.after : one)),
      rowsWritten: run.rowsWritten + ("rowsWritten" in event ? event.rowsWritten : 0),
      readingSince: run.readingSince ?? (event.type === "pageApplied" ? now : null),
      // Work that arrives is the end of waiting.
      waiting: event.type === "batchGivenUp" ? run.waiting : null,
    },
    effects: planned.some((effect) => effect.type === "plan") ? [...planned, { type: "send" }] : planned,
  };
}

type StepMove = { after: HeldStep; effects: Effect[] };

function stepOf(held: HeldStep, event: StepEvent, now: Moment): StepMove {
  switch (event.type) {
    case "surveyed":
      return surveyed(held, event, now);
    case "pageApplied":
      return { after: { ...held, tally: addTally(held.tally, event.tally), open: held.open - 1 + event.more }, effects: [] };
    case "batchCut":
      return { after: { ...held, open: held.open - 1 + event.more }, effects: [] };
    case "counted":
      return counted(held, event);
    case "idsCompared":
      return idsCompared(held, event);
    case "batchGivenUp":
      return { after: { ...held, open: held.open - 1, holes: held.holes + 1, problem: held.problem ?? event.problem }, effects: [] };
    case "resourceRefused":
      return { after: refused(held, event.problem, now), effects: [{ type: "drop", resource: held.resource }] };
  }
}

/** A step that had nothing yet is out of the run; one that has read something is published with a hole. */
function refused(held: HeldStep, problem: Problem, now: Moment): HeldStep {
  const after = { ...held, open: 0, problem, endedAt: now };
  return held.tally.read === 0 ? { ...after, status: "failed" } : { ...after, status: "ready", holes: held.holes + 1 };
}

const plan = (batches: PlannedBatch[]): Effect[] => (batches.length > 0 ? [{ type: "plan", batches }] : []);

function surveyed(held: HeldStep, { survey, fingerprint, rejectedIds }: Extract<StepEvent, { type: "surveyed" }>, now: Moment): StepMove {
  const batches = held.reads === "ids" ? [] : planFetch(held.resource, survey.extents, rejectedIds);
  return {
    after: {
      ...held,
      status: "fetching",
      startedAt: held.startedAt ?? now,
      coverage: survey.coverage,
      horizon: survey.horizon,
      fingerprint,
      cursor: survey.cursor,
      toRead: held.reads === "ids" ? 0 : survey.toRead,
      present: survey.present,
      open: batches.length,
    },
    effects: plan(batches),
  };
}

/** The source has counted: ids are asked for where counts alone prove nothing, up to the highest that either side knows. */
function counted(held: HeldStep, { count, kept, highestKept }: Extract<StepEvent, { type: "counted" }>): StepMove {
  const agrees = count === null || count === kept;
  const idsNeeded = held.coverage === "range" || held.reads === "ids" || held.complete || !agrees;
  const highest = Math.max(held.horizon?.highestId ?? 0, highestKept);
  const batches = idsNeeded && highest > 0 ? planIds(held.resource, highest, count ?? kept) : [];
  return {
    after: {
      ...held,
      counted: count,
      listed: 0,
      missing: 0,
      spans: batches.length,
      open: held.open - 1 + batches.length,
      verified: agrees && batches.length === 0 ? kept : null,
    },
    effects: plan(batches),
  };
}

function idsCompared(held: HeldStep, event: Extract<StepEvent, { type: "idsCompared" }>): StepMove {
  const repairs = held.round < maxRounds ? planRepair(held.resource, event.missing) : [];
  return {
    after: {
      ...held,
      open: held.open - 1 + repairs.length,
      listed: held.listed + event.listed,
      missing: held.missing + event.missing.length,
      tally: addTally(held.tally, event.tally),
    },
    effects: plan(repairs),
  };
}

/** A phase of a step is over: the next one begins. */
function turn(held: HeldStep, now: Moment): StepMove {
  if (held.status === "surveying") return { after: { ...held, status: "failed", endedAt: now }, effects: [] };
  if (held.status === "fetching") {
    if (held.holes > 0) return { after: ready(held, now), effects: [] };
    const ask = [planCount(held.resource)];
    return { after: { ...held, status: "verifying", open: ask.length }, effects: plan(ask) };
  }
  return verified(held, now);
}

const ready = (held: HeldStep, now: Moment): HeldStep => ({ ...held, status: "ready", endedAt: now });

/** All spans are compared and repaired: agree, look once more, or say what differs. */
function verified(held: HeldStep, now: Moment): StepMove {
  const disagrees = held.counted !== null && held.spans > 0 && held.listed !== held.counted;
  const again = held.missing > 0 || disagrees;
  if (again && held.round < maxRounds && held.holes === 0) {
    const ask = [planCount(held.resource)];
    return { after: { ...held, round: held.round + 1, open: ask.length }, effects: plan(ask) };
  }
  if (held.missing > 0)
    return { after: ready(withHole(held, "records_missing", { count: String(held.missing) }), now), effects: [] };
  if (disagrees)
    return {
      after: ready(withHole(held, "source_disagrees", { counted: String(held.counted), listed: String(held.listed) }), now),
      effects: [],
    };
  if (held.holes > 0) return { after: ready(held, now), effects: [] };
  return { after: ready({ ...held, verified: held.verified ?? held.listed }, now), effects: [] };
}

const withHole = (held: HeldStep, code: string, facts: Record<string, string>): HeldStep => ({
  ...held,
  holes: held.holes + 1,
  verified: null,
  problem: held.problem ?? { code, facts: { ...facts, resource: held.resource }, resource: held.resource },
});

/** The run's own state follows from its steps. */
function advance(run: HeldRun, now: Moment): HeldRun {
  if (hasEnded(run.status) || run.status === "cancelling" || run.status === "publishing" || run.status === "delivering") return run;
  if (run.steps.every((one) => one.status === "failed"))
    return { ...run, status: "failed", endedAt: now, waiting: null, problems: withoutRepeats([...run.problems, ...problemsOf(run.steps)]) };
  const wanted: RunStatus = run.steps.some((one) => one.status === "surveying")
    ? "surveying"
    : run.steps.some((one) => one.status === "fetching")
      ? "fetching"
      : run.steps.every(isSettled)
        ? "publishing"
        : "verifying";
  return wanted !== run.status && mayMove(run.status, wanted) ? { ...run, status: wanted } : run;
}

const problemsOf = (steps: HeldStep[]): Problem[] => steps.flatMap((one) => (one.problem === null ? [] : [one.problem]));

/** The same failure of several resources is said once. */
function withoutRepeats(problems: Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, facts, resource }) => {
    const key = JSON.stringify([code, facts, resource]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The end of a run that has published: the tick is true only where nothing was skipped, refused or held. */
function conclude(run: HeldRun, event: Extract<Event, { type: "published" }>, now: Moment): HeldRun {
  const steps = run.steps.map((held): HeldStep => {
    const result = event.steps.find((one) => one.resource === held.resource);
    if (held.status === "failed" || result === undefined) return held;
    const removed = result.held ? 0 : result.removed;
    const whole = held.holes === 0 && !result.held;
    return { ...held, tally: { ...held.tally, removed }, status: whole ? "completed" : "incomplete" };
  });
  const held = event.steps.filter((one) => one.held);
  const rejected = steps.filter((one) => one.tally.rejected > 0);
  const problems = withoutRepeats([
    ...run.problems,
    ...problemsOf(steps),
    ...held.map((one) => ({
      code: "removals_held",
      facts: { vanishing: String(one.removed), of: String(one.of), resource: one.resource },
      resource: one.resource,
    })),
    ...rejected.map((one) => ({ code: "records_rejected", facts: { count: String(one.tally.rejected) }, resource: one.resource })),
  ]);
  const first = held[0];
  return {
    ...run,
    steps,
    problems,
    question: first === undefined ? null : { resource: first.resource, vanishing: first.removed, of: first.of },
    status: problems.length === 0 ? "completed" : "completed_with_problems",
    published: event.moved,
    endedAt: now,
    waiting: null,
  };
}

function failOpenSteps(run: HeldRun, problem: Problem, now: Moment): HeldRun {
  const steps = run.steps.map((held): HeldStep =>
    held.status === "failed" ? held : { ...held, status: "failed", open: 0, problem: held.problem ?? problem, endedAt: now },
  );
  return { ...run, steps };
}

const cancelSteps = (run: HeldRun, now: Moment): HeldRun => ({
  ...run,
  steps: run.steps.map((held) => (held.status === "failed" ? held : { ...held, status: "cancelled", open: 0, endedAt: now })),
});
