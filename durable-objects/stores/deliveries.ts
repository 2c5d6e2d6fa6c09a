// Rows of deliveries: how far each destination has got, and what it has refused.
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

  /**
   * Other destinations of the resource start over: should one come back, it gets everything anew.
   */
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
   * Readers went back to a generation: what was delivered since must be sent again as it stood
   * then.
   */
  fallBack({ configuration, resource }: ResourceKey, generation: number): void {
    this.#sql.exec(
      "UPDATE delivery SET generation = ? WHERE configuration = ? AND resource = ? AND generation > ?",
      ...[generation, configuration, resource, generation],
    );
  }

  /**
   * Changes below the oldest kept generation are unknown: a destination that is further behind
   * starts over.
   */
  lapse({ configuration, resource }: ResourceKey, oldest: number): void {
    this.#sql.exec(
      "UPDATE delivery SET generation = NULL WHERE configuration = ? AND resource = ? AND generation < ?",
      ...[configuration, resource, oldest],
    );
  }

  /** All destinations of a configuration get everything anew. */
  startOver(configuration: string): void {
    this.#sql.exec("UPDATE delivery SET generation = NULL WHERE configuration = ?", configuration);
  }

  /** How many records a destination has refused. */
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

  /** How many of these ids it had refused before. */
  refusedBefore({ configuration, resource, destination }: DeliveryRoute, ids: Id[]): number {
    return this.#sql
      .exec<{ count: number }>(
        `SELECT count(*) AS count FROM refused
         WHERE configuration = ? AND resource = ? AND destination = ? AND id IN (SELECT value FROM json_each(?))`,
        ...[configuration, resource, destination, JSON.stringify(ids)],
      )
      .one().count;
  }

  /** Keeps which records of a page were refused. The others are owed no longer. */
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
