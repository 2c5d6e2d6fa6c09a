// Batches that failed or were handed back: kept as the rules judge them, and told to their run.
import type { Failure } from "../../contract/source/failure.ts";
import { judgeFailure, judgeHandBack, type FailureVerdict } from "../../core/batch-verdict.ts";
import { maxBusyMs, type WaitLimit } from "../../core/retry-policy.ts";
import type { RunState } from "../../core/run.ts";
import type { BatchState } from "../stores/batches.ts";
import type { Stores } from "../stores/stores.ts";
import type { RunTransitions } from "./run-transitions.ts";

/** Shorter waits are not worth telling people about. */
const unnoticedMs = 1_000;

export class BatchFailures {
  readonly #stores: Stores;
  readonly #transitions: RunTransitions;

  constructor(stores: Stores, transitions: RunTransitions) {
    this.#stores = stores;
    this.#transitions = transitions;
  }

  /** @param chance in [0, 1): spreads the pause before the next try */
  failed(
    run: RunState,
    batch: BatchState,
    failure: Failure,
    { now, chance }: { now: number; chance: number },
  ): void {
    const verdict = judgeFailure(batch, failure, { ...waitLimitOf(run, now), chance });
    this.#obey(run, batch, verdict, now);
  }

  /** @param until when the Gate will let the batch through */
  handedBack(
    run: RunState,
    batch: BatchState,
    { failure, until }: { failure: Failure; until: number },
    now: number,
  ): void {
    const verdict = judgeHandBack(batch, failure, { until, limit: waitLimitOf(run, now) });
    this.#obey(run, batch, verdict, now);
  }

  #obey(run: RunState, batch: BatchState, verdict: FailureVerdict, now: number): void {
    const { retry, problem } = verdict;
    const pageSize = verdict.type === "smallerPages" ? verdict.pageSize : batch.pageSize;
    this.#stores.batches.put({ ...batch, problem, pageSize, retry });
    const { resource } = batch;
    switch (verdict.type) {
      case "again":
        return this.#tellDelay(run, verdict.failure, retry.notBefore, now);
      case "smallerPages":
        return this.#transitions.wantLanes();
      case "givenUp":
        if (batch.kind !== "deliver")
          return this.#transitions.giveUp(run, resource, verdict.reason, now);
        return this.#transitions.giveUpDelivery(
          run,
          { code: "delivery_failed", reason: verdict.reason },
          now,
        );
      case "refused":
        return this.#refused(run, { resource, problem, ends: verdict.ends }, now);
      default:
        verdict satisfies never;
    }
  }

  #refused(
    run: RunState,
    {
      resource,
      problem,
      ends,
    }: Pick<Extract<FailureVerdict, { type: "refused" }>, "problem" | "ends"> & {
      resource: string;
    },
    now: number,
  ): void {
    if (ends === "delivery") {
      const said = { code: "delivery_refused", reason: problem } as const;
      return this.#transitions.giveUpDelivery(run, said, now);
    }
    this.#transitions.applyEvent(
      run,
      ends === "connection"
        ? { type: "connectionRefused", problem: { ...problem, resource: null } }
        : { type: "resourceRefused", resource, problem },
      now,
    );
  }

  /** People are told of a wait only where nothing else of the run goes on meanwhile. */
  #tellDelay(run: RunState, failure: Failure, until: number, now: number): void {
    const { due, claimed } = this.#stores.batches.workload(run.id, now);
    if (due === 0 && claimed === 0 && until - now > unnoticedMs)
      this.#transitions.applyEvent(run, { type: "delayed", failure, until }, now);
  }
}

/** How long a run may wait, and since when nothing of it has moved. */
const waitLimitOf = (run: RunState, now: number): WaitLimit => ({
  now,
  limitMs: maxBusyMs[run.startedBy.kind],
  since: run.waiting === null ? null : run.waitingSince,
});
