// A warehouse that people have altered: what it does not store as it was sent is listed, and what
// they deleted is noticed.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
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
  `an altered warehouse${missingPostgres === null ? "" : `: skipped, ${missingPostgres}`}`,
  () => {
    let server: PostgresServer;
    let warehouse: Warehouse;
    beforeAll(async () => {
      server = await startPostgres();
    }, 60_000);
    afterAll(() => server.close());
    beforeEach(async () => {
      warehouse = await aWarehouse(server);
      await deliver(warehouse.openClient(), anOrder(page([1, 2, 3]), { whole: true }));
    });
    afterEach(() => warehouse.close());

    const page = (ids: number[], total = "1.00") =>
      ids.map((id) => present(id, { partner: `P${id}`, total }));
    const next = (over = {}) => ({ epoch: 2, generation: 2, ...over });
    const kept = async () =>
      (await warehouse.sql`SELECT _id, partner, total::text FROM treasury_sales ORDER BY 1`).map(
        (row) => ({ ...row }),
      );
    const trigger = (when: string, body: string) =>
      warehouse.sql
        .unsafe(`CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;
      CREATE TRIGGER meddle BEFORE ${when} ON treasury_sales FOR EACH ROW EXECUTE FUNCTION meddle()`);

    it("whose trigger swallows a row refuses it", async () => {
      await trigger("INSERT OR UPDATE", "IF NEW._id = '5' THEN RETURN NULL; END IF; RETURN NEW;");
      const outcome = await deliver(warehouse.openClient(), anOrder(page([4, 5, 6]), next()));
      expect(outcome).toMatchObject({
        created: 2,
        updated: 0,
        refused: [{ id: 5, code: "record_refused" }],
      });
      expect(outcome.refused[0]?.facts["reason"]).toContain("trigger");
      expect((await kept()).map(({ _id }) => _id)).toEqual(["1", "2", "3", "4", "6"]);
    });

    it("whose trigger changes an amount refuses the record, and the earlier state stays", async () => {
      await trigger(
        "INSERT OR UPDATE",
        "IF NEW._id = '2' THEN NEW.total := round(NEW.total); END IF; RETURN NEW;",
      );
      const outcome = await deliver(warehouse.openClient(), anOrder(page([1, 2], "7.40"), next()));
      expect(outcome).toMatchObject({ updated: 1, refused: [{ id: 2, code: "record_refused" }] });
      expect((await kept()).map(({ total }) => total)).toEqual(["7.40", "1.00", "1.00"]);
    });

    it("whose rule ignores a deletion fails, and nothing has changed", async () => {
      await warehouse.sql.unsafe(
        "CREATE RULE deaf AS ON DELETE TO treasury_sales WHERE old._id = '1' DO INSTEAD NOTHING",
      );
      await expect(
        deliver(warehouse.openClient(), anOrder([gone(1), gone(2)], next())),
      ).rejects.toMatchObject({
        failure: { code: "destination_failed" },
      });
      expect((await kept()).length).toBe(3);
    });

    it("whose trigger silently prevents removals still holds the rows", async () => {
      await trigger("DELETE", "RETURN NULL;");
      expect(await figures(warehouse.openClient(), anOrder([gone(1)], next()))).toEqual([
        0, 0, 0, 0, 1,
      ]);
    });

    it("with a deferred constraint refuses one record, not its page", async () => {
      await warehouse.sql.unsafe(
        "ALTER TABLE treasury_sales ADD CONSTRAINT one_partner UNIQUE (partner) DEFERRABLE INITIALLY DEFERRED",
      );
      const twice = present(9, { partner: "P1", total: "1.00" });
      expect(await figures(warehouse.openClient(), anOrder([...page([4]), twice], next()))).toEqual(
        [1, 0, 0, 0, 1],
      );
    });

    it.each([
      ["dropped", "ALTER TABLE treasury_sales DROP COLUMN total"],
      ["renamed", "ALTER TABLE treasury_sales RENAME COLUMN total TO amount"],
    ])(
      "from which a filled column was %s is distinguished from one with a new column",
      async (_, change) => {
        await warehouse.sql.unsafe(change);
        await expect(deliver(warehouse.openClient(), anOrder([], next()))).rejects.toMatchObject({
          failure: {
            kind: "refused",
            code: "column_gone",
            facts: { column: "total", table: "public.treasury_sales" },
          },
        });
        await expect(
          deliver(warehouse.openClient(), anOrder(page([4]), next())),
        ).rejects.toMatchObject({
          failure: { code: "column_gone" },
        });
        // Sending everything again fills it, and then deliveries continue.
        expect(
          await figures(warehouse.openClient(), anOrder(page([1, 2, 3]), next({ whole: true }))),
        ).toEqual([0, 3, 0, 0, 0]);
        expect(
          await figures(warehouse.openClient(), anOrder(page([4]), next({ generation: 3 }))),
        ).toEqual([1, 0, 0, 0, 0]);
      },
    );

    it("gets a column that is new at the source, without any warning", async () => {
      const columns = [column("partner", "text"), column("total", "money"), column("due", "date")];
      const due = [present(1, { partner: "P1", total: "1.00", due: "2026-01-31" })];
      expect(await figures(warehouse.openClient(), anOrder(due, next({ columns })))).toEqual([
        0, 1, 0, 0, 0,
      ]);
    });

    it("with case-insensitive ids would merge two records, so it is refused", async () => {
      await warehouse.sql.unsafe(
        `CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
      );
      await warehouse.sql.unsafe(`ALTER TABLE treasury_sales ALTER COLUMN _id TYPE varchar(40)`);
      await expect(
        deliver(warehouse.openClient(), anOrder(page([4]), next())),
      ).rejects.toMatchObject({
        failure: { kind: "refused", code: "column_type_differs", facts: { column: "_id" } },
      });
      await warehouse.sql.unsafe(
        `ALTER TABLE treasury_sales ALTER COLUMN _id TYPE text COLLATE nocase`,
      );
      await expect(
        deliver(warehouse.openClient(), anOrder(page([4]), next())),
      ).rejects.toMatchObject({
        failure: { kind: "refused", code: "column_type_differs", facts: { column: "_id" } },
      });
    });

    it("gets neither of two records with a number and its text as ids", async () => {
      const twins = [
        present(7, { partner: "number", total: "1.00" }),
        present("7", { partner: "text", total: "1.00" }),
      ];
      const outcome = await deliver(
        warehouse.openClient(),
        anOrder([...page([4]), ...twins], next()),
      );
      expect(outcome).toMatchObject({ created: 1, refused: [{ id: 7 }, { id: "7" }] });
      expect((await kept()).map(({ _id }) => _id)).toEqual(["1", "2", "3", "4"]);
    });
  },
);
