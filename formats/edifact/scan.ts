// Finds the end of a segment in one pass over its bytes, which also shows whether splitting at
// separators is enough.
import type { Services } from "./services.ts";

const LF = 10;
const CR = 13;

/**
 * What a byte is in its interchange. Separators count as letters here; whoever needs a part looks
 * for them.
 */
const letter = 0;
const terminates = 1;
const releases = 2;
const repeats = 3;
const isStrange = 4;

/** Finds the ends of segments. What it reports about a segment is valid until the next search. */
export class Scanner {
  /** A character is released or an element repeats, so splitting at separators is not enough. */
  marked = false;
  /** There is something other than printable ASCII: line breaks, accents, control characters. */
  nonAscii = false;
  readonly #kinds = new Uint8Array(256);

  constructor(services: Services) {
    this.setServices(services);
  }

  /** Sets the service characters from here on. */
  setServices({ repetition, release, terminator }: Services): void {
    this.#kinds.fill(isStrange).fill(letter, 0x20, 0x7f);
    if (repetition !== null) this.#kinds[repetition.charCodeAt(0)] = repeats;
    this.#kinds[release.charCodeAt(0)] = releases;
    this.#kinds[terminator.charCodeAt(0)] = terminates;
  }

  /**
   * The position of the terminator of the segment that begins at `from`; -1 if it is not before
   * `to`.
   */
  endOf(bytes: Uint8Array, from: number, to: number): number {
    const kinds = this.#kinds;
    this.marked = this.nonAscii = false;
    for (let at = from; at < to; at += 1) {
      const kind = kinds[bytes[at] ?? 0];
      if (kind === letter) continue;
      if (kind === terminates) return at;
      if (kind === releases) at = this.#released(bytes, at);
      else if (kind === repeats) this.marked = true;
      else this.nonAscii = true;
    }
    return -1;
  }

  /** The position of a released character. In a wrapped file, a line break may come before it. */
  #released(bytes: Uint8Array, release: number): number {
    this.marked = true;
    let at = release + 1;
    while (bytes[at] === LF || bytes[at] === CR) at += 1;
    if (at > release + 1 || this.#kinds[bytes[at] ?? 0] === isStrange) this.nonAscii = true;
    return at;
  }
}
