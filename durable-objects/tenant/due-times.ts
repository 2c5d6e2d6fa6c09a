// When the object has to look at its runs again.
import { rests } from "../../core/run-lock.ts";
import type { Stores } from "../stores/stores.ts";
import type { History } from "./history.ts";
import type { Housekeeping } from "./housekeeping.ts";
import type { RunLock } from "./run-lock.ts";
import type { TaskDispatcher } from "./task-dispatcher.ts";

/** An active run is looked at this often, whatever else happens. */
export const fallbackMs = 20_000;
/** Between two slices of housekeeping. */
const sweepPauseMs = 1_000;

type Parts = {
  runLock: RunLock;
  dispatcher: TaskDispatcher;
  history: History;
  housekeeping: Housekeeping;
};

export class DueTimes {
  readonly #stores: Stores;
  readonly #parts: Parts;

  constructor(stores: Stores, parts: Parts) {
    this.#stores = stores;
    this.#parts = parts;
  }

  /** The earliest time at which something is due, as far as is known; null: nothing waits. */
  next(now: number): number | null {
    const { runLock, dispatcher, history, housekeeping } = this.#parts;
    const run = this.#stores.runs.active();
    const times: (number | null)[] = [history.dueAt(now)];
    // A scheduled run that waits its turn is looked at when the present one ends: until then it is
    // due in vain.
    if (run === null)
      times.push(
        this.#stores.schedules.nextAt([]),
        housekeeping.hasWork(now) ? now + sweepPauseMs : null,
      );
    else {
      const load = this.#stores.batches.workload(run.id, now);
      const { due, claimed, nextAt, claimEnds } = load;
      // A task was sent for work that is due: look again when a lane should have taken it.
      const wantsLane = due > 0 && claimed < run.limits.lanes;
      times.push(now + fallbackMs, nextAt, claimEnds, wantsLane ? dispatcher.silentAt(now) : null);
      if (rests(run, load)) times.push(runLock.nextResumeAt(now));
      if (runLock.hasRoomForSchedule(now))
        times.push(this.#stores.schedules.nextAt(runLock.busyConfigurations()));
    }
    return times.reduce(earliest, null);
  }
}

/** The earlier of two times; null: never. */
export const earliest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);
