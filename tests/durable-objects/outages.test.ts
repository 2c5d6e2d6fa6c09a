// What a refresh stands on may be gone for all of it: the queue, D1, the code itself.
import { abortAllDurableObjects, applyD1Migrations, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { LedgerRpc } from "../../contract/rpc/ledger.ts";
import { Gate } from "../../durable-objects/gate/gate.ts";
import { History } from "../../durable-objects/tenant/history.ts";
import { tenantMigrations } from "../../durable-objects/stores/schema.ts";
import {
  aModulesPlan,
  aTenant,
  atItsPages,
  databaseOf,
  endedByItself,
  eventually,
  expectFreeLock,
  expectTheHistory,
  expectTheTruth,
} from "./proof.ts";
import { Hand, worldOf } from "./hand.ts";
import { anOrder, ended, sandbox, tenantDoor, tenantStub } from "./source.ts";
import { dropTasks, letPagesPass } from "./strike.ts";

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

describe("the queue", () => {
  it("may lose every message: the alarm calls the lanes", { timeout: 240_000 }, async () => {
    await aTenant("no-queue");
    dropTasks("no-queue");
    await tenantDoor("no-queue").start(anOrder("no-queue", await aModulesPlan("no-queue")));
    await endedByItself("no-queue");
    expect(await ended(tenantDoor("no-queue"))).toMatchObject({
      status: "completed",
      problems: [],
    });
    await expectTheTruth("no-queue");
    await expectFreeLock("no-queue");
    await expectTheHistory("no-queue", 2);
  });
});

describe("D1", () => {
  type Client = Pick<D1Database, "prepare" | "batch">;
  const client = Object.getPrototypeOf(env.DB) as Client;
  const { prepare, batch } = client;
  const restore = () => void Object.assign(client, { prepare, batch });
  afterEach(restore);
  const down = (): never => {
    throw new Error("D1_ERROR: Network connection lost.");
  };

  const outages: [string, string, Partial<Client>][] = [
    ["is down", "d1-down", { prepare: down, batch: down }],
    [
      "writes and fails to say so",
      "d1-mute",
      {
        batch: async function (this: D1Database, statements: D1PreparedStatement[]) {
          await batch.call(this, statements);
          return down();
        },
      },
    ],
  ];

  it.each(outages)(
    "%s for a whole run: the refresh does not notice, and its history arrives once",
    { timeout: 240_000 },
    async (_, tenant, outage) => {
      await aTenant(tenant);
      const order = anOrder(tenant, await aModulesPlan(tenant));
      Object.assign(client, outage);
      await tenantDoor(tenant).start(order);
      expect(await ended(tenantDoor(tenant))).toMatchObject({ status: "completed", problems: [] });
      // Another whole run on top: both wait, or are told again.
      await sandbox("change", {
        database: databaseOf(tenant),
        model: "res.partner",
        changed: 3,
        added: 1,
      });
      await tenantDoor(tenant).start(order);
      expect(await ended(tenantDoor(tenant))).toMatchObject({
        status: "completed",
        published: true,
      });
      await expectTheTruth(tenant);
      restore();
      await expectTheHistory(tenant, 2);
      await eventually(
        () =>
          runInDurableObject(tenantStub(tenant), (_, { storage }) =>
            storage.sql.exec("SELECT * FROM outbox").toArray(),
          ),
        (rows) => rows.length === 0,
      );
    },
  );
});

describe("a ledger that never answers", () => {
  it("is asked again after a while, and again", async () => {
    await runInDurableObject(tenantStub("unheard"), async (_, { storage }) => {
      const hand = new Hand(storage, worldOf(1));
      hand.refresh();
      const asked: number[] = [];
      const silent: LedgerRpc = {
        write: (entries) => {
          asked.push(entries.length);
          return asked.length < 3
            ? new Promise(() => undefined)
            : Promise.resolve(entries.map(({ run, seq }) => ({ run: run.executionId, seq })));
        },
      };
      const history = new History(
        hand.stores,
        () => silent,
        () => hand.now,
      );
      for (let minute = 0; minute < 4; minute += 1) {
        if (history.wants(hand.now)) void history.offer((work) => work());
        expect(history.wants(hand.now)).toBe(false);
        await Promise.resolve();
        hand.now += 60_000;
      }
      expect(asked).toEqual([1, 1, 1]);
      expect(hand.stores.outbox.isEmpty()).toBe(true);
    });
  });
});

describe("new code in the middle of a run", () => {
  const shipped = tenantMigrations.length;
  const ship = (statement: string) => void (tenantMigrations as string[]).push(statement);
  afterEach(() => void (tenantMigrations as string[]).splice(shipped));

  /** All objects die; what they come back with is the code of then. */
  async function reload(tenant: string): Promise<void> {
    await abortAllDurableObjects();
    letPagesPass(tenant);
  }

  const applied = (tenant: string) =>
    runInDurableObject(tenantStub(tenant), (_, { storage }) =>
      storage.sql
        .exec<{ number: number }>("SELECT number FROM migration ORDER BY number")
        .toArray()
        .map(({ number }) => number),
    );
  const all = (count: number) => Array.from({ length: count }, (_, index) => index);

  it(
    "brings its tables up to date, keeps what was read, and goes on by itself",
    { timeout: 240_000 },
    async () => {
      await atItsPages("reloaded");
      ship(
        "ALTER TABLE record ADD COLUMN note TEXT; CREATE TABLE novelty (id INTEGER PRIMARY KEY); INSERT INTO novelty VALUES (1)",
      );
      await reload("reloaded");
      await endedByItself("reloaded");
      expect(await ended(tenantDoor("reloaded"))).toMatchObject({
        status: "completed",
        problems: [],
      });
      expect(await applied("reloaded")).toEqual(all(shipped + 1));
      await expectTheTruth("reloaded");
      await expectFreeLock("reloaded");
      await expectTheHistory("reloaded", 2);
    },
  );

  it(
    "applies a migration whole or not at all: one that breaks in the middle leaves nothing, and its repair is applied",
    { timeout: 240_000 },
    async () => {
      await atItsPages("half");
      ship("CREATE TABLE novelty (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1)");
      await reload("half");
      await expect((async () => void (await tenantDoor("half").status()))()).rejects.toThrow(
        "nowhere",
      );
      (tenantMigrations as string[]).splice(shipped);
      ship("CREATE TABLE novelty (id INTEGER PRIMARY KEY)");
      await tenantDoor("half").wake({ tenant: "half", jurisdiction: null, settingsVersion: 0 });
      await endedByItself("half");
      expect(await applied("half")).toEqual(all(shipped + 1));
      await expectTheTruth("half");
    },
  );

  it(
    "refuses tables newer than itself, harms nothing, and goes on when the newer code is back",
    { timeout: 240_000 },
    async () => {
      await atItsPages("older");
      ship("CREATE TABLE novelty (id INTEGER PRIMARY KEY)");
      await reload("older");
      expect(await applied("older")).toEqual(all(shipped + 1));
      (tenantMigrations as string[]).splice(shipped);
      await reload("older");
      const said = `the object knows ${shipped + 1} migrations, this code only ${shipped}`;
      await expect((async () => void (await tenantDoor("older").status()))()).rejects.toThrow(said);
      // Long enough for alarms to come to nothing.
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      ship("CREATE TABLE novelty (id INTEGER PRIMARY KEY)");
      // The sweep comes each minute.
      await tenantDoor("older").wake({ tenant: "older", jurisdiction: null, settingsVersion: 0 });
      await endedByItself("older");
      expect(await ended(tenantDoor("older"))).toMatchObject({ status: "completed", problems: [] });
      await expectTheTruth("older");
      await expectTheHistory("older", 1);
    },
  );
});

describe("a Gate that is started anew under its callers", () => {
  type Inside = { ctx: DurableObjectState };
  const { acquire } = Gate.prototype;
  afterEach(() => void Object.assign(Gate.prototype, { acquire }));

  it(
    "is no fault of the source: no failure is counted, and the refresh goes on",
    { timeout: 240_000 },
    async () => {
      await aTenant("gateless");
      let killed = 0;
      Object.assign(Gate.prototype, {
        acquire: async function (this: Gate & Inside, request: Parameters<typeof acquire>[0]) {
          if (request.tenant === "gateless" && killed < 3) {
            killed += 1;
            this.ctx.abort("killed");
          }
          return acquire.call(this, request);
        },
      });
      await tenantDoor("gateless").start(anOrder("gateless", await aModulesPlan("gateless")));
      const { executionId } = await ended(tenantDoor("gateless"), 50_000);
      const run = await tenantDoor("gateless").run({ run: executionId });
      expect(killed).toBe(3);
      expect(run).toMatchObject({ status: "completed", problems: [] });
      expect(run?.batches.filter(({ failures }) => failures > 0)).toEqual([]);
      await expectTheTruth("gateless");
    },
  );
});
