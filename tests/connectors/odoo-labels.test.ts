// Names of related records: renamed, merged and deleted ones leave no stamp on what points at them,
// and are seen all the same.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import type { Id, SourceRecord } from "../../contract/source/record.ts";
import { odoo } from "../../connectors/odoo/odoo.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { readAll } from "./conformance.ts";
import { odooWorld } from "./odoo-world.ts";

let sandbox: Sandbox;
const world = odooWorld(() => sandbox, "19.0");

beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    sizes: { partners: 400, invoices: 600, orders: 60, employees: 60 },
  });
});
afterAll(() => sandbox.close());

type Row = { id: number; write_date: string; [field: string]: Json };
type Records = Map<Id, SourceRecord>;
let made = 20;

/** A database of its own for each test, read by one resource. */
async function aHouse(resource: string) {
  const database = `trading-${(made += 1)}`;
  const client = world.link({ settings: { database } });
  const reading = world.reading("odoo_modules", resource, { firstDays: 36_500 });
  const control = (path: string, body: object) =>
    world.control("POST", path, { database, ...body });
  const house = {
    client,
    reading,
    control,
    rows: async (model: string, fields: string): Promise<Row[]> => {
      const query = new URLSearchParams({
        database,
        model,
        fields: `${fields},write_date`,
        lang: "en_US",
      });
      return ((await world.control("GET", `records?${query}`)) as { records: Row[] }).records;
    },
    read: (cursor: Json, complete = false) =>
      readAll(odoo, client, { reading, since: { cursor, complete } }),
    /** As SQL or a rule of the database writes: no stamp. */
    writeQuietly: async (model: string, rows: Row[], values: (row: Row) => object) => {
      for (const row of rows)
        await control("write", {
          model,
          id: row.id,
          values: { ...values(row), write_date: row.write_date },
        });
    },
  };
  // Two of many orders are another salesperson's.
  if (resource === "sale_orders")
    await house.writeQuietly(
      "sale.order",
      (await house.rows("sale.order", "user_id")).slice(0, 2),
      () => ({ user_id: 7 }),
    );
  return house;
}

type House = Awaited<ReturnType<typeof aHouse>>;

const dataOf = (records: Records): Json =>
  Object.fromEntries([...records].map(([id, { data }]) => [String(id), data]));
const pairId = (row: Row, field: string): number =>
  Array.isArray(row[field]) ? Number(row[field][0]) : 0;

/**
 * Reads, lets something happen, reads on. What is kept then must be what a complete read brings.
 */
async function readBesides(house: House, happen: (house: House) => Promise<unknown>) {
  const before = await house.read(null);
  await happen(house);
  const after = await house.read(before.survey.cursor);
  const complete = await house.read(after.survey.cursor, true);
  const kept =
    after.survey.coverage === "range"
      ? after.records
      : new Map([...before.records, ...after.records]);
  const differ = [...complete.records].filter(
    ([id, { data }]) => JSON.stringify(before.records.get(id)?.data) !== JSON.stringify(data),
  );
  expect(dataOf(kept)).toEqual(dataOf(complete.records));
  expect(after.twice).toEqual([]);
  return { before, after, differ: differ.map(([id]) => id) };
}

const invoiced = async (house: House): Promise<number[]> => [
  ...new Set(
    (await house.rows("account.move", "partner_id"))
      .map((row) => pairId(row, "partner_id"))
      .filter((id) => id > 9),
  ),
];
const rename = (model: string, id: number, name: string) => (house: House) =>
  house.control("write", { model, id, values: { name } });

describe("what points at another record", () => {
  it.each<[string, string, (house: House) => Promise<unknown>]>([
    [
      "a renamed contact",
      "invoices",
      async (house) =>
        rename("res.partner", (await invoiced(house))[0] ?? 0, "Comptoir Neuf")(house),
    ],
    [
      "a contact of a renamed company",
      "invoices",
      async (house) => {
        const partners = await invoiced(house);
        const contact = (await house.rows("res.partner", "parent_id")).find(
          (row) => partners.includes(row.id) && row["parent_id"] !== false,
        );
        await rename("res.partner", pairId(contact as Row, "parent_id"), "Maison Neuve")(house);
      },
    ],
    [
      "a renamed company of contacts",
      "contacts",
      async (house) => {
        const contact = (await house.rows("res.partner", "parent_id")).find(
          (row) => row["parent_id"] !== false,
        );
        await rename("res.partner", pairId(contact as Row, "parent_id"), "Maison Neuve")(house);
      },
    ],
    ["a renamed tag", "contacts", rename("res.partner.category", 3, "Customs office")],
    [
      "a tag below a renamed one",
      "contacts",
      async (house) => {
        await house.control("write", {
          model: "res.partner.category",
          id: 2,
          values: { parent_id: 1 },
        });
      },
    ],
    ["a renamed salesperson", "sale_orders", rename("res.users", 7, "Somebody Else")],
    ["a renamed department", "employees", rename("hr.department", 2, "Stores")],
    [
      "a department that is moved below another",
      "employees",
      (house) =>
        house.control("write", { model: "hr.department", id: 2, values: { parent_id: 1 } }),
    ],
    [
      "a renamed manager",
      "employees",
      async (house) => {
        const manager = (await house.rows("hr.employee", "parent_id")).find(
          (row) => row["parent_id"] !== false,
        );
        await rename("hr.employee", pairId(manager as Row, "parent_id"), "Another Name")(house);
      },
    ],
    ["a renamed journal", "invoices", rename("account.journal", 8, "Ventes de Marseille")],
  ])("as %s is read again, and little else", async (_name, resource, happen) => {
    const { before, after, differ } = await readBesides(await aHouse(resource), happen);
    expect(after.survey.coverage).toBe("changes");
    expect(differ.length).toBeGreaterThan(0);
    expect(after.records.size).toBeLessThan(before.records.size);
  });

  it.each<[string, string, (house: House) => Promise<unknown>]>([
    [
      "a merged contact",
      "invoices",
      async (house) => {
        const [from, into] = await invoiced(house);
        await house.control("merge", { from, into });
      },
    ],
    [
      "a contact that was merged without any stamp",
      "invoices",
      async (house) => {
        const [from, into] = await invoiced(house);
        await house.control("merge", { from, into, stamped: false });
      },
    ],
    [
      "a contact that was merged while another one was made",
      "invoices",
      async (house) => {
        const [from, into] = await invoiced(house);
        await house.control("merge", { from, into, stamped: false });
        await house.control("create", { model: "res.partner", values: { name: "Neuf" } });
      },
    ],
    [
      "a department that was deleted",
      "employees",
      async (house) => {
        const employees = (await house.rows("hr.employee", "department_id")).filter(
          (row) => pairId(row, "department_id") === 2,
        );
        await house.writeQuietly("hr.employee", employees, () => ({ department_id: false }));
        await house.control("unlink", { model: "hr.department", id: 2 });
      },
    ],
    [
      "a tag that was deleted while another one was made",
      "contacts",
      async (house) => {
        const contacts = (await house.rows("res.partner", "category_id")).filter((row) =>
          (row["category_id"] as number[]).includes(1),
        );
        await house.writeQuietly("res.partner", contacts, (row) => ({
          category_id: (row["category_id"] as number[]).filter((id) => id !== 1),
        }));
        await house.control("unlink", { model: "res.partner.category", id: 1 });
        await house.control("create", { model: "res.partner.category", values: { name: "Neuf" } });
      },
    ],
  ])(
    "as %s is found by reading all: nothing tells what pointed at it",
    async (_name, resource, happen) => {
      const { after, differ } = await readBesides(await aHouse(resource), happen);
      expect(after.survey.coverage).toBe("range");
      expect(differ.length).toBeGreaterThan(0);
    },
  );
});

describe("names that have not changed", () => {
  it.each(["invoices", "sale_orders", "contacts", "employees"])(
    "cost %s a question or two of each model, and no record",
    async (resource) => {
      const house = await aHouse(resource);
      const first = await house.read(null);
      await world.control("DELETE", "log");
      const second = await house.read(first.survey.cursor);
      const { entries } = (await world.control("GET", "log")) as {
        entries: { model: string; detail: string }[];
      };
      // The last minutes are looked at once more: what was written then is not many.
      const named = second.survey.partitions.flatMap((partition) =>
        partition.type === "ids" ? partition.ids : [],
      );
      expect([second.survey.coverage, named.length < 5]).toEqual(["changes", true]);
      const own = {
        invoices: "account.move",
        sale_orders: "sale.order",
        contacts: "res.partner",
        employees: "hr.employee",
      }[resource];
      const others = entries
        .map(({ model }) => model)
        .filter((model) => model !== own && model !== null);
      for (const model of new Set(others))
        expect([model, others.filter((one) => one === model).length <= 2]).toEqual([model, true]);
      expect(others.length).toBeGreaterThan(0);
    },
  );
});

describe("a model that the account may not read", () => {
  const refuse = (model: string) =>
    world.control("POST", "faults", { fault: "no_rights", model, times: "always" });
  const disarm = () => world.control("DELETE", "faults");

  it("is a doubt, not a complete read each night; once it may be read, all that points at it is", async () => {
    const house = await aHouse("employees");
    const first = await house.read(null);
    expect(first.survey.doubts).toBeUndefined();
    await refuse("hr.department");
    const second = await house.read(first.survey.cursor);
    const third = await house.read(second.survey.cursor);
    const complete = await house.read(third.survey.cursor, true);
    await disarm();
    const doubt = {
      code: "names_unchecked",
      facts: { host: house.client.host, model: "hr.department" },
    };
    for (const { survey } of [second, third])
      expect([survey.coverage, survey.doubts]).toEqual(["changes", [doubt]]);
    // What is read as a whole has the names of today.
    expect([complete.survey.coverage, complete.survey.doubts]).toEqual(["range", undefined]);
    expect((await house.read(third.survey.cursor)).survey.coverage).toBe("range");
  });

  it("asks for the names of tags once in a lane, however many pages list them", async () => {
    const house = await aHouse("contacts");
    const before = await house.read(null);
    let asked = 0;
    const lane: typeof house.client = {
      ...house.client,
      call: (question) => {
        if (JSON.stringify(question).includes("res.partner.category")) asked += 1;
        return house.client.call(question);
      },
    };
    const { pages, records, survey } = await readAll(odoo, lane, {
      reading: house.reading,
      pageSize: 20,
    });
    expect([survey.doubts, dataOf(records)]).toEqual([undefined, dataOf(before.records)]);
    expect(pages.length).toBeGreaterThan(15);
    // The survey, and pages that list a tag which none before has listed: four tags there are.
    expect(asked).toBeLessThanOrEqual(5);
  });

  it("leaves the numbers of tags in place of their names, and says so each time", async () => {
    const house = await aHouse("contacts");
    await refuse("res.partner.category");
    const first = await house.read(null);
    await disarm();
    expect(first.survey.doubts).toEqual([
      { code: "names_hidden", facts: { host: house.client.host, model: "res.partner.category" } },
    ]);
    const tags = (records: Records) =>
      new Set([...records.values()].flatMap(({ data }) => data["tags"] as string[]));
    expect([...tags(first.records)].sort()).toEqual(["#1", "#2", "#3", "#4"]);
    const second = await house.read(first.survey.cursor);
    expect([...tags(second.records)].sort()).toEqual(["Customs", "Retailer", "VIP", "Wholesaler"]);
    expect(second.survey.doubts).toBeUndefined();
  });

  it("or that answers with nonsense makes the whole be read", async () => {
    const house = await aHouse("invoices");
    const first = await house.read(null);
    await world.control("POST", "faults", {
      fault: "wrong_types",
      model: "res.partner",
      times: "always",
    });
    const second = await house.read(first.survey.cursor);
    await disarm();
    expect([second.survey.coverage, second.records.size]).toEqual(["range", first.records.size]);
    expect((await house.read(second.survey.cursor)).survey.coverage).toBe("range");
  });
});
