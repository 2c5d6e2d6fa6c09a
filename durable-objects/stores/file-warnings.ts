// Rows of files that were read with warnings: the list of files shows them long after the run that
// reported them.
import type { ResourceKey } from "./records.ts";

export class FileWarnings {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** What a file warned of when it was read last. */
  note({ configuration, resource }: ResourceKey, file: string, warnings: number): void {
    if (warnings > 0)
      this.#sql.exec(
        "INSERT OR REPLACE INTO file_warning (configuration, resource, file, warnings) VALUES (?, ?, ?, ?)",
        ...[configuration, resource, file, warnings],
      );
    else
      this.#sql.exec(
        "DELETE FROM file_warning WHERE configuration = ? AND resource = ? AND file = ?",
        ...[configuration, resource, file],
      );
  }

  /** The files of a resource that have warnings. */
  list({ configuration, resource }: ResourceKey): string[] {
    return this.#sql
      .exec<{ file: string }>(
        "SELECT file FROM file_warning WHERE configuration = ? AND resource = ? ORDER BY file",
        configuration,
        resource,
      )
      .toArray()
      .map(({ file }) => file);
  }

  forget(configuration: string): void {
    this.#sql.exec("DELETE FROM file_warning WHERE configuration = ?", configuration);
  }
}
