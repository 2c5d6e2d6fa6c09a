// A hash of content: not for secrets, only to tell "the same again" from "other content".

/** 106 bits in 22 figures, of two independent halves. */
export function hashText(...texts: string[]): string {
  const [one, other] = [new Mixer(0x9e3779b9), new Mixer(0x85ebca6b)];
  for (const text of texts) {
    one.add(text);
    other.add(text);
  }
  return one.end() + other.end();
}

/** Two multiplying chains that are mixed at the end (cyrb53): fast, and good enough to tell accidents apart. */
class Mixer {
  #a: number;
  #b: number;

  constructor(seed: number) {
    this.#a = 0xdeadbeef ^ seed;
    this.#b = 0x41c6ce57 ^ seed;
  }

  add(text: string): void {
    let [a, b] = [this.#a, this.#b];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    // The border between two texts counts as well.
    this.#a = Math.imul(a ^ 0x1ffff, 2654435761);
    this.#b = Math.imul(b ^ 0x1ffff, 1597334677);
  }

  end(): string {
    let [a, b] = [this.#a, this.#b];
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36).padStart(11, "0");
  }
}
