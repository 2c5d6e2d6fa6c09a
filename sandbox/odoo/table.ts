// One table of the simulated Odoo: rows in order of their ids, found by id or by range.
import type { Model } from "./schema.ts";
import type { Row, Value } from "./values.ts";

/** Rows that several models may share (hr.employee and hr.employee.public). */
export class Store {
  /** Always ascending by id. */
  readonly rows: Row[] = [];
  /** Increases with every change, so that cached orders can be recognised as old. */
  version = 0;
  readonly #byId = new Map<number, Row>();

  get(id: number): Row | undefined {
    return this.#byId.get(id);
  }

  get lastId(): number {
    return this.rows.at(-1)?.id ?? 0;
  }

  /** Adds a row whose id is above all others. */
  append(row: Row): void {
    if (row.id <= this.lastId) throw new RangeError(`id ${row.id} is not above ${this.lastId}`);
    this.version += 1;
    this.rows.push(row);
    this.#byId.set(row.id, row);
  }

  remove(id: number): boolean {
    if (!this.#byId.delete(id)) return false;
    this.version += 1;
    this.rows.splice(this.firstAtOrAbove(id), 1);
    return true;
  }

  /** Changes some values of an existing row. */
  write(row: Row, values: { [field: string]: Value }): void {
    this.version += 1;
    Object.assign(row, values);
  }

  /** The index of the first row whose id is at least `id`. */
  firstAtOrAbove(id: number): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.rows[middle]?.id ?? Infinity) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A model with its rows. */
export class Table {
  readonly model: Model;
  readonly store: Store;
  /** An id is never given twice, as PostgreSQL's sequences promise. */
  #lastGivenId = 0;

  constructor(model: Model, store = new Store()) {
    this.model = model;
    this.store = store;
  }

  /** The next id of the sequence; `gap` ids before it are skipped. */
  nextId(gap = 0): number {
    this.#lastGivenId = Math.max(this.#lastGivenId, this.store.lastId) + 1 + gap;
    return this.#lastGivenId;
  }
}
