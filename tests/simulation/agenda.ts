// What will happen, in the order of a virtual clock; equal moments keep the order in which they
// were planned.

type Entry = { at: number; number: number; act: () => void };

export class Agenda {
  readonly #heap: Entry[] = [];
  #number = 0;
  now: number;

  constructor(now: number) {
    this.now = now;
  }

  /** Plans something; what is planned for the past happens next. */
  at(moment: number, act: () => void): void {
    const entry = { at: Math.max(moment, this.now), number: (this.#number += 1), act };
    const heap = this.#heap;
    heap.push(entry);
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!before(heap[child], heap[parent])) break;
      swap(heap, child, parent);
      child = parent;
    }
  }

  in(ms: number, act: () => void): void {
    this.at(this.now + ms, act);
  }

  nextAt(): number | null {
    return this.#heap[0]?.at ?? null;
  }

  /**
   * Moves the clock to the next entry and takes it off; what a sleeping host has missed happens
   * late.
   */
  next(): (() => void) | null {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    this.now = Math.max(this.now, first.at);
    return first.act;
  }

  #sink(): void {
    const heap = this.#heap;
    for (let parent = 0; ;) {
      const left = parent * 2 + 1;
      if (left >= heap.length) return;
      const child = left + 1 < heap.length && before(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!before(heap[child], heap[parent])) return;
      swap(heap, child, parent);
      parent = child;
    }
  }
}

const before = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.number < b.number));

function swap(heap: Entry[], a: number, b: number): void {
  const [one, other] = [heap[a], heap[b]];
  if (one === undefined || other === undefined) return;
  heap[a] = other;
  heap[b] = one;
}
