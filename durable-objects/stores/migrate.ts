// Migrations of an object's database: each one runs once, in order.

/** Applies the migrations that an object lacks. To be called before anything else runs in it. */
export function migrate(storage: DurableObjectStorage, migrations: readonly string[]): void {
  const { sql } = storage;
  sql.exec("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY)");
  const done = sql.exec<{ count: number }>("SELECT count(*) AS count FROM migration").one().count;
  if (done > migrations.length)
    throw new Error(`the object knows ${done} migrations, this code only ${migrations.length}`);
  for (const [index, statement] of migrations.entries()) {
    if (index < done) continue;
    storage.transactionSync(() => {
      sql.exec(statement);
      sql.exec("INSERT INTO migration (number) VALUES (?)", index);
    });
  }
}
