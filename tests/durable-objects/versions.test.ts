// An object that the code of an earlier version left in the middle of a run is opened by today's.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { packPage } from "../../core/pack.ts";
import type { Claim, Outcome } from "../../contract/rpc/task.ts";
import { migrate } from "../../durable-objects/stores/migrate.ts";
import { tenantMigrations } from "../../durable-objects/stores/schema.ts";
import { byHand, countsOf, plan, worldOf } from "./hand.ts";
import objectOfVersion0 from "./object-of-version-0.sql?raw";
import { anOrder, tenantDoor, tenantStub } from "./source.ts";

/** When the object of version 0 was left, and the migrations that its code knew. */
const leftAt = Date.parse("2026-03-02T13:00:00Z");
const knownThen = 13;

/** Puts a kept object in the place of a new one, and lets it go: whoever asks next opens it. */
async function keep(tenant: string): Promise<void> {
  await runInDurableObject(tenantStub(tenant), (_, { storage }) => {
    const { sql } = storage;
    const tables = sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .toArray()
      .filter(({ name }) => !/^(_|sqlite)/.test(name));
    for (const { name } of tables) sql.exec(`DROP TABLE "${name}"`);
    migrate(storage, tenantMigrations.slice(0, knownThen));
    sql.exec(objectOfVersion0);
  });
  await evictDurableObject(tenantStub(tenant));
}

/** The file that the run was still waiting for. */
const file = (claim: Claim): Outcome | null =>
  claim.partition?.type === "file"
    ? packPage(
        {
          type: "page",
          records: [{ id: "f2-1", version: "x", data: { name: "f2" } }],
          rejects: [],
          covers: claim.partition,
          rest: null,
          found: { repeated: 3, signFlipped: 2 },
          warning: null,
        },
        claim,
      )
    : claim.resource === "invoices"
      ? { type: "counted", count: null }
      : null;

it("goes on with its run where it was left, and ends it well", async () => {
  await keep("yesterday");
  await byHand("yesterday", worldOf(40), (hand) => {
    for (let id = 1; id <= 3; id += 1) hand.edit(id, `changed ${id}`);
    hand.now = leftAt;
    const left = hand.stores.runs.active();
    expect([left?.status, left?.steps.map(({ status }) => status)]).toEqual([
      "fetching",
      ["verifying", "fetching"],
    ]);
    expect(countsOf(left?.steps[1]?.findings)).toEqual({
      repeated: 3,
      conflicting: 0,
      mismatched: 0,
      signFlipped: 2,
    });
    // Its lane is gone with its life, and the file may be asked for again.
    hand.wait(60_000);
    hand.run(file);
    // What could not be used in the refresh before is refused once more: nothing else is said.
    expect(hand.last()).toMatchObject({
      id: left?.id,
      status: "completed_with_problems",
      published: true,
      problems: [{ code: "records_still_rejected", facts: { count: "1" } }],
      steps: [
        { status: "completed", verified: 40, tally: { read: 40, changed: 3, rejected: 0 } },
        {
          status: "completed",
          verified: 2,
          tally: { read: 3, unchanged: 2, rejected: 1 },
        },
      ],
    });
    expect(countsOf(hand.last().steps[1]?.findings)).toEqual({
      repeated: 8,
      conflicting: 0,
      mismatched: 1,
      signFlipped: 4,
    });
    expect(hand.seen()).toEqual(hand.truth());
  });
});

it("tells people of its runs in the words of today, and keeps when the next is due", async () => {
  await keep("yesterday-read");
  const door = tenantDoor("yesterday-read");
  const status = await door.status();
  expect(status.active).toMatchObject({ status: "fetching", purpose: "refresh", undoneBy: null });
  expect(countsOf(status.lastRuns[0]?.steps[1]?.findings)).toEqual({
    repeated: 6,
    conflicting: 0,
    mismatched: 1,
    signFlipped: 4,
  });
  const { executionId = "" } = status.active ?? {};
  const detail = await door.run({ run: executionId });
  expect(detail?.batches.at(5)).toMatchObject({
    status: "waiting",
    extent: "f2",
    lastFailure: { code: "source_busy" },
  });
  // The click that began it comes once more: it is answered as it was then.
  const again = await door.start(anOrder("yesterday", plan(), { idempotencyKey: "click-2" }));
  expect(again).toMatchObject({
    type: "repeated",
    run: { executionId, status: "surveying", steps: [{ findings: null }, {}] },
  });
  await runInDurableObject(tenantStub("yesterday-read"), (_, { storage }) => {
    const [due] = storage.sql.exec<{ due_at: number }>("SELECT due_at FROM schedule").toArray();
    expect(due?.due_at).toBeGreaterThan(leftAt);
  });
});
