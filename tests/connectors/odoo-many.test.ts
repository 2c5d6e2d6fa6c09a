// Many records with one stamp: an import writes thousands in one second, and none may be lost or
// read forever.
import { afterAll, beforeAll, expect, it } from "vitest";
import { odoo } from "../../connectors/odoo/odoo.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { readAll } from "./conformance.ts";
import { odooWorld } from "./odoo-world.ts";

let sandbox: Sandbox;
const world = odooWorld(() => sandbox, "19.0");
const reading = world.reading("odoo_modules", "contacts");

beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    sizes: { partners: 4_000, invoices: 50, orders: 20, employees: 5 },
  });
  await world.control("POST", "clock", { offsetMs: -3_600_000 });
});
afterAll(() => sandbox.close());

it("reads all of them after an import, in pages of ids, and little the next time", async () => {
  const first = await readAll(odoo, world.openClient(), { reading });
  await world.control("POST", "clock", { offsetMs: -2_400_000 });
  const ids = (await world.truth("res.partner", [])).slice(0, 3_500);
  const stamp = new Date(Date.now() - 2_400_000).toISOString().slice(0, 19).replace("T", " ");
  await world.control("POST", "write", {
    database: world.database,
    model: "res.partner",
    id: ids,
    values: { write_date: stamp },
  });

  const client = world.openClient();
  const second = await readAll(odoo, client, {
    reading,
    since: { cursor: first.survey.cursor, complete: false },
    pageSize: 500,
  });
  expect(second.survey.coverage).toBe("changes");
  expect([...second.records.keys()].filter((id) => ids.includes(Number(id)))).toHaveLength(3_500);
  expect(second.twice).toEqual([]);
  expect(Math.max(...second.pages.map(({ records }) => records.length))).toBeLessThanOrEqual(500);
  const union = new Set([...first.records.keys(), ...second.records.keys()]);
  expect(
    await odoo.count(client, {
      ...reading,
      horizon: second.survey.horizon,
      cursor: second.survey.cursor,
    }),
  ).toBe(union.size);

  await world.control("POST", "clock", { offsetMs: 0 });
  await world.control("POST", "change", {
    database: world.database,
    model: "res.partner",
    changed: 2,
  });
  const third = await readAll(odoo, client, {
    reading,
    since: { cursor: second.survey.cursor, complete: false },
  });
  const fourth = await readAll(odoo, client, {
    reading,
    since: { cursor: third.survey.cursor, complete: false },
  });
  expect(fourth.records.size).toBe(2);
});
