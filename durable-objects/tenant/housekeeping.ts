// Pruning in slices, while nothing else runs: old versions, dead generations, deleted
// configurations, old details.
import type { Stores } from "../stores/stores.ts";

/** Lists swept, and rows of a deleted configuration removed, in one slice. */
const listsPerSlice = 20;
const rowsPerSlice = 5_000;

export class Housekeeping {
  readonly #stores: Stores;
  /** The state in which nothing was left to sweep; null: nobody has looked. */
  #clean: string | null = null;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  /** Whether something may be left to sweep. */
  hasWork(now: number): boolean {
    return this.#clean !== this.#state(now);
  }

  /** What sweeping depends on: the last run and its state, deleted configurations, the day. */
  #state(now: number): string {
    const last = this.#stores.runs.last();
    return JSON.stringify([
      last?.id,
      last?.seq,
      this.#stores.deletedConfigurations.list(),
      Math.floor(now / 86_400_000),
    ]);
  }

  /** A configuration is deleted: nobody reads it from now on, and its rows go slice by slice. */
  forget(configuration: string): void {
    this.#stores.publications.forget(configuration);
    this.#stores.runs.forgetLast(configuration);
    this.#stores.changes.forget(configuration);
    this.#stores.schedules.forget(configuration);
    this.#stores.deliveries.forget(configuration);
    this.#stores.questions.forget(configuration);
    this.#stores.fileWarnings.forget(configuration);
    this.#stores.deletedConfigurations.add(configuration);
  }

  /** One slice of sweeping. */
  sweep(now: number): void {
    const before = this.#state(now);
    if (this.#clean === before) return;
    if (!this.#sweepSome(now)) this.#clean = this.#state(now);
  }

  #sweepSome(now: number): boolean {
    for (const configuration of this.#stores.deletedConfigurations.list()) {
      if (this.#stores.records.forget(configuration, rowsPerSlice) > 0) return true;
      this.#stores.deletedConfigurations.swept(configuration);
    }
    const oldest = new Map<string, number>();
    for (const key of this.#stores.publications.resourceKeys()) {
      const generation = this.#stores.publications.retire(key, now);
      if (generation === null) continue;
      this.#stores.deliveries.lapse(key, generation);
      oldest.set(JSON.stringify([key.configuration, key.resource]), generation);
    }
    // The last run's generation stays, even dead: a retry may reopen it.
    const deadBelow = this.#stores.runs.last()?.generation ?? 0;
    for (let swept = 0; swept < listsPerSlice; swept += 1)
      if (!this.#stores.changes.prune(this.#stores.records, oldest, deadBelow))
        return this.#stores.runs.pruneDetails();
    return true;
  }
}
