// All stores of a tenant's object, opened on its one SQLite database.
import { Batches } from "./batches.ts";
import { Changes } from "./changes.ts";
import { Deliveries } from "./deliveries.ts";
import { TenantMetadata } from "./tenant-metadata.ts";
import { FileWarnings } from "./file-warnings.ts";
import { DeletedConfigurations } from "./deleted-configurations.ts";
import { SeenIds } from "./seen-ids.ts";
import { Outbox } from "./outbox.ts";
import { PendingChanges } from "./pending-changes.ts";
import { Publications } from "./publications.ts";
import { Records } from "./records.ts";
import { RemovalQuestions } from "./questions.ts";
import { Rejects } from "./rejects.ts";
import { Runs } from "./runs.ts";
import { Schedules } from "./schedules.ts";

/** The public methods of a store; the simulation implements them in memory. */
type Offer<Store> = Pick<Store, keyof Store>;

/** The stores that commands and lanes use. Readers query the database directly as well. */
export type Stores = {
  metadata: Offer<TenantMetadata>;
  runs: Offer<Runs>;
  batches: Offer<Batches>;
  rejects: Offer<Rejects>;
  seenIds: Offer<SeenIds>;
  records: Omit<Offer<Records>, "visible" | "versionAt" | "versionBefore">;
  publications: Offer<Publications>;
  questions: Offer<RemovalQuestions>;
  changes: Omit<Offer<Changes>, "page" | "idsBetween">;
  deliveries: Offer<Deliveries>;
  pendingChanges: Offer<PendingChanges>;
  schedules: Offer<Schedules>;
  outbox: Offer<Outbox>;
  fileWarnings: Offer<FileWarnings>;
  deletedConfigurations: Offer<DeletedConfigurations>;
};

export const openStores = (sql: SqlStorage) => ({
  metadata: new TenantMetadata(sql),
  runs: new Runs(sql),
  batches: new Batches(sql),
  rejects: new Rejects(sql),
  seenIds: new SeenIds(sql),
  records: new Records(sql),
  publications: new Publications(sql),
  questions: new RemovalQuestions(sql),
  changes: new Changes(sql),
  deliveries: new Deliveries(sql),
  pendingChanges: new PendingChanges(sql),
  schedules: new Schedules(sql),
  outbox: new Outbox(sql),
  fileWarnings: new FileWarnings(sql),
  deletedConfigurations: new DeletedConfigurations(sql),
});
