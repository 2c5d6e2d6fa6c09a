import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, inject, it } from "vitest";
import type { Run } from "../../contract/api/run.ts";
import { anOrder, aPlan, ended, sandbox, tenantDoor } from "./source.ts";

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

type Row = { id: number; partner_id: [number, string] };

/** A tenant with a database that no other test uses. */
async function aTenantWithDatabase(tenant: string, database: string) {
  const door = tenantDoor(tenant);
  const plan = await aPlan(tenant, {
    template: "odoo_modules",
    database,
    options: { firstDays: 36_500 },
  });
  return {
    refresh: async (complete = false): Promise<Run> => {
      await door.start(anOrder(tenant, plan, { complete }));
      return ended(door);
    },
    /** Invoices whose partner is called so, or belongs to one that is, by id. */
    named: async (name: string): Promise<number[]> => {
      const query = {
        configuration: "f1",
        resource: "invoices",
        after: null,
        limit: 500,
        search: name,
        asOf: null,
        sort: null,
      };
      const page = await door.records(query);
      if ("type" in page) throw new Error(page.code);
      return page.records
        .filter(({ data }) => String(data["partner"]).split(", ")[0] === name)
        .map(({ id }) => Number(id));
    },
    invoices: async () =>
      (
        await sandbox<{ records: Row[] }>(
          `records?database=${database}&model=account.move&fields=partner_id`,
        )
      ).records,
    control: (path: string, body: object) => sandbox(path, { database, ...body }),
  };
}

const partnersOf = (rows: Row[]) => new Map(rows.map(({ partner_id: [id, name] }) => [id, name]));
const disarm = () => fetch(`${inject("sandbox")}/sandbox/faults`, { method: "DELETE" });
const stepOf = (run: Run, resource: string) => run.steps.find((one) => one.resource === resource);

it("shows the new name of a contact on every invoice of it, without a stamp on any", async () => {
  const company = await aTenantWithDatabase("renamed", "trading-81");
  await company.refresh();
  const [id = 0, old = ""] =
    [...partnersOf(await company.invoices())].find(([, name]) => !name.includes(",")) ?? [];
  const before = await company.named(old);
  await company.control("write", {
    model: "res.partner",
    id,
    values: { name: "Maison Neuve de Sfax" },
  });
  const second = await company.refresh();
  expect(second).toMatchObject({ status: "completed", problems: [] });
  expect(before.length).toBeGreaterThan(0);
  expect(await company.named("Maison Neuve de Sfax")).toEqual(expect.arrayContaining(before));
  expect(await company.named(old)).toEqual([]);
  expect(stepOf(second, "invoices")?.counts.changed).toBe(
    (await company.named("Maison Neuve de Sfax")).length,
  );
  // Nothing has changed since: nothing is written.
  expect(await company.refresh()).toMatchObject({ status: "completed", rowsWritten: 0 });
});

it("shows the contact that stays after a merge, whether or not that one was stamped", async () => {
  const company = await aTenantWithDatabase("merged", "trading-82");
  await company.refresh();
  for (const stamped of [true, false]) {
    const [gone, stays] = [...partnersOf(await company.invoices())].filter(
      ([id, name]) => id > 9 && !name.includes(","),
    );
    if (gone === undefined || stays === undefined)
      throw new Error("two contacts with invoices are needed");
    const before = await company.named(gone[1]);
    await company.control("merge", { from: gone[0], into: stays[0], stamped });
    expect(await company.refresh()).toMatchObject({ status: "completed", problems: [] });
    expect(before.length).toBeGreaterThan(0);
    expect(await company.named(gone[1])).toEqual([]);
    expect(await company.named(stays[1])).toEqual(expect.arrayContaining(before));
  }
});

it("says once what the account may not look at, and is not plainly completed", async () => {
  const company = await aTenantWithDatabase("closed", "trading-83");
  const first = await company.refresh();
  expect(first.status).toBe("completed");
  const closed = {
    database: "trading-83",
    fault: "no_rights",
    model: "res.company",
    times: "always",
  };
  await sandbox("faults", closed);
  const second = await company.refresh();
  await disarm();
  expect(second.status).toBe("completed_with_problems");
  // All four data sources show names of companies.
  expect(second.problems).toEqual([
    {
      code: "names_unchecked",
      facts: { host: expect.any(String) as string, model: "res.company" },
      resource: null,
    },
  ]);
  expect(second.counts.read).toBeLessThan(first.counts.read / 10);
});
