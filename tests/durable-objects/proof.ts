// What has to be true of a tenant after whatever was done to it: the source's records, whole, once;
// the history; a free lock.
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { Json } from "../../contract/values/json.ts";
import type { Run } from "../../contract/api/run.ts";
import { openDatabase } from "../../worker/db/database.ts";
import {
  run as runTable,
  step as stepTable,
  tenant as tenantTable,
} from "../../worker/db/schema.ts";
import { anOrder, aPlan, ended, sandbox, templateOf, tenantDoor } from "./source.ts";
import { holdPages, pagesWaiting } from "./strike.ts";

const models: Record<string, string> = { contacts: "res.partner", employees: "hr.employee" };

/** Registers a tenant in D1, where its history goes. */
export async function aTenant(tenant: string): Promise<void> {
  const row = {
    id: tenant,
    name: tenant,
    timeZone: "Europe/Paris",
    jurisdiction: null,
    createdAt: new Date(),
  };
  await openDatabase(env.DB).insert(tenantTable).values(row).onConflictDoNothing();
}

/**
 * Contacts and employees, all of them, from a database of the tenant's own. Each record keeps how
 * it came.
 */
export const aModulesPlan = (tenant: string): Promise<RunPlan> =>
  aPlan(tenant, {
    template: "odoo_modules",
    database: databaseOf(tenant),
    options: { firstDays: 20_000, raw: "yes" },
    resources: templateOf("odoo_modules").resources.filter(({ key }) => key in models),
  });

/** Databases of the sandbox have numbers: the same tenant, the same number. */
export const databaseOf = (tenant: string): string =>
  `trading-${100 + [...tenant].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 89_989, 7)}`;

/**
 * Starts a refresh and returns when its lanes stand before a closed door with their pages: see
 * `letPagesPass`.
 */
export async function atItsPages(tenant: string): Promise<string> {
  await aTenant(tenant);
  holdPages(tenant);
  const started = await tenantDoor(tenant).start(anOrder(tenant, await aModulesPlan(tenant)));
  if (started.type !== "started") throw new Error(JSON.stringify(started));
  await eventually(
    () => pagesWaiting(tenant),
    (pages) => pages > 0,
  );
  return started.run.executionId;
}

/** Looks again and again until something is so; what was seen last is in the error. */
export async function eventually<Seen>(
  look: () => Seen | Promise<Seen>,
  holds: (seen: Seen) => boolean,
  withinMs = 20_000,
): Promise<Seen> {
  for (const until = Date.now() + withinMs; ;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > until) throw new Error(`not within ${withinMs} ms: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * Waits for the end of a tenant's run without touching its object: the history says it. Within what
 * we promise for one take-over.
 */
export async function endedByItself(tenant: string, withinMs = 120_000): Promise<void> {
  await eventually(
    () => historyOf(tenant),
    (rows) => rows.length > 0 && rows.every(({ endedAt }) => endedAt !== null),
    withinMs,
  );
}

const historyOf = (tenant: string) =>
  openDatabase(env.DB).select().from(runTable).where(eq(runTable.tenant, tenant));

type Row = { id: number; [field: string]: Json };

/** What readers see, each record as it came from the source. */
async function seen(tenant: string, resource: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = null; ;) {
    const page = await tenantDoor(tenant).records({
      configuration: "f1",
      resource,
      after,
      limit: 500,
      search: null,
      asOf: null,
      sort: null,
    });
    if ("type" in page) throw new Error(page.code);
    rows.push(...page.records.map(({ data }) => data.raw as Row));
    if (page.next === null) return rows;
    after = page.next;
  }
}

/** The source and the store hold the same ids and values. */
export async function expectTheTruth(tenant: string): Promise<void> {
  for (const [resource, model] of Object.entries(models)) {
    const found = await seen(tenant, resource);
    const fields = Object.keys(found[0] ?? {}).join(",");
    const query = new URLSearchParams({ database: databaseOf(tenant), model, fields });
    const { records } = await sandbox<{ records: Row[] }>(`records?${query}`);
    expect(records.length).toBeGreaterThan(0);
    expect(found).toEqual(records);
  }
}

type Figures = Pick<Run, "status" | "seq" | "counts" | "rowsWritten" | "published" | "undone">;
const figures = ({ status, seq, counts, rowsWritten, published, undone }: Figures): Figures => ({
  status,
  seq,
  counts,
  rowsWritten,
  published,
  undone,
});

/** Every run is in the history once, with the object's figures. */
export async function expectTheHistory(tenant: string, runs: number): Promise<void> {
  const own = (await tenantDoor(tenant).runs({ before: null, limit: 100 })).runs;
  expect(own).toHaveLength(runs);
  const newest = new Map(own.map(({ executionId, seq }) => [executionId, seq]));
  const rows = await eventually(
    () => historyOf(tenant),
    (found) => found.length >= runs && found.every(({ id, seq }) => newest.get(id) === seq),
  );
  expect(rows.map(({ id, ...row }) => [id, figures(row)]).sort()).toEqual(
    own.map((run) => [run.executionId, figures(run)]).sort(),
  );
  const steps = await openDatabase(env.DB)
    .select()
    .from(stepTable)
    .where(eq(stepTable.tenant, tenant));
  expect(steps).toHaveLength(own.reduce((sum, run) => sum + run.steps.length, 0));
}

/** A new refresh starts at once, and finds nothing to write. */
export async function expectFreeLock(tenant: string): Promise<void> {
  expect(await tenantDoor(tenant).start(anOrder(tenant, await aModulesPlan(tenant)))).toMatchObject(
    { type: "started" },
  );
  expect(await ended(tenantDoor(tenant))).toMatchObject({
    status: "completed",
    rowsWritten: 0,
    published: false,
  });
}
