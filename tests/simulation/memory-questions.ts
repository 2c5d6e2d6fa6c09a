// Questions that wait for a person, in memory.
import type { Id } from "../../contract/source/record.ts";
import type { QuestionStanding } from "../../core/removal-questions.ts";
import type { ResourceKey } from "../../durable-objects/stores/records.ts";
import type { Stores } from "../../durable-objects/stores/stores.ts";
import { Table, type Journal } from "./journal.ts";
import { keyOf } from "./memory-records.ts";

export class MemoryQuestions implements MemoryStore {
  readonly #rows: Table<string, QuestionStanding & { ids: readonly Id[] }>;

  /** What every run has asked, for those who judge: used up or not. */
  readonly #asked = new Map<string, ReadonlySet<Id>>();

  constructor(journal: Journal) {
    this.#rows = new Table(journal);
  }

  ask(place: ResourceKey, run: string, ids: Id[]): void {
    this.drop(place);
    this.#asked.set(`${run} ${keyOf(place)}`, new Set(ids));
    if (ids.length > 0) this.#rows.set(keyOf(place), { run, answeredBy: null, ids });
  }

  askedBy = (place: ResourceKey, run: string): ReadonlySet<Id> | null =>
    this.#asked.get(`${run} ${keyOf(place)}`) ?? null;

  standing(place: ResourceKey): QuestionStanding | null {
    const row = this.#rows.get(keyOf(place));
    return row === undefined ? null : { run: row.run, answeredBy: row.answeredBy };
  }

  answer(place: ResourceKey, by: string): void {
    const row = this.#rows.get(keyOf(place));
    if (row !== undefined) this.#rows.set(keyOf(place), { ...row, answeredBy: by });
  }

  covered(place: ResourceKey, by: string): Id[] {
    const row = this.#rows.get(keyOf(place));
    return row?.answeredBy === by ? [...row.ids] : [];
  }

  drop(place: ResourceKey): void {
    this.#rows.delete(keyOf(place));
  }

  forget(configuration: string): void {
    for (const key of [...this.#rows.rows.keys()])
      if (key.startsWith(`${configuration}/`)) this.#rows.delete(key);
  }
}

type MemoryStore = Stores["questions"];
