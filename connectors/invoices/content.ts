// A hash of content, which tells the same document again from another one under the same number.
// Not for secrets.
import type { Amount } from "./amount.ts";

/** Separators that no text contains, so that the boundaries between texts count too. */
const betweenFields = 0;
const afterTexts = 0x1ffff;
const nought = 0x30;
const minus = 0x2d;

/** The hash as it is stored: 11 characters of base 36. */
export const hashText = (mark: number): string => mark.toString(36).padStart(11, "0");

/**
 * A 53-bit hash (cyrb53): two multiplicative chains, mixed at the end. It takes texts as they are,
 * without copying them.
 */
export class ContentHash {
  #a = 0xdeadbeef | 0;
  #b = 0x41c6ce57;

  /** Adds characters to the current text. */
  add(text: string): void {
    let [a, b] = [this.#a, this.#b];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    [this.#a, this.#b] = [a, b];
  }

  field(text: string): void {
    this.add(text);
    this.#mix(betweenFields);
  }

  /** Adds an amount, as its digits. */
  amount(amount: Amount | null): void {
    if (amount !== null) this.#figures(Number(amount), amount);
    this.#mix(betweenFields);
  }

  /** Ends the current text. */
  end(): void {
    this.#mix(afterTexts);
  }

  get mark(): number {
    let [a, b] = [this.#a, this.#b];
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return 4294967296 * (2097151 & b) + (a >>> 0);
  }

  /** Nearly all amounts fit into two small integers, whose digits are hashed directly. */
  #figures(value: number, amount: Amount): void {
    if (!Number.isSafeInteger(value)) return this.add(amount.toString());
    if (value < 0) {
      this.#mix(minus);
      return this.#figures(-value, -amount);
    }
    const whole = Math.floor(value / half);
    if (whole > 0) this.#count(whole, 1);
    this.#count(value - whole * half, whole > 0 ? halfFigures : 1);
  }

  /**
   * Hashes the digits of an integer below a hundred million, with leading zeros up to `least`
   * digits.
   */
  #count(value: number, least: number): void {
    let [rest, at] = [value | 0, halfFigures];
    while (rest > 0 || halfFigures - at < least) {
      const tenth = (rest / 10) | 0;
      figures[(at -= 1)] = rest - tenth * 10;
      rest = tenth;
    }
    for (; at < halfFigures; at += 1) this.#mix(nought + (figures[at] ?? 0));
  }

  #mix(code: number): void {
    this.#a = Math.imul(this.#a ^ code, 2654435761);
    this.#b = Math.imul(this.#b ^ code, 1597334677);
  }
}

const halfFigures = 8;
const half = 10 ** halfFigures;
const figures = new Uint8Array(halfFigures);
