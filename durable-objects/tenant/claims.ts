// The hold of lanes on batches: claimed, renewed, and taken back from lanes that are silent.
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { Id } from "../../contract/source/record.ts";
import type { Assignment, Claim, Fence, Task } from "../../contract/rpc/task.ts";
import { judgeLoss } from "../../core/batch-verdict.ts";
import { claimed, claimMs, dropped } from "../../core/retry.ts";
import { isSettled, noTally, type RunState } from "../../core/run.ts";
import type { BatchState } from "../stores/batches.ts";
import type { RunTransitions } from "./run-transitions.ts";
import type { DeliveryPages } from "../delivery/delivery-pages.ts";
import { stepOf } from "./ingest.ts";
import type { Stores } from "../stores/stores.ts";

export const idle: Assignment = { type: "idle" };

export class Claims {
  readonly #stores: Stores;
  readonly #transitions: RunTransitions;
  readonly #pages: DeliveryPages;
  /**
   * Names this life of the object: a claim of an earlier life was lost with the runtime, so its batch
   * is not to blame.
   */
  readonly #life: string;

  constructor(
    stores: Stores,
    { transitions, pages }: { transitions: RunTransitions; pages: DeliveryPages },
    { life, now }: { life: string; now: number },
  ) {
    this.#stores = stores;
    this.#transitions = transitions;
    this.#pages = pages;
    this.#life = life;
    // Lanes that outlived the object renew in time; nobody waits longer for those that died with it.
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

  #claimOf(run: RunState, state: BatchState, plan: RunPlan): Claim {
    const { batch, resource, kind, partition, retry, pageSize } = state;
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
      delivery: kind === "deliver" ? this.#pages.order(run, state, plan) : null,
      urgent: run.startedBy.kind !== "schedule",
    };
  }

  /** Whether the lane still holds the batch: the claim is renewed, or the lane has to stop. */
  renew(fence: Fence, now: number): boolean {
    const claim = this.find(fence);
    if (claim === null) {
      this.leave(fence, now);
      return false;
    }
    this.#stores.batches.put({
      ...claim.batch,
      retry: { ...claim.batch.retry, claimedUntil: now + claimMs },
    });
    return true;
  }

  /** The claimed batch behind a fence, and its run; null where the claim is overtaken. */
  find({
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

  /** A lane lets go of a batch whose run is being stopped: the run ends with its last lane. */
  leave({ run: id, batch: number, attempt }: Fence, now: number): void {
    const run = this.#stores.runs.active();
    if (run === null || run.id !== id || run.status !== "cancelling") return;
    const batch = this.#stores.batches.find(id, number);
    if (batch?.retry.status === "claimed" && batch.retry.attempt === attempt)
      this.#stores.batches.put({ ...batch, retry: dropped(batch.retry) });
    this.endIfLeft(run, now);
  }

  /** Ends a stopped run that no lane works on any more. */
  endIfLeft(run: RunState, now: number): void {
    if (run.status === "cancelling" && this.#stores.batches.claims(run.id).length === 0)
      this.#transitions.applyEvent(run, { type: "lanesLeft" }, now);
  }

  /** Takes back what silent lanes held. */
  releaseSilent(run: RunState, now: number): void {
    for (const batch of this.#stores.batches.claims(run.id)) {
      if ((batch.retry.claimedUntil ?? 0) > now) continue;
      const isWanted =
        run.status !== "cancelling" &&
        (batch.kind === "deliver" || !isSettled(stepOf(run, batch.resource)));
      if (isWanted) this.#lost(batch, now);
      else this.#stores.batches.put({ ...batch, retry: dropped(batch.retry) });
    }
  }

  /** Obeys the rules about a batch whose lane was lost. */
  #lost(batch: BatchState, now: number): void {
    const run = this.#stores.runs.active();
    if (run === null) return;
    this.#transitions.wantLanes();
    const verdict = judgeLoss(batch, batch.claimedIn === this.#life ? "sameRuntime" : "restarted");
    switch (verdict.type) {
      case "again":
        return this.#stores.batches.put({ ...batch, retry: verdict.retry });
      case "cut": {
        this.#stores.batches.replace(batch, verdict.partitions);
        const { resource } = batch;
        const more = verdict.partitions.length;
        this.#transitions.applyEvent(run, { type: "batchCut", resource, more }, now);
        return;
      }
      case "rejected":
        return this.#reject(run, batch, verdict.id, now);
      case "smallerPages": {
        const { pageSize, retry } = verdict;
        return this.#stores.batches.put({ ...batch, pageSize, retry });
      }
      case "givenUp": {
        const { retry, reason } = verdict;
        this.#stores.batches.put({ ...batch, retry });
        if (batch.kind === "deliver")
          this.#transitions.giveUpDelivery(run, { code: "delivery_failed", reason }, now);
        else this.#transitions.giveUp(run, batch.resource, null, now);
        return;
      }
      default:
        verdict satisfies never;
    }
  }

  /** Lists the single record that stops every lane. */
  #reject(run: RunState, batch: BatchState, id: Id, now: number): void {
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
    this.#transitions.applyEvent(run, event, now);
  }
}

const leastOf = (pageSize: number | null, limit: number | null): number | null =>
  pageSize === null ? limit : Math.min(pageSize, limit ?? pageSize);
