// Lanes of the tenant's runs: the batches they claim, what they report, and how tasks reach them.
import type { TenantCommand } from "../../contract/rpc/tenant.ts";
import type { Assignment, Fence, Outcome, Task } from "../../contract/rpc/task.ts";
import { dropped } from "../../core/retry.ts";
import { isSettled, type RunState } from "../../core/run.ts";
import { DeliveryPages } from "../delivery/delivery-pages.ts";
import { DeliveryReports } from "../delivery/delivery-reports.ts";
import type { BatchState } from "../stores/batches.ts";
import type { Stores } from "../stores/stores.ts";
import { BatchFailures } from "./batch-failures.ts";
import { Claims, idle } from "./claims.ts";
import { Ingest, stepOf } from "./ingest.ts";
import type { RunTransitions } from "./run-transitions.ts";
import type { TaskDispatcher } from "./task-dispatcher.ts";
import type { CallContext } from "./call-context.ts";

type Report = TenantCommand<"apply">;
type CallTime = Pick<CallContext, "now">;

type Parts = {
  transitions: RunTransitions;
  dispatcher: TaskDispatcher;
  /** Records of one page on its way to a destination; left out, as many as usual. */
  deliveryPageRecords?: number | undefined;
};

export class Lanes {
  readonly #stores: Stores;
  readonly #transitions: RunTransitions;
  readonly #dispatcher: TaskDispatcher;
  readonly #claims: Claims;
  readonly #ingest: Ingest;
  readonly #deliveries: DeliveryReports;
  readonly #failures: BatchFailures;

  /** @param life names this life of the object, which began at `now` */
  constructor(
    stores: Stores,
    { transitions, dispatcher, deliveryPageRecords }: Parts,
    life: { life: string; now: number },
  ) {
    this.#stores = stores;
    this.#transitions = transitions;
    this.#dispatcher = dispatcher;
    const pages = new DeliveryPages(stores, deliveryPageRecords);
    this.#claims = new Claims(stores, { transitions, pages }, life);
    this.#ingest = new Ingest(stores, transitions);
    this.#deliveries = new DeliveryReports(stores, { transitions, pages });
    this.#failures = new BatchFailures(stores, transitions);
  }

  /** A lane comes with its task: it gets the next batch that is due. */
  claim(task: Task, { now }: CallTime): Assignment {
    this.#dispatcher.arrived();
    return this.#claims.claim(task, now);
  }

  /** Takes what came of a batch. A report from an older epoch or attempt changes nothing. */
  apply({ fence, outcome, then }: Report, call: Pick<CallContext, "now" | "chance">): Assignment {
    const { now } = call;
    // Drawn for every report, taken or not: the simulation's chance stays in step.
    const chance = call.chance();
    const claimed = this.#claims.find(fence);
    if (claimed === null) {
      this.#claims.leave(fence, now);
      return idle;
    }
    const { run, batch } = claimed;
    // A resource that is published or out of the run takes nothing more: what comes late would be
    // shown without having been verified.
    if (batch.kind !== "deliver" && isSettled(stepOf(run, batch.resource)))
      this.#stores.batches.put({ ...batch, retry: dropped(batch.retry) });
    else this.#take(run, batch, outcome, { now, chance });
    if (then === "next") return this.#claims.claim(fence, now);
    if (this.#stores.runs.active()?.id === fence.run) this.#transitions.wantLanes();
    return idle;
  }

  #take(
    run: RunState,
    batch: BatchState,
    outcome: Outcome,
    { now, chance }: { now: number; chance: number },
  ): void {
    switch (outcome.type) {
      case "surveyed":
        return this.#ingest.takeSurvey(run, batch, outcome, now);
      case "page":
        return this.#ingest.takePage(run, batch, outcome, now);
      case "smaller":
        return this.#ingest.takeSmaller(run, batch, outcome, now);
      case "counted":
        return this.#ingest.takeCount(run, batch, outcome.count, now);
      case "identified":
        return this.#ingest.takeIds(run, batch, outcome, now);
      case "handedBack":
        return this.#failures.handedBack(run, batch, outcome, now);
      case "failed":
        return this.#failures.failed(run, batch, outcome.failure, { now, chance });
      case "delivered":
        return this.#deliveries.delivered(run, batch, outcome, now);
      case "pending":
        return this.#deliveries.pending(run, batch, outcome, now);
      default:
        outcome satisfies never;
    }
  }

  /** Whether the lane still holds the batch. A holder that was overtaken is told to stop. */
  renew(fence: Fence, { now }: CallTime): boolean {
    return this.#claims.renew(fence, now);
  }

  /** Takes back what silent lanes held, and ends a stopped run that no lane works on any more. */
  releaseSilent({ now }: CallTime): void {
    const run = this.#stores.runs.active();
    if (run === null) return;
    this.#claims.releaseSilent(run, now);
    const after = this.#stores.runs.active();
    if (after !== null) this.#claims.endIfLeft(after, now);
    this.#transitions.wantLanes();
  }

  /** Sends tasks for the work that neither a lane nor a task on its way will take. */
  sendTasks(now: number): void {
    const run = this.#stores.runs.active();
    const task = run && this.#taskOf(run);
    if (run === null || task === null) return;
    const { due, claimed } = this.#stores.batches.workload(run.id, now);
    this.#dispatcher.send(task, { due, claimed, lanes: run.limits.lanes }, now);
  }

  /** Calls lanes directly where the queue has been silent for too long. */
  callWhereSilent(now: number): void {
    const run = this.#stores.runs.active();
    if (run === null || !this.#dispatcher.isSilent(now)) return;
    const task = this.#taskOf(run);
    const { due, claimed } = this.#stores.batches.workload(run.id, now);
    if (task !== null) this.#dispatcher.call(task, Math.min(due, run.limits.lanes - claimed));
  }

  #taskOf(run: RunState): Task | null {
    const identity = this.#stores.metadata.identity();
    return identity && { ...identity, run: run.id, epoch: run.epoch };
  }
}
