// The sandbox's own clock: real time by default, moved by tests.

/** Milliseconds since 1970, with an offset that the control routes may set. */
export class Clock {
  #offsetMs = 0;

  /** The sandbox's now, in milliseconds. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** The difference to the machine's clock, in milliseconds. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Sets the clock; it keeps running from there. */
  setNow(nowMs: number): void {
    this.#offsetMs = nowMs - Date.now();
  }

  /** Sets the difference to the machine's clock; 0 restores real time. */
  setOffset(offsetMs: number): void {
    this.#offsetMs = offsetMs;
  }
}
