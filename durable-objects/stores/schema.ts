// The tables of a tenant's object, as an append-only list: an object applies what it has not
// applied yet.

/**
 * Each entry runs once, in order, in one transaction. Never edit one that has shipped: add another.
 */
export const tenantMigrations: readonly string[] = [
  `
  -- Small facts: which tenant this is, the epoch of its reign, the last generation given out.
  CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  -- One row a run. The index is a tripwire: two active runs cannot exist.
  CREATE TABLE run (
    id TEXT PRIMARY KEY, number INTEGER NOT NULL, active INTEGER NOT NULL,
    idempotency TEXT, held TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX run_one_active ON run (active) WHERE active = 1;
  CREATE INDEX run_number ON run (number);

  -- The configuration as the run took it along, sealed secret included: erased when the run ends.
  CREATE TABLE plan (run TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE batch (
    run TEXT NOT NULL, batch INTEGER NOT NULL, resource TEXT NOT NULL, kind TEXT NOT NULL, extent TEXT,
    status TEXT NOT NULL, attempt INTEGER NOT NULL, failures INTEGER NOT NULL, busy INTEGER NOT NULL, busy_since INTEGER,
    not_before INTEGER NOT NULL, claimed_until INTEGER, claimed_in TEXT, lost INTEGER NOT NULL,
    page_size INTEGER, read INTEGER NOT NULL, problem TEXT,
    PRIMARY KEY (run, batch)
  ) WITHOUT ROWID;

  -- The versions of every record. The id has no affinity: integers compare as numbers. No data: removed.
  CREATE TABLE record (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, id NOT NULL, generation INTEGER NOT NULL,
    hash TEXT, version TEXT, data TEXT,
    PRIMARY KEY (configuration, resource, id, generation)
  ) WITHOUT ROWID;

  -- Generations that no reader may see: of failed, cancelled and undone runs.
  CREATE TABLE dead (generation INTEGER PRIMARY KEY);

  -- What readers see is the newest row of a resource. Older rows are what undo goes back to.
  CREATE TABLE publication (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, generation INTEGER NOT NULL, run TEXT NOT NULL,
    cursor TEXT, fingerprint TEXT, records INTEGER NOT NULL,
    published_at INTEGER NOT NULL, verified_at INTEGER, complete_at INTEGER, rejects_of TEXT NOT NULL,
    PRIMARY KEY (configuration, resource, generation)
  ) WITHOUT ROWID;

  -- The ids that one batch changed, as JSON lists: one row a batch.
  CREATE TABLE change (
    configuration TEXT NOT NULL, generation INTEGER NOT NULL, run TEXT NOT NULL, batch INTEGER NOT NULL,
    resource TEXT NOT NULL, ids TEXT NOT NULL,
    PRIMARY KEY (configuration, generation, run, batch)
  ) WITHOUT ROWID;

  CREATE TABLE reject (
    run TEXT NOT NULL, resource TEXT NOT NULL, place TEXT NOT NULL, id, code TEXT NOT NULL, facts TEXT NOT NULL,
    sample TEXT NOT NULL,
    PRIMARY KEY (run, resource, place)
  ) WITHOUT ROWID;

  -- Runs whose history row has not arrived in D1 yet, by the state that has to arrive.
  CREATE TABLE outbox (run TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

  -- Copies of the automatic configurations; D1 holds the originals.
  CREATE TABLE schedule (
    configuration TEXT PRIMARY KEY, plan TEXT NOT NULL, due_at INTEGER, last_at INTEGER, paused INTEGER NOT NULL
  ) WITHOUT ROWID;

  -- Configurations that were deleted and whose records are still being swept.
  CREATE TABLE forgotten (configuration TEXT PRIMARY KEY) WITHOUT ROWID;
  `,
  `
  -- The ids that each batch of a running refresh brought, where only all of them together tell what is gone, what its page
  -- told of the whole, and the source's own rows where records are parts of them. They go when the run ends.
  CREATE TABLE list (
    run TEXT NOT NULL, resource TEXT NOT NULL, batch INTEGER NOT NULL, numbered INTEGER NOT NULL, total INTEGER, ids TEXT NOT NULL,
    source_rows TEXT,
    PRIMARY KEY (run, resource, batch)
  ) WITHOUT ROWID;
  `,
  `
  -- How far a destination has got of a resource: whole up to a generation (NULL: nothing that still counts), and the highest
  -- generation of which it may have something. The delivery that is going on or broke off: where to, the pages given out
  -- for it so far, and the last id that has arrived (no affinity, as in record).
  CREATE TABLE delivery (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, destination TEXT NOT NULL,
    generation INTEGER, reached INTEGER NOT NULL, target INTEGER NOT NULL, page INTEGER NOT NULL, after,
    PRIMARY KEY (configuration, resource, destination)
  ) WITHOUT ROWID;

  -- Records that a destination has refused: sent again by every run until it takes them.
  CREATE TABLE refused (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, destination TEXT NOT NULL, id NOT NULL,
    PRIMARY KEY (configuration, resource, destination, id)
  ) WITHOUT ROWID;

  -- What a destination gave to recognise the work by that it does for a batch.
  ALTER TABLE batch ADD COLUMN task TEXT;

  -- Where a record was refused: when it was read, or when it was sent on. The latter says nothing of the source.
  ALTER TABLE reject ADD COLUMN stage TEXT NOT NULL DEFAULT 'read';
  `,
  `
  -- The last ended run of each configuration: its dashboard says how it went.
  CREATE TABLE last_run (configuration TEXT PRIMARY KEY, run TEXT NOT NULL) WITHOUT ROWID;
  INSERT INTO last_run (configuration, run)
    SELECT held->>'configuration', id FROM (SELECT *, max(number) FROM run WHERE active = 0 GROUP BY held->>'configuration');
  `,
  "CREATE INDEX run_set_aside ON run (active) WHERE active = 2;",
  `
  -- Which record of the source a version is, where its id is a key derived from something else; NULL: not known, or the id says it.
  ALTER TABLE record ADD COLUMN origin TEXT;
  `,
  `
  -- The last question about each resource: the ids that would vanish, in parts, the run that asks, and the run that a yes began.
  CREATE TABLE question (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, part INTEGER NOT NULL, run TEXT NOT NULL, answered_by TEXT, ids TEXT NOT NULL,
    PRIMARY KEY (configuration, resource, part)
  ) WITHOUT ROWID;
  `,
  // The generation of the last page that a destination has taken.
  "ALTER TABLE delivery ADD COLUMN confirmed INTEGER;",
  // Written for a day only: the copy made most rows longer than a page has room for. Nothing reads
  // it; without a value it takes no room.
  `
  -- What of a record is searched: its values without case and accents; NULL: made when it is searched.
  ALTER TABLE record ADD COLUMN text TEXT;
    `,
  `
  -- What an idempotency key stands for: the request that came with it, and what was answered.
  ALTER TABLE run ADD COLUMN request TEXT;
  ALTER TABLE run ADD COLUMN answer TEXT;
  CREATE INDEX run_idempotency ON run (idempotency) WHERE idempotency IS NOT NULL;
  `,
  `
  -- Files that are used with warnings, as they were read last: how many warnings each has.
  CREATE TABLE file_warning (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, file TEXT NOT NULL, warnings INTEGER NOT NULL,
    PRIMARY KEY (configuration, resource, file)
  ) WITHOUT ROWID;
  `,
  `
  -- Sums and averages that took long, as of the generation in which they were reckoned: the next one begins with them.
  CREATE TABLE reckoning (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, question TEXT NOT NULL, generation INTEGER NOT NULL, groups TEXT NOT NULL,
    PRIMARY KEY (configuration, resource, question, generation)
  ) WITHOUT ROWID;
  `,
  `
  -- From when a schedule of all hours is counted: a night on which clocks skip its hour does not move the nights after.
  ALTER TABLE schedule ADD COLUMN anchor_at INTEGER;
  `,
];

export const gateMigrations: readonly string[] = [
  `
  CREATE TABLE gate (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL);
  `,
];

/** Brings an object's tables up to date; to be called where nothing else runs yet. */
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
