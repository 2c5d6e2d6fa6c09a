// The ledger of runs and steps: the tenants' objects write it, histories read it.
import { and, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { LedgerEntry } from "../../contract/rpc/ledger.ts";
import type { RunStatus, RunSummary } from "../../contract/api/run.ts";
import type { Database } from "./database.ts";
import { run, step, tenant } from "./schema.ts";

/** Stores a run with its steps, all or nothing; a row that is as new or newer stays. */
export async function writeEntry(db: Database, entry: LedgerEntry, now: Date): Promise<void> {
  const { executionId, ...facts } = entry.run;
  const runRow = { ...facts, tenant: entry.tenant, id: executionId, seq: entry.seq, heardAt: now };
  await db.batch([
    db
      .insert(run)
      .values(runRow)
      .onConflictDoUpdate({
        target: [run.tenant, run.id],
        set: runRow,
        setWhere: sql`excluded.seq > ${run.seq}`,
      }),
    ...entry.steps.map((one, position) => {
      const stepRow = { ...one, tenant: entry.tenant, run: executionId, position, seq: entry.seq };
      return db
        .insert(step)
        .values(stepRow)
        .onConflictDoUpdate({
          target: [step.tenant, step.run, step.resource],
          set: stepRow,
          setWhere: sql`excluded.seq > ${step.seq}`,
        });
    }),
  ]);
}

/** Which of these tenants exist and are not deleted. */
export async function livingTenants(db: Database, ids: string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: tenant.id })
    .from(tenant)
    .where(and(inArray(tenant.id, ids), isNull(tenant.deletedAt)));
  return new Set(rows.map((row) => row.id));
}

export type HistoryQuery = {
  before: string | null;
  limit: number;
  tenant: string | null;
  status: RunStatus | null;
};

/** Runs of all tenants, newest first. */
export async function listHistory(
  db: Database,
  query: HistoryQuery,
): Promise<{ runs: RunSummary[]; next: string | null }> {
  const rows = await db
    .select({ run, tenantName: tenant.name })
    .from(run)
    .innerJoin(tenant, eq(tenant.id, run.tenant))
    .where(
      and(
        isNull(tenant.deletedAt),
        query.tenant === null ? undefined : eq(run.tenant, query.tenant),
        query.status === null ? undefined : eq(run.status, query.status),
        query.before === null ? undefined : olderThan(query.before),
      ),
    )
    .orderBy(desc(run.startedAt), desc(run.id))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1)?.run;
  return {
    runs: page.map((row) => summary(row.run, row.tenantName)),
    next: rows.length > query.limit && last ? `${last.startedAt}~${last.id}` : null,
  };
}

// A page begins after the last run of the previous one: by start, then by id.
function olderThan(before: string) {
  const [startedAt = "", id = ""] = before.split("~");
  return or(lt(run.startedAt, startedAt), and(eq(run.startedAt, startedAt), lt(run.id, id)));
}

function summary(row: typeof run.$inferSelect, tenantName: string): RunSummary {
  const { id, heardAt: _, ...facts } = row;
  return { ...facts, executionId: id, tenantName };
}

/** Tenants with a running run whose row was not written since a moment, longest silent first. */
export async function silentTenants(db: Database, since: Date, limit: number) {
  return db
    .selectDistinct({
      id: tenant.id,
      jurisdiction: tenant.jurisdiction,
      settingsVersion: tenant.settingsVersion,
      name: tenant.name,
      timeZone: tenant.timeZone,
    })
    .from(run)
    .innerJoin(tenant, eq(tenant.id, run.tenant))
    .where(and(isNull(run.endedAt), lt(run.heardAt, since), isNull(tenant.deletedAt)))
    .orderBy(run.heardAt)
    .limit(limit);
}
