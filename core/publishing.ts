// Publishing: what of a run's steps readers see from now on, whether their removals go with it, and
// where the next read begins.
import type { Limits } from "../contract/api/configuration.ts";
import type { Id } from "../contract/source/record.ts";
import { isCompleteRead, mustReread, rulesOf } from "./coverage.ts";
import { confirms, exceedsGuard } from "./guard.ts";
import type { Publication } from "./publication.ts";
import type { Millis, RunState, StepState } from "./run.ts";
import type { PublishedStep } from "./step.ts";

/** What the stores know of a step that is ready. */
export type PublishingFacts = {
  step: StepState;
  /** What readers see now; null before the first publication. */
  before: Publication | null;
  /** Records that readers would see if the step's removals went with it. */
  left: number;
  /** Rejects of this run, and those among them that came without an id. */
  rejected: number;
  unnamed: number;
};

/** The ids that a person's yes to this run named, and those that it would remove. */
export type Confirmation = { named: Id[]; removed: Id[] };

/** What becomes of a step that is published. */
export type Judgement = {
  /** Its removals wait for a person. */
  asks: boolean;
  /** It was compared whole, so a question of an earlier run is settled by it. */
  settles: boolean;
  /** Its removals are taken back before readers see the step. */
  dropsRemovals: boolean;
  /** It was read without a hole and nothing of it is held back. */
  whole: boolean;
  /** Records that would vanish, and of them those that do. */
  vanishing: number;
  removed: number;
  /** The next read begins where this one began. */
  rereads: boolean;
};

/**
 * Removals never go past a hole, nor past the guard without a person's word.
 * @param confirmation read only where the guard has something to ask: its lists may be long
 */
export function judgeStep(
  { step, before, left, rejected, unnamed }: PublishingFacts,
  limits: Pick<Limits, "removalShare" | "removalCount">,
  confirmation: () => Confirmation,
): Judgement {
  const hasHole = step.holes > 0;
  const vanishing = hasHole ? 0 : step.tally.removed;
  const counts = { before: before?.records ?? 0, removed: vanishing, left };
  const asks = exceedsGuard(counts, limits) && !confirms(confirmation());
  return {
    asks,
    settles: !hasHole,
    dropsRemovals: hasHole || asks,
    whole: !hasHole && !asks,
    vanishing,
    removed: asks ? 0 : vanishing,
    rereads: mustReread(step, { rejected, unnamed }),
  };
}

/** A step that is about to be published, with its judgement. */
export type JudgedStep = Pick<PublishingFacts, "step" | "before"> & {
  judgement: Judgement;
  /** Records that readers see once it is published. */
  records: number;
};

/** Whether readers see anything new: a run that changed nothing keeps their generation. */
export const movesReaders = (steps: JudgedStep[]): boolean =>
  steps.some(
    ({ step: { tally }, before, judgement }) =>
      before === null || tally.added + tally.changed + judgement.removed > 0,
  );

/** The publication of a step. @param moved whether the run's generation becomes visible */
export function publicationOf(
  { step, before, judgement, records }: JudgedStep,
  run: Pick<RunState, "id" | "generation">,
  { moved, now }: { moved: boolean; now: Millis },
): Publication {
  const { whole, rereads } = judgement;
  const seen =
    moved || before === null
      ? { generation: run.generation, run: run.id, publishedAt: now }
      : { generation: before.generation, run: before.run, publishedAt: before.publishedAt };
  return {
    ...seen,
    ...nextRead({ step, before, judgement }),
    records,
    verifiedAt: whole ? now : (before?.verifiedAt ?? null),
    completeAt: whole && !rereads && isCompleteRead(step) ? now : (before?.completeAt ?? null),
    // Ids that were only compared say nothing of rejected records; a hole may hide some.
    rejectsOf: before !== null && (!whole || step.reads === "ids") ? before.rejectsOf : run.id,
  };
}

/**
 * Where the next read begins, and under which mapping all that is kept was read; null: it reads
 * everything and maps it anew. Only records that were read whole move the cursor: comparing ids
 * says nothing of what has changed.
 */
function nextRead({
  step,
  before,
  judgement: { whole, rereads },
}: Pick<JudgedStep, "step" | "before" | "judgement">): Pick<Publication, "cursor" | "fingerprint"> {
  if (whole && !rereads && step.reads === "records")
    return { cursor: step.cursor, fingerprint: step.fingerprint };
  if (before !== null && before.fingerprint === step.fingerprint)
    return { cursor: before.cursor, fingerprint: before.fingerprint };
  // Everything that a first read of files keeps was mapped as it is now, beside a refused file too:
  // the next read need not map it anew.
  const isFirst = before === null && rulesOf(step).sameId === "first_stays";
  return { cursor: null, fingerprint: isFirst ? step.fingerprint : null };
}

/** What the run is told of a published step. @param standing rejects that an earlier run told of */
export const publishedStep = (
  { step, before, judgement }: JudgedStep,
  standing: number,
): PublishedStep => ({
  resource: step.resource,
  standing,
  removed: judgement.vanishing,
  of: before?.records ?? 0,
  held: judgement.asks,
  tally: step.tally,
});
