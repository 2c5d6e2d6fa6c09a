// Exactly once into PostgreSQL: repeats, lost answers, cut connections, killed backends, and
// overtaken deliveries.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decidePage } from "../../connectors/postgres/page-decision.ts";
import type { Delivered } from "../../contract/source/delivery.ts";
import { missingPostgres, startPostgres, type PostgresServer } from "../postgres-server.ts";
import {
  anOrder,
  aProxy,
  aWarehouse,
  column,
  deliver,
  figures,
  gone,
  present,
  type Proxy,
  type Warehouse,
} from "./postgres-world.ts";

const answer: Delivered = {
  type: "delivered",
  created: 2,
  updated: 1,
  unchanged: 0,
  removed: 0,
  refused: [],
};

describe("the fence judges a page", () => {
  const fence = { epoch: 5, generation: 8, page: 3, answer: JSON.stringify(answer) };
  const order = { epoch: 5, generation: 8, page: 4, deliveries: [gone(1), gone(2)] };
  it.each([
    ["the next page is applied", {}, { type: "apply" }],
    ["the last page again gets the same answer", { page: 3 }, { type: "repeat", answer }],
    [
      "an earlier page counts as unchanged",
      { page: 2 },
      { type: "repeat", answer: { ...answer, created: 0, updated: 0, unchanged: 2 } },
    ],
    [
      "an older epoch is refused, whatever it brings",
      { epoch: 4, generation: 9, page: 9 },
      { type: "overtaken" },
    ],
    ["a newer epoch counts its pages from the start", { epoch: 6, page: 0 }, { type: "apply" }],
    [
      "a newer epoch may go back to an older generation: an undo",
      { epoch: 6, generation: 7, page: 0 },
      { type: "apply" },
    ],
  ] as const)("%s", (_, over, verdict) => {
    expect(decidePage(fence, { ...order, ...over })).toEqual(verdict);
  });
});

describe.skipIf(missingPostgres !== null)(
  `pages into PostgreSQL${missingPostgres === null ? "" : `: skipped, ${missingPostgres}`}`,
  () => {
    let server: PostgresServer;
    let warehouse: Warehouse;
    let proxy: Proxy | null = null;
    beforeAll(async () => {
      server = await startPostgres();
    }, 60_000);
    afterAll(() => server.close());
    beforeEach(async () => {
      warehouse = await aWarehouse(server);
    });
    afterEach(async () => {
      proxy?.close();
      proxy = null;
      await warehouse.close();
    });

    const page = [1, 2, 3].map((id) => present(id, { partner: `P${id}`, total: "1.00" }));
    const kept = async () =>
      (await warehouse.sql`SELECT _id, partner FROM treasury_sales ORDER BY 1`).map(
        ({ _id, partner }) => [_id, partner],
      );
    const fence = async () =>
      (await warehouse.sql`SELECT epoch::int, generation::int, page::int FROM freshet_fence`).map(
        (row) => ({ ...row }),
      );
    const everything = [
      ["1", "P1"],
      ["2", "P2"],
      ["3", "P3"],
    ];

    it("change nothing when they come again, and get the same answer, including rejects", async () => {
      const order = anOrder([...page, present("bad", { total: "none" })]);
      const first = await deliver(warehouse.openClient(), order);
      await warehouse.sql`UPDATE treasury_sales SET partner = 'touched' WHERE _id = '1'`;
      expect(await deliver(warehouse.openClient(), order)).toEqual(first);
      expect([first.created, first.refused.map(({ id }) => id)]).toEqual([3, ["bad"]]);
      expect((await kept())[0]).toEqual(["1", "touched"]);
    });

    it("are stored once when the answer to COMMIT is lost: the fence tells the next attempt", async () => {
      proxy = await aProxy(server, "answerLost");
      const client = warehouse.openClient({ port: proxy.port });
      await expect(deliver(client, anOrder(page))).rejects.toMatchObject({
        failure: { kind: "busy", code: "destination_unreachable" },
      });
      expect([proxy.cuts(), await kept(), await fence()]).toEqual([
        1,
        everything,
        [{ epoch: 1, generation: 1, page: 0 }],
      ]);
      expect(await figures(client, anOrder(page))).toEqual([3, 0, 0, 0, 0]);
      expect(await kept()).toEqual(everything);
    });

    it("are stored once when COMMIT itself is lost: nothing was there before the next attempt", async () => {
      proxy = await aProxy(server, "commitLost");
      const client = warehouse.openClient({ port: proxy.port });
      await expect(deliver(client, anOrder(page))).rejects.toMatchObject({
        failure: { kind: "busy" },
      });
      expect(
        await warehouse.sql`SELECT FROM pg_class WHERE relname IN ('treasury_sales', 'freshet_fence')`,
      ).toEqual([]);
      expect(await figures(client, anOrder(page))).toEqual([3, 0, 0, 0, 0]);
      expect(await kept()).toEqual(everything);
    });

    it("are stored exactly once over many cuts on either side of COMMIT", async () => {
      for (const [round, manner] of (
        ["answerLost", "commitLost", "answerLost", "commitLost"] as const
      ).entries()) {
        const way = await aProxy(server, manner, 2);
        const order = anOrder([present(round, { partner: `R${round}` })], {
          generation: round + 1,
          page: round,
        });
        let tries = 0;
        for (let done = false; !done;) {
          tries++;
          const port = way.port;
          done = await figures(warehouse.openClient({ port }), order).then(
            (got) => (expect(got).toEqual([1, 0, 0, 0, 0]), true),
            () => false,
          );
        }
        way.close();
        expect([manner, tries]).toEqual([manner, 3]);
      }
      expect(await kept()).toEqual([0, 1, 2, 3].map((round) => [String(round), `R${round}`]));
    });

    it("of an older epoch are refused, and leave no trace", async () => {
      await deliver(warehouse.openClient(), anOrder(page, { epoch: 7 }));
      const zombie = anOrder([gone(1), present(2, { partner: "old" })], {
        epoch: 6,
        generation: 9,
        columns: [column("partner", "text"), column("old", "text")],
      });
      await expect(deliver(warehouse.openClient(), zombie)).rejects.toMatchObject({
        failure: { kind: "refused", code: "overtaken" },
      });
      expect([await kept(), await fence()]).toEqual([
        everything,
        [{ epoch: 7, generation: 1, page: 0 }],
      ]);
      expect(await warehouse.sql`SELECT FROM pg_attribute WHERE attname = 'old'`).toEqual([]);
    });

    it("of a stalled delivery are cut off, and its successor continues", async () => {
      await deliver(warehouse.openClient(), anOrder(page));
      proxy = await aProxy(server, "frozen");
      const zombie = deliver(
        warehouse.openClient({ port: proxy.port }),
        anOrder([present(1, { partner: "zombie" })], { generation: 2 }),
      );
      const ended = zombie.then(
        () => "delivered",
        () => "failed",
      );
      await expect.poll(() => proxy?.cuts()).toBe(1);
      const began = Date.now();
      expect(
        await figures(
          warehouse.openClient(),
          anOrder([present(1, { partner: "successor" })], { epoch: 2, generation: 2 }),
        ),
      ).toEqual([0, 1, 0, 0, 0]);
      expect(Date.now() - began).toBeLessThan(20_000);
      proxy.close();
      expect(await ended).toBe("failed");
      expect((await kept())[0]).toEqual(["1", "successor"]);
    });

    it("whose backend is killed in the middle leave nothing behind, and the next attempt is complete", async () => {
      await deliver(warehouse.openClient(), anOrder([present(1, { partner: "before" })]));
      // Another session holds the page up, so that it can be killed in the middle.
      const holder = await warehouse.sql.reserve();
      await holder`BEGIN`;
      await holder`SELECT FROM freshet_fence FOR UPDATE`;
      const killed = deliver(warehouse.openClient(), anOrder(page, { generation: 2 }));
      const outcome = killed.then(
        () => "delivered",
        (error: { failure?: unknown }) => error.failure,
      );
      const waiting = () =>
        warehouse.sql`SELECT pid FROM pg_stat_activity WHERE application_name = 'freshet' AND wait_event_type = 'Lock'`;
      await expect.poll(async () => (await waiting()).length).toBe(1);
      await warehouse.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'freshet' AND datname = ${warehouse.database}`;
      expect(await outcome).toMatchObject({ kind: "busy" });
      await holder`ROLLBACK`;
      holder.release();
      expect(await kept()).toEqual([["1", "before"]]);
      expect(await figures(warehouse.openClient(), anOrder(page, { generation: 2 }))).toEqual([
        2, 1, 0, 0, 0,
      ]);
    });

    it("of two lanes with the same page at the same time are applied once, and both get the same answer", async () => {
      const both = await Promise.all(
        [1, 2, 3].map(() => figures(warehouse.openClient(), anOrder(page))),
      );
      expect(both).toEqual([1, 2, 3].map(() => [3, 0, 0, 0, 0]));
      expect(await kept()).toEqual(everything);
    });

    it("leave no connection open", async () => {
      await deliver(warehouse.openClient(), anOrder(page));
      await deliver(warehouse.openClient(), anOrder([], { epoch: 0 })).catch(() => undefined);
      const open = () =>
        warehouse.sql`SELECT FROM pg_stat_activity WHERE application_name = 'freshet' AND datname = ${warehouse.database}`;
      await expect.poll(async () => (await open()).length).toBe(0);
    });
  },
);
