// A hash of content: not for secrets, only to tell "the same again" from "other content" under one
// number.
import type { Amount } from "./amount.ts";

/** Marks that no text holds; the borders between texts count as well. */
const betweenFields = 0;
const afterTexts = 0x1ffff;
const nought = 0x30;
const minus = 0x2d;

/** A mark as it is kept: 11 figures and letters. */
export const markText = (mark: number): string => mark.toString(36).padStart(11, "0");

/**
 * 53 bits (cyrb53): two multiplying chains that are mixed at the end. Takes texts as they are and
 * copies none.
 */
export class ContentHash {
  #a = 0xdeadbeef | 0;
  #b = 0x41c6ce57;

  /** Letters of the open text. */
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

  /** As its figures. */
  amount(amount: Amount | null): void {
    if (amount !== null) this.#figures(Number(amount), amount);
    this.#mix(betweenFields);
  }

  /** The open text is over. */
  end(): void {
    this.#mix(afterTexts);
  }

  get mark(): number {
    let [a, b] = [this.#a, this.#b];
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return 4294967296 * (2097151 & b) + (a >>> 0);
  }

  /** Those of amounts that fit into two small integers are counted out; they are nearly all. */
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

  /** The figures of an integer below a hundred million, at least so many of them. */
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
