// Chance that repeats: everything random in a simulated world comes from one seed.

/** xoshiro128**, seeded through splitmix32. */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    let state = seed >>> 0;
    const next = (): number => {
      state = (state + 0x9e3779b9) >>> 0;
      let mixed = state ^ (state >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed ^= mixed >>> 15;
      mixed = Math.imul(mixed, 0x735a2d97);
      return (mixed ^ (mixed >>> 15)) >>> 0;
    };
    [this.#a, this.#b, this.#c, this.#d] = [next(), next(), next(), next()];
  }

  /** A number in [0, 1). */
  next(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return result / 2 ** 32;
  }

  /** A whole number from..to, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  happens(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  pick<One>(from: readonly One[]): One {
    const one = from[Math.floor(this.next() * from.length)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  }
}

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/**
 * Independent streams of one seed: what one part of the world draws does not move the others,
 * so that a fault can be left out while the rest of the world stays as it was.
 */
export class Streams {
  readonly #seed: number;
  readonly #streams = new Map<string, Chance>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  of(name: string): Chance {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      let mixed = this.#seed >>> 0;
      for (let at = 0; at < name.length; at += 1)
        mixed = Math.imul(mixed ^ name.charCodeAt(at), 0x01000193) >>> 0;
      stream = new Chance(mixed ^ Math.imul(this.#seed, 0x9e3779b1));
      this.#streams.set(name, stream);
    }
    return stream;
  }
}
