// Names of related records: renaming, merging and deleting leave no stamp on the records that refer
// to them, and are noticed all the same.
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

/** A database for each test, read through one resource. */
async function aTestDatabase(resource: string) {
  const database = `trading-${(made += 1)}`;
  const client = world.openClient({ settings: { database } });
  const reading = world.reading("odoo_modules", resource, { firstDays: 36_500 });
  const control = (path: string, body: object) =>
    world.control("POST", path, { database, ...body });
  const db = {
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
    /** As SQL or a rule of the database writes: without a stamp. */
    writeQuietly: async (model: string, rows: Row[], values: (row: Row) => object) => {
      for (const row of rows)
        await control("write", {
          model,
          id: row.id,
          values: { ...values(row), write_date: row.write_date },
        });
    },
  };
  // Two of many orders belong to another salesperson.
  if (resource === "sale_orders")
    await db.writeQuietly(
      "sale.order",
      (await db.rows("sale.order", "user_id")).slice(0, 2),
      () => ({ user_id: 7 }),
    );
  return db;
}

type TestDatabase = Awaited<ReturnType<typeof aTestDatabase>>;

const dataOf = (records: Records): Json =>
  Object.fromEntries([...records].map(([id, { data }]) => [String(id), data]));
const pairId = (row: Row, field: string): number =>
  Array.isArray(row[field]) ? Number(row[field][0]) : 0;

/** Reads, applies a change, reads on. What is stored then must equal a complete read. */
async function readBesides(db: TestDatabase, happen: (db: TestDatabase) => Promise<unknown>) {
  const before = await db.read(null);
  await happen(db);
  const after = await db.read(before.survey.cursor);
  const complete = await db.read(after.survey.cursor, true);
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

const invoiced = async (db: TestDatabase): Promise<number[]> => [
  ...new Set(
    (await db.rows("account.move", "partner_id"))
      .map((row) => pairId(row, "partner_id"))
      .filter((id) => id > 9),
  ),
];
const rename = (model: string, id: number, name: string) => (db: TestDatabase) =>
  db.control("write", { model, id, values: { name } });

describe("a record that refers to another", () => {
  it.each<[string, string, (db: TestDatabase) => Promise<unknown>]>([
    [
      "a renamed contact",
      "invoices",
      async (db) => rename("res.partner", (await invoiced(db))[0] ?? 0, "Comptoir Neuf")(db),
    ],
    [
      "a contact of a renamed company",
      "invoices",
      async (db) => {
        const partners = await invoiced(db);
        const contact = (await db.rows("res.partner", "parent_id")).find(
          (row) => partners.includes(row.id) && row["parent_id"] !== false,
        );
        await rename("res.partner", pairId(contact as Row, "parent_id"), "Maison Neuve")(db);
      },
    ],
    [
      "a renamed company of contacts",
      "contacts",
      async (db) => {
        const contact = (await db.rows("res.partner", "parent_id")).find(
          (row) => row["parent_id"] !== false,
        );
        await rename("res.partner", pairId(contact as Row, "parent_id"), "Maison Neuve")(db);
      },
    ],
    ["a renamed tag", "contacts", rename("res.partner.category", 3, "Customs office")],
    [
      "a tag below a renamed one",
      "contacts",
      async (db) => {
        await db.control("write", {
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
      (db) => db.control("write", { model: "hr.department", id: 2, values: { parent_id: 1 } }),
    ],
    [
      "a renamed manager",
      "employees",
      async (db) => {
        const manager = (await db.rows("hr.employee", "parent_id")).find(
          (row) => row["parent_id"] !== false,
        );
        await rename("hr.employee", pairId(manager as Row, "parent_id"), "Another Name")(db);
      },
    ],
    ["a renamed journal", "invoices", rename("account.journal", 8, "Ventes de Marseille")],
  ])("such as %s is read again, and little else", async (_name, resource, happen) => {
    const { before, after, differ } = await readBesides(await aTestDatabase(resource), happen);
    expect(after.survey.coverage).toBe("changes");
    expect(differ.length).toBeGreaterThan(0);
    expect(after.records.size).toBeLessThan(before.records.size);
  });

  it.each<[string, string, (db: TestDatabase) => Promise<unknown>]>([
    [
      "a merged contact",
      "invoices",
      async (db) => {
        const [from, into] = await invoiced(db);
        await db.control("merge", { from, into });
      },
    ],
    [
      "a contact that was merged without any stamp",
      "invoices",
      async (db) => {
        const [from, into] = await invoiced(db);
        await db.control("merge", { from, into, stamped: false });
      },
    ],
    [
      "a contact that was merged while another one was made",
      "invoices",
      async (db) => {
        const [from, into] = await invoiced(db);
        await db.control("merge", { from, into, stamped: false });
        await db.control("create", { model: "res.partner", values: { name: "Neuf" } });
      },
    ],
    [
      "a department that was deleted",
      "employees",
      async (db) => {
        const employees = (await db.rows("hr.employee", "department_id")).filter(
          (row) => pairId(row, "department_id") === 2,
        );
        await db.writeQuietly("hr.employee", employees, () => ({ department_id: false }));
        await db.control("unlink", { model: "hr.department", id: 2 });
      },
    ],
    [
      "a tag that was deleted while another one was made",
      "contacts",
      async (db) => {
        const contacts = (await db.rows("res.partner", "category_id")).filter((row) =>
          (row["category_id"] as number[]).includes(1),
        );
        await db.writeQuietly("res.partner", contacts, (row) => ({
          category_id: (row["category_id"] as number[]).filter((id) => id !== 1),
        }));
        await db.control("unlink", { model: "res.partner.category", id: 1 });
        await db.control("create", { model: "res.partner.category", values: { name: "Neuf" } });
      },
    ],
  ])(
    "such as %s is found by a complete read, because nothing shows what referred to it",
    async (_name, resource, happen) => {
      const { after, differ } = await readBesides(await aTestDatabase(resource), happen);
      expect(after.survey.coverage).toBe("range");
      expect(differ.length).toBeGreaterThan(0);
    },
  );
});

describe("names that have not changed", () => {
  it.each(["invoices", "sale_orders", "contacts", "employees"])(
    "cost %s a request or two per model, and no record",
    async (resource) => {
      const db = await aTestDatabase(resource);
      const first = await db.read(null);
      await world.control("DELETE", "log");
      const second = await db.read(first.survey.cursor);
      const { entries } = (await world.control("GET", "log")) as {
        entries: { model: string; detail: string }[];
      };
      // The last minutes are read once more, but few records were written then.
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

  it("is a notice, not a complete read each night; once it can be read, so is everything that refers to it", async () => {
    const db = await aTestDatabase("employees");
    const first = await db.read(null);
    expect(first.survey.doubts).toBeUndefined();
    await refuse("hr.department");
    const second = await db.read(first.survey.cursor);
    const third = await db.read(second.survey.cursor);
    const complete = await db.read(third.survey.cursor, true);
    await disarm();
    const doubt = {
      code: "names_unchecked",
      facts: { host: db.client.host, model: "hr.department" },
    };
    for (const { survey } of [second, third])
      expect([survey.coverage, survey.doubts]).toEqual(["changes", [doubt]]);
    // A complete read has today's names.
    expect([complete.survey.coverage, complete.survey.doubts]).toEqual(["range", undefined]);
    expect((await db.read(third.survey.cursor)).survey.coverage).toBe("range");
  });

  it("requests the names of tags once per lane, however many pages contain them", async () => {
    const db = await aTestDatabase("contacts");
    const before = await db.read(null);
    let asked = 0;
    const lane: typeof db.client = {
      ...db.client,
      call: (request) => {
        if (JSON.stringify(request).includes("res.partner.category")) asked += 1;
        return db.client.call(request);
      },
    };
    const { pages, records, survey } = await readAll(odoo, lane, {
      reading: db.reading,
      pageSize: 20,
    });
    expect([survey.doubts, dataOf(records)]).toEqual([undefined, dataOf(before.records)]);
    expect(pages.length).toBeGreaterThan(15);
    // The survey, and the pages that contain a tag for the first time: there are four tags.
    expect(asked).toBeLessThanOrEqual(5);
  });

  it("shows the ids of tags instead of their names, and reports it each time", async () => {
    const db = await aTestDatabase("contacts");
    await refuse("res.partner.category");
    const first = await db.read(null);
    await disarm();
    expect(first.survey.doubts).toEqual([
      { code: "names_hidden", facts: { host: db.client.host, model: "res.partner.category" } },
    ]);
    const tags = (records: Records) =>
      new Set([...records.values()].flatMap(({ data }) => data["tags"] as string[]));
    expect([...tags(first.records)].sort()).toEqual(["#1", "#2", "#3", "#4"]);
    const second = await db.read(first.survey.cursor);
    expect([...tags(second.records)].sort()).toEqual(["Customs", "Retailer", "VIP", "Wholesaler"]);
    expect(second.survey.doubts).toBeUndefined();
  });

  it("or that answers with nonsense causes a complete read", async () => {
    const db = await aTestDatabase("invoices");
    const first = await db.read(null);
    await world.control("POST", "faults", {
      fault: "wrong_types",
      model: "res.partner",
      times: "always",
    });
    const second = await db.read(first.survey.cursor);
    await disarm();
    expect([second.survey.coverage, second.records.size]).toEqual(["range", first.records.size]);
    expect((await db.read(second.survey.cursor)).survey.coverage).toBe("range");
  });
});
