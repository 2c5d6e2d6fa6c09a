// Rows of deliveries: the progress of each destination, and the records that it has refused.
import type { Id } from "../../contract/source/record.ts";
import type { DeliveryProgress } from "../../core/delivery-progress.ts";
import type { ResourceKey } from "./records.ts";
import type { DeliveryRoute } from "./delivery-route.ts";

export class Deliveries {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  find({ configuration, resource, destination }: DeliveryRoute): DeliveryProgress | null {
    const rows = this.#sql
      .exec<DeliveryProgress>(
        "SELECT generation, reached, confirmed, target, page, after FROM delivery WHERE configuration = ? AND resource = ? AND destination = ?",
        configuration,
        resource,
        destination,
      )
      .toArray();
    return rows[0] ?? null;
  }

  put({ configuration, resource, destination }: DeliveryRoute, progress: DeliveryProgress): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO delivery (configuration, resource, destination, generation, reached, confirmed, target, page, after)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[
        configuration,
        resource,
        destination,
        progress.generation,
        progress.reached,
        progress.confirmed,
        progress.target,
        progress.page,
        progress.after,
      ],
    );
  }

  /** Resets all other destinations of the resource: one that comes back gets everything again. */
  leaveOthers({ configuration, resource, destination }: DeliveryRoute): void {
    for (const table of ["UPDATE delivery SET generation = NULL", "DELETE FROM refused"])
      this.#sql.exec(
        `${table} WHERE configuration = ? AND resource = ? AND destination <> ?`,
        configuration,
        resource,
        destination,
      );
  }

  /**
   * Goes back with an undo: whatever was delivered after that generation has to be sent again as it
   * was then.
   */
  fallBack({ configuration, resource }: ResourceKey, generation: number): void {
    this.#sql.exec(
      "UPDATE delivery SET generation = ? WHERE configuration = ? AND resource = ? AND generation > ?",
      ...[generation, configuration, resource, generation],
    );
  }

  /**
   * Resets destinations that are behind the oldest kept generation: the changes that they lack are
   * no longer known.
   */
  lapse({ configuration, resource }: ResourceKey, oldest: number): void {
    this.#sql.exec(
      "UPDATE delivery SET generation = NULL WHERE configuration = ? AND resource = ? AND generation < ?",
      ...[configuration, resource, oldest],
    );
  }

  /** Resets all destinations of a configuration: they get everything again. */
  startOver(configuration: string): void {
    this.#sql.exec("UPDATE delivery SET generation = NULL WHERE configuration = ?", configuration);
  }

  /** The number of records that a destination has refused. */
  refusedIn({ configuration, resource, destination }: DeliveryRoute): number {
    return this.#sql
      .exec<{ count: number }>(
        "SELECT count(*) AS count FROM refused WHERE configuration = ? AND resource = ? AND destination = ?",
        configuration,
        resource,
        destination,
      )
      .one().count;
  }

  /** How many of these ids the destination had refused before. */
  refusedBefore({ configuration, resource, destination }: DeliveryRoute, ids: Id[]): number {
    return this.#sql
      .exec<{ count: number }>(
        `SELECT count(*) AS count FROM refused
         WHERE configuration = ? AND resource = ? AND destination = ? AND id IN (SELECT value FROM json_each(?))`,
        ...[configuration, resource, destination, JSON.stringify(ids)],
      )
      .one().count;
  }

  /** Keeps the records of a page that were refused, and clears earlier refusals of the others. */
  settle({ configuration, resource, destination }: DeliveryRoute, sent: Id[], refused: Id[]): void {
    this.#sql.exec(
      "DELETE FROM refused WHERE configuration = ? AND resource = ? AND destination = ? AND id IN (SELECT value FROM json_each(?))",
      ...[configuration, resource, destination, JSON.stringify(sent)],
    );
    for (const id of refused)
      this.#sql.exec(
        "INSERT OR REPLACE INTO refused (configuration, resource, destination, id) VALUES (?, ?, ?, ?)",
        ...[configuration, resource, destination, id],
      );
  }

  /** Clears refusals before a full delivery. */
  pardon({ configuration, resource, destination }: DeliveryRoute): void {
    this.#sql.exec(
      "DELETE FROM refused WHERE configuration = ? AND resource = ? AND destination = ?",
      configuration,
      resource,
      destination,
    );
  }

  forget(configuration: string): void {
    this.#sql.exec("DELETE FROM delivery WHERE configuration = ?", configuration);
    this.#sql.exec("DELETE FROM refused WHERE configuration = ?", configuration);
  }
}
