// The current time as reactive state: it ticks only while something reads it.
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

  /** Milliseconds since the epoch, by this device's clock. */
  get now(): number {
    this.#watch();
    return Date.now();
  }
}

export const seconds = new Clock(1_000);
export const halfMinutes = new Clock(30_000);
