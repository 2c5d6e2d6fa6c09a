// What lanes do: claim a batch, hand back what came of it, renew their hold; and what becomes of those that are silent.
import type { Failure, Id, Page } from "../contract/source.ts";
import type { Assignment, Claim, Fence, Outcome, PackedPage, Task } from "../contract/task.ts";
import type { RunPlan, TenantDoor } from "../contract/doors.ts";
import { halve } from "../core/plan.ts";
import { afterFailure, afterLoss, claimed, claimMs, concernsConnection, freshTrial, handedBack, maxBusyMs } from "../core/retry.ts";
import { addTally, noTally, type HeldRun, type HeldStep } from "../core/run.ts";
import type { Event } from "../core/step.ts";
import { problemOf, type Course } from "./course.ts";
import { isRange, type Sight } from "./records.ts";
import type { HeldBatch } from "./runs.ts";
import type { Stores } from "./stores.ts";

type Report = Parameters<TenantDoor["apply"]>[0];

/** The clock and chance of one call. */
export type Turn = { now: number; chance: number };

/** Records of a page when nothing asks for fewer: the connector's own size. A batch in trouble starts cutting from here. */
const usualPageSize = 1_000;

const idle: Assignment = { type: "idle" };

export class Work {
  readonly #stores: Stores;
  readonly #course: Course;
  /** This life of the object: a claim of an earlier life was lost with the runtime, not by its batch. */
  readonly #life: string;

  constructor(stores: Stores, course: Course, { life, now }: { life: string; now: number }) {
    this.#stores = stores;
    this.#course = course;
    this.#life = life;
    // Lanes that outlived the object renew in time; those that died with it are not waited for any longer.
    stores.runs.shortenClaims(now + claimMs / 2);
  }

  claim(task: Pick<Task, "run" | "epoch">, now: number): Assignment {
    const run = this.#stores.runs.active();
    if (run === null || run.id !== task.run || run.epoch !== task.epoch || run.status === "cancelling") return idle;
    if (this.#stores.runs.workload(run.id, now).claimed >= run.limits.lanes) return idle;
    const next = this.#stores.runs.due(run.id, now);
    const plan = this.#stores.runs.plan(run.id);
    if (next === null || plan === null) return idle;
    const batch = { ...next, trial: claimed(next.trial, now), claimedIn: this.#life };
    this.#stores.runs.putBatch(batch);
    return { type: "claim", claim: this.#claimOf(run, batch, plan) };
  }

  #claimOf(run: HeldRun, { batch, resource, kind, extent, trial, pageSize }: HeldBatch, plan: RunPlan): Claim {
    const step = stepOf(run, resource);
    const published = this.#stores.publications.current({ configuration: run.configuration, resource });
    return {
      fence: { run: run.id, epoch: run.epoch, batch, attempt: trial.attempt },
      kind, resource, extent, pageSize,
      template: plan.template,
      options: plan.options,
      access: plan.access,
      since: { cursor: published?.cursor ?? null, fingerprint: published?.fingerprint ?? null, complete: step.complete },
      cursor: step.cursor,
      horizon: step.horizon,
      coverage: step.coverage,
    };
  }

  /** Still at work on it? A holder that was overtaken is told to stop. */
  renew(fence: Fence, now: number): boolean {
    const held = this.#held(fence);
    if (held === null) return false;
    this.#stores.runs.putBatch({ ...held.batch, trial: { ...held.batch.trial, claimedUntil: now + claimMs } });
    return true;
  }

  /** Takes what came of a batch. A report from an older epoch or attempt changes nothing. */
  apply({ fence, outcome, then }: Report, turn: Turn): Assignment {
    const held = this.#held(fence);
    if (held === null) {
      this.#leave(fence, turn.now);
      return idle;
    }
    this.#take(held.run, held.batch, outcome, turn);
    if (then === "resend") {
      const run = this.#stores.runs.active();
      if (run?.id === fence.run) this.#course.wantLanes();
      return idle;
    }
    return this.claim(fence, turn.now);
  }

  #held({ run: id, epoch, batch: number, attempt }: Fence): { run: HeldRun; batch: HeldBatch } | null {
    const run = this.#stores.runs.active();
    if (run === null || run.id !== id || run.epoch !== epoch) return null;
    const batch = this.#stores.runs.batch(id, number);
    if (batch === null || batch.trial.status !== "claimed" || batch.trial.attempt !== attempt) return null;
    return { run, batch };
  }

  /** A lane of a run that is being stopped has come home: with the last of them the run ends. */
  #leave({ run: id, batch: number, attempt }: Fence, now: number): void {
    const run = this.#stores.runs.active();
    if (run === null || run.id !== id || run.status !== "cancelling") return;
    const batch = this.#stores.runs.batch(id, number);
    if (batch?.trial.status === "claimed" && batch.trial.attempt === attempt)
      this.#stores.runs.putBatch({ ...batch, trial: { ...batch.trial, status: "dropped", claimedUntil: null } });
    this.endIfLeft(run, now);
  }

  endIfLeft(run: HeldRun, now: number): void {
    if (run.status === "cancelling" && this.#stores.runs.claims(run.id).length === 0)
      this.#course.happen(run, { type: "lanesLeft" }, now);
  }

  #take(run: HeldRun, batch: HeldBatch, outcome: Outcome, turn: Turn): void {
    switch (outcome.type) {
      case "surveyed": {
        this.#done(batch, 0);
        const rejectsOf = this.#stores.publications.current({ configuration: run.configuration, resource: batch.resource })?.rejectsOf;
        const rejectedIds = rejectsOf === undefined ? [] : this.#stores.runs.rejectedIds(rejectsOf, batch.resource);
        const { survey, fingerprint } = outcome;
        this.#happen(run, { type: "surveyed", resource: batch.resource, survey, fingerprint, rejectedIds }, turn);
        return;
      }
      case "page":
        return this.#takePage(run, batch, outcome, turn);
      case "smaller":
        this.#replace(batch, outcome.extents.map((extent) => ({ extent, pageSize: batch.pageSize })));
        this.#happen(run, { type: "batchCut", resource: batch.resource, more: outcome.extents.length }, turn);
        return;
      case "counted":
        return this.#takeCount(run, batch, outcome.count, turn);
      case "identified":
        return this.#takeIds(run, batch, outcome, turn);
      case "handedBack":
        this.#stores.runs.putBatch({ ...batch, trial: handedBack(batch.trial, outcome.until) });
        return this.#delay(run, outcome.failure, outcome.until, turn.now);
      case "failed":
        return this.#takeFailure(run, batch, outcome.failure, turn);
      default:
        outcome satisfies never;
    }
  }

  #happen(run: HeldRun, event: Event, { now }: Pick<Turn, "now">): HeldRun {
    return this.#course.happen(run, event, now);
  }

  #done(batch: HeldBatch, read: number): void {
    this.#stores.runs.putBatch({ ...batch, read, trial: { ...batch.trial, status: "done", claimedUntil: null } });
  }

  #replace(batch: HeldBatch, by: { extent: Exclude<HeldBatch["extent"], null>; pageSize: number | null }[]): void {
    this.#done(batch, 0);
    this.#stores.runs.addBatches(batch.run, by.map((part) => ({ resource: batch.resource, kind: batch.kind, ...part })));
  }

  #takePage(run: HeldRun, batch: HeldBatch, page: PackedPage, turn: Turn): void {
    const { resource } = batch;
    const sight = this.#course.sight(run, resource);
    const written = this.#stores.records.applyChunks(sight, page.chunks);
    const { tally, changed, rowsWritten } = this.#isComplete(run, batch, page.covers)
      ? this.#removeAbsent(sight, page, written)
      : written;
    const rejected = this.#keepRejects(run, batch, page);
    this.#stores.changes.keep({ ...sight, generation: run.generation, run: run.id, batch: batch.batch }, changed);
    this.#done(batch, page.read);
    if (page.rest !== null)
      this.#stores.runs.addBatches(run.id, [{ resource, kind: "fetch", extent: page.rest, pageSize: batch.pageSize }]);
    const more = page.rest === null ? 0 : 1;
    // A record that was compared before in this run (a repair) is not one more record read.
    const counted = batch.extent?.type === "ids" && stepOf(run, resource).status === "verifying" ? 0 : page.read;
    this.#happen(run, { type: "pageApplied", resource, tally: { ...tally, read: counted, rejected }, more, rowsWritten }, turn);
    if (more > 0) this.#course.wantLanes();
  }

  /** Absence inside a page means "gone" only where the page answers for a whole range of ids. */
  #isComplete(run: HeldRun, batch: HeldBatch, covers: Page["covers"]): boolean {
    return stepOf(run, batch.resource).coverage === "range" && batch.extent?.type === "range" && isRange(covers);
  }

  #removeAbsent(sight: Sight, page: PackedPage, written: ReturnType<Stores["records"]["applyChunks"]>): typeof written {
    if (!isRange(page.covers)) return written;
    const rejected = page.rejects.flatMap(({ id }) => (id === null ? [] : [id]));
    const removed = this.#stores.records.removeAbsent(sight, page.covers, [...page.ids, ...rejected]);
    return {
      tally: addTally(written.tally, removed.tally),
      changed: { ...written.changed, removed: [...written.changed.removed, ...removed.changed.removed] },
      rowsWritten: written.rowsWritten + removed.rowsWritten,
    };
  }

  /** Keeps the page's rejects and clears those that it brought well; returns by how many there are more. */
  #keepRejects(run: HeldRun, { resource, batch }: HeldBatch, page: PackedPage): number {
    const had = this.#stores.runs.countRejects(run.id, resource);
    if (had === 0 && page.rejects.length === 0) return 0;
    this.#stores.runs.acquit(run.id, resource, page.ids);
    this.#stores.runs.addRejects(run.id, resource, batch, page.rejects);
    return this.#stores.runs.countRejects(run.id, resource) - had;
  }

  #takeCount(run: HeldRun, batch: HeldBatch, count: number | null, turn: Turn): void {
    const sight = this.#course.sight(run, batch.resource);
    const { records, highest } = this.#stores.records.census(sight);
    const rejected = this.#stores.records.lacking(sight, this.#stores.runs.rejectedIds(run.id, batch.resource)).length;
    this.#done(batch, 0);
    this.#happen(run, { type: "counted", resource: batch.resource, count, kept: records + rejected, highestKept: highest }, turn);
  }

  #takeIds(run: HeldRun, batch: HeldBatch, { ids, covers }: Extract<Outcome, { type: "identified" }>, turn: Turn): void {
    const sight = this.#course.sight(run, batch.resource);
    const rejected = this.#stores.runs.rejectedIds(run.id, batch.resource);
    const known = new Set<Id>(rejected);
    const missing = this.#stores.records.lacking(sight, ids).filter((id) => !known.has(id));
    const { tally, changed, rowsWritten } = this.#stores.records.removeAbsent(sight, covers, [...ids, ...rejected]);
    this.#stores.changes.keep({ ...sight, generation: run.generation, run: run.id, batch: batch.batch }, changed);
    this.#done(batch, 0);
    const event = { type: "idsCompared", resource: batch.resource, listed: ids.length, missing, tally, rowsWritten } as const;
    this.#happen(run, event, turn);
  }

  #takeFailure(run: HeldRun, batch: HeldBatch, failure: Failure, turn: Turn): void {
    const problem = problemOf(failure.code, failure.facts, batch.resource);
    if (failure.kind === "refused") {
      this.#stores.runs.putBatch({ ...batch, problem, trial: { ...batch.trial, status: "permanently_failed", claimedUntil: null } });
      const event: Event = concernsConnection(failure)
        ? { type: "connectionRefused", problem: { ...problem, resource: null } }
        : { type: "resourceRefused", resource: batch.resource, problem };
      this.#happen(run, event, turn);
      return;
    }
    const size = batch.pageSize ?? usualPageSize;
    if (failure.code === "answer_too_large" && batch.kind === "fetch" && size > 1) {
      const pageSize = Math.max(1, size >> 2);
      this.#stores.runs.putBatch({ ...batch, problem, pageSize, trial: { ...batch.trial, status: "waiting", claimedUntil: null } });
      this.#course.wantLanes();
      return;
    }
    const busyLimitMs = maxBusyMs[run.startedBy.kind];
    const verdict = afterFailure(batch.trial, { ...failure, kind: failure.kind }, { ...turn, busyLimitMs });
    this.#stores.runs.putBatch({ ...batch, problem, trial: verdict.trial });
    if (verdict.type === "again") return this.#delay(run, failure, verdict.trial.notBefore, turn.now);
    this.#giveUp(run, batch, verdict.code === "waited_too_long" ? problemOf(verdict.code, failure.facts, batch.resource) : null, turn.now);
  }

  #giveUp(run: HeldRun, { resource }: HeldBatch, problem: ReturnType<typeof problemOf> | null, now: number): void {
    const said = problem ?? problemOf("batch_given_up", { resource }, resource);
    this.#course.happen(run, { type: "batchGivenUp", resource, problem: said }, now);
  }

  /** People are told of a wait only when nothing else of the run goes on meanwhile. */
  #delay(run: HeldRun, failure: Failure, until: number, now: number): void {
    const { due, claimed } = this.#stores.runs.workload(run.id, now);
    if (due === 0 && claimed === 0 && until - now > 1_000) this.#course.happen(run, { type: "delayed", failure, until }, now);
  }

  /** Takes back what silent lanes held. */
  takeBack(run: HeldRun, now: number): void {
    for (const batch of this.#stores.runs.claims(run.id)) {
      if ((batch.trial.claimedUntil ?? 0) > now) continue;
      if (run.status === "cancelling")
        this.#stores.runs.putBatch({ ...batch, trial: { ...batch.trial, status: "dropped", claimedUntil: null } });
      else this.#takeBackOne(batch, now);
    }
  }

  #takeBackOne(batch: HeldBatch, now: number): void {
    const run = this.#stores.runs.active();
    if (run === null) return;
    const { halve: tooHeavy, ...trial } = afterLoss(batch.trial, batch.claimedIn === this.#life ? "sameRuntime" : "restarted");
    this.#course.wantLanes();
    if (!tooHeavy) return this.#stores.runs.putBatch({ ...batch, trial });
    const halves = halve(batch.extent);
    if (halves !== null) {
      this.#replace(batch, halves.map((extent) => ({ extent, pageSize: batch.pageSize })));
      this.#course.happen(run, { type: "batchCut", resource: batch.resource, more: halves.length }, now);
      return;
    }
    const size = batch.pageSize ?? usualPageSize;
    const single = singleId(batch);
    if (single !== null) return this.#setAside(run, batch, single, now);
    if (batch.kind === "fetch" && size > 1) {
      this.#stores.runs.putBatch({ ...batch, pageSize: size >> 1, trial: { ...freshTrial, attempt: trial.attempt } });
      return;
    }
    this.#stores.runs.putBatch({ ...batch, trial: { ...trial, status: "permanently_failed" } });
    this.#giveUp(run, batch, null, now);
  }

  /** A single record that takes every lane down with it becomes a reject. */
  #setAside(run: HeldRun, batch: HeldBatch, id: Id, now: number): void {
    this.#stores.runs.addRejects(run.id, batch.resource, batch.batch, [{ id, code: "record_stops_reading", facts: {}, sample: "" }]);
    this.#done(batch, 1);
    const event = { type: "pageApplied", resource: batch.resource, tally: { ...noTally, read: 1, rejected: 1 }, more: 0, rowsWritten: 0 } as const;
    this.#course.happen(run, event, now);
  }
}

const stepOf = (run: HeldRun, resource: string): HeldStep => {
  const step = run.steps.find((one) => one.resource === resource);
  if (step === undefined) throw new Error(`run ${run.id} has no step ${resource}`);
  return step;
};

const singleId = ({ extent }: HeldBatch): Id | null => {
  if (extent?.type === "ids" && extent.ids.length === 1) return extent.ids[0] ?? null;
  return extent?.type === "range" && extent.from === extent.to ? extent.from : null;
};
