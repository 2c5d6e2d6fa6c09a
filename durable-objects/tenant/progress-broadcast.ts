// What subscribers are told of a run as it moves.
import type { Progress } from "../../contract/api/live.ts";
import { hasEnded } from "../../core/run.ts";
import { viewLastRun, viewRun } from "../../core/view.ts";
import type { Subscribers } from "../live/subscribers.ts";
import type { Stores } from "../stores/stores.ts";

export type LiveView = Pick<Subscribers, "broadcast" | "closeExpired">;

export class ProgressBroadcast {
  readonly #stores: Stores;
  readonly #subscribers: LiveView;
  readonly #now: () => number;

  constructor(stores: Stores, subscribers: LiveView, now: () => number) {
    this.#stores = stores;
    this.#subscribers = subscribers;
    this.#now = now;
  }

  /**
   * Tells all subscribers: the end of a run at once, anything else soon.
   * @param freshness `fresh`: what readers see has changed, so the message says how
   */
  tell(kind: Progress["type"], freshness: "fresh" | "same"): void {
    this.#subscribers.broadcast(() => this.#message(freshness), kind === "ended" ? "now" : "soon");
  }

  #message(freshness: "fresh" | "same"): Omit<Progress, "seq"> | null {
    const now = this.#now();
    const { runs, publications } = this.#stores;
    const state = runs.active() ?? runs.last();
    if (state === null) return null;
    const run = viewRun(state, now);
    const ended = hasEnded(state.status);
    return {
      type: ended ? "ended" : "progress",
      at: new Date(now).toISOString(),
      executionId: run.executionId,
      progressPercentage: run.progressPercentage,
      currentStep: run.currentStep,
      status: run.status,
      run,
      setAside: runs.setAside().map((aside) => viewRun(aside, now)),
      ...(freshness === "fresh" || ended
        ? { freshness: publications.freshness(), lastRuns: runs.lastEnded().map(viewLastRun) }
        : {}),
    };
  }
}
