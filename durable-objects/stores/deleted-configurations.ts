// Configurations that were deleted and whose records are still being swept.

export class DeletedConfigurations {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(configuration: string): void {
    this.#sql.exec("INSERT OR IGNORE INTO forgotten (configuration) VALUES (?)", configuration);
  }

  /** To be called once the last record of the configuration is swept. */
  swept(configuration: string): void {
    this.#sql.exec("DELETE FROM forgotten WHERE configuration = ?", configuration);
  }

  list(): string[] {
    return this.#sql
      .exec<{ configuration: string }>("SELECT configuration FROM forgotten ORDER BY configuration")
      .toArray()
      .map(({ configuration }) => configuration);
  }
}
