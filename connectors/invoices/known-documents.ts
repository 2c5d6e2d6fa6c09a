// The documents of one file by what identifies them, in a few bytes each: a file may hold a
// million.
import type { Item } from "./item.ts";
import { anError, aWarning } from "./problem.ts";
import type { FileProblem } from "../../contract/api/file.ts";

/** The problem of a document that its file holds once more. */
export const repeatedInFile = "invoice_repeated";

/** The second copy of a document is left out, other content under one number is refused. */
export class KnownDocuments {
  readonly #marks = new Marks();

  judge(item: Item): Item | { type: "repeated"; problem: FileProblem } {
    if (item.type !== "document" || item.document.test) return item;
    const { id, mark, number, place } = item.document;
    const known = this.#marks.first(id, mark);
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
/** No mark is negative. */
const free = -1;

/**
 * The first mark of every name. A name is kept as 64 bits of a hash: two of a million names are
 * taken for one another once in forty million such files. 16 bytes a place, at least a third of
 * them free, and none of it in the heap of objects.
 */
class Marks {
  #names = new Uint32Array(2 * fewest);
  #marks = new Float64Array(fewest).fill(free);
  #count = 0;

  /** The mark that the name had before; null where it is new, and has this one from now on. */
  first(name: string, mark: number): number | null {
    const [high, low] = hashOf(name);
    const at = this.#placeOf(high, low);
    const known = this.#marks[at] ?? free;
    if (known !== free) return known;
    this.#put(at, { high, low, mark });
    this.#count += 1;
    if (this.#count * 3 > this.#marks.length * 2) this.#grow();
    return null;
  }

  /** Where the name stands, or the free place where it would. */
  #placeOf(high: number, low: number): number {
    const most = this.#marks.length - 1;
    let at = low & most;
    while (
      this.#marks[at] !== free &&
      (this.#names[2 * at] !== high || this.#names[2 * at + 1] !== low)
    )
      at = (at + 1) & most;
    return at;
  }

  #put(at: number, { high, low, mark }: { high: number; low: number; mark: number }): void {
    this.#names[2 * at] = high;
    this.#names[2 * at + 1] = low;
    this.#marks[at] = mark;
  }

  #grow(): void {
    const [names, marks] = [this.#names, this.#marks];
    this.#names = new Uint32Array(2 * names.length);
    this.#marks = new Float64Array(2 * marks.length).fill(free);
    for (let from = 0; from < marks.length; from += 1) {
      const [mark = free, high = 0, low = 0] = [marks[from], names[2 * from], names[2 * from + 1]];
      if (mark !== free) this.#put(this.#placeOf(high, low), { high, low, mark });
    }
  }
}

/** Two words of 32 bits: multiplying chains that are mixed at the end. */
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
