// The sandbox's own clock: real time by default, moved by tests.

/** Milliseconds since 1970, with an offset that the control routes may set. */
export class Clock {
  #offsetMs = 0;

  /** The sandbox's now, in milliseconds. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** How far the sandbox's clock stands from the machine's. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Moves the clock to a moment; it goes on running from there. */
  setNow(nowMs: number): void {
    this.#offsetMs = nowMs - Date.now();
  }

  /** Moves the clock by an offset from the machine's clock; 0 gives real time back. */
  setOffset(offsetMs: number): void {
    this.#offsetMs = offsetMs;
  }
}
