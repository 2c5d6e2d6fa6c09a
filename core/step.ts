// The run's state machine: an event that happened, and what follows from it.
import type { LiveMessage } from "../contract/api/live.ts";
import type { Problem, RunStatus } from "../contract/api/run.ts";
import type { Failure } from "../contract/source/failure.ts";
import {
  arrived,
  deliverNext,
  newAndStanding,
  refusals,
  unsent,
  type DeliveryEvent,
  type Owed,
} from "./delivery.ts";
import { warningProblems } from "./file-warnings.ts";
import type { PlannedBatch } from "./plan.ts";
import { progressOf } from "./progress.ts";
import { moveStep, type ResourceEvent } from "./resource.ts";
import {
  hasEnded,
  isSettled,
  mayMove,
  type RunState,
  type StepState,
  type Millis,
  type Tally,
} from "./run.ts";

/** Facts about a run, in the past tense. Each arrives once: the shell fences repeats. */
export type Event =
  | ResourceEvent
  | DeliveryEvent
  | { type: "connectionRefused"; problem: Problem }
  | { type: "delayed"; failure: Failure; until: Millis }
  /** The run waited, and another one went first. @param by the name of that run's configuration */
  | { type: "setAside"; by: string }
  /** The run has the lock again. */
  | { type: "resumed" }
  | { type: "cancelAsked"; by: string }
  /** No lane works on a batch of this run any more. */
  | { type: "lanesLeft" }
  /** Readers now see this run's generation. `moved`: it differs from what they saw before. */
  | { type: "published"; moved: boolean; steps: PublishedStep[]; owed: Owed[] };

/**
 * `removed`: how many of the `of` records are removed. `held`: their removal waits for a person's
 * confirmation. `standing`: rejects that an earlier run has already reported. `tally`: the step's
 * counts, where publishing has changed them.
 */
export type PublishedStep = {
  resource: string;
  removed: number;
  of: number;
  held: boolean;
  standing?: number;
  tally?: Tally;
};

/**
 * Orders to the shell. `plan`: keep these batches (the one effect that a run depends on). `drop`:
 * delete the batches of a resource (null: of all) that no lane has claimed. `send`: queue tasks for
 * as many lanes as there is work. `tell`: send a message to viewers. `note`: write to the ledger.
 */
export type Effect =
  | { type: "plan"; batches: PlannedBatch[] }
  | { type: "drop"; resource: string | null }
  | { type: "send" }
  | { type: "tell"; message: Exclude<LiveMessage["type"], "snapshot"> }
  | { type: "note" };

export type Stepped = { run: RunState; effects: Effect[] };

/**
 * Applies one event to a run. An ended run does not change any more.
 * @param now milliseconds since 1970
 * @returns the run after the event, and the effects that follow from it
 */
export function step(run: RunState, event: Event, now: Millis): Stepped {
  if (hasEnded(run.status)) return { run, effects: [] };
  const { run: after, effects } = react(run, event, now);
  const moved = advance(after, now);
  const settled = withProgress({ ...moved, heartbeatAt: now, seq: run.seq + 1 });
  const ended = hasEnded(settled.status);
  const messages: Effect[] = [{ type: "tell", message: ended ? "ended" : "progress" }];
  if (settled.status !== run.status) messages.push({ type: "note" });
  return { run: settled, effects: [...effects, ...messages] };
}

const withProgress = (run: RunState): RunState => ({ ...run, progressPercentage: progressOf(run) });

function react(run: RunState, event: Event, now: Millis): Stepped {
  switch (event.type) {
    case "surveyed":
    case "pageApplied":
    case "batchCut":
    case "counted":
    case "idsCompared":
    case "pagesCompared":
    case "storedCompared":
    case "batchGivenUp":
    case "resourceRefused":
      return reactInStep(run, event, now);
    case "connectionRefused":
      return {
        run: {
          ...failOpenSteps(run, event.problem, now),
          problems: [...run.problems, event.problem],
          waiting: null,
        },
        effects: [{ type: "drop", resource: null }],
      };
    case "delayed":
      return {
        run: {
          ...run,
          waiting: { code: event.failure.code, facts: event.failure.facts, until: event.until },
          waitingSince: run.waiting === null ? now : (run.waitingSince ?? now),
        },
        effects: [],
      };
    case "setAside":
      return {
        run: {
          ...run,
          setAside: { waiting: run.waiting, at: now },
          waiting: {
            code: "other_goes_first",
            facts: { configuration: event.by },
            until: run.waiting?.until ?? now,
          },
        },
        effects: [],
      };
    case "resumed":
      return { run: resumed(run, now), effects: [{ type: "send" }] };
    case "cancelAsked":
      if (!mayMove(run.status, "cancelling")) return { run, effects: [] };
      return {
        run: {
          ...run,
          status: "cancelling",
          cancelledBy: event.by,
          epoch: run.epoch + 1,
          waiting: null,
        },
        effects: [{ type: "drop", resource: null }],
      };
    case "lanesLeft":
      return run.status === "cancelling"
        ? { run: { ...cancelSteps(run, now), status: "cancelled", endedAt: now }, effects: [] }
        : { run, effects: [] };
    case "published":
      return run.status === "publishing"
        ? sendOn(published(run, event), event.owed, now)
        : { run, effects: [] };
    case "delivered":
      return run.status === "delivering" ? deliver(arrived(run, event), now) : { run, effects: [] };
    case "deliveryGivenUp":
      if (run.status !== "delivering") return { run, effects: [] };
      return {
        run: conclude({ ...run, problems: [...run.problems, ...unsent(run, event)] }, now),
        effects: [{ type: "drop", resource: null }],
      };
  }
}

/**
 * Returns to what the run waited for before it was set aside. Time during which it could have gone
 * on, had it had the lock, does not count as waiting for the source.
 */
function resumed(run: RunState, now: Millis): RunState {
  const { waiting, at } = run.setAside ?? { waiting: run.waiting, at: now };
  const lostMs = Math.max(0, now - Math.max(at, waiting?.until ?? at));
  return {
    ...run,
    setAside: null,
    waiting,
    waitingSince: run.waitingSince === null ? null : run.waitingSince + lostMs,
  };
}

function reactInStep(run: RunState, event: ResourceEvent, now: Millis): Stepped {
  const current = run.steps.find((one) => one.resource === event.resource);
  // A settled step (refused, for example) ignores what its remaining batches report.
  if (current === undefined || isSettled(current)) return { run, effects: [] };
  const { after, batches, drop } = moveStep(current, event, now);
  const effects: Effect[] = [];
  if (batches.length > 0) effects.push({ type: "plan", batches }, { type: "send" });
  if (drop) effects.push({ type: "drop", resource: current.resource });
  return {
    run: {
      ...run,
      steps: run.steps.map((one) => (one === current ? after : one)),
      rowsWritten: run.rowsWritten + ("rowsWritten" in event ? event.rowsWritten : 0),
      readingSince: run.readingSince ?? (event.type === "pageApplied" ? now : null),
      // The run no longer waits once work arrives.
      waiting: event.type === "batchGivenUp" ? run.waiting : null,
    },
    effects,
  };
}

/** Derives the run's status from its steps. */
function advance(run: RunState, now: Millis): RunState {
  if (
    hasEnded(run.status) ||
    run.status === "cancelling" ||
    run.status === "publishing" ||
    run.status === "delivering"
  )
    return run;
  if (run.steps.every((one) => one.status === "failed"))
    return {
      ...run,
      status: "failed",
      endedAt: now,
      waiting: null,
      problems: withoutRepeats([...run.problems, ...problemsOf(run.steps)]),
    };
  const wanted: RunStatus = run.steps.some((one) => one.status === "surveying")
    ? "surveying"
    : run.steps.some((one) => one.status === "fetching")
      ? "fetching"
      : run.steps.every(isSettled)
        ? "publishing"
        : "verifying";
  return wanted !== run.status && mayMove(run.status, wanted) ? { ...run, status: wanted } : run;
}

const problemsOf = (steps: StepState[]): Problem[] =>
  steps.flatMap((one) => (one.problem === null ? [] : [one.problem]));

/** Doubts concern the source, not a resource: each is reported once for the whole run. */
const doubtsOf = (steps: StepState[]): Problem[] =>
  steps.flatMap(({ status, doubts }) =>
    status === "failed" ? [] : doubts.map((doubt) => ({ ...doubt, resource: null })),
  );

/** Keeps the first of equal problems. */
function withoutRepeats(problems: Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, facts, resource }) => {
    const key = JSON.stringify([code, facts, resource]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Begins the delivery of what was published; a run that owes nothing ends here. */
function sendOn(run: RunState, owed: Owed[], now: Millis): Stepped {
  if (owed.length === 0) return { run: conclude(run, now), effects: [] };
  return deliver(deliverNext({ ...run, status: "delivering" }, owed), now);
}

function deliver(
  { run, batches }: { run: RunState; batches: PlannedBatch[] },
  now: Millis,
): Stepped {
  if (batches.length === 0) return { run: conclude(run, now), effects: [] };
  return { run, effects: [{ type: "plan", batches }, { type: "send" }] };
}

/**
 * Ends a run that has published. It is `completed` only if nothing was skipped, rejected, held back
 * or undelivered.
 */
function conclude(run: RunState, now: Millis): RunState {
  const problems = withoutRepeats([...run.problems, ...refusals(run)]);
  return {
    ...run,
    problems,
    status: problems.length === 0 ? "completed" : "completed_with_problems",
    endedAt: now,
    waiting: null,
  };
}

/** Settles the steps of a published run, and reports what was skipped, rejected or held back. */
function published(run: RunState, event: Extract<Event, { type: "published" }>): RunState {
  const steps = run.steps.map((current): StepState => {
    const result = event.steps.find((one) => one.resource === current.resource);
    if (current.status === "failed" || result === undefined) return current;
    const removed = result.held ? 0 : result.removed;
    const whole = current.holes === 0 && !result.held;
    return {
      ...current,
      tally: { ...(result.tally ?? current.tally), removed },
      status: whole ? "completed" : "incomplete",
    };
  });
  const unconfirmed = event.steps.filter((one) => one.held);
  const rejected = steps.filter((one) => one.tally.rejected > 0);
  const problems = withoutRepeats([
    ...run.problems,
    ...problemsOf(steps),
    ...doubtsOf(steps),
    ...unconfirmed.map((one) => ({
      code: "removals_held",
      facts: { vanishing: String(one.removed), of: String(one.of), resource: one.resource },
      resource: one.resource,
    })),
    ...rejected.flatMap(({ resource, tally }) => {
      const { standing = 0 } = event.steps.find((one) => one.resource === resource) ?? {};
      return newAndStanding(["records_rejected", "records_still_rejected"], {
        all: tally.rejected,
        standing,
        resource,
      });
    }),
    ...warningProblems(steps.map(({ status, warned }) => (status === "failed" ? null : warned))),
  ]);
  return {
    ...run,
    steps,
    problems,
    questions: unconfirmed.map(({ resource, removed, of }) => ({
      resource,
      vanishing: removed,
      of,
      answer: null,
    })),
    published: event.moved,
    waiting: null,
  };
}

function failOpenSteps(run: RunState, problem: Problem, now: Millis): RunState {
  const steps = run.steps.map((current): StepState =>
    current.status === "failed"
      ? current
      : {
          ...current,
          status: "failed",
          open: 0,
          problem: current.problem ?? problem,
          endedAt: now,
        },
  );
  return { ...run, steps };
}

/** Whether a step is published: stopping the run during delivery does not take that back. */
const isPublished = ({ status }: StepState): boolean =>
  status === "completed" || status === "incomplete";

const cancelSteps = (run: RunState, now: Millis): RunState => ({
  ...run,
  steps: run.steps.map((current) =>
    current.status === "failed" || isPublished(current)
      ? current
      : { ...current, status: "cancelled", open: 0, endedAt: now },
  ),
});
