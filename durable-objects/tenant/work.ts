// What a lane reports of its batch: what it brought goes to the intake, a failure to the retry
// policy.
import type { TenantRpc } from "../../contract/rpc/tenant.ts";
import { whileSending } from "../../contract/sentences/say.ts";
import type { Failure } from "../../contract/source/failure.ts";
import type { Assignment, Outcome } from "../../contract/rpc/task.ts";
import { concernsConnection } from "../../core/connection-failures.ts";
import { endOf } from "../../core/given-up.ts";
import { problemFrom } from "../../core/problem.ts";
import {
  afterFailure,
  afterHandBack,
  maxBusyMs,
  type RetryVerdict,
  type WaitLimit,
} from "../../core/retry-policy.ts";
import { dropped } from "../../core/retry.ts";
import { isSettled, type RunState } from "../../core/run.ts";
import type { Event } from "../../core/step.ts";
import type { BatchState } from "../stores/batches.ts";
import { Claims, idle, usualPageSize } from "./claims.ts";
import type { RunTransitions } from "./run-transitions.ts";
import { DeliveryPages } from "../delivery/delivery-pages.ts";
import { DeliveryReports } from "../delivery/delivery-reports.ts";
import { Ingest, stepOf } from "./ingest.ts";
import type { Stores } from "../stores/stores.ts";

type Report = Parameters<TenantRpc["apply"]>[0];

/** The clock and chance of one call. */
export type ApplyTime = { now: number; chance: number };

export class Work {
  readonly #stores: Stores;
  readonly #course: RunTransitions;
  readonly #intake: Ingest;
  readonly #deliveries: DeliveryReports;
  readonly claims: Claims;

  constructor(
    stores: Stores,
    transitions: RunTransitions,
    { parcelSize, ...life }: { life: string; now: number; parcelSize?: number | undefined },
  ) {
    this.#stores = stores;
    this.#course = transitions;
    this.#intake = new Ingest(stores, transitions);
    const pages = new DeliveryPages(stores, parcelSize);
    this.#deliveries = new DeliveryReports(stores, { transitions, pages });
    this.claims = new Claims(stores, { transitions, pages }, life);
  }

  /** Takes what came of a batch. A report from an older epoch or attempt changes nothing. */
  apply({ fence, outcome, then }: Report, turn: ApplyTime): Assignment {
    const held = this.claims.held(fence);
    if (held === null) {
      this.claims.leave(fence, turn.now);
      return idle;
    }
    // A resource that is published or out of the run takes nothing more: what comes late would be
    // shown without having been verified.
    if (held.batch.kind !== "deliver" && isSettled(stepOf(held.run, held.batch.resource)))
      this.#stores.batches.put({ ...held.batch, retry: dropped(held.batch.retry) });
    else this.#take(held.run, held.batch, outcome, turn);
    if (then === "resend") {
      const run = this.#stores.runs.active();
      if (run?.id === fence.run) this.#course.wantLanes();
      return idle;
    }
    return this.claims.claim(fence, turn.now);
  }

  #take(run: RunState, batch: BatchState, outcome: Outcome, turn: ApplyTime): void {
    const { now } = turn;
    switch (outcome.type) {
      case "surveyed":
        return this.#intake.takeSurvey(run, batch, outcome, now);
      case "page":
        return this.#intake.takePage(run, batch, outcome, now);
      case "smaller":
        return this.#intake.takeSmaller(run, batch, outcome, now);
      case "counted":
        return this.#intake.takeCount(run, batch, outcome.count, now);
      case "identified":
        return this.#intake.takeIds(run, batch, outcome, now);
      case "handedBack":
        return this.#wait(
          run,
          batch,
          placed(outcome.failure, batch),
          afterHandBack(batch.retry, outcome.until, patienceOf(run, now)),
          now,
        );
      case "failed":
        return this.#takeFailure(run, batch, outcome.failure, turn);
      case "delivered":
        return this.#deliveries.delivered(run, batch, outcome, now);
      case "pending":
        return this.#deliveries.pending(run, batch, outcome, now);
      default:
        outcome satisfies never;
    }
  }

  #takeFailure(run: RunState, batch: BatchState, said: Failure, turn: ApplyTime): void {
    const failure = placed(said, batch);
    const problem = problemFrom(failure, batch.resource);
    if (failure.kind === "refused") {
      this.#stores.batches.put({
        ...batch,
        problem,
        retry: { ...batch.retry, status: "permanently_failed", claimedUntil: null },
      });
      if (batch.kind === "deliver")
        return this.#course.giveUpDelivery(
          run,
          { code: "delivery_refused", reason: problem },
          turn.now,
        );
      const event: Event = concernsConnection(failure)
        ? { type: "connectionRefused", problem: { ...problem, resource: null } }
        : { type: "resourceRefused", resource: batch.resource, problem };
      this.#course.applyEvent(run, event, turn.now);
      return;
    }
    const size = batch.pageSize ?? usualPageSize;
    if (failure.code === "answer_too_large" && batch.kind === "fetch" && size > 1) {
      const pageSize = Math.max(1, size >> 2);
      this.#stores.batches.put({
        ...batch,
        problem,
        pageSize,
        retry: { ...batch.retry, status: "waiting", claimedUntil: null },
      });
      this.#course.wantLanes();
      return;
    }
    const patience = { ...patienceOf(run, turn.now), chance: turn.chance };
    this.#wait(
      run,
      batch,
      failure,
      afterFailure(batch.retry, { ...failure, kind: failure.kind }, patience),
      turn.now,
    );
  }

  /** The batch is tried again later, or given up where that is not worth waiting for. */
  #wait(
    run: RunState,
    batch: BatchState,
    failure: Failure,
    verdict: RetryVerdict,
    now: number,
  ): void {
    const problem = problemFrom(failure, batch.resource);
    this.#stores.batches.put({ ...batch, problem, retry: verdict.retry });
    if (verdict.type === "again") return this.#delay(run, failure, verdict.retry.notBefore, now);
    // A day's calls that are used up are a reason of their own: asking again today is in vain.
    const code = failure.code === "calls_used_up" ? failure.code : verdict.code;
    const end =
      verdict.code === "waited_too_long"
        ? { code, facts: failure.facts }
        : endOf(failure, batch.resource);
    const reason = problemFrom(end, batch.resource);
    if (batch.kind === "deliver")
      return this.#course.giveUpDelivery(run, { code: "delivery_failed", reason }, now);
    this.#course.giveUp(run, batch.resource, reason, now);
  }

  /** People are told of a wait only when nothing else of the run goes on meanwhile. */
  #delay(run: RunState, failure: Failure, until: number, now: number): void {
    const { due, claimed } = this.#stores.batches.workload(run.id, now);
    if (due === 0 && claimed === 0 && until - now > 1_000)
      this.#course.applyEvent(run, { type: "delayed", failure, until }, now);
  }
}

/**
 * A failure with the way on which it happened: what it leaves as it was is another thing at the
 * source than at a destination.
 */
const placed = (failure: Failure, { kind }: BatchState): Failure =>
  kind === "deliver" ? { ...failure, facts: { ...failure.facts, ...whileSending } } : failure;

/** How long a run may wait, and since when nothing of it has moved. */
const patienceOf = (run: RunState, now: number): WaitLimit => ({
  now,
  limitMs: maxBusyMs[run.startedBy.kind],
  since: run.waiting === null ? null : run.waitingSince,
});
