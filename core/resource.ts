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
   * A page is in the store. `more` batches now cover what is still unread. `byName` counts the
   * records that were requested by id.
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
  /** A batch was cut into `more` smaller ones. */
  | { type: "batchCut"; resource: string; more: number }
  /**
   * The source has counted. `kept`: records that a reader would see, rejected ones included.
   * `highestKept`: their highest id.
   */
  | { type: "counted"; resource: string; count: number | null; kept: number; highestKept: number }
  /** The ids of one range were compared with the store, which lacks the `missing` ones. */
  | {
      type: "idsCompared";
      resource: string;
      listed: number;
      missing: Id[];
      tally: Partial<Tally>;
      rowsWritten: number;
    }
  /**
   * The records of all pages were compared with the totals that pages reported, and with the store.
   * `counted` differs from `listed` where they disagree; null: no page reported a total.
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
  /** The number of records read was compared with those stored and those rejected. */
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
 * The result of an event: the step after it, the batches it needs, and whether its batches that no
 * lane has claimed yet are dropped.
 */
export type StepMove = { after: StepState; batches: PlannedBatch[]; drop: boolean };

/** Rounds of repair before a remaining difference is reported as a problem. */
export const maxRounds = 2;

/** Applies one event to a step, and enters the next phase when no batch of this one is open. */
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
      // Asking the source again cannot restore what was lost on our side: the step gets a hole, and
      // the next run reads the files again.
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
 * Ends a step early: it fails if it wrote nothing, otherwise it is published with a hole.
 * Removals count as written too: a later run would show them.
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
  // Where the source cannot list ids, only a full read shows which records still exist.
  const reads = step.reads === "ids" && idRanges?.length === 0 ? "records" : step.reads;
  const batches = reads === "ids" ? [] : planFetch(step.resource, survey, rejectedIds);
  return {
    after: {
      ...step,
      status: "fetching",
      reads,
      idRanges,
      // Records read after an earlier survey of this run are read again, and so are their rejects.
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
      // Doubts concern the content of records, which a comparison of ids does not read.
      doubts: reads === "ids" ? [] : (survey.doubts ?? []),
      open: batches.length,
    },
    batches,
    drop: false,
  };
}

/** The source has counted. Where equal counts would prove nothing, its ids are requested too. */
function counted(
  step: StepState,
  { count, kept, highestKept }: Extract<ResourceEvent, { type: "counted" }>,
): StepMove {
  const agrees = count === null || count === kept;
  const unlistable = step.idRanges?.length === 0;
  // Fewer records came than the survey counted: they left their window since, or a page withheld
  // them. The counts may then agree by accident.
  const found = step.tally.read - step.byName;
  const fellOut = step.toRead !== null && found < step.toRead;
  // A source that cannot count proves nothing by its silence: the ranges it named are listed, even
  // if they are only those from which records have gone.
  const namedOnly = count === null && step.idRanges !== null;
  // After a round that found a difference: a truncated list may have removed records that only a
  // complete list restores.
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
      // Where ids cannot be listed, the records kept are compared with the count, and the records
      // read with the survey's count.
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

/** Lists every id of the source: in its own ranges, or up to the highest id of either side. */
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

/** Moves a step whose batches are all done into its next phase. */
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

/** The end of a round of verification: both sides agree, another round follows, or a hole stays. */
function verified(step: StepState, now: Millis): StepMove {
  const unlistable = step.idRanges?.length === 0;
  const compared = step.rangesAsked > 0 || unlistable;
  // Pages without a total prove nothing. Where a source cannot count, its list of ids is the
  // proof.
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
 * Begins another round. Where records cannot be requested by id, the only repair is to read
 * everything again, under a new horizon.
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
