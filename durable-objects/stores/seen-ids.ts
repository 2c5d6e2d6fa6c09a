// The ids that each batch of a run has read, where removals are known only once all batches are in.
import type { Id } from "../../contract/source/record.ts";

/**
 * The ids of one batch. `numbered`: it was a page, which may report the `total` of all records.
 * `rows`: the rows of the source, where records are parts of rows.
 */
export type BatchIds = { ids: Id[]; numbered: boolean; total: number | null; rows: Id[] | null };

export class SeenIds {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  keep(
    run: string,
    resource: string,
    batch: number,
    { ids, numbered, total, rows }: BatchIds,
  ): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO list (run, resource, batch, numbered, total, ids, source_rows) VALUES (?, ?, ?, ?, ?, ?, ?)",
      run,
      resource,
      batch,
      numbered ? 1 : 0,
      total,
      JSON.stringify(ids),
      rows === null ? null : JSON.stringify(rows),
    );
  }

  /**
   * The number of distinct rows of the source that pages have read; null where a record is a row.
   */
  rows(run: string, resource: string): number | null {
    const { reported, count } = this.#sql
      .exec<{ reported: number; count: number }>(
        `SELECT (SELECT count(*) FROM list WHERE run = ?1 AND resource = ?2 AND source_rows IS NOT NULL) AS reported,
                (SELECT count(DISTINCT each.value) FROM list, json_each(list.source_rows) AS each
                 WHERE list.run = ?1 AND list.resource = ?2 AND list.source_rows IS NOT NULL) AS count`,
        run,
        resource,
      )
      .one();
    return reported === 0 ? null : count;
  }

  /** The totals that numbered pages reported, in order. */
  totals(run: string, resource: string): (number | null)[] {
    return this.#sql
      .exec<{ total: number | null }>(
        "SELECT total FROM list WHERE run = ? AND resource = ? AND numbered = 1 ORDER BY batch",
        run,
        resource,
      )
      .toArray()
      .map(({ total }) => total);
  }

  /** Those of the ids that were read more than once, in one batch or in several. */
  repeated(run: string, resource: string, ids: Id[]): Id[] {
    if (ids.length === 0) return [];
    return this.#sql
      .exec<{ id: Id }>(
        `SELECT each.value AS id FROM list, json_each(list.ids) AS each
         WHERE list.run = ? AND list.resource = ? AND each.value IN (SELECT value FROM json_each(?))
         GROUP BY each.value HAVING count(*) > 1 ORDER BY each.value`,
        ...[run, resource, JSON.stringify(ids)],
      )
      .toArray()
      .map(({ id }) => id);
  }

  /** The number of ids read, repeats included. */
  countIds(run: string, resource: string): number {
    return this.#sql
      .exec<{ count: number }>(
        "SELECT coalesce(sum(json_array_length(ids)), 0) AS count FROM list WHERE run = ? AND resource = ?",
        run,
        resource,
      )
      .one().count;
  }

  /** Deletes the ids of a resource, or of the whole run (null). */
  drop(run: string, resource: string | null): void {
    this.#sql.exec(
      "DELETE FROM list WHERE run = ? AND (resource = ? OR ? IS NULL)",
      run,
      resource,
      resource,
    );
  }
}
