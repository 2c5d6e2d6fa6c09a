// Remembers the documents of one file in a few bytes each, because a file may hold a million.
import type { Item } from "./item.ts";
import { anError, aWarning } from "./problem.ts";
import type { FileProblem } from "../../contract/api/file.ts";

/** The problem of a document that occurs again in its file. */
export const repeatedInFile = "invoice_repeated";

/** Leaves out the second copy of a document, and refuses other content under the same number. */
export class KnownDocuments {
  readonly #hashes = new HashTable();

  judge(item: Item): Item | { type: "repeated"; problem: FileProblem } {
    if (item.type !== "document" || item.document.test) return item;
    const { id, mark, number, place } = item.document;
    const known = this.#hashes.first(id, mark);
    if (known === null) return item;
    if (known === mark)
      return { type: "repeated", problem: aWarning(repeatedInFile, place, { number }) };
    return {
      type: "refused",
      number,
      place,
      problems: [...item.problems, anError("invoice_number_reused", place, { number })],
    };
  }
}

const fewest = 1024;
/** Content marks are never negative. */
const free = -1;

/**
 * The first content mark of every name. A name is stored as a 64-bit hash: with a million names per
 * file, two of them collide once in forty million files. 16 bytes per slot, at least a third of the
 * slots free, and nothing on the object heap.
 */
class HashTable {
  #names = new Uint32Array(2 * fewest);
  #hashes = new Float64Array(fewest).fill(free);
  #count = 0;

  /** The mark that the name had before. Null for a new name, which gets this mark from now on. */
  first(name: string, mark: number): number | null {
    const [high, low] = hashOf(name);
    const at = this.#placeOf(high, low);
    const known = this.#hashes[at] ?? free;
    if (known !== free) return known;
    this.#put(at, { high, low, mark });
    this.#count += 1;
    if (this.#count * 3 > this.#hashes.length * 2) this.#grow();
    return null;
  }

  /** The slot of a name, or the free slot where it would go. */
  #placeOf(high: number, low: number): number {
    const most = this.#hashes.length - 1;
    let at = low & most;
    while (
      this.#hashes[at] !== free &&
      (this.#names[2 * at] !== high || this.#names[2 * at + 1] !== low)
    )
      at = (at + 1) & most;
    return at;
  }

  #put(at: number, { high, low, mark }: { high: number; low: number; mark: number }): void {
    this.#names[2 * at] = high;
    this.#names[2 * at + 1] = low;
    this.#hashes[at] = mark;
  }

  #grow(): void {
    const [names, marks] = [this.#names, this.#hashes];
    this.#names = new Uint32Array(2 * names.length);
    this.#hashes = new Float64Array(2 * marks.length).fill(free);
    for (let from = 0; from < marks.length; from += 1) {
      const [mark = free, high = 0, low = 0] = [marks[from], names[2 * from], names[2 * from + 1]];
      if (mark !== free) this.#put(this.#placeOf(high, low), { high, low, mark });
    }
  }
}

/** Two 32-bit words: multiplicative chains, mixed at the end. */
function hashOf(text: string): [number, number] {
  let [a, b] = [0x9e3779b9, 0x85ebca6b];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 15), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x27d4eb2f) ^ Math.imul(a ^ (a >>> 13), 0x165667b1);
  return [a >>> 0, (b ^ (b >>> 16)) >>> 0];
}
