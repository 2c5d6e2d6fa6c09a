// The published generation of each resource: publish and undo only write small rows here, and leave
// records untouched.
import type { Freshness } from "../../contract/api/record.ts";
import type { StartedBy } from "../../contract/api/run.ts";
import type { Cursor } from "../../contract/source/survey.ts";
import { keptGenerations, type Publication } from "../../core/publication.ts";
import { parseJson } from "./rows.ts";
import type { ResourceKey } from "./records.ts";

type Row = {
  configuration: string;
  resource: string;
  generation: number;
  run: string;
  cursor: string | null;
  fingerprint: string | null;
  records: number;
  published_at: number;
  verified_at: number | null;
  complete_at: number | null;
  rejects_of: string;
};

export class Publications {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The current publication of a resource; null before the first. */
  current({ configuration, resource }: ResourceKey): Publication | null {
    const rows = this.#sql
      .exec<Row>(
        "SELECT * FROM publication WHERE configuration = ? AND resource = ? ORDER BY generation DESC LIMIT 1",
        configuration,
        resource,
      )
      .toArray();
    return rows[0] === undefined ? null : fromRow(rows[0]);
  }

  /** The publication of a generation; null unless it was published and is still kept. */
  find({ configuration, resource }: ResourceKey, generation: number): Publication | null {
    const rows = this.#sql
      .exec<Row>(
        "SELECT * FROM publication WHERE configuration = ? AND resource = ? AND generation = ?",
        ...[configuration, resource, generation],
      )
      .toArray();
    return rows[0] === undefined ? null : fromRow(rows[0]);
  }

  /** Whether a publication before a generation is still kept. */
  hasBefore({ configuration, resource }: ResourceKey, generation: number): boolean {
    const query =
      "SELECT 1 FROM publication WHERE configuration = ? AND resource = ? AND generation < ? LIMIT 1";
    return this.#sql.exec(query, configuration, resource, generation).toArray().length > 0;
  }

  /** Publishes a generation, or updates the row of the one that is current already. */
  put({ configuration, resource }: ResourceKey, to: Publication): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO publication
       (configuration, resource, generation, run, cursor, fingerprint, records, published_at, verified_at, complete_at, rejects_of)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      configuration,
      resource,
      to.generation,
      to.run,
      to.cursor === null ? null : JSON.stringify(to.cursor),
      to.fingerprint,
      to.records,
      to.publishedAt,
      to.verifiedAt,
      to.completeAt,
      to.rejectsOf,
    );
  }

  /** Withdraws a generation: the publication before it is current again, cursor included. */
  withdraw({ configuration, resource }: ResourceKey, generation: number): void {
    this.#sql.exec(
      "DELETE FROM publication WHERE configuration = ? AND resource = ? AND generation = ?",
      configuration,
      resource,
      generation,
    );
  }

  /**
   * For each published resource: the run that published it, the run whose rejects stand, and the
   * cursor at which its read ended.
   */
  cursors(
    configuration: string,
  ): { resource: string; run: string; rejectsOf: string; cursor: Cursor | null }[] {
    return this.#sql
      .exec<Row>(
        "SELECT *, max(generation) FROM publication WHERE configuration = ? GROUP BY resource ORDER BY resource",
        configuration,
      )
      .toArray()
      .map((row) => ({
        resource: row.resource,
        run: row.run,
        rejectsOf: row.rejects_of,
        cursor: fromRow(row).cursor,
      }));
  }

  freshness(): Freshness[] {
    return this.#sql
      .exec<Row & { started_by: string | null }>(
        `SELECT *, max(generation), (SELECT held->'startedBy' FROM run WHERE id = publication.run) AS started_by
         FROM publication GROUP BY configuration, resource ORDER BY configuration, resource`,
      )
      .toArray()
      .map((row) => ({
        configuration: row.configuration,
        resource: row.resource,
        generation: row.generation,
        publishedAt: new Date(row.published_at).toISOString(),
        broughtBy: row.started_by === null ? null : parseJson<StartedBy>(row.started_by),
        verifiedAt: row.verified_at === null ? null : new Date(row.verified_at).toISOString(),
        records: row.records,
      }));
  }

  /**
   * Drops publications of a resource that are too old for an undo.
   * @returns the oldest generation kept
   */
  retire({ configuration, resource }: ResourceKey, now: number): number | null {
    const rows = this.#sql
      .exec<{ generation: number; published_at: number }>(
        `SELECT generation, published_at FROM publication WHERE configuration = ? AND resource = ? ORDER BY generation DESC`,
        configuration,
        resource,
      )
      .toArray();
    const newestFirst = rows.map(({ generation, published_at }) => ({
      generation,
      publishedAt: published_at,
    }));
    const kept = keptGenerations(newestFirst, now);
    const oldest = kept.at(-1)?.generation ?? null;
    if (oldest !== null && kept.length < rows.length)
      this.#sql.exec(
        "DELETE FROM publication WHERE configuration = ? AND resource = ? AND generation < ?",
        configuration,
        resource,
        oldest,
      );
    return oldest;
  }

  /** Resources of a configuration that have been published at least once. */
  resourceKeys(): ResourceKey[] {
    return this.#sql
      .exec<ResourceKey>("SELECT DISTINCT configuration, resource FROM publication")
      .toArray();
  }

  forget(configuration: string): void {
    this.#sql.exec("DELETE FROM publication WHERE configuration = ?", configuration);
    this.#sql.exec("DELETE FROM reckoning WHERE configuration = ?", configuration);
  }
}

const fromRow = (row: Row): Publication => ({
  generation: row.generation,
  run: row.run,
  cursor: row.cursor === null ? null : parseJson<Cursor>(row.cursor),
  fingerprint: row.fingerprint,
  records: row.records,
  publishedAt: row.published_at,
  verifiedAt: row.verified_at,
  completeAt: row.complete_at,
  rejectsOf: row.rejects_of,
});
