// The tenant's run lock: which run holds it, which were set aside, and how it changes hands.
import {
  dueAt,
  hasRoomForSchedule,
  runInTheWay,
  runToResume,
  withoutTimeAside,
  type LockHolder,
  type RunAside,
} from "../../core/run-lock.ts";
import { hasEnded, type RunState } from "../../core/run.ts";
import type { RunTransitions } from "./run-transitions.ts";
import type { Stores } from "../stores/stores.ts";

export class RunLock {
  readonly #stores: Stores;
  readonly #transitions: RunTransitions;

  constructor(stores: Stores, transitions: RunTransitions) {
    this.#stores = stores;
    this.#transitions = transitions;
  }

  #withLoad = (run: RunState, now: number): RunAside => ({
    run,
    load: this.#stores.batches.workload(run.id, now),
  });

  #holder(now: number): LockHolder | null {
    const run = this.#stores.runs.active();
    if (run === null) return null;
    const claims = this.#stores.batches.claims(run.id).map(({ retry }) => retry);
    return { ...this.#withLoad(run, now), claims };
  }

  #aside(now: number): RunAside[] {
    return this.#stores.runs.setAside().map((run) => this.#withLoad(run, now));
  }

  /** The run that keeps a configuration from starting; null: it may start. */
  inTheWayOf(configuration: string, now: number): RunState | null {
    return runInTheWay(configuration, this.#holder(now), this.#stores.runs.setAside());
  }

  /** Runs that have not ended: the holder of the lock, then those that were set aside. */
  unended(): RunState[] {
    const active = this.#stores.runs.active();
    return [...(active === null ? [] : [active]), ...this.#stores.runs.setAside()];
  }

  /** Configurations whose runs have not ended: their schedules wait. */
  busyConfigurations(): string[] {
    return this.unended().map(({ configuration }) => configuration);
  }

  /** Whether a scheduled run of another configuration may begin. */
  hasRoomForSchedule(now: number): boolean {
    return hasRoomForSchedule(this.#holder(now), now);
  }

  /**
   * Sets the holder aside for another run. What its lanes bring from now on is asked for again.
   * @param configurationName of the run that goes first
   */
  giveWayTo(configurationName: string, now: number): void {
    const active = this.#stores.runs.active();
    if (active === null || hasEnded(active.status)) return;
    for (const batch of this.#stores.batches.claims(active.id))
      this.#stores.batches.put({
        ...batch,
        retry: { ...batch.retry, status: "waiting", claimedUntil: null },
      });
    this.#transitions.applyEvent(active, { type: "setAside", by: configurationName }, now);
    this.#stores.runs.markAs(active.id, "setAside");
  }

  /** Gives the lock back to a run that was set aside, where the lock is free or its holder waits. */
  resumeNext(now: number): void {
    const aside = this.#aside(now);
    if (aside.length === 0) return;
    const holder = this.#holder(now);
    const next = runToResume(holder, aside, now);
    if (next === null) return;
    if (holder !== null) this.giveWayTo(next.configurationName, now);
    this.#resume(next, now);
  }

  #resume(run: RunState, now: number): void {
    for (const batch of this.#stores.batches.all(run.id)) {
      const retry = withoutTimeAside(batch.retry, run.setAside?.at ?? now, now);
      if (retry !== null) this.#stores.batches.put({ ...batch, retry });
    }
    this.#stores.runs.markAs(run.id, "active");
    this.#transitions.applyEvent(run, { type: "resumed" }, now);
  }

  /** When the first run that was set aside can go on; null: none was. */
  nextResumeAt(now: number): number | null {
    const due = this.#aside(now).map((one) => dueAt(one, now));
    return due.length === 0 ? null : Math.min(...due);
  }
}
