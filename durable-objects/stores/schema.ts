// The tables of a tenant's object, as an append-only list of migrations.

/**
 * Each entry runs once, in order, in its own transaction. Never edit one that has shipped: add
 * another.
 */
export const tenantMigrations: readonly string[] = [
  `
  -- Single values: the tenant's name, its epoch, the last generation that was given out.
  CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  -- One row per run. The unique index makes two active runs impossible.
  CREATE TABLE run (
    id TEXT PRIMARY KEY, number INTEGER NOT NULL, active INTEGER NOT NULL,
    idempotency TEXT, held TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX run_one_active ON run (active) WHERE active = 1;
  CREATE INDEX run_number ON run (number);

  -- The configuration of a run as it was at the start, sealed secret included. Erased when the run ends.
  CREATE TABLE plan (run TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE batch (
    run TEXT NOT NULL, batch INTEGER NOT NULL, resource TEXT NOT NULL, kind TEXT NOT NULL, extent TEXT,
    status TEXT NOT NULL, attempt INTEGER NOT NULL, failures INTEGER NOT NULL, busy INTEGER NOT NULL, busy_since INTEGER,
    not_before INTEGER NOT NULL, claimed_until INTEGER, claimed_in TEXT, lost INTEGER NOT NULL,
    page_size INTEGER, read INTEGER NOT NULL, problem TEXT,
    PRIMARY KEY (run, batch)
  ) WITHOUT ROWID;

  -- All versions of all records. The id has no affinity, so that integers compare as numbers. Data NULL: removed.
  CREATE TABLE record (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, id NOT NULL, generation INTEGER NOT NULL,
    hash TEXT, version TEXT, data TEXT,
    PRIMARY KEY (configuration, resource, id, generation)
  ) WITHOUT ROWID;

  -- Generations of failed, cancelled and undone runs: no reader may see them.
  CREATE TABLE dead (generation INTEGER PRIMARY KEY);

  -- Readers see the newest row of a resource. Undo goes back to an older one.
  CREATE TABLE publication (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, generation INTEGER NOT NULL, run TEXT NOT NULL,
    cursor TEXT, fingerprint TEXT, records INTEGER NOT NULL,
    published_at INTEGER NOT NULL, verified_at INTEGER, complete_at INTEGER, rejects_of TEXT NOT NULL,
    PRIMARY KEY (configuration, resource, generation)
  ) WITHOUT ROWID;

  -- The ids that a batch changed, as JSON lists: one row per batch.
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

  -- Runs whose history has not reached D1 yet, and the state that must reach it.
  CREATE TABLE outbox (run TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

  -- Copies of the automatic configurations. D1 holds the originals.
  CREATE TABLE schedule (
    configuration TEXT PRIMARY KEY, plan TEXT NOT NULL, due_at INTEGER, last_at INTEGER, paused INTEGER NOT NULL
  ) WITHOUT ROWID;

  -- Deleted configurations whose records are still being swept.
  CREATE TABLE forgotten (configuration TEXT PRIMARY KEY) WITHOUT ROWID;
  `,
  `
  -- The ids that each batch of a running refresh brought, where only all batches together show what is gone; the total
  -- that its page reported; and the rows of the source where records are parts of rows. Dropped when the run ends.
  CREATE TABLE list (
    run TEXT NOT NULL, resource TEXT NOT NULL, batch INTEGER NOT NULL, numbered INTEGER NOT NULL, total INTEGER, ids TEXT NOT NULL,
    source_rows TEXT,
    PRIMARY KEY (run, resource, batch)
  ) WITHOUT ROWID;
  `,
  `
  -- Delivery progress per resource and destination: fully delivered up to "generation" (NULL: start over), partly up to
  -- "reached". Of the delivery in progress: its target generation, the pages sent so far, and the last id that has arrived
  -- (no affinity, as in record).
  CREATE TABLE delivery (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, destination TEXT NOT NULL,
    generation INTEGER, reached INTEGER NOT NULL, target INTEGER NOT NULL, page INTEGER NOT NULL, after,
    PRIMARY KEY (configuration, resource, destination)
  ) WITHOUT ROWID;

  -- Records that a destination has refused. Every run sends them again until it takes them.
  CREATE TABLE refused (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, destination TEXT NOT NULL, id NOT NULL,
    PRIMARY KEY (configuration, resource, destination, id)
  ) WITHOUT ROWID;

  -- The destination's handle for its background job.
  ALTER TABLE batch ADD COLUMN task TEXT;

  -- Whether the record was rejected when it was read or when it was delivered. The latter says nothing of the source.
  ALTER TABLE reject ADD COLUMN stage TEXT NOT NULL DEFAULT 'read';
  `,
  `
  -- The last ended run of each configuration, for its dashboard.
  CREATE TABLE last_run (configuration TEXT PRIMARY KEY, run TEXT NOT NULL) WITHOUT ROWID;
  INSERT INTO last_run (configuration, run)
    SELECT held->>'configuration', id FROM (SELECT *, max(number) FROM run WHERE active = 0 GROUP BY held->>'configuration');
  `,
  "CREATE INDEX run_set_aside ON run (active) WHERE active = 2;",
  `
  -- The record at the source, where the id is derived from something else. NULL: unknown, or the id itself says it.
  ALTER TABLE record ADD COLUMN origin TEXT;
  `,
  `
  -- The last question about each resource: the run that asks, the ids that would vanish (in parts), the run that a yes began.
  CREATE TABLE question (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, part INTEGER NOT NULL, run TEXT NOT NULL, answered_by TEXT, ids TEXT NOT NULL,
    PRIMARY KEY (configuration, resource, part)
  ) WITHOUT ROWID;
  `,
  // The generation of the last page that the destination took.
  "ALTER TABLE delivery ADD COLUMN confirmed INTEGER;",
  // Unused: a copy of the values for searching made most rows longer than a database page. Without
  // a value the column takes no room.
  `
  -- The searchable text of a record, without case and accents. NULL: derived when it is searched.
  ALTER TABLE record ADD COLUMN text TEXT;
    `,
  `
  -- The request that came with an idempotency key, and its answer.
  ALTER TABLE run ADD COLUMN request TEXT;
  ALTER TABLE run ADD COLUMN answer TEXT;
  CREATE INDEX run_idempotency ON run (idempotency) WHERE idempotency IS NOT NULL;
  `,
  `
  -- Files with warnings, and how many each had when it was last read.
  CREATE TABLE file_warning (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, file TEXT NOT NULL, warnings INTEGER NOT NULL,
    PRIMARY KEY (configuration, resource, file)
  ) WITHOUT ROWID;
  `,
  `
  -- Sums and averages that took long, as of the generation they were computed for. The next computation begins with them.
  CREATE TABLE reckoning (
    configuration TEXT NOT NULL, resource TEXT NOT NULL, question TEXT NOT NULL, generation INTEGER NOT NULL, groups TEXT NOT NULL,
    PRIMARY KEY (configuration, resource, question, generation)
  ) WITHOUT ROWID;
  `,
  `
  -- The moment from which an all-hours schedule is counted, so that a skipped hour does not move the nights after.
  ALTER TABLE schedule ADD COLUMN anchor_at INTEGER;
  `,
  // The version of the JSON in a batch's row; 0: from before rows said it.
  "ALTER TABLE batch ADD COLUMN version INTEGER NOT NULL DEFAULT 0;",
];
