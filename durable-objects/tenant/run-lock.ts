// Whose turn it is: one refresh at a time holds the tenant's lock, and one that only waits lets the
// others go first.
import { givesWay, givesWayToSchedule, rests } from "../../core/set-aside.ts";
import { hasEnded, type RunState } from "../../core/run.ts";
import type { RunTransitions } from "./run-transitions.ts";
import type { Stores } from "../stores/stores.ts";

export class RunLock {
  readonly #stores: Stores;
  readonly #course: RunTransitions;

  constructor(stores: Stores, transitions: RunTransitions) {
    this.#stores = stores;
    this.#course = transitions;
  }

  /**
   * The run that keeps a configuration from starting: that of the same configuration, set aside or
   * not, for two of them would publish over one another; or one of another configuration that is at
   * work. null: it may start.
   */
  inTheWayOf(configuration: string, now: number): RunState | null {
    const active = this.#stores.runs.active();
    if (active === null) return null;
    if (active.configuration === configuration) return active;
    const own = this.#stores.runs.setAside().find((run) => run.configuration === configuration);
    if (own !== undefined) return own;
    const claims = this.#stores.batches.claims(active.id).map(({ retry }) => retry);
    return givesWay(active, this.#stores.batches.workload(active.id, now), claims) ? null : active;
  }

  /** Configurations whose runs have not ended: they are not started once more. */
  taken(): string[] {
    return this.#unended().map(({ configuration }) => configuration);
  }

  #unended(): RunState[] {
    const active = this.#stores.runs.active();
    return active === null ? [] : [active, ...this.#stores.runs.setAside()];
  }

  /** Whether a scheduled run of another configuration may begin. */
  hasRoom(now: number): boolean {
    const active = this.#stores.runs.active();
    return (
      active === null ||
      givesWayToSchedule(active, this.#stores.batches.workload(active.id, now), now)
    );
  }

  /**
   * The run that holds the lock is set aside for another. What its lanes bring from now on is asked
   * for again.
   */
  giveWayTo(configurationName: string, now: number): void {
    const active = this.#stores.runs.active();
    if (active === null || hasEnded(active.status)) return;
    for (const batch of this.#stores.batches.claims(active.id))
      this.#stores.batches.put({
        ...batch,
        retry: { ...batch.retry, status: "waiting", claimedUntil: null },
      });
    this.#course.applyEvent(active, { type: "setAside", by: configurationName }, now);
    this.#stores.runs.lay(active.id, "setAside");
  }

  /**
   * Nobody holds the lock, or whoever does only waits: the run goes on that was set aside and is
   * due, else that is due first.
   */
  goOn(now: number): void {
    const aside = this.#stores.runs.setAside();
    if (aside.length === 0) return;
    const active = this.#stores.runs.active();
    const next = aside
      .map((run) => ({ run, at: this.#dueAt(run, now) }))
      .reduce((first, one) => (one.at < first.at ? one : first));
    if (active !== null) {
      if (next.at > now || !rests(active, this.#stores.batches.workload(active.id, now))) return;
      this.giveWayTo(next.run.configurationName, now);
    }
    this.#resume(next.run, now);
  }

  #resume(run: RunState, now: number): void {
    const since = run.setAside?.at ?? now;
    for (const batch of this.#stores.batches.all(run.id)) {
      const { status, busySince, notBefore } = batch.retry;
      if (status !== "waiting" || busySince === null) continue;
      // It could have been asked for, had no other run held the lock: that is not the source's
      // doing.
      const lostMs = Math.max(0, now - Math.max(since, notBefore));
      this.#stores.batches.put({
        ...batch,
        retry: { ...batch.retry, busySince: busySince + lostMs },
      });
    }
    this.#stores.runs.lay(run.id, "active");
    this.#course.applyEvent(run, { type: "resumed" }, now);
  }

  #dueAt(run: RunState, now: number): number {
    const { due, nextAt } = this.#stores.batches.workload(run.id, now);
    return due > 0 ? now : (nextAt ?? now);
  }

  /**
   * When a run that was set aside is due, where the one that holds the lock would let it go on;
   * null: none waits.
   */
  nextAt(now: number): number | null {
    const due = this.#stores.runs.setAside().map((run) => this.#dueAt(run, now));
    return due.length === 0 ? null : Math.min(...due);
  }
}
