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
export function moveStep(held: StepState, event: ResourceEvent, now: Millis): StepMove {
  const moved = stepOf(held, event, now);
  if (moved.after.open > 0 || isSettled(moved.after)) return moved;
  const turned = turn(moved.after, now);
  return { ...turned, batches: [...moved.batches, ...turned.batches] };
}

function stepOf(held: StepState, event: ResourceEvent, now: Millis): StepMove {
  switch (event.type) {
    case "surveyed":
      return surveyed(held, event, now);
    case "pageApplied": {
      const { byName, more } = event;
      return {
        after: {
          ...held,
          tally: addTally(held.tally, event.tally),
          findings: addFound(held.findings, event.found),
          warned: addWarned(held.warned, event.warning),
          byName: held.byName + byName,
          open: held.open - 1 + more,
        },
        batches: [],
        drop: false,
      };
    }
    case "batchCut":
      return { after: { ...held, open: held.open - 1 + event.more }, batches: [], drop: false };
    case "counted":
      return counted(held, event);
    case "idsCompared":
      return idsCompared(held, event);
    case "pagesCompared": {
      const { counted, listed, missing } = event;
      const after = {
        ...held,
        open: held.open - 1,
        counted,
        listed,
        missing,
        tally: addTally(held.tally, event.tally),
      };
      return { after, batches: [], drop: false };
    }
    case "storedCompared": {
      const missing = Math.abs(event.read - event.stored - event.rejected);
      // What was lost on our own side is not found again by asking: the step has a hole, and the
      // next run reads the files again.
      return {
        after: {
          ...held,
          open: held.open - 1,
          counted: null,
          listed: event.stored,
          missing,
          round: missing > 0 ? maxRounds : held.round,
          findings: addFound(held.findings, event.found),
        },
        batches: [],
        drop: false,
      };
    }
    case "batchGivenUp":
      return {
        after: {
          ...held,
          open: held.open - 1,
          holes: held.holes + 1,
          problem: held.problem ?? event.problem,
        },
        batches: [],
        drop: false,
      };
    case "resourceRefused":
      return { after: leaves({ ...held, problem: event.problem }, now), batches: [], drop: true };
  }
}

/**
 * A step that nothing has come of is out of the run; any other is published with a hole.
 * Pages that only told of removals count as well: what they wrote would be shown by a later run.
 */
function leaves(held: StepState, now: Millis): StepState {
  const after = { ...held, open: 0, endedAt: now };
  const untouched = Object.values(held.tally).every((count) => count === 0);
  return untouched
    ? { ...after, status: "failed" }
    : { ...after, status: "ready", holes: Math.max(1, held.holes) };
}

function surveyed(
  held: StepState,
  { survey, fingerprint, rejectedIds }: Extract<ResourceEvent, { type: "surveyed" }>,
  now: Millis,
): StepMove {
  const { listsIds, readsFiles } = coverages[survey.coverage];
  const idRanges = listsIds ? (survey.idRanges?.filter(isIdRange) ?? null) : [];
  // Where ids cannot be listed, only the records themselves tell which of them are still there.
  const reads = held.reads === "ids" && idRanges?.length === 0 ? "records" : held.reads;
  const batches = reads === "ids" ? [] : planFetch(held.resource, survey, rejectedIds);
  return {
    after: {
      ...held,
      status: "fetching",
      reads,
      idRanges,
      // What an earlier survey of this run has brought is read again, and its rejects are listed
      // anew.
      tally: { ...held.tally, read: 0, unchanged: 0, rejected: 0 },
      byName: 0,
      startedAt: held.startedAt ?? now,
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
  held: StepState,
  { count, kept, highestKept }: Extract<ResourceEvent, { type: "counted" }>,
): StepMove {
  const agrees = count === null || count === kept;
  const unlistable = held.idRanges?.length === 0;
  // Fewer came than the survey counted: they have left their window since, or a page kept them
  // back. Counts may then agree by accident.
  const found = held.tally.read - held.byName;
  const fellOut = held.toRead !== null && found < held.toRead;
  // A source that cannot count proves nothing by silence: the parts it names are listed, be it only
  // those where something has gone.
  const namedOnly = count === null && held.idRanges !== null;
  // Where a look has found a difference, a list that was cut short may have taken what only a whole
  // one gives back.
  const lookedBefore = held.round > 0;
  const idsNeeded =
    rulesOf(held).verification === "ids" ||
    held.reads === "ids" ||
    held.complete ||
    !agrees ||
    fellOut ||
    namedOnly ||
    lookedBefore;
  const batches = idsNeeded ? planListing(held, { highestKept, present: count ?? kept }) : [];
  return {
    after: {
      ...held,
      // Where ids cannot be listed, what is kept is held against the count, and what was read
      // against the survey's.
      counted: unlistable && fellOut ? held.toRead : count,
      listed: unlistable ? (fellOut ? found : kept) : 0,
      missing: 0,
      rangesAsked: batches.length,
      open: held.open - 1 + batches.length,
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
  held: StepState,
  { highestKept, present }: { highestKept: number; present: number },
): PlannedBatch[] {
  if (held.idRanges !== null) return planIdRanges(held.resource, held.idRanges);
  const highest = Math.max(held.horizon?.highestId ?? 0, highestKept);
  return highest > 0 ? planIds(held.resource, highest, present) : [];
}

function idsCompared(
  held: StepState,
  event: Extract<ResourceEvent, { type: "idsCompared" }>,
): StepMove {
  const repairs = held.round < maxRounds ? planRepair(held.resource, event.missing) : [];
  return {
    after: {
      ...held,
      open: held.open - 1 + repairs.length,
      listed: held.listed + event.listed,
      missing: held.missing + event.missing.length,
      tally: addTally(held.tally, event.tally),
    },
    batches: repairs,
    drop: false,
  };
}

/** A phase of a step is over: the next one begins. */
function turn(held: StepState, now: Millis): StepMove {
  if (held.status === "surveying") return { after: leaves(held, now), batches: [], drop: false };
  if (held.status === "fetching") {
    if (held.holes > 0) return { after: ready(held, now), batches: [], drop: false };
    const ask = [planCount(held.resource)];
    return { after: { ...held, status: "verifying", open: ask.length }, batches: ask, drop: false };
  }
  return verified(held, now);
}

const ready = (held: StepState, now: Millis): StepState => ({
  ...held,
  status: "ready",
  endedAt: now,
});

/** All is compared and repaired: agree, look once more, or say what differs. */
function verified(held: StepState, now: Millis): StepMove {
  const unlistable = held.idRanges?.length === 0;
  const compared = held.rangesAsked > 0 || unlistable;
  // Pages that told no total prove nothing; a source that cannot count leaves it to its list of
  // ids.
  const disagrees =
    compared &&
    held.listed !== held.counted &&
    (held.counted !== null || rulesOf(held).verification === "totals");
  const again = held.missing > 0 || disagrees;
  if (again && held.round < maxRounds && held.holes === 0)
    return lookAgain(held, unlistable ? "records" : "ids");
  if (held.missing > 0)
    return {
      after: ready(withHole(held, "records_missing", { count: String(held.missing) }), now),
      batches: [],
      drop: false,
    };
  if (disagrees)
    return {
      after: ready(
        withHole(held, "source_disagrees", {
          counted: String(held.counted ?? "?"),
          listed: String(held.listed),
        }),
        now,
      ),
      batches: [],
      drop: false,
    };
  if (held.holes > 0) return { after: ready(held, now), batches: [], drop: false };
  return {
    after: ready({ ...held, verified: held.verified ?? held.listed }, now),
    batches: [],
    drop: false,
  };
}

/**
 * One more round. Where ids cannot be asked for by name, the only repair is to read all again,
 * under a new horizon.
 */
function lookAgain(held: StepState, what: "ids" | "records"): StepMove {
  const ask = what === "ids" ? [planCount(held.resource)] : [planSurvey(held.resource)];
  const complete = held.complete || what === "records";
  const status = what === "ids" ? held.status : "surveying";
  return {
    after: { ...held, status, complete, round: held.round + 1, open: ask.length },
    batches: ask,
    drop: false,
  };
}

const withHole = (held: StepState, code: string, facts: Record<string, string>): StepState => ({
  ...held,
  holes: held.holes + 1,
  verified: null,
  problem: held.problem ?? {
    code,
    facts: { ...facts, resource: held.resource },
    resource: held.resource,
  },
});
