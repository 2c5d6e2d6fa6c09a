// How far each destination has got: what it has still to be sent, and what it has refused.
import type { Id } from "../../contract/source/record.ts";
import type { ResourceKey } from "../stores/records.ts";

/** A resource on its way to a destination. */
export type DeliveryRoute = ResourceKey & { destination: string };

/**
 * `generation`: it has all up to there, null where nothing it has counts any more; `reached`: it
 * may have something up to there;
 * `confirmed`: the generation of the last page that it has taken, null before the first.
 */
export type DeliveryProgress = {
  generation: number | null;
  reached: number;
  confirmed: number | null;
  target: number;
  page: number;
  after: Id | null;
};

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

  put({ configuration, resource, destination }: DeliveryRoute, held: DeliveryProgress): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO delivery (configuration, resource, destination, generation, reached, confirmed, target, page, after)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[
        configuration,
        resource,
        destination,
        held.generation,
        held.reached,
        held.confirmed,
        held.target,
        held.page,
        held.after,
      ],
    );
  }

  /**
   * What another destination has got counts no more: should it come back, it gets everything anew.
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
   * Readers went back to a generation: what was sent on since has to be sent again as it stands
   * then.
   */
  fallBack({ configuration, resource }: ResourceKey, generation: number): void {
    this.#sql.exec(
      "UPDATE delivery SET generation = ? WHERE configuration = ? AND resource = ? AND generation > ?",
      ...[generation, configuration, resource, generation],
    );
  }

  /**
   * Below the oldest generation that is kept nobody can tell what has changed: who is behind gets
   * everything anew.
   */
  lapse({ configuration, resource }: ResourceKey, oldest: number): void {
    this.#sql.exec(
      "UPDATE delivery SET generation = NULL WHERE configuration = ? AND resource = ? AND generation < ?",
      ...[configuration, resource, oldest],
    );
  }

  /** What the destinations of a configuration have got counts no more: all of it is sent anew. */
  startOver(configuration: string): void {
    this.#sql.exec("UPDATE delivery SET generation = NULL WHERE configuration = ?", configuration);
  }

  /** How many records a destination has not taken. */
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

  /** How many of these were refused before. */
  refusedBefore({ configuration, resource, destination }: DeliveryRoute, ids: Id[]): number {
    return this.#sql
      .exec<{ count: number }>(
        `SELECT count(*) AS count FROM refused
         WHERE configuration = ? AND resource = ? AND destination = ? AND id IN (SELECT value FROM json_each(?))`,
        ...[configuration, resource, destination, JSON.stringify(ids)],
      )
      .one().count;
  }

  /** Keeps which records of a page were refused; what it took is owed no more. */
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

  /** Refused ids that a delivery of everything will not name any more are forgotten. */
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
