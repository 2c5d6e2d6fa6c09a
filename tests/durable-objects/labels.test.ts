import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, inject, it } from "vitest";
import type { Run } from "../../contract/api/run.ts";
import { anOrder, aPlan, ended, sandbox, tenantDoor } from "./source.ts";

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

type Row = { id: number; partner_id: [number, string] };

/** A tenant of its own over a database of its own. */
async function aHouse(tenant: string, database: string) {
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
      const sight = {
        configuration: "f1",
        resource: "invoices",
        after: null,
        limit: 500,
        search: name,
        asOf: null,
        sort: null,
      };
      const page = await door.records(sight);
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
  const house = await aHouse("renamed", "trading-81");
  await house.refresh();
  const [id = 0, old = ""] =
    [...partnersOf(await house.invoices())].find(([, name]) => !name.includes(",")) ?? [];
  const before = await house.named(old);
  await house.control("write", {
    model: "res.partner",
    id,
    values: { name: "Maison Neuve de Sfax" },
  });
  const second = await house.refresh();
  expect(second).toMatchObject({ status: "completed", problems: [] });
  expect(before.length).toBeGreaterThan(0);
  expect(await house.named("Maison Neuve de Sfax")).toEqual(expect.arrayContaining(before));
  expect(await house.named(old)).toEqual([]);
  expect(stepOf(second, "invoices")?.counts.changed).toBe(
    (await house.named("Maison Neuve de Sfax")).length,
  );
  // Nothing has changed since: nothing is written.
  expect(await house.refresh()).toMatchObject({ status: "completed", rowsWritten: 0 });
});

it("shows the contact that stays after a merge, whether or not that one was stamped", async () => {
  const house = await aHouse("merged", "trading-82");
  await house.refresh();
  for (const stamped of [true, false]) {
    const [gone, stays] = [...partnersOf(await house.invoices())].filter(
      ([id, name]) => id > 9 && !name.includes(","),
    );
    if (gone === undefined || stays === undefined)
      throw new Error("two contacts with invoices are needed");
    const before = await house.named(gone[1]);
    await house.control("merge", { from: gone[0], into: stays[0], stamped });
    expect(await house.refresh()).toMatchObject({ status: "completed", problems: [] });
    expect(before.length).toBeGreaterThan(0);
    expect(await house.named(gone[1])).toEqual([]);
    expect(await house.named(stays[1])).toEqual(expect.arrayContaining(before));
  }
});

it("says once what the account may not look at, and is not plainly completed", async () => {
  const house = await aHouse("closed", "trading-83");
  const first = await house.refresh();
  expect(first.status).toBe("completed");
  const closed = {
    database: "trading-83",
    fault: "no_rights",
    model: "res.company",
    times: "always",
  };
  await sandbox("faults", closed);
  const second = await house.refresh();
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
