// Everything a tenant's object keeps, opened over one SQLite database.
import { Batches } from "./batches.ts";
import { Changes } from "./changes.ts";
import { Facts } from "./facts.ts";
import { Outbox } from "./outbox.ts";
import { Publications } from "./publications.ts";
import { Records } from "./records.ts";
import { Rejects } from "./rejects.ts";
import { Runs } from "./runs.ts";
import { Schedules } from "./schedules.ts";

export type Stores = {
  facts: Facts;
  runs: Runs;
  batches: Batches;
  rejects: Rejects;
  records: Records;
  publications: Publications;
  changes: Changes;
  schedules: Schedules;
  outbox: Outbox;
};

export const openStores = (sql: SqlStorage): Stores => ({
  facts: new Facts(sql),
  runs: new Runs(sql),
  batches: new Batches(sql),
  rejects: new Rejects(sql),
  records: new Records(sql),
  publications: new Publications(sql),
  changes: new Changes(sql),
  schedules: new Schedules(sql),
  outbox: new Outbox(sql),
});
