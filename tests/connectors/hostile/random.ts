// Reproducible randomness: one number determines everything that follows.

/** A sequence of numbers determined by its seed. */
export class Random {
  #state: number;

  constructor(...seeds: number[]) {
    this.#state =
      seeds.reduce(
        (state, seed) => Math.imul(state ^ seed, 0x9e3779b1) + 0x7f4a7c15,
        0x2545f491,
      ) >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }
}
