// The object's alarm. It is set in one place, and an earlier time stands.

export class Alarm {
  readonly #storage: Pick<DurableObjectStorage, "setAlarm">;
  readonly #now: () => number;
  /** What is set as far as this life of the object knows; null: nothing, or nobody knows. */
  #setTo: number | null = null;

  constructor(storage: Pick<DurableObjectStorage, "setAlarm">, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  /** Rings at this time at the latest; null: nothing waits for it. */
  ringBy(at: number | null): void {
    if (at === null || (this.#setTo !== null && this.#setTo <= at && this.#setTo > this.#now()))
      return;
    this.#setTo = at;
    void this.#storage.setAlarm(at);
  }

  /** The alarm has rung, or what set it was rolled back. */
  forget(): void {
    this.#setTo = null;
  }
}
