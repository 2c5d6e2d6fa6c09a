// Everything a tenant's object keeps, opened over one SQLite database.
import { Batches } from "./batches.ts";
import { Changes } from "./changes.ts";
import { Deliveries } from "../delivery/deliveries.ts";
import { Facts } from "./tenant-metadata.ts";
import { FileWarnings } from "./file-warnings.ts";
import { Forgotten } from "./deleted-configurations.ts";
import { Lists } from "./seen-ids.ts";
import { Outbox } from "./outbox.ts";
import { Parcels } from "../delivery/pending-changes.ts";
import { Publications } from "./publications.ts";
import { Records } from "./records.ts";
import { Questions } from "./questions.ts";
import { Rejects } from "./rejects.ts";
import { Runs } from "./runs.ts";
import { Schedules } from "./schedules.ts";

/** What a store offers, whoever keeps it: the simulation keeps it in memory. */
type Offer<Store> = Pick<Store, keyof Store>;

/** What the engine writes and decides by. Readers need more, and ask the database itself. */
export type Stores = {
  facts: Offer<Facts>;
  runs: Offer<Runs>;
  batches: Offer<Batches>;
  rejects: Offer<Rejects>;
  lists: Offer<Lists>;
  records: Omit<Offer<Records>, "visible" | "versionAt" | "versionBefore">;
  publications: Offer<Publications>;
  questions: Offer<Questions>;
  changes: Omit<Offer<Changes>, "page" | "idsBetween">;
  deliveries: Offer<Deliveries>;
  parcels: Offer<Parcels>;
  schedules: Offer<Schedules>;
  outbox: Offer<Outbox>;
  fileWarnings: Offer<FileWarnings>;
  forgotten: Offer<Forgotten>;
};

export const openStores = (sql: SqlStorage) => ({
  facts: new Facts(sql),
  runs: new Runs(sql),
  batches: new Batches(sql),
  rejects: new Rejects(sql),
  lists: new Lists(sql),
  records: new Records(sql),
  publications: new Publications(sql),
  questions: new Questions(sql),
  changes: new Changes(sql),
  deliveries: new Deliveries(sql),
  parcels: new Parcels(sql),
  schedules: new Schedules(sql),
  outbox: new Outbox(sql),
  fileWarnings: new FileWarnings(sql),
  forgotten: new Forgotten(sql),
});
