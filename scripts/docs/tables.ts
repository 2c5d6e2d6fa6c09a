// The tables of a tenant's object and of D1 as their migrations make them, each with what it keeps.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { tenantMigrations } from "../../durable-objects/stores/schema.ts";
import { root } from "../quiet.ts";

type Database = { made: () => readonly string[]; keeps: Record<string, string> };

const databases: Record<string, Database> = {
  object: {
    made: () => tenantMigrations,
    keeps: {
      fact: "single values: which tenant this is, its epoch, the last generation given out",
      run: "one row for each run; a unique index allows one active run",
      plan: "the configuration as the run took it along, sealed secret included; erased at the end",
      batch: "what is to be done, who holds it, how often it was tried",
      record: "every version of every record; `data` NULL: removed",
      dead: "generations of failed, cancelled and undone runs, which no reader sees",
      publication:
        "what readers see of each resource: the newest row; undo goes back to an older one",
      change: "the ids that a batch added, changed and removed, as lists",
      reject: "records that could not be used, with the reason",
      outbox: "runs whose history has still to arrive in D1",
      schedule: "copies of the automatic configurations, and when each is due",
      forgotten: "deleted configurations whose records are still being swept",
      list: "the ids that each page of a running refresh brought, where only all pages show what is gone",
      delivery: "how far each destination has got",
      refused: "records that a destination has refused, sent again by every run",
      last_run: "the last ended run of each configuration",
      question: "removals that wait for a person: the ids, and the run that a yes began",
      file_warning: "files with warnings, and how many each had",
      reckoning: "sums and averages that took long, by generation; the next ones begin there",
    },
  },
  d1: {
    made: () =>
      globSync("migrations/*.sql", { cwd: root })
        .sort()
        .map((file) => readFileSync(join(root, file), "utf8")),
    keeps: {
      user: "people",
      session: "who is signed in, until when",
      account: "passwords, hashed",
      verification: "codes of the sign-in library",
      viewing: "which tenants' live views a session has opened, so that its end can be told there",
      allowance: "how often something was tried inside a window of time",
      tenant: "establishments: name, time zone, jurisdiction, version of the settings",
      member: "a person's role in a tenant",
      connection: "address, settings and sealed secret of an outside system; no tenant: shared",
      share: "what is fixed for one tenant that uses a shared connection",
      configuration: "what to refresh, from where, when, within which limits",
      file: "what is known of uploaded files; their bytes are in R2",
      run: "the history of runs, written by the objects",
      step: "the history of their resources",
      audit: "who did what to which target; rows are only added",
    },
  },
};

/**
 * A table of tables.
 * @throws where a table has no description, or a description no table
 */
export function tables(name = ""): string {
  const database = databases[name];
  if (database === undefined) throw new Error(`There is no database ${name}.`);
  const found = columnsOf(database.made());
  const unknown = Object.keys(database.keeps).filter((table) => !found.has(table));
  if (unknown.length > 0) throw new Error(`${name} has no table ${unknown.join(", ")}.`);
  const lines = [...found].map(([table, columns]) => {
    const keeps = database.keeps[table];
    if (keeps === undefined) throw new Error(`scripts/docs/tables.ts does not describe ${table}.`);
    return `| \`${table}\` | ${keeps} | ${columns.join(", ")} |`;
  });
  return ["| table | keeps | columns |", "| --- | --- | --- |", ...lines].join("\n");
}

/** Tables in the order in which they were made; **bold**: of the primary key. */
function columnsOf(migrations: readonly string[]): Map<string, string[]> {
  const database = new DatabaseSync(":memory:");
  for (const migration of migrations) database.exec(migration);
  const made = database
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    .all() as { name: string }[];
  const tablesFound = new Map(
    made.map(({ name }) => {
      const columns = database.prepare(`SELECT name, pk FROM pragma_table_info(?)`).all(name) as {
        name: string;
        pk: number;
      }[];
      return [name, columns.map(({ name: column, pk }) => (pk > 0 ? `**${column}**` : column))];
    }),
  );
  database.close();
  return tablesFound;
}
