// Rows of rejects: records that could not be used, each with its reason.
import type { Id, Reject } from "../../contract/source/record.ts";
import { parseJson } from "./rows.ts";

/**
 * `record`: a record could not be used; a newer reject of the same record replaces it. `arrival`:
 * every reject is kept. `sent`: a destination refused the record, however it was read.
 */
export type RejectKind = "record" | "arrival" | "sent";

/**
 * The key of a reject in its run. Several records that claim one id may be rejected: each has a key
 * of its own.
 */
export function rejectKeyOf({
  batch,
  index,
  reject: { id, facts },
  kind,
}: {
  batch: number;
  index: number;
  reject: Reject;
  kind: RejectKind;
}): string {
  if (id === null || kind !== "record") return `${batch}:${index}`;
  const { origin = facts["which"] } = facts;
  return origin === undefined ? `id ${id}` : `id ${id} ${origin}`;
}

/** One of the records that claim an id. */
export type OriginClaim = { id: Id; origin: string };

export type RejectRow = Reject & { resource: string };

export class Rejects {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(
    run: string,
    resource: string,
    batch: number,
    rejects: Reject[],
    kind: RejectKind = "record",
  ): void {
    for (const [index, reject] of rejects.entries()) {
      const { id, code, facts, sample } = reject;
      this.#sql.exec(
        "INSERT OR REPLACE INTO reject (run, resource, place, id, code, facts, sample, stage) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        run,
        resource,
        rejectKeyOf({ batch, index, reject, kind }),
        id,
        code,
        JSON.stringify(facts),
        sample,
        kind === "sent" ? "sent" : "read",
      );
    }
  }

  /** Deletes rejects of ids that a later page of the run has brought in order. */
  acquit(run: string, resource: string, ids: Id[]): void {
    this.#sql.exec(
      "DELETE FROM reject WHERE run = ? AND resource = ? AND stage = 'read' AND id IN (SELECT value FROM json_each(?))",
      run,
      resource,
      JSON.stringify(ids),
    );
  }

  /** Deletes the rejects of a resource that the same run reads again. */
  forget(run: string, resource: string): void {
    this.#sql.exec(
      "DELETE FROM reject WHERE run = ? AND resource = ? AND stage = 'read'",
      run,
      resource,
    );
  }

  /** The ids of records that could not be used, each once, rising. */
  ids(run: string, resource: string): Id[] {
    return this.#sql
      .exec<{ id: Id }>(
        "SELECT DISTINCT id FROM reject WHERE run = ? AND resource = ? AND stage = 'read' AND id IS NOT NULL ORDER BY id",
        run,
        resource,
      )
      .toArray()
      .map(({ id }) => id);
  }

  /**
   * The records that this run has rejected because another one claims their id: the id, and which
   * record of the source each is.
   */
  claims(run: string, resource: string): OriginClaim[] {
    return this.#sql
      .exec<OriginClaim>(
        `SELECT id, facts->>'origin' AS origin FROM reject
         WHERE run = ? AND resource = ? AND stage = 'read' AND code = 'origins_collide' ORDER BY place`,
        run,
        resource,
      )
      .toArray();
  }

  count(run: string, resource: string): number {
    return this.#sql
      .exec<{ count: number }>(
        "SELECT count(*) AS count FROM reject WHERE run = ? AND resource = ? AND stage = 'read'",
        run,
        resource,
      )
      .one().count;
  }

  /** The number of records that could not be used for one of these reasons. */
  countOf(run: string, resource: string, codes: readonly string[]): number {
    return this.#sql
      .exec<{ count: number }>(
        `SELECT count(*) AS count FROM reject
         WHERE run = ? AND resource = ? AND stage = 'read' AND code IN (SELECT value FROM json_each(?))`,
        run,
        resource,
        JSON.stringify(codes),
      )
      .one().count;
  }

  /** The number of rejects that an earlier run had already, for the same reason. */
  standing(run: string, resource: string, before: string): number {
    return this.#sql
      .exec<{ count: number }>(
        `SELECT count(*) AS count FROM reject WHERE run = ?1 AND resource = ?2 AND stage = 'read'
         AND (id, code) IN (SELECT id, code FROM reject WHERE run = ?3 AND resource = ?2 AND stage = 'read')`,
        run,
        resource,
        before,
      )
      .one().count;
  }

  /** The number of records without an id: they cannot be requested again. */
  unnamed(run: string, resource: string): number {
    return this.#sql
      .exec<{ count: number }>(
        "SELECT count(*) AS count FROM reject WHERE run = ? AND resource = ? AND stage = 'read' AND id IS NULL",
        run,
        resource,
      )
      .one().count;
  }

  list(run: string, limit: number): RejectRow[] {
    return this.#sql
      .exec<{ resource: string; id: Id | null; code: string; facts: string; sample: string }>(
        "SELECT resource, id, code, facts, sample FROM reject WHERE run = ? ORDER BY resource, place LIMIT ?",
        run,
        limit,
      )
      .toArray()
      .map(({ facts, ...row }) => ({ ...row, facts: parseJson<Record<string, string>>(facts) }));
  }
}
