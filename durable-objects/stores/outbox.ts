// Runs whose history has yet to reach D1. A row is deleted only if the run has not changed since it
// was sent.

export class Outbox {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  put(run: string, seq: number): void {
    this.#sql.exec("INSERT OR REPLACE INTO outbox (run, seq) VALUES (?, ?)", run, seq);
  }

  /**
   * A few runs to send, in a changing order, so that a row that always fails never blocks the
   * rest.
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
