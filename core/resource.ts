// What an event does to one resource of a run: its phases, and what each needs next.
import type { Problem } from "../contract/api/run.ts";
import type { Id } from "../contract/source/record.ts";
import type { FileWarning } from "../contract/source/page.ts";
import type { Survey } from "../contract/source/survey.ts";
import { addFound, noneFound, type Found } from "./findings.ts";
import { addWarned, noneWarned } from "./file-warnings.ts";
import { coverages, rulesOf } from "./coverage.ts";
import { isIdRange } from "./partitions.ts";
import {
  planCount,
  planFetch,
  planIds,
  planRepair,
  planIdRanges,
  planSurvey,
  type PlannedBatch,
} from "./plan.ts";
import { addTally, isSettled, type StepState, type Millis, type Tally } from "./run.ts";

/** Facts about one resource, in the past tense. */
export type ResourceEvent =
  | { type: "surveyed"; resource: string; survey: Survey; fingerprint: string; rejectedIds: Id[] }
  /**
   * A page is in the store. `more` batches were put in its place for what is still unread; `byName`
   * of its records were asked for by id.
   */
  | {
      type: "pageApplied";
      resource: string;
      tally: Partial<Tally>;
      byName: number;
      more: number;
      rowsWritten: number;
      found?: Found;
      warning?: FileWarning | null;
    }
  /** A batch was cut: `more` stand in its place. */
  | { type: "batchCut"; resource: string; more: number }
  /**
   * `kept` are the records a reader would see (rejected ones included), `highestKept` their highest
   * id.
   */
  | { type: "counted"; resource: string; count: number | null; kept: number; highestKept: number }
  /** Ids of one span compared with the store. `missing` are ids the store lacks. */
  | {
      type: "idsCompared";
      resource: string;
      listed: number;
      missing: Id[];
      tally: Partial<Tally>;
      rowsWritten: number;
    }
  /**
   * What all pages brought, held against what they told and against the store. `counted` differs
   * from `listed` where they do not agree; null: nothing was told.
   */
  | {
      type: "pagesCompared";
      resource: string;
      counted: number | null;
      listed: number;
      missing: number;
      tally: Partial<Tally>;
      rowsWritten: number;
    }
  /** Records read, held against those in the store and those that could not be used. */
  | {
      type: "storedCompared";
      resource: string;
      read: number;
      stored: number;
      rejected: number;
      found: Found;
    }
  | { type: "batchGivenUp"; resource: string; problem: Problem }
  | { type: "resourceRefused"; resource: string; problem: Problem };

/**
 * A step as it is after an event, the batches it needs, and whether those that nobody has begun are
 * dropped.
 */
export type StepMove = { after: StepState; batches: PlannedBatch[]; drop: boolean };

/** Rounds of repair before a difference is called a problem. */
export const maxRounds = 2;

/**
 * One event of a step, and the turn into its next phase when nothing of the present one is open.
 */
export function moveStep(step: StepState, event: ResourceEvent, now: Millis): StepMove {
  const moved = applyToStep(step, event, now);
  if (moved.after.open > 0 || isSettled(moved.after)) return moved;
  const next = enterNextPhase(moved.after, now);
  return { ...next, batches: [...moved.batches, ...next.batches] };
}

function applyToStep(step: StepState, event: ResourceEvent, now: Millis): StepMove {
  switch (event.type) {
    case "surveyed":
      return surveyed(step, event, now);
    case "pageApplied": {
      const { byName, more } = event;
      return {
        after: {
          ...step,
          tally: addTally(step.tally, event.tally),
          findings: addFound(step.findings, event.found),
          warned: addWarned(step.warned, event.warning),
          byName: step.byName + byName,
          open: step.open - 1 + more,
        },
        batches: [],
        drop: false,
      };
    }
    case "batchCut":
      return { after: { ...step, open: step.open - 1 + event.more }, batches: [], drop: false };
    case "counted":
      return counted(step, event);
    case "idsCompared":
      return idsCompared(step, event);
    case "pagesCompared": {
      const { counted, listed, missing } = event;
      const after = {
        ...step,
        open: step.open - 1,
        counted,
        listed,
        missing,
        tally: addTally(step.tally, event.tally),
      };
      return { after, batches: [], drop: false };
    }
    case "storedCompared": {
      const missing = Math.abs(event.read - event.stored - event.rejected);
      // What was lost on our own side is not found again by asking: the step has a hole, and the
      // next run reads the files again.
      return {
        after: {
          ...step,
          open: step.open - 1,
          counted: null,
          listed: event.stored,
          missing,
          round: missing > 0 ? maxRounds : step.round,
          findings: addFound(step.findings, event.found),
        },
        batches: [],
        drop: false,
      };
    }
    case "batchGivenUp":
      return {
        after: {
          ...step,
          open: step.open - 1,
          holes: step.holes + 1,
          problem: step.problem ?? event.problem,
        },
        batches: [],
        drop: false,
      };
    case "resourceRefused":
      return { after: leaveRun({ ...step, problem: event.problem }, now), batches: [], drop: true };
  }
}

/**
 * A step that nothing has come of is out of the run; any other is published with a hole.
 * Pages that only told of removals count as well: what they wrote would be shown by a later run.
 */
function leaveRun(step: StepState, now: Millis): StepState {
  const after = { ...step, open: 0, endedAt: now };
  const untouched = Object.values(step.tally).every((count) => count === 0);
  return untouched
    ? { ...after, status: "failed" }
    : { ...after, status: "ready", holes: Math.max(1, step.holes) };
}

function surveyed(
  step: StepState,
  { survey, fingerprint, rejectedIds }: Extract<ResourceEvent, { type: "surveyed" }>,
  now: Millis,
): StepMove {
  const { listsIds, readsFiles } = coverages[survey.coverage];
  const idRanges = listsIds ? (survey.idRanges?.filter(isIdRange) ?? null) : [];
  // Where ids cannot be listed, only the records themselves tell which of them are still there.
  const reads = step.reads === "ids" && idRanges?.length === 0 ? "records" : step.reads;
  const batches = reads === "ids" ? [] : planFetch(step.resource, survey, rejectedIds);
  return {
    after: {
      ...step,
      status: "fetching",
      reads,
      idRanges,
      // What an earlier survey of this run has brought is read again, and its rejects are listed
      // anew.
      tally: { ...step.tally, read: 0, unchanged: 0, rejected: 0 },
      byName: 0,
      startedAt: step.startedAt ?? now,
      coverage: survey.coverage,
      idTakenCode: survey.idTakenCode ?? null,
      files: readsFiles ? survey.partitions.length : null,
      findings: noneFound(survey.findings),
      warned: readsFiles ? noneWarned : null,
      horizon: survey.horizon,
      fingerprint,
      cursor: survey.cursor,
      toRead: reads === "ids" ? 0 : survey.toRead,
      present: survey.present,
      // Where ids alone are compared, nothing is said of what records hold.
      doubts: reads === "ids" ? [] : (survey.doubts ?? []),
      open: batches.length,
    },
    batches,
    drop: false,
  };
}

/** The source has counted: ids are asked for where counts alone prove nothing. */
function counted(
  step: StepState,
  { count, kept, highestKept }: Extract<ResourceEvent, { type: "counted" }>,
): StepMove {
  const agrees = count === null || count === kept;
  const unlistable = step.idRanges?.length === 0;
  // Fewer came than the survey counted: they have left their window since, or a page kept them
  // back. Counts may then agree by accident.
  const found = step.tally.read - step.byName;
  const fellOut = step.toRead !== null && found < step.toRead;
  // A source that cannot count proves nothing by silence: the parts it names are listed, be it only
  // those where something has gone.
  const namedOnly = count === null && step.idRanges !== null;
  // Where a look has found a difference, a list that was cut short may have taken what only a whole
  // one gives back.
  const lookedBefore = step.round > 0;
  const idsNeeded =
    rulesOf(step).verification === "ids" ||
    step.reads === "ids" ||
    step.complete ||
    !agrees ||
    fellOut ||
    namedOnly ||
    lookedBefore;
  const batches = idsNeeded ? planListing(step, { highestKept, present: count ?? kept }) : [];
  return {
    after: {
      ...step,
      // Where ids cannot be listed, what is kept is held against the count, and what was read
      // against the survey's.
      counted: unlistable && fellOut ? step.toRead : count,
      listed: unlistable ? (fellOut ? found : kept) : 0,
      missing: 0,
      rangesAsked: batches.length,
      open: step.open - 1 + batches.length,
      verified: agrees && batches.length === 0 ? kept : null,
    },
    batches,
    drop: false,
  };
}

/**
 * Every id that the source can list: in its own ranges, or up to the highest that either side knows.
 */
function planListing(
  step: StepState,
  { highestKept, present }: { highestKept: number; present: number },
): PlannedBatch[] {
  if (step.idRanges !== null) return planIdRanges(step.resource, step.idRanges);
  const highest = Math.max(step.horizon?.highestId ?? 0, highestKept);
  return highest > 0 ? planIds(step.resource, highest, present) : [];
}

function idsCompared(
  step: StepState,
  event: Extract<ResourceEvent, { type: "idsCompared" }>,
): StepMove {
  const repairs = step.round < maxRounds ? planRepair(step.resource, event.missing) : [];
  return {
    after: {
      ...step,
      open: step.open - 1 + repairs.length,
      listed: step.listed + event.listed,
      missing: step.missing + event.missing.length,
      tally: addTally(step.tally, event.tally),
    },
    batches: repairs,
    drop: false,
  };
}

/** A phase of a step is over: the next one begins. */
function enterNextPhase(step: StepState, now: Millis): StepMove {
  if (step.status === "surveying") return { after: leaveRun(step, now), batches: [], drop: false };
  if (step.status === "fetching") {
    if (step.holes > 0) return { after: ready(step, now), batches: [], drop: false };
    const ask = [planCount(step.resource)];
    return { after: { ...step, status: "verifying", open: ask.length }, batches: ask, drop: false };
  }
  return verified(step, now);
}

const ready = (step: StepState, now: Millis): StepState => ({
  ...step,
  status: "ready",
  endedAt: now,
});

/** All is compared and repaired: agree, look once more, or say what differs. */
function verified(step: StepState, now: Millis): StepMove {
  const unlistable = step.idRanges?.length === 0;
  const compared = step.rangesAsked > 0 || unlistable;
  // Pages that told no total prove nothing; a source that cannot count leaves it to its list of
  // ids.
  const disagrees =
    compared &&
    step.listed !== step.counted &&
    (step.counted !== null || rulesOf(step).verification === "totals");
  const again = step.missing > 0 || disagrees;
  if (again && step.round < maxRounds && step.holes === 0)
    return lookAgain(step, unlistable ? "records" : "ids");
  if (step.missing > 0)
    return {
      after: ready(withHole(step, "records_missing", { count: String(step.missing) }), now),
      batches: [],
      drop: false,
    };
  if (disagrees)
    return {
      after: ready(
        withHole(step, "source_disagrees", {
          counted: String(step.counted ?? "?"),
          listed: String(step.listed),
        }),
        now,
      ),
      batches: [],
      drop: false,
    };
  if (step.holes > 0) return { after: ready(step, now), batches: [], drop: false };
  return {
    after: ready({ ...step, verified: step.verified ?? step.listed }, now),
    batches: [],
    drop: false,
  };
}

/**
 * One more round. Where ids cannot be asked for by name, the only repair is to read all again,
 * under a new horizon.
 */
function lookAgain(step: StepState, what: "ids" | "records"): StepMove {
  const ask = what === "ids" ? [planCount(step.resource)] : [planSurvey(step.resource)];
  const complete = step.complete || what === "records";
  const status = what === "ids" ? step.status : "surveying";
  return {
    after: { ...step, status, complete, round: step.round + 1, open: ask.length },
    batches: ask,
    drop: false,
  };
}

const withHole = (step: StepState, code: string, facts: Record<string, string>): StepState => ({
  ...step,
  holes: step.holes + 1,
  verified: null,
  problem: step.problem ?? {
    code,
    facts: { ...facts, resource: step.resource },
    resource: step.resource,
  },
});
