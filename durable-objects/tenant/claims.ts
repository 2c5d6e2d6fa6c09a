// The hold of lanes on batches: claimed, renewed, and taken back from lanes that are silent.
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { Problem } from "../../contract/api/run.ts";
import type { Id } from "../../contract/source/record.ts";
import type { Assignment, Claim, Fence, Task } from "../../contract/rpc/task.ts";
import { endOf } from "../../core/given-up.ts";
import { halve } from "../../core/partitions.ts";
import { problemFrom } from "../../core/problem.ts";
import { afterLoss } from "../../core/retry-policy.ts";
import { claimed, claimMs, dropped, freshRetryState } from "../../core/retry.ts";
import { isSettled, noTally, type RunState } from "../../core/run.ts";
import type { BatchState } from "../stores/batches.ts";
import type { RunTransitions } from "./run-transitions.ts";
import type { DeliveryPages } from "../delivery/delivery-pages.ts";
import { stepOf } from "./ingest.ts";
import type { Stores } from "../stores/stores.ts";

/**
 * Records of a page when nothing asks for fewer: the connector's own size. A batch in trouble
 * starts cutting from here.
 */
export const usualPageSize = 1_000;

export const idle: Assignment = { type: "idle" };

/**
 * What a batch was told last, once no try is left; null where its lanes were lost without a word.
 */
function lastWord({ problem, resource }: BatchState): Problem | null {
  if (problem === null) return null;
  return problemFrom(endOf(problem, resource), resource);
}

export class Claims {
  readonly #stores: Stores;
  readonly #course: RunTransitions;
  readonly #pages: DeliveryPages;
  /**
   * This life of the object: a claim of an earlier life was lost with the runtime, not by its
   * batch.
   */
  readonly #life: string;

  constructor(
    stores: Stores,
    { transitions, pages }: { transitions: RunTransitions; pages: DeliveryPages },
    { life, now }: { life: string; now: number },
  ) {
    this.#stores = stores;
    this.#course = transitions;
    this.#pages = pages;
    this.#life = life;
    // Lanes that outlived the object renew in time; those that died with it are not waited for any
    // longer.
    stores.batches.shortenClaims(now + claimMs / 2);
  }

  claim(task: Pick<Task, "run" | "epoch">, now: number): Assignment {
    const run = this.#stores.runs.active();
    if (
      run === null ||
      run.id !== task.run ||
      run.epoch !== task.epoch ||
      run.status === "cancelling"
    )
      return idle;
    if (this.#stores.batches.workload(run.id, now).claimed >= run.limits.lanes) return idle;
    const next = this.#stores.batches.due(run.id, now);
    const plan = this.#stores.runs.plan(run.id);
    if (next === null || plan === null) return idle;
    const batch = { ...next, retry: claimed(next.retry, now), claimedIn: this.#life };
    this.#stores.batches.put(batch);
    return { type: "claim", claim: this.#claimOf(run, batch, plan) };
  }

  #claimOf(run: RunState, held: BatchState, plan: RunPlan): Claim {
    const { batch, resource, kind, partition, retry, pageSize } = held;
    const step = stepOf(run, resource);
    const published = this.#stores.publications.current({
      configuration: run.configuration,
      resource,
    });
    return {
      fence: { run: run.id, epoch: run.epoch, batch, attempt: retry.attempt },
      kind,
      resource,
      partition,
      pageSize: leastOf(pageSize, plan.limits.pageSize),
      template: plan.template,
      options: plan.options,
      access: plan.access,
      since: {
        cursor: published?.cursor ?? null,
        fingerprint: published?.fingerprint ?? null,
        complete: step.complete,
      },
      cursor: step.cursor,
      horizon: step.horizon,
      coverage: step.coverage,
      idTakenCode: step.idTakenCode,
      delivery: kind === "deliver" ? this.#pages.order(run, held, plan) : null,
      urgent: run.startedBy.kind !== "schedule",
    };
  }

  /** Still at work on it? A holder that was overtaken is told to stop. */
  renew(fence: Fence, now: number): boolean {
    const held = this.held(fence);
    if (held === null) {
      this.leave(fence, now);
      return false;
    }
    this.#stores.batches.put({
      ...held.batch,
      retry: { ...held.batch.retry, claimedUntil: now + claimMs },
    });
    return true;
  }

  held({
    run: id,
    epoch,
    batch: number,
    attempt,
  }: Fence): { run: RunState; batch: BatchState } | null {
    const run = this.#stores.runs.active();
    if (run === null || run.id !== id || run.epoch !== epoch) return null;
    const batch = this.#stores.batches.find(id, number);
    if (batch === null || batch.retry.status !== "claimed" || batch.retry.attempt !== attempt)
      return null;
    return { run, batch };
  }

  /** A lane of a run that is being stopped has come home: with the last of them the run ends. */
  leave({ run: id, batch: number, attempt }: Fence, now: number): void {
    const run = this.#stores.runs.active();
    if (run === null || run.id !== id || run.status !== "cancelling") return;
    const batch = this.#stores.batches.find(id, number);
    if (batch?.retry.status === "claimed" && batch.retry.attempt === attempt)
      this.#stores.batches.put({ ...batch, retry: dropped(batch.retry) });
    this.endIfLeft(run, now);
  }

  endIfLeft(run: RunState, now: number): void {
    if (run.status === "cancelling" && this.#stores.batches.claims(run.id).length === 0)
      this.#course.applyEvent(run, { type: "lanesLeft" }, now);
  }

  /** Takes back what silent lanes held. */
  takeBack(run: RunState, now: number): void {
    for (const batch of this.#stores.batches.claims(run.id)) {
      if ((batch.retry.claimedUntil ?? 0) > now) continue;
      if (run.status === "cancelling")
        this.#stores.batches.put({ ...batch, retry: dropped(batch.retry) });
      else if (batch.kind !== "deliver" && isSettled(stepOf(run, batch.resource)))
        this.#stores.batches.put({ ...batch, retry: dropped(batch.retry) });
      else this.#takeBackOne(batch, now);
    }
  }

  #takeBackOne(batch: BatchState, now: number): void {
    const run = this.#stores.runs.active();
    if (run === null) return;
    const { halve: tooHeavy, ...retry } = afterLoss(
      batch.retry,
      batch.claimedIn === this.#life ? "sameRuntime" : "restarted",
    );
    this.#course.wantLanes();
    if (!tooHeavy) return this.#stores.batches.put({ ...batch, retry });
    const halves = halve(batch.partition);
    if (halves !== null) {
      this.#stores.batches.replace(batch, halves);
      this.#course.applyEvent(
        run,
        { type: "batchCut", resource: batch.resource, more: halves.length },
        now,
      );
      return;
    }
    const size = batch.pageSize ?? usualPageSize;
    const single = singleId(batch);
    if (single !== null) return this.#setAside(run, batch, single, now);
    if ((batch.kind === "fetch" || batch.kind === "deliver") && size > 1) {
      this.#stores.batches.put({
        ...batch,
        pageSize: size >> 1,
        retry: { ...freshRetryState, attempt: retry.attempt },
      });
      return;
    }
    this.#stores.batches.put({ ...batch, retry: { ...retry, status: "permanently_failed" } });
    if (batch.kind === "deliver")
      this.#course.giveUpDelivery(run, { code: "delivery_failed", reason: lastWord(batch) }, now);
    else this.#course.giveUp(run, batch.resource, null, now);
  }

  /** A single record that takes every lane down with it becomes a reject. */
  #setAside(run: RunState, batch: BatchState, id: Id, now: number): void {
    const { rejects } = this.#stores;
    const had = rejects.count(run.id, batch.resource);
    rejects.add(run.id, batch.resource, batch.batch, [
      { id, code: "record_stops_reading", facts: {}, sample: "" },
    ]);
    // Another batch of the run may have brought it before, and found that it cannot be used.
    const rejected = rejects.count(run.id, batch.resource) - had;
    this.#stores.batches.done(batch, 1);
    const event = {
      type: "pageApplied",
      resource: batch.resource,
      tally: { ...noTally, read: 1, rejected },
      byName: batch.partition?.type === "ids" ? 1 : 0,
      more: 0,
      rowsWritten: 0,
    } as const;
    this.#course.applyEvent(run, event, now);
  }
}

const leastOf = (pageSize: number | null, limit: number | null): number | null =>
  pageSize === null ? limit : Math.min(pageSize, limit ?? pageSize);

const singleId = ({ partition }: BatchState): Id | null => {
  if (partition?.type === "ids" && partition.ids.length === 1) return partition.ids[0] ?? null;
  return partition?.type === "range" && partition.from === partition.to ? partition.from : null;
};
