// Memory that can be taken back: every write notes how to undo it, as a transaction of the real
// store does.

/** The object dies in the middle of something. */
export class Crash extends Error {}

export class Journal {
  #undo: (() => void)[] | null = null;
  /** Writes until the object dies; null: it does not. */
  crashIn: number | null = null;
  writes = 0;

  /** To be called before each write. */
  note(undo: () => void): void {
    this.writes += 1;
    if (this.crashIn !== null && (this.crashIn -= 1) < 0) {
      this.crashIn = null;
      throw new Crash("before commit");
    }
    this.#undo?.push(undo);
  }

  /** All of it, or nothing. */
  transact<Result>(work: () => Result): Result {
    this.#undo = [];
    try {
      return work();
    } catch (error) {
      for (const undo of this.#undo.reverse()) undo();
      throw error;
    } finally {
      this.#undo = null;
    }
  }
}

/** A map whose writes can be taken back. Rows are replaced, never changed in place. */
export class Table<Key, Row> {
  readonly #journal: Journal;
  readonly rows = new Map<Key, Row>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  get(key: Key): Row | undefined {
    return this.rows.get(key);
  }

  set(key: Key, row: Row): void {
    const old = this.rows.get(key);
    this.#journal.note(() => this.#put(key, old));
    this.rows.set(key, row);
  }

  delete(key: Key): void {
    const old = this.rows.get(key);
    if (old === undefined) return;
    this.#journal.note(() => this.#put(key, old));
    this.rows.delete(key);
  }

  #put(key: Key, row: Row | undefined): void {
    if (row === undefined) this.rows.delete(key);
    else this.rows.set(key, row);
  }
}

/** Tables by name, made when first written. */
export class Shelf<Key, Row> {
  readonly #journal: Journal;
  readonly tables = new Map<string, Table<Key, Row>>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  table(name: string): Table<Key, Row> {
    let table = this.tables.get(name);
    if (table === undefined) this.tables.set(name, (table = new Table(this.#journal)));
    return table;
  }

  rows(name: string): Map<Key, Row> {
    return this.tables.get(name)?.rows ?? none;
  }
}

const none: Map<never, never> = new Map<never, never>();
