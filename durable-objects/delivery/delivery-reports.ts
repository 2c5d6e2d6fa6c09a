// Reports of lanes about the pages that they sent to a destination.
import { whileSending } from "../../contract/sentences/say.ts";
import type { Outcome } from "../../contract/rpc/task.ts";
import { progressAfterPage, refusedIds } from "../../core/delivery-progress.ts";
import { problemFrom } from "../../core/problem.ts";
import { afterHandBack, maxBusyMs } from "../../core/retry-policy.ts";
import type { RunState } from "../../core/run.ts";
import type { Event } from "../../core/step.ts";
import type { BatchState } from "../stores/batches.ts";
import type { Stores } from "../stores/stores.ts";
import type { DeliveryPages } from "./delivery-pages.ts";

type Reported<Type extends Outcome["type"]> = Extract<Outcome, { type: Type }>;

/** What a report sets going in its run. */
type RunTransitions = {
  applyEvent(run: RunState, event: Event, now: number): RunState;
};

export class DeliveryReports {
  readonly #stores: Stores;
  readonly #transitions: RunTransitions;
  readonly #pages: DeliveryPages;

  constructor(
    stores: Stores,
    { transitions, pages }: { transitions: RunTransitions; pages: DeliveryPages },
  ) {
    this.#stores = stores;
    this.#transitions = transitions;
    this.#pages = pages;
  }

  /** A page has arrived. The next one begins after it; refused records are sent again later. */
  delivered(
    run: RunState,
    batch: BatchState,
    { type: _, refused, ...counts }: Reported<"delivered">,
    now: number,
  ): void {
    const { resource } = batch;
    const { deliveries, rejects } = this.#stores;
    const page = this.#pages.pick(run, batch, this.#stores.runs.plan(run.id));
    if (page === null) throw new Error(`run ${run.id} delivers nothing`);
    const { route, progress, ids, more } = page;
    const owed = refusedIds(ids, refused);
    const standing =
      refused.length === 0 ? 0 : Math.min(refused.length, deliveries.refusedBefore(route, owed));
    deliveries.settle(route, ids, owed);
    rejects.add(run.id, resource, batch.batch, refused, "sent");
    deliveries.put(route, progressAfterPage(progress, { ids, more }));
    this.#stores.batches.done(batch, ids.length);
    const sent = { ...counts, refused: refused.length, standing, sent: ids.length };
    this.#transitions.applyEvent(run, { type: "delivered", resource, counts: sent, more }, now);
  }

  /**
   * The destination works in the background: the batch waits for it, up to a limit, and this counts
   * as no failure.
   */
  pending(
    run: RunState,
    batch: BatchState,
    { task, until }: Reported<"pending">,
    now: number,
  ): void {
    const limit = { now, limitMs: maxBusyMs[run.startedBy.kind], since: null };
    const { type, retry } = afterHandBack(batch.retry, until, limit);
    this.#stores.batches.put({ ...batch, task, retry });
    if (type === "again") {
      const failure = {
        kind: "busy",
        code: "destination_working",
        facts: {},
        retryAfterMs: null,
      } as const;
      if (until - now > 1_000)
        this.#transitions.applyEvent(run, { type: "delayed", failure, until }, now);
      return;
    }
    const reason = problemFrom({ code: "given_up_working", facts: whileSending }, batch.resource);
    this.#transitions.applyEvent(
      run,
      { type: "deliveryGivenUp", code: "delivery_failed", reason },
      now,
    );
  }
}
