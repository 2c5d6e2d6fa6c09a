// Runs whose history has still to arrive in D1: a row leaves only by the state that was sent.

export class Outbox {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  put(run: string, seq: number): void {
    this.#sql.exec("INSERT OR REPLACE INTO outbox (run, seq) VALUES (?, ?)", run, seq);
  }

  /**
   * The runs to tell about, a few at a time and in a changing order, so that one poisoned row never
   * blocks the rest.
   */
  waiting(limit: number): string[] {
    return this.#sql
      .exec<{ run: string }>("SELECT run FROM outbox ORDER BY random() LIMIT ?", limit)
      .toArray()
      .map(({ run }) => run);
  }

  isEmpty(): boolean {
    return (
      this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM outbox").one().count === 0
    );
  }

  arrived(run: string, seq: number): void {
    this.#sql.exec("DELETE FROM outbox WHERE run = ? AND seq <= ?", run, seq);
  }
}
