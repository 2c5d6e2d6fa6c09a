// The time of day as something that can be watched: it ticks only while somebody looks.
import { createSubscriber } from "svelte/reactivity";

class Clock {
  readonly #everyMs: number;
  readonly #watch: () => void;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
    this.#watch = createSubscriber((tick) => {
      const timer = setInterval(tick, this.#everyMs);
      return () => clearInterval(timer);
    });
  }

  /** Milliseconds since the epoch, by this device. */
  get now(): number {
    this.#watch();
    return Date.now();
  }
}

export const seconds = new Clock(1_000);
export const halfMinutes = new Clock(30_000);
