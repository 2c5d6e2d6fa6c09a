// The audit: who did what to which target. Rows are only ever added.
import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { audit } from "./schema.ts";

export type AuditAction =
  | "signed_in"
  | "sign_in_refused"
  | "signed_out"
  | "password_changed"
  | "setup_applied"
  | "run_started"
  | "run_cancelled"
  | "run_retried"
  | "run_undone"
  | "removals_confirmed"
  | "delivery_started"
  | "connection_created"
  | "connection_changed"
  | "connection_deleted"
  | "connection_checked"
  | "connection_shared"
  | "connection_unshared"
  | "gate_cleared"
  | "secret_replaced"
  | "secret_dropped"
  | "configuration_created"
  | "configuration_changed"
  | "configuration_deleted"
  | "member_set"
  | "member_removed"
  | "file_uploaded"
  | "file_deleted";

export type AuditEntry = {
  tenant: string | null;
  actor: { id: string; name: string };
  action: AuditAction;
  /** The id of what it was done to. */
  target: string;
  facts?: Record<string, string>;
};

/** The insert of one entry, to be run alone or in a batch with the change that it is about. */
export const auditRow = (db: Database, entry: AuditEntry, now: Date) =>
  db.insert(audit).values({
    at: now,
    tenant: entry.tenant,
    person: entry.actor.id,
    personName: entry.actor.name,
    action: entry.action,
    target: entry.target,
    facts: entry.facts ?? {},
  });

/** The same in the batch of a change, and only if that changed a row. */
export const auditIfChanged = (db: Database, entry: AuditEntry, now: Date) =>
  db.insert(audit)
    .select(sql`SELECT NULL, ${now.getTime()}, ${entry.tenant}, ${entry.actor.id}, ${entry.actor.name}, ${entry.action},
    ${entry.target}, ${JSON.stringify(entry.facts ?? {})} WHERE changes() > 0`);
