// Delivering to a real PostgreSQL: the rows afterwards are what was sent, in columns of the right
// type, counted exactly.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import type { ColumnType } from "../../contract/source/resource.ts";
import { missingPostgres, startPostgres, type PostgresServer } from "../postgres-server.ts";
import {
  anOrder,
  aWarehouse,
  column,
  deliver,
  figures,
  gone,
  present,
  type Warehouse,
} from "./postgres-world.ts";

describe.skipIf(missingPostgres !== null)(
  `PostgreSQL as a destination${missingPostgres === null ? "" : `: skipped, ${missingPostgres}`}`,
  () => {
    let server: PostgresServer;
    let warehouse: Warehouse;
    beforeAll(async () => {
      server = await startPostgres();
    }, 60_000);
    afterAll(() => server.close());
    beforeEach(async () => {
      warehouse = await aWarehouse(server);
    });
    afterEach(() => warehouse.close());

    const rows = () =>
      warehouse.sql`SELECT _tenant, _configuration, _id, partner, total::text FROM treasury_sales ORDER BY 1, 2, 3`;
    const typesOf = async (table: string) => {
      const found = await warehouse.sql<{ column_name: string; data_type: string }[]>`
      SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ${table} AND column_name NOT LIKE '\\_%'`;
      return Object.fromEntries(found.map((one) => [one.column_name, one.data_type]));
    };

    describe("a table that no longer holds what was sent", () => {
      const sent = [1, 2, 3].map((id) => present(id, { partner: `P${id}` }));
      const next = (over: Partial<Parameters<typeof anOrder>[1]> = {}) =>
        anOrder([present(4, { partner: "P4" })], {
          epoch: 2,
          generation: 2,
          known: { confirmed: 1, records: { least: 3, most: 3 } },
          ...over,
        });
      beforeEach(async () => {
        await deliver(warehouse.openClient(), anOrder(sent, { whole: true }));
      });

      it.each([
        ["emptied", "TRUNCATE treasury_sales", "0", "3"],
        ["dropped", "DROP TABLE treasury_sales, freshet_fence", "0", "3"],
        ["without its fence", "DELETE FROM freshet_fence", "0", "3"],
        ["restored from an older copy", "UPDATE freshet_fence SET generation = 0", "0", "3"],
        ["with a row deleted", "DELETE FROM treasury_sales WHERE _id = '2'", "2", "3"],
        [
          "marked by somebody",
          "UPDATE treasury_sales SET _removed_at = now() WHERE _id = '2'",
          "2",
          "3",
        ],
      ])("is noticed: %s", async (_, harm, found, expected) => {
        await warehouse.sql.unsafe(harm);
        for (const order of [next(), next({ deliveries: [] })])
          await expect(deliver(warehouse.openClient(), order)).rejects.toMatchObject({
            failure: {
              kind: "refused",
              code: "destination_differs",
              facts: { table: "public.treasury_sales", found, expected },
            },
          });
        // Sending everything again repairs it.
        expect(
          await figures(
            warehouse.openClient(),
            anOrder(sent, { epoch: 3, generation: 2, whole: true }),
          ),
        ).toHaveLength(5);
        expect(
          (
            await warehouse.sql`SELECT _id FROM treasury_sales WHERE _removed_at IS NULL ORDER BY 1`
          ).map(({ _id }) => _id),
        ).toEqual(["1", "2", "3"]);
      });

      it("is noticed: restored from an older copy with as many rows, while the fence is current", async () => {
        await warehouse.sql`CREATE TABLE copy AS SELECT * FROM treasury_sales`;
        const changed = [present(2, { partner: "P2b" }), present(4, { partner: "P4" })];
        const first = anOrder(changed.slice(0, 1), { epoch: 2, generation: 2, last: false });
        await deliver(warehouse.openClient(), first);
        expect((await warehouse.sql`SELECT mark FROM freshet_fence`)[0]).toEqual({ mark: null });
        await deliver(
          warehouse.openClient(),
          anOrder([gone(1), ...changed.slice(1)], { epoch: 2, generation: 2, page: 1 }),
        );
        const after = next({
          epoch: 3,
          generation: 3,
          deliveries: [],
          known: { confirmed: 2, records: { least: 3, most: 3 } },
        });
        // Values that people edit by hand are theirs; a renamed configuration has the same rows.
        await warehouse.sql`UPDATE treasury_sales SET partner = 'by hand' WHERE _id = '3'`;
        expect(await figures(warehouse.openClient(), after)).toEqual([0, 0, 0, 0, 0]);
        expect(
          await figures(warehouse.openClient(), { ...after, configurationName: "Renamed" }),
        ).toEqual([0, 0, 0, 0, 0]);
        await warehouse.sql`TRUNCATE treasury_sales`;
        await warehouse.sql`INSERT INTO treasury_sales SELECT * FROM copy`;
        for (const known of [
          { confirmed: 2, records: { least: 3, most: 3 } },
          { confirmed: 2, records: null },
        ])
          await expect(deliver(warehouse.openClient(), { ...after, known })).rejects.toMatchObject({
            failure: {
              kind: "refused",
              code: "destination_older",
              facts: { table: "public.treasury_sales" },
            },
          });
        expect(
          await figures(
            warehouse.openClient(),
            anOrder(sent, { epoch: 4, generation: 3, whole: true }),
          ),
        ).toHaveLength(5);
        expect(
          await figures(
            warehouse.openClient(),
            next({ epoch: 5, generation: 4, known: { confirmed: 3, records: null } }),
          ),
        ).toEqual([1, 0, 0, 0, 0]);
      });

      it("is noticed with the last page if nobody knew the rows before, and that page is rolled back", async () => {
        const unsure = { known: null };
        await warehouse.sql`DELETE FROM treasury_sales WHERE _id = '2'`;
        await expect(
          deliver(warehouse.openClient(), next({ ...unsure, due: { least: 4, most: 4 } })),
        ).rejects.toMatchObject({
          failure: {
            kind: "refused",
            code: "destination_differs",
            facts: { found: "3", expected: "4" },
          },
        });
        expect(
          (await warehouse.sql`SELECT _id FROM treasury_sales ORDER BY 1`).map(({ _id }) => _id),
        ).toEqual(["1", "3"]);
        expect(
          await figures(warehouse.openClient(), next({ ...unsure, due: { least: 3, most: 5 } })),
        ).toEqual([1, 0, 0, 0, 0]);
      });

      it("is checked with an empty page, which changes nothing if all is well", async () => {
        expect(await figures(warehouse.openClient(), next({ deliveries: [] }))).toEqual([
          0, 0, 0, 0, 0,
        ]);
        expect(
          (await warehouse.sql`SELECT generation::int, epoch::int FROM freshet_fence`)[0],
        ).toEqual({ generation: 1, epoch: 1 });
        expect(await figures(warehouse.openClient(), next())).toEqual([1, 0, 0, 0, 0]);
      });

      it("may lack refused records, and is not checked after an interrupted delivery", async () => {
        // Fences of earlier versions record nothing about the rows, so only their number is known.
        const forget = () => warehouse.sql`UPDATE freshet_fence SET mark = NULL`;
        await warehouse.sql`DELETE FROM treasury_sales WHERE _id = '3'`;
        await forget();
        expect(
          await figures(
            warehouse.openClient(),
            next({ known: { confirmed: 1, records: { least: 2, most: 4 } } }),
          ),
        ).toEqual([1, 0, 0, 0, 0]);
        await warehouse.sql`DELETE FROM treasury_sales WHERE _id = '2'`;
        await forget();
        expect(
          await figures(
            warehouse.openClient(),
            next({ epoch: 4, known: { confirmed: 1, records: { least: 9, most: 9 } } }),
          ),
        ).toEqual([0, 0, 1, 0, 0]);
        expect(
          await figures(
            warehouse.openClient(),
            next({ epoch: 5, known: { confirmed: 2, records: null } }),
          ),
        ).toEqual([0, 0, 1, 0, 0]);
      });
    });

    describe("tables", () => {
      it("are created with a column of the right type for each field", async () => {
        const fields: [ColumnType, Json, kind: string, kept: string][] = [
          ["text", 'été ’ "quoted" \\ 漢字', "text", 'été ’ "quoted" \\ 漢字'],
          ["integer", 9_007_199_254_740_991, "bigint", "9007199254740991"],
          ["number", 0.1, "numeric", "0.1"],
          ["money", "12345678901234567890.123", "numeric", "12345678901234567890.123"],
          ["date", "2026-02-28", "date", "2026-02-28"],
          [
            "datetime",
            "2026-02-28T23:30:00+01:00",
            "timestamp with time zone",
            "2026-02-28 22:30:00+00",
          ],
          ["boolean", false, "boolean", "false"],
          [
            "link",
            "https://odoo.example.org/web#id=7",
            "text",
            "https://odoo.example.org/web#id=7",
          ],
          ["list", ["a", 1, null], "jsonb", '["a", 1, null]'],
          ["json", { a: { b: "\u2028" } }, "jsonb", '{"a": {"b": "\u2028"}}'],
        ];
        const order = {
          resource: "kinds",
          columns: fields.map(([type]) => column(`a_${type}`, type)),
        };
        const full = Object.fromEntries(fields.map(([type, value]) => [`a_${type}`, value]));
        const empty = Object.fromEntries(fields.map(([type]) => [`a_${type}`, null]));
        expect(
          await figures(
            warehouse.openClient(),
            anOrder([present(1, full), present(2, empty), present(3, {})], order),
          ),
        ).toEqual([3, 0, 0, 0, 0]);
        expect(await typesOf("treasury_kinds")).toEqual(
          Object.fromEntries(fields.map(([type, , kind]) => [`a_${type}`, kind])),
        );
        const [kept] = await warehouse.sql.unsafe(
          `SELECT ${fields.map(([type]) => `a_${type}::text`).join(", ")} FROM treasury_kinds WHERE _id = '1'`,
        );
        expect(kept).toEqual(
          Object.fromEntries(fields.map(([type, , , text]) => [`a_${type}`, text])),
        );
        const blank = await warehouse.sql.unsafe(
          `SELECT ${fields.map(([type]) => `a_${type}`).join(", ")} FROM treasury_kinds WHERE _id <> '1'`,
        );
        expect(blank.map((row) => ({ ...row }))).toEqual([empty, empty]);
      });

      it("of two templates are separate, whatever their resources are named", async () => {
        const invoices = { resource: "invoices", columns: [column("number", "text")] };
        await deliver(
          warehouse.openClient(),
          anOrder([present(1, { number: "F-1" })], { ...invoices, template: "odoo_modules" }),
        );
        await deliver(
          warehouse.openClient(),
          anOrder([present("a", { number: "S-1" })], {
            ...invoices,
            template: "supplier_invoices",
            configuration: "c2",
          }),
        );
        expect(
          (await warehouse.sql`SELECT number FROM odoo_modules_invoices`).map(
            ({ number }) => number,
          ),
        ).toEqual(["F-1"]);
        expect(
          (await warehouse.sql`SELECT number FROM supplier_invoices_invoices`).map(
            ({ number }) => number,
          ),
        ).toEqual(["S-1"]);
      });

      it("of another template with the same name are refused", async () => {
        await deliver(
          warehouse.openClient(),
          anOrder([present(1, { partner: "A" })], { template: "a_b", resource: "c" }),
        );
        const other = deliver(
          warehouse.openClient(),
          anOrder([present(2, { partner: "B" })], { template: "a", resource: "b_c" }),
        );
        await expect(other).rejects.toMatchObject({
          failure: { kind: "refused", code: "table_of_another", facts: { table: "public.a_b_c" } },
        });
        expect((await warehouse.sql`SELECT _id FROM a_b_c`).map(({ _id }) => _id)).toEqual(["1"]);
      });

      it("hold the configuration's name, and the new one when it is renamed", async () => {
        const names = async () =>
          (
            await warehouse.sql`SELECT _id, _configuration_name AS name FROM treasury_sales ORDER BY 1`
          ).map((row) => ({ ...row }));
        await deliver(
          warehouse.openClient(),
          anOrder([present(1, { partner: "A" }), present(2, { partner: "B" })]),
        );
        expect((await names()).map(({ name }) => name)).toEqual([
          "Treasury of Lyon",
          "Treasury of Lyon",
        ]);
        await deliver(
          warehouse.openClient(),
          anOrder([], { epoch: 2, generation: 2, configurationName: "L'été \\ 2" }),
        );
        expect((await names()).map(({ name }) => name)).toEqual(["L'été \\ 2", "L'été \\ 2"]);
      });

      it("get a column for a new field, and keep one that is no longer sent", async () => {
        await deliver(
          warehouse.openClient(),
          anOrder([present(1, { partner: "A", total: "1.00" })]),
        );
        const columns = [column("partner", "text"), column("due", "date")];
        expect(
          await figures(
            warehouse.openClient(),
            anOrder([present(1, { partner: "A", due: "2026-01-01" })], { generation: 2, columns }),
          ),
        ).toEqual([0, 1, 0, 0, 0]);
        expect(
          (await warehouse.sql`SELECT partner, total::text, due::text FROM treasury_sales`)[0],
        ).toEqual({
          partner: "A",
          total: "1.00",
          due: "2026-01-01",
        });
      });

      it("are refused when a field has another type, and stay as they are", async () => {
        await deliver(
          warehouse.openClient(),
          anOrder([present(1, { partner: "A", total: "1.00" })]),
        );
        const columns = [column("partner", "text"), column("total", "text")];
        const failure = deliver(
          warehouse.openClient(),
          anOrder([present(1, { partner: "B", total: "x" })], { generation: 2, columns }),
        );
        await expect(failure).rejects.toMatchObject({
          failure: {
            kind: "refused",
            code: "column_type_differs",
            facts: {
              table: "public.treasury_sales",
              column: "total",
              is: "numeric",
              wanted: "text",
            },
          },
        });
        expect(await rows()).toMatchObject([{ partner: "A", total: "1.00" }]);
      });

      it("that people created themselves are not touched", async () => {
        await warehouse.sql`CREATE TABLE treasury_sales (partner text)`;
        await expect(
          deliver(warehouse.openClient(), anOrder([present(1, { partner: "A" })])),
        ).rejects.toMatchObject({
          failure: { kind: "refused", code: "table_not_ours" },
        });
        expect(await typesOf("treasury_sales")).toEqual({ partner: "text" });
      });

      it("are created in a schema of their own, with a prefix, if the connection says so", async () => {
        await deliver(
          warehouse.openClient({ schema: "Ventes d’été", prefix: "fr_" }),
          anOrder([present(1, { partner: "A" })]),
        );
        expect(
          await warehouse.sql`SELECT partner FROM "Ventes d’été".fr_treasury_sales`,
        ).toMatchObject([{ partner: "A" }]);
      });

      it("need no right to create once they exist", async () => {
        await deliver(warehouse.openClient(), anOrder([present(1, { partner: "A" })]));
        await warehouse.sql.unsafe(
          `CREATE ROLE filler_${warehouse.database} LOGIN PASSWORD 'filler-password'`,
        );
        await warehouse.sql.unsafe(
          `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO filler_${warehouse.database}`,
        );
        const filler = warehouse.openClient(
          { user: `filler_${warehouse.database}` },
          { secret: "filler-password" },
        );
        expect(
          await figures(filler, anOrder([present(2, { partner: "B" })], { generation: 2 })),
        ).toEqual([1, 0, 0, 0, 0]);
        const wider = anOrder([], { generation: 3, columns: [column("new", "text")] });
        await expect(deliver(filler, wider)).rejects.toMatchObject({
          failure: { kind: "refused", code: "destination_rights_missing" },
        });
      });

      it("are created once when several pages arrive at the same time", async () => {
        const pages = Array.from({ length: 6 }, (_, index) =>
          anOrder([present(1, { partner: "A" })], { configuration: `c${index}` }),
        );
        const made = await Promise.all(pages.map((page) => figures(warehouse.openClient(), page)));
        expect(made).toEqual(pages.map(() => [1, 0, 0, 0, 0]));
        expect(await rows()).toHaveLength(6);
      });
    });

    describe("names", () => {
      const hostile = [
        'a"; DROP TABLE freshet_fence; --',
        "select",
        "Café crème",
        "UPPER",
        "upper",
        " space ",
        "",
        "nul\0inside",
        "_tenant",
        "_id",
        "xmin",
        "ctid",
        "\ud800",
        "x".repeat(63),
        "x".repeat(64),
        "x".repeat(65),
        "é".repeat(40),
        "__proto__",
        "c0",
        "i",
        "$1",
        "%s",
        "a.b",
        "line\nbreak",
      ];

      it("of fields are only names, whatever they contain, and none is confused with another", async () => {
        const columns = hostile.map((name) => column(name, "text"));
        const data = Object.fromEntries(hostile.map((name, index) => [name, `value ${index}`]));
        const order = anOrder([present(1, data)], { columns });
        expect(await figures(warehouse.openClient(), order)).toEqual([1, 0, 0, 0, 0]);
        expect(await figures(warehouse.openClient(), { ...order, epoch: 2 })).toEqual([
          0, 0, 1, 0, 0,
        ]);
        const [kept] = await warehouse.sql<
          { row: string }[]
        >`SELECT to_jsonb(treasury_sales)::text AS row FROM treasury_sales`;
        const row = JSON.parse(kept?.row ?? "") as Record<string, Json>;
        const values = Object.values(row).filter((value) => String(value).startsWith("value "));
        expect(values.sort()).toEqual(hostile.map((_, index) => `value ${index}`).sort());
        expect(row).toMatchObject({
          _tenant: "t1",
          _id: "1",
          select: "value 1",
          UPPER: "value 3",
          upper: "value 4",
        });
        for (const name of Object.keys(row))
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
      });

      // Resource keys are ours: none is empty or contains a NUL.
      it.each(hostile.filter((name) => name !== "" && !name.includes("\0")))(
        "of a resource are only names: %j",
        async (resource) => {
          expect(
            await figures(
              warehouse.openClient(),
              anOrder([present(1, { partner: "A" })], { resource }),
            ),
          ).toEqual([1, 0, 0, 0, 0]);
          expect(
            await figures(warehouse.openClient(), anOrder([gone(1)], { resource, generation: 2 })),
          ).toEqual([0, 0, 0, 1, 0]);
        },
      );

      it("of a resource equal to that of our own table leave our table alone", async () => {
        await deliver(
          warehouse.openClient(),
          anOrder([present(1, { partner: "A" })], { resource: "freshet_fence" }),
        );
        expect(await warehouse.sql`SELECT resource FROM freshet_fence`).toMatchObject([
          { resource: "freshet_fence" },
        ]);
      });
    });

    describe("rows", () => {
      it("are counted exactly, and unchanged ones are not written", async () => {
        const versions = async () =>
          Object.fromEntries(
            (
              await warehouse.sql`SELECT _id, xmin::text || ctid::text AS version FROM treasury_sales`
            ).map(({ _id: id, version }) => [id, version]),
          );
        const first = [1, 2, 3, 4, 5].map((id) =>
          present(id, { partner: `P${id}`, total: `${id}.50` }),
        );
        expect(await figures(warehouse.openClient(), anOrder(first))).toEqual([5, 0, 0, 0, 0]);
        const before = await versions();
        const second = [
          present(1, { partner: "P1", total: "1.50" }),
          present(2, { partner: "P2", total: "2.5" }),
          present(3, { partner: "changed", total: "3.50" }),
          present(6, { partner: "P6", total: null }),
          gone(5),
          gone(99),
        ];
        expect(await figures(warehouse.openClient(), anOrder(second, { generation: 2 }))).toEqual([
          1, 1, 3, 1, 0,
        ]);
        const after = await versions();
        // 2.5 equals 2.50, and fields that were not sent stay.
        for (const id of ["1", "2", "4"]) expect([id, after[id]]).toEqual([id, before[id]]);
        expect(after["3"]).not.toBe(before["3"]);
        expect(Object.keys(after).sort()).toEqual(["1", "2", "3", "4", "6"]);
        expect(
          await figures(warehouse.openClient(), anOrder(second, { generation: 3, epoch: 2 })),
        ).toEqual([0, 0, 6, 0, 0]);
      });

      it("distinguish null from empty, and numbers from texts", async () => {
        const columns = [column("a", "text"), column("b", "json")];
        const page = (a: Json, b: Json, generation: number) =>
          anOrder([present(1, { a, b })], { columns, generation });
        expect(await figures(warehouse.openClient(), page(null, 1, 1))).toEqual([1, 0, 0, 0, 0]);
        expect(await figures(warehouse.openClient(), page("", 1, 2))).toEqual([0, 1, 0, 0, 0]);
        expect(await figures(warehouse.openClient(), page("", "1", 3))).toEqual([0, 1, 0, 0, 0]);
        expect(await figures(warehouse.openClient(), page("", null, 4))).toEqual([0, 1, 0, 0, 0]);
        expect(await figures(warehouse.openClient(), page("", null, 5))).toEqual([0, 0, 1, 0, 0]);
      });

      it("have ids that are texts or numbers of any size", async () => {
        const ids = ["a", "B", "64f0c2", "é", Number.MAX_SAFE_INTEGER, "x".repeat(200), 'quote"d'];
        await deliver(
          warehouse.openClient(),
          anOrder(ids.map((id) => present(id, { partner: String(id) }))),
        );
        expect(
          await figures(warehouse.openClient(), anOrder(ids.map(gone), { generation: 2 })),
        ).toEqual([0, 0, 0, ids.length, 0]);
      });

      it("count an id that occurs twice in a page once, with its last values", async () => {
        const twice = [present(1, { partner: "first" }), present(1, { partner: "last" })];
        expect(await figures(warehouse.openClient(), anOrder(twice))).toEqual([1, 0, 0, 0, 0]);
        expect(await rows()).toMatchObject([{ partner: "last" }]);
      });

      it("that are gone are marked if people want to keep them, and come back as new", async () => {
        const client = warehouse.openClient({ removed: "mark" });
        await deliver(
          client,
          anOrder([present(1, { partner: "A" }), present(2, { partner: "B" })]),
        );
        expect(await figures(client, anOrder([gone(1)], { generation: 2 }))).toEqual([
          0, 0, 0, 1, 0,
        ]);
        expect(await figures(client, anOrder([gone(1)], { generation: 3 }))).toEqual([
          0, 0, 1, 0, 0,
        ]);
        const marked = () =>
          warehouse.sql`SELECT _id, partner, _removed_at IS NOT NULL AS removed FROM treasury_sales ORDER BY _id`;
        expect(await marked()).toMatchObject([
          { _id: "1", partner: "A", removed: true },
          { _id: "2", removed: false },
        ]);
        expect(
          await figures(client, anOrder([present(1, { partner: "A" })], { generation: 4 })),
        ).toEqual([1, 0, 0, 0, 0]);
        expect(await marked()).toMatchObject([{ removed: false }, { removed: false }]);
      });

      it("without any fields still have their ids", async () => {
        const order = { columns: [], resource: "ids" };
        expect(
          await figures(warehouse.openClient(), anOrder([present(1, {}), present(2, {})], order)),
        ).toEqual([2, 0, 0, 0, 0]);
        expect(
          await figures(
            warehouse.openClient(),
            anOrder([present(1, {}), gone(2)], { ...order, generation: 2 }),
          ),
        ).toEqual([0, 0, 1, 1, 0]);
      });

      it("of two tenants and of two configurations share a table without affecting each other", async () => {
        const page = [present(1, { partner: "A" }), present(2, { partner: "B" })];
        const owners = [
          { tenant: "t1", configuration: "c1" },
          { tenant: "t1", configuration: "c2" },
          { tenant: "t2", configuration: "c1" },
        ];
        for (const owner of owners)
          expect(await figures(warehouse.openClient(), anOrder(page, owner))).toEqual([
            2, 0, 0, 0, 0,
          ]);
        const whole = { tenant: "t2", configuration: "c1", generation: 2, whole: true };
        expect(
          await figures(warehouse.openClient(), anOrder([present(2, { partner: "other" })], whole)),
        ).toEqual([0, 1, 0, 1, 0]);
        expect(
          await figures(warehouse.openClient(), anOrder([gone(1)], { generation: 2 })),
        ).toEqual([0, 0, 0, 1, 0]);
        expect((await rows()).map((row) => Object.values(row).slice(0, 4))).toEqual([
          ["t1", "c1", "2", "B"],
          ["t1", "c2", "1", "A"],
          ["t1", "c2", "2", "B"],
          ["t2", "c1", "2", "other"],
        ]);
      });
    });

    describe("a whole delivery", () => {
      it.each([
        ["delete", ["1", "3"]],
        ["mark", ["1", "3"]],
      ] as const)("removes what was not sent, over all its pages: %s", async (removed, left) => {
        const client = warehouse.openClient({ removed });
        await deliver(client, anOrder([1, 2].map((id) => present(id, { partner: `P${id}` }))));
        const whole = { epoch: 2, generation: 5, whole: true };
        const page = (id: number, number: number, last: boolean) =>
          anOrder([present(id, { partner: `P${id}` })], { ...whole, page: number, last });
        expect(await figures(client, page(1, 0, false))).toEqual([0, 0, 1, 0, 0]);
        expect(await figures(client, page(3, 1, false))).toEqual([1, 0, 0, 0, 0]);
        expect(await figures(client, anOrder([], { ...whole, page: 2, last: true }))).toEqual([
          0, 0, 0, 1, 0,
        ]);
        const live =
          await warehouse.sql`SELECT _id FROM treasury_sales WHERE _removed_at IS NULL ORDER BY 1`;
        expect(live.map(({ _id }) => String(_id))).toEqual(left);
      });

      it("keeps the earlier row of a refused record", async () => {
        await deliver(
          warehouse.openClient(),
          anOrder([present(1, { total: "1" }), present(2, { total: "2" })]),
        );
        const page = [present(1, { total: "not a number" })];
        expect(
          await figures(warehouse.openClient(), anOrder(page, { generation: 2, whole: true })),
        ).toEqual([0, 0, 0, 1, 1]);
        expect(await rows()).toMatchObject([{ _id: "1", total: "1" }]);
      });
    });

    describe("a record that cannot be stored", () => {
      const columns = [
        column("day", "date"),
        column("at", "datetime"),
        column("n", "integer"),
        column("amount", "money"),
        column("note", "text"),
      ];
      const bad: [what: string, data: Record<string, Json>, code: string, says: RegExp][] = [
        ["an impossible day", { day: "2026-02-31" }, "record_refused", /out of range/],
        [
          "a year that nobody can keep",
          { at: "9999-99-99T00:00:00Z" },
          "record_refused",
          /out of range/,
        ],
        ["an integer too large", { n: "99999999999999999999" }, "record_refused", /out of range/],
        ["a sum too large", { amount: "1e200000" }, "record_refused", /overflow/],
        ["a text with a NUL", { note: "a\0b" }, "record_refused", /Unicode/],
        ["an unpaired surrogate", { note: "\ud83d" }, "record_refused", /Unicode|surrogate/i],
        ["a word instead of a day", { day: "today" }, "field_unreadable", /day/],
        ["NaN instead of a number", { amount: "NaN" }, "field_unreadable", /amount/],
        ["an infinite time", { at: "infinity" }, "field_unreadable", /at/],
        [
          "a text in place of a number",
          { n: "1; DROP TABLE treasury_sales" },
          "field_unreadable",
          /n/,
        ],
        ["a number instead of a text", { note: 5 }, "field_unreadable", /note/],
        ["a fraction instead of an integer", { n: 1.5 }, "field_unreadable", /n/],
      ];

      it.each(bad)(
        "(%s) is refused with its reason, and the rest is stored",
        async (_, data, code, says) => {
          const good = Array.from({ length: 40 }, (__, index) =>
            present(index, { day: "2026-01-01", n: index, note: "ok" }),
          );
          const page = [...good.slice(0, 17), present("bad", data), ...good.slice(17)];
          const delivered = await deliver(warehouse.openClient(), anOrder(page, { columns }));
          expect(delivered).toMatchObject({
            created: 40,
            updated: 0,
            unchanged: 0,
            removed: 0,
            refused: [{ id: "bad", code }],
          });
          expect(JSON.stringify(delivered.refused[0]?.facts)).toMatch(says);
          expect(delivered.refused[0]?.sample).toContain(Object.keys(data)[0]);
          expect((await warehouse.sql`SELECT count(*)::int AS n FROM treasury_sales`)[0]?.n).toBe(
            40,
          );
        },
      );

      it("is found among many, and all others are stored", async () => {
        const page = [
          ...bad.map(([, data], index) => present(`bad${index}`, data)),
          ...[1, 2, 3].map((id) => present(id, { n: id })),
        ];
        const delivered = await deliver(warehouse.openClient(), anOrder(page, { columns }));
        expect([delivered.created, delivered.refused.length]).toEqual([3, bad.length]);
        expect(new Set(delivered.refused.map(({ id }) => id))).toEqual(
          new Set(bad.map((_, index) => `bad${index}`)),
        );
      });

      it("may be one that people's own constraints refuse, even when it is removed", async () => {
        await deliver(
          warehouse.openClient(),
          anOrder([present(1, { partner: "A" }), present(2, { partner: "B" })]),
        );
        await warehouse.sql`ALTER TABLE treasury_sales ADD CONSTRAINT named CHECK (partner <> 'X')`;
        await warehouse.sql`CREATE TABLE notes (t text, c text, i text, FOREIGN KEY (t, c, i) REFERENCES treasury_sales)`;
        await warehouse.sql`INSERT INTO notes VALUES ('t1', 'c1', '1')`;
        const delivered = await deliver(
          warehouse.openClient(),
          anOrder([gone(1), gone(2), present(3, { partner: "X" })], { generation: 2 }),
        );
        expect(delivered).toMatchObject({ created: 0, removed: 1, unchanged: 0 });
        expect(delivered.refused.map(({ id }) => id).sort()).toEqual([1, 3]);
      });
    });
  },
);
