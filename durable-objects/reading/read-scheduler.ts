// Schedules long readings: they take turns slice by slice, and the steps of a run go before all of
// them.
import type { SlicedReading } from "./slices.ts";

/** The most long readings of a tenant that may wait; further ones are refused. */
const mostWaiting = 16;
/** The pause between two slices during a run, which then gets about half of the time. */
const restMs = 10;
/** How often in a row the steps of a run may delay readers, so that nobody waits for ever. */
const mostPauses = 8;

/** `isBusy`: a run is active. `pause`: lets everything else that waits go first. */
export type ReadPauses = { isBusy: () => boolean; pause: (ms: number) => Promise<void> };

type Turn = () => "more" | "done";

export class ReadScheduler {
  readonly #pauses: ReadPauses;
  /**
   * Readings that have not ended. The first gets the next slice, and then goes to the end of the
   * queue.
   */
  readonly #line: Turn[] = [];
  #steps = 0;
  #works = false;

  constructor(pauses: ReadPauses) {
    this.#pauses = pauses;
  }

  /** A step of a run was made; those that follow go before readings. */
  stepTaken(): void {
    this.#steps += 1;
  }

  /**
   * Runs a reading to its end, unless too many wait already. A short one, which ends within its
   * first slice, waits for no other.
   */
  async work<Result>(reading: SlicedReading<Result>): Promise<Result | "tooMany"> {
    const first = reading.next();
    if (first.done === true) return first.value;
    if (this.#line.length >= mostWaiting) return "tooMany";
    const ended = new Promise<Result>((resolve, reject) => {
      this.#line.push(() => {
        try {
          const next = reading.next();
          if (next.done !== true) return "more";
          resolve(next.value);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        return "done";
      });
    });
    void this.#workAll();
    return ended;
  }

  async #workAll(): Promise<void> {
    if (this.#works) return;
    this.#works = true;
    while (this.#line.length > 0) {
      await this.#letOthersGo();
      const turn = this.#line.shift();
      if (turn?.() === "more") this.#line.push(turn);
    }
    this.#works = false;
  }

  async #letOthersGo(): Promise<void> {
    for (let pauses = 0; pauses < mostPauses; pauses += 1) {
      const before = this.#steps;
      await this.#pauses.pause(this.#pauses.isBusy() ? restMs : 0);
      if (this.#steps === before) return;
    }
  }
}
