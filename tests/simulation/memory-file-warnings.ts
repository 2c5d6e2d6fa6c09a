// Files with warnings, in memory.
import type { ResourceKey } from "../../durable-objects/stores/records.ts";
import { Table, type Journal } from "./journal.ts";

const keyOf = ({ configuration, resource }: ResourceKey, file: string): string =>
  JSON.stringify([configuration, resource, file]);

type Row = ResourceKey & { file: string };

export class MemoryFileWarnings {
  readonly #rows: Table<string, Row>;

  constructor(journal: Journal) {
    this.#rows = new Table(journal);
  }

  note(place: ResourceKey, file: string, warnings: number): void {
    if (warnings > 0) this.#rows.set(keyOf(place, file), { ...place, file });
    else this.#rows.delete(keyOf(place, file));
  }

  list = ({ configuration, resource }: ResourceKey): string[] =>
    [...this.#rows.rows.values()]
      .filter((row) => row.configuration === configuration && row.resource === resource)
      .map(({ file }) => file)
      .sort();

  forget(configuration: string): void {
    for (const [key, row] of [...this.#rows.rows])
      if (row.configuration === configuration) this.#rows.delete(key);
  }
}
