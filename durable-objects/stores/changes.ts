// The ids that each run changed, as lists of its batches; pruning of old versions follows the same
// lists.
import type { Change, ChangeCursor, ChangeKind } from "../../contract/api/run.ts";
import type { Id } from "../../contract/source/record.ts";
import type { ChangedIds, ResourceKey, Records } from "./records.ts";
import { parseJson } from "./rows.ts";
import type { RunState } from "../../core/run.ts";
import type { Publications } from "./publications.ts";
import type { Runs } from "./runs.ts";

type Row = { run: string; batch: number; resource: string; ids: string };
type Versions = Pick<Records, "versionAt" | "versionBefore">;

const kinds: readonly ChangeKind[] = ["added", "changed", "removed"];

/**
 * Whether the changes of a run are still complete. They are as long as its generation is kept for
 * every resource that it changed. Lists are swept one by one, so otherwise some may be missing;
 * those of an undone run are swept as soon as another run begins.
 */
export function areChangesKept(
  run: RunState,
  { runs, publications }: { runs: Pick<Runs, "last">; publications: Pick<Publications, "find"> },
): boolean {
  if (run.undone) return runs.last()?.generation === run.generation;
  return run.steps
    .filter(({ tally }) => tally.added + tally.changed + tally.removed > 0)
    .filter(({ status }) => status === "completed" || status === "incomplete")
    .every(
      ({ resource }) =>
        publications.find({ configuration: run.configuration, resource }, run.generation) !== null,
    );
}

export class Changes {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Adds ids to the list of a batch: one row, even if the batch writes twice. */
  keep(
    at: { configuration: string; generation: number; run: string; batch: number; resource: string },
    ids: ChangedIds,
  ): void {
    if (kinds.every((kind) => ids[kind].length === 0)) return;
    this.#sql.exec(
      "INSERT OR REPLACE INTO change (configuration, generation, run, batch, resource, ids) VALUES (?, ?, ?, ?, ?, ?)",
      at.configuration,
      at.generation,
      at.run,
      at.batch,
      at.resource,
      JSON.stringify(ids),
    );
  }

  /**
   * A page of the records that a generation changed, before and after the change.
   * @param after the position at which the previous page ended; null for the first
   */
  page(
    of: { configuration: string; generation: number },
    records: Versions,
    after: string | null,
    limit: number,
  ): { changes: Change[]; next: string | null } {
    const from: ChangeCursor =
      after === null ? { run: "", batch: -1, index: 0 } : parseJson<ChangeCursor>(after);
    const rows = this.#sql.exec<Row>(
      `SELECT run, batch, resource, ids FROM change WHERE configuration = ? AND generation = ? AND (run, batch) >= (?, ?)
       ORDER BY run, batch`,
      of.configuration,
      of.generation,
      from.run,
      from.batch,
    );
    const changes: Change[] = [];
    for (const { run, batch, resource, ids } of rows) {
      const listed = flatten(parseJson<ChangedIds>(ids));
      const first = run === from.run && batch === from.batch ? from.index : 0;
      for (let index = first; index < listed.length; index += 1) {
        if (changes.length === limit)
          return { changes, next: JSON.stringify({ run, batch, index } satisfies ChangeCursor) };
        const change = this.#look({ ...of, resource }, listed[index], of.generation, records);
        if (change !== null) changes.push(change);
      }
    }
    return { changes, next: null };
  }

  /**
   * Ids that may have changed between two generations, each once. Every changed id is among them.
   * @returns null if there are more than `most`
   */
  idsBetween(
    { configuration, resource }: ResourceKey,
    { after, upTo, most }: { after: number; upTo: number; most: number },
  ): Id[] | null {
    const from =
      "FROM change WHERE configuration = ? AND generation > ? AND generation <= ? AND resource = ?";
    const at = [configuration, after, upTo, resource];
    const lengths = kinds
      .map((kind) => `coalesce(json_array_length(ids, '$.${kind}'), 0)`)
      .join(" + ");
    const { count } = this.#sql
      .exec<{ count: number }>(`SELECT coalesce(sum(${lengths}), 0) AS count ${from}`, ...at)
      .one();
    if (count > most) return null;
    const lists = this.#sql.exec<{ ids: string }>(`SELECT ids ${from}`, ...at).toArray();
    return [...new Set(lists.flatMap(({ ids }) => flatten(parseJson<ChangedIds>(ids))))];
  }

  /** Null: the version of a listed id was dropped (a removal held back), so nothing changed. */
  #look(
    key: ResourceKey,
    id: Id | undefined,
    generation: number,
    records: Versions,
  ): Change | null {
    if (id === undefined) return null;
    const after = records.versionAt(key, id, generation);
    if (after === undefined) return null;
    const before = records.versionBefore(key, id, generation);
    if (before === after) return null;
    return {
      resource: key.resource,
      id,
      kind: before === null ? "added" : after === null ? "removed" : "changed",
      before: before === null ? null : parseJson(before),
      after: after === null ? null : parseJson(after),
    };
  }

  /**
   * Sweeps the old versions of one list; false when there is nothing to sweep.
   * @param oldest gives the oldest generation of a resource to which an undo can still go back
   */
  prune(
    records: Pick<Records, "pruneBelow" | "pruneDead">,
    oldest: Map<string, number>,
    deadBelow: number,
  ): boolean {
    const dead = this.#sql
      .exec<Row & { configuration: string; generation: number }>(
        // A destination may have received an undone generation, and needs its list to take it back.
        `SELECT * FROM change WHERE generation IN (SELECT generation FROM dead WHERE generation < ?)
         AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.configuration = change.configuration
           AND delivery.resource = change.resource AND delivery.generation < change.generation) LIMIT 1`,
        deadBelow,
      )
      .toArray()[0];
    if (dead !== undefined) {
      records.pruneDead(dead, dead.generation, flatten(parseJson<ChangedIds>(dead.ids)));
      this.#drop(dead);
      return true;
    }
    for (const [key, generation] of oldest) {
      const [configuration = "", resource = ""] = parseJson<[string, string]>(key);
      const old = this.#sql
        .exec<Row & { configuration: string; generation: number }>(
          // An aborted generation replaced nothing: its list stays until no destination needs it.
          `SELECT * FROM change WHERE configuration = ? AND generation < ? AND resource = ?
           AND generation NOT IN (SELECT generation FROM dead) LIMIT 1`,
          configuration,
          generation,
          resource,
        )
        .toArray()[0];
      if (old === undefined) continue;
      records.pruneBelow(old, old.generation, flatten(parseJson<ChangedIds>(old.ids)));
      this.#drop(old);
      return true;
    }
    // An aborted generation whose last list is swept has no rows left to hide.
    this.#sql.exec(
      "DELETE FROM dead WHERE generation < ? AND generation NOT IN (SELECT generation FROM change)",
      deadBelow,
    );
    return false;
  }

  #drop({
    configuration,
    generation,
    run,
    batch,
  }: Row & { configuration: string; generation: number }): void {
    this.#sql.exec(
      "DELETE FROM change WHERE configuration = ? AND generation = ? AND run = ? AND batch = ?",
      configuration,
      generation,
      run,
      batch,
    );
  }

  forget(configuration: string): void {
    this.#sql.exec("DELETE FROM change WHERE configuration = ?", configuration);
  }
}

const flatten = (ids: ChangedIds): Id[] => kinds.flatMap((kind) => ids[kind]);
