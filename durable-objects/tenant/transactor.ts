// Transactions of the object: each carries its alarm, and only once it is through do its effects
// leave the object.
import type { Alarm } from "./alarm.ts";
import type { CallContext } from "./call-context.ts";
import type { DueTimes } from "./due-times.ts";
import type { History } from "./history.ts";
import type { Lanes } from "./lanes.ts";
import type { ProgressBroadcast } from "./progress-broadcast.ts";
import type { RunLock } from "./run-lock.ts";
import type { RunTransitions } from "./run-transitions.ts";

/** Clock, ids and chance of the object, handed in. */
export type Clock = { now: () => number; newId: () => string; chance: () => number };

/** What transactions need of the platform. */
export type Platform = {
  storage: Pick<DurableObjectStorage, "transactionSync" | "setAlarm">;
  waitUntil: (work: Promise<unknown>) => void;
};

type Parts = {
  transitions: RunTransitions;
  runLock: RunLock;
  alarm: Alarm;
  dueTimes: DueTimes;
  lanes: Lanes;
  broadcast: ProgressBroadcast;
  history: History;
};

export class Transactor {
  readonly #platform: Platform;
  readonly #clock: Clock;
  readonly #parts: Parts;

  constructor(platform: Platform, clock: Clock, parts: Parts) {
    this.#platform = platform;
    this.#clock = clock;
    this.#parts = parts;
  }

  /**
   * One transaction, and then what it sets going. The alarm is part of the transaction: if the rest
   * is lost, the alarm repeats it.
   */
  commit<Result>(work: (call: CallContext) => Result): Result {
    const { newId, chance } = this.#clock;
    const now = this.#clock.now();
    const { runLock, alarm, dueTimes } = this.#parts;
    const result = this.#transact(() => {
      const made = work({ now, newId, chance });
      runLock.resumeNext(now);
      alarm.ringBy(dueTimes.next(now));
      return made;
    });
    this.#carryOutEffects(now);
    return result;
  }

  /** What is rolled back takes its alarm and its effects with it. */
  #transact<Result>(work: () => Result): Result {
    try {
      return this.#platform.storage.transactionSync(work);
    } catch (error) {
      this.#parts.alarm.forget();
      this.#parts.transitions.takePendingEffects();
      throw error;
    }
  }

  #carryOutEffects(now: number): void {
    const { transitions, broadcast, lanes, history } = this.#parts;
    const { tell, isFresh, send } = transitions.takePendingEffects();
    if (tell !== null) broadcast.tell(tell, isFresh ? "fresh" : "same");
    if (send) lanes.sendTasks(now);
    if (history.wants(now)) this.#platform.waitUntil(this.#offerHistory());
  }

  async #offerHistory(): Promise<void> {
    const { history, alarm } = this.#parts;
    await history.offer((work) => this.#transact(work));
    if (history.wants(this.#clock.now())) this.#platform.waitUntil(this.#offerHistory());
    else alarm.ringBy(history.dueAt(this.#clock.now()));
  }
}
