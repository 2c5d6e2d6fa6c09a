// The object is killed at every named point of a refresh. Its alarm alone brings it to the end,
// with the source's data.
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Fence, Outcome } from "../../contract/rpc/task.ts";
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
import { anOrder, ended, sandbox, tenantDoor } from "./source.ts";
import {
  call,
  dropTasks,
  letPagesPass,
  send,
  statement,
  strikeAt,
  strikesLeft,
  type Point,
  type When,
} from "./strike.ts";

// Each row has a tenant and a database of its own, and mostly waits.
vi.setConfig({ maxConcurrency: 24, testTimeout: 240_000 });

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

const reported = (type: Outcome["type"]) => (report: unknown) =>
  (report as { outcome: Outcome }).outcome.type === type;
const batchBecomes = (when: When, status: string): Point =>
  statement(when, (query, bind) => /INTO batch/.test(query) && bind[5] === status);
const runBecomes = (when: When, status: string): Point =>
  statement(
    when,
    (query, bind) =>
      /UPDATE run SET held/.test(query) && String(bind[0]).includes(`"status":"${status}"`),
  );
/** A statement, once the run has been published. */
function oncePublished(when: When, query: RegExp): Point {
  let published = false;
  return statement(when, (text) => {
    published ||= /INTO publication/.test(text);
    return published && query.test(text);
  });
}
/** The call that brings the last ids of both resources: what it sets going is the publication. */
function lastIds(): (report: unknown) => boolean {
  const brought = new Set<number>();
  return (report) => {
    const { outcome, fence } = report as { outcome: Outcome; fence: Fence };
    if (outcome.type === "identified") brought.add(fence.batch);
    return brought.size === 2;
  };
}

const points: [string, Point[]][] = [
  ["once the start is kept, before its first task is sent", [send]],
  ["before a claim", [call("claim", "before")]],
  ["inside a claim, before it is kept", [batchBecomes("after", "claimed")]],
  ["after a claim, before the lane knows of it", [call("claim", "after")]],
  ["after the survey, before it is kept", [call("apply", "before", reported("surveyed"))]],
  ["after the survey is kept", [call("apply", "after", reported("surveyed"))]],
  ["after fetch, before apply", [call("apply", "before", reported("page"))]],
  ["inside apply, between records and checkpoint", [statement("after", /INTO record/)]],
  ["inside apply, between checkpoint and run", [batchBecomes("after", "done")]],
  ["after apply, before the lane knows of it", [call("apply", "after", reported("page"))]],
  ["after the source's count, before it is kept", [call("apply", "before", reported("counted"))]],
  [
    "after the source's ids, before they are compared",
    [call("apply", "before", reported("identified"))],
  ],
  ["inside publish, before anything is published", [statement("before", /INTO publication/)]],
  ["inside publish, between two resources", [statement("after", /INTO publication/)]],
  ["between publish and the end of the run", [runBecomes("before", "completed")]],
  ["between publish and outbox", [oncePublished("before", /INTO outbox/)]],
  ["inside publish, after the outbox", [oncePublished("after", /INTO outbox/)]],
  ["after publish, before anybody knows of it", [call("apply", "after", lastIds())]],
  ["after publish, before it is on disk", [oncePublished("after", /SELECT run FROM outbox/)]],
  [
    "after the ledger is written, before the outbox row is dropped",
    [statement("before", /DELETE FROM outbox/)],
  ],
  ["the same, with the run's end", [oncePublished("before", /DELETE FROM outbox/)]],
  ["inside the sweep of what is old", [statement("after", /DELETE FROM dead WHERE/)]],
  [
    "at a lost claim, and again while it is taken back",
    [call("claim", "after"), batchBecomes("after", "waiting")],
  ],
  [
    "again and again",
    [
      call("claim", "after"),
      statement("after", /INTO record/),
      oncePublished("after", /INTO outbox/),
    ],
  ],
];

const silentQueue: [string, Point[]][] = [
  ["in its alarm, before anything", [call("alarm", "before")]],
  [
    "in its alarm, three times running",
    [call("alarm", "before"), call("alarm", "before"), call("alarm", "before")],
  ],
  ["after its alarm, before it calls the lanes", [call("alarm", "after")]],
];

/** Kills a first refresh at some points, and proves what is left of it. */
async function killedAt(tenant: string, planned: Point[]): Promise<void> {
  strikeAt(tenant, ...planned);
  const order = anOrder(tenant, await aModulesPlan(tenant));
  await tenantDoor(tenant)
    .start(order)
    .catch(() => undefined);
  await endedByItself(tenant);
  await eventually(
    () => strikesLeft(tenant),
    (left) => left === 0,
  );
  expect(await ended(tenantDoor(tenant))).toMatchObject({
    status: "completed",
    problems: [],
    published: true,
  });
  await expectTheTruth(tenant);
  await expectFreeLock(tenant);
  await expectTheHistory(tenant, 2);
}

describe.concurrent("killed", () => {
  it.each(points.map(([name, planned], index) => [name, `point-${index}`, planned] as const))(
    "%s",
    async (_, tenant, planned) => {
      await aTenant(tenant);
      await killedAt(tenant, planned);
    },
  );

  it.each(silentQueue.map(([name, planned], index) => [name, `silent-${index}`, planned] as const))(
    "%s",
    async (_, tenant, planned) => {
      await aTenant(tenant);
      // The alarm has something to do only where the queue does not do it.
      dropTasks(tenant);
      await killedAt(tenant, planned);
    },
  );

  it("while a lane renews its claim", async () => {
    await aTenant("renewing");
    await sandbox("faults", {
      fault: "slow",
      delayMs: 4_500,
      method: "search_read",
      nth: 2,
      database: databaseOf("renewing"),
    });
    await killedAt("renewing", [call("renew", "after")]);
  });
});

/**
 * An order to an object that is struck down by it. A promise of its own: one of a call answers for
 * its parts, too.
 */
const struckBy = async (order: () => Promise<unknown>): Promise<void> => {
  await expect((async () => void (await order()))()).rejects.toThrow("killed");
};

describe.concurrent("killed during start", () => {
  const idempotencyKey = "click";

  it("before it is kept: nothing has begun, and the same click again begins it", async () => {
    await aTenant("start-lost");
    strikeAt("start-lost", statement("after", /INTO plan/));
    const order = anOrder("start-lost", await aModulesPlan("start-lost"), { idempotencyKey });
    await struckBy(() => tenantDoor("start-lost").start(order));
    expect(await tenantDoor("start-lost").status()).toMatchObject({ active: null, last: null });
    expect((await tenantDoor("start-lost").start(order)).type).toBe("started");
    await endedByItself("start-lost");
    await expectTheTruth("start-lost");
    await expectTheHistory("start-lost", 1);
  });

  it("after it is kept: it goes on by itself, and the same click again finds it", async () => {
    await aTenant("start-kept");
    strikeAt("start-kept", call("start", "after"));
    const order = anOrder("start-kept", await aModulesPlan("start-kept"), { idempotencyKey });
    await struckBy(() => tenantDoor("start-kept").start(order));
    await endedByItself("start-kept");
    expect((await tenantDoor("start-kept").start(order)).type).toBe("repeated");
    await expectTheTruth("start-kept");
    await expectFreeLock("start-kept");
    await expectTheHistory("start-kept", 2);
  });
});

describe.concurrent("killed during cancel", () => {
  const kept: [string, string, Point][] = [
    ["after it is kept, with lanes at work", "cancel-kept", call("cancel", "after")],
    ["as a lane comes home", "cancel-home", call("apply", "before")],
    ["as the last lane's claim is dropped", "cancel-last", batchBecomes("after", "dropped")],
    ["between the end and its history", "cancel-ended", runBecomes("after", "cancelled")],
  ];

  it.each(kept)("%s: it ends stopped, and readers see nothing of it", async (_, tenant, point) => {
    const run = await atItsPages(tenant);
    strikeAt(tenant, point);
    await tenantDoor(tenant)
      .cancel({ run, by: "Marie" })
      .catch(() => undefined);
    letPagesPass(tenant);
    await endedByItself(tenant);
    expect(strikesLeft(tenant)).toBe(0);
    expect(await ended(tenantDoor(tenant))).toMatchObject({
      status: "cancelled",
      cancelledBy: "Marie",
      published: false,
    });
    expect((await tenantDoor(tenant).status()).freshness).toEqual([]);
    expect((await tenantDoor(tenant).start(anOrder(tenant, await aModulesPlan(tenant)))).type).toBe(
      "started",
    );
    expect(await ended(tenantDoor(tenant))).toMatchObject({ status: "completed" });
    await expectTheTruth(tenant);
    await expectTheHistory(tenant, 2);
  });

  it("before it is kept: the refresh goes on as if nobody had asked", async () => {
    const run = await atItsPages("cancel-lost");
    strikeAt("cancel-lost", runBecomes("before", "cancelling"));
    await struckBy(() => tenantDoor("cancel-lost").cancel({ run, by: "Marie" }));
    letPagesPass("cancel-lost");
    await endedByItself("cancel-lost");
    expect(await ended(tenantDoor("cancel-lost"))).toMatchObject({
      status: "completed",
      cancelledBy: null,
    });
    await expectTheTruth("cancel-lost");
    await expectTheHistory("cancel-lost", 1);
  });
});

describe.concurrent("killed during undo", () => {
  const orders: [string, string, Point, boolean][] = [
    [
      "before it is kept: readers see what they saw",
      "undo-lost",
      statement("after", /DELETE FROM publication/),
      false,
    ],
    ["between one resource and the history", "undo-half", statement("before", /INTO dead/), false],
    [
      "after it is kept: readers see what was before, and asking again is refused",
      "undo-kept",
      call("undo", "after"),
      true,
    ],
  ];

  it.each(orders)("%s", async (_, tenant, point, kept) => {
    await aTenant(tenant);
    // A call that broke breaks its door: each has its own.
    const door = () => tenantDoor(tenant);
    const plan = await aModulesPlan(tenant);
    await door().start(anOrder(tenant, plan));
    await ended(door());
    const before = await door().status();
    await sandbox("change", {
      database: databaseOf(tenant),
      model: "res.partner",
      changed: 5,
      added: 3,
      removed: 2,
    });
    await door().start(anOrder(tenant, plan));
    const run = await ended(door());
    expect(run.published).toBe(true);
    const after = await door().status();
    strikeAt(tenant, point);
    await struckBy(() => door().undo({ run: run.executionId, by: "Marie" }));
    expect((await door().status()).freshness).toEqual((kept ? before : after).freshness);
    expect(await door().undo({ run: run.executionId, by: "Marie" })).toMatchObject(
      kept ? { code: "nothing_to_undo" } : { type: "undone" },
    );
    expect((await door().status()).freshness).toEqual(before.freshness);
    await door().start(anOrder(tenant, plan));
    expect(await ended(door())).toMatchObject({ status: "completed" });
    await expectTheTruth(tenant);
    await expectTheHistory(tenant, 3);
  });
});
