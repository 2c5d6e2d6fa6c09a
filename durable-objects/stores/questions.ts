// Questions about removals that wait for a person: the ids that would be removed, and the run that
// a confirmation started.
import type { Id } from "../../contract/source/record.ts";
import type { QuestionStanding } from "../../core/removal-questions.ts";
import type { ResourceKey } from "./records.ts";
import { parseJson } from "./rows.ts";

/** Ids per row, so that its text stays far below the longest that the platform can bind. */
const idsPerRow = 5_000;

export class RemovalQuestions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Asks about these ids; replaces an earlier question about the resource. */
  ask(key: ResourceKey, run: string, ids: Id[]): void {
    this.drop(key);
    for (let at = 0; at < ids.length; at += idsPerRow)
      this.#sql.exec(
        "INSERT INTO question (configuration, resource, part, run, answered_by, ids) VALUES (?, ?, ?, ?, NULL, ?)",
        ...[
          key.configuration,
          key.resource,
          at / idsPerRow,
          run,
          JSON.stringify(ids.slice(at, at + idsPerRow)),
        ],
      );
  }

  standing({ configuration, resource }: ResourceKey): QuestionStanding | null {
    const row = this.#sql
      .exec<{ run: string; answered_by: string | null }>(
        "SELECT run, answered_by FROM question WHERE configuration = ? AND resource = ? LIMIT 1",
        configuration,
        resource,
      )
      .toArray()[0];
    return row === undefined ? null : { run: row.run, answeredBy: row.answered_by };
  }

  /** Records the confirmation of a person. @param by the run that it started */
  answer({ configuration, resource }: ResourceKey, by: string): void {
    this.#sql.exec(
      "UPDATE question SET answered_by = ? WHERE configuration = ? AND resource = ?",
      by,
      configuration,
      resource,
    );
  }

  /** The ids whose removal was confirmed for a run; none where nobody confirmed any. */
  covered({ configuration, resource }: ResourceKey, by: string): Id[] {
    return this.#sql
      .exec<{ ids: string }>(
        "SELECT ids FROM question WHERE configuration = ? AND resource = ? AND answered_by = ? ORDER BY part",
        ...[configuration, resource, by],
      )
      .toArray()
      .flatMap(({ ids }) => parseJson<Id[]>(ids));
  }

  drop({ configuration, resource }: ResourceKey): void {
    this.#sql.exec(
      "DELETE FROM question WHERE configuration = ? AND resource = ?",
      configuration,
      resource,
    );
  }

  forget(configuration: string): void {
    this.#sql.exec("DELETE FROM question WHERE configuration = ?", configuration);
  }
}
