// The Worker as the platform calls it: messages of the queue, and the clock.
import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { session } from "../../worker/db/schema.ts";
import { raiseSettingsVersion, settingsVersionOf } from "../../worker/db/configurations.ts";
import { tenantRpc } from "../../worker/stubs.ts";
import worker from "../../worker/index.ts";
import { openFixture, signIn } from "./fixture.ts";

beforeAll(openFixture);

describe("the queue", () => {
  it("is done with every message, also with those that make no sense", async () => {
    const bodies = [
      { tenant: "ours", jurisdiction: null, run: "no-such-run", epoch: 1 },
      { tenant: 7 },
      "nonsense",
      null,
    ];
    const batch = createMessageBatch(
      "freshet-tasks",
      bodies.map((body, index) => ({ id: `m${index}`, timestamp: new Date(), attempts: 1, body })),
    );
    const ctx = createExecutionContext();
    await worker.queue(batch, env, ctx);
    const result = await getQueueResult(batch, ctx);
    expect(result.explicitAcks.toSorted()).toEqual(["m0", "m1", "m2", "m3"]);
    expect(result.retryMessages).toEqual([]);
  });
});

describe("the clock", () => {
  it("brings a tenant's lagging schedules up to date", async () => {
    const db = openDatabase(env.DB);
    // A change whose push to the object was lost.
    await raiseSettingsVersion(db, "ours");
    const version = await settingsVersionOf(db, "ours");
    const ctx = createExecutionContext();
    await worker.scheduled(createScheduledController(), env);
    await waitOnExecutionContext(ctx);
    const order = { tenant: "ours", jurisdiction: null, settingsVersion: version };
    expect(
      (await tenantRpc(env, { id: "ours", jurisdiction: null }).wake(order)).settingsVersion,
    ).toBe(version);
  });

  it("forgets sessions that are over, and no others", async () => {
    const db = openDatabase(env.DB);
    await Promise.all([signIn("viewer"), signIn("staff")]);
    const [over] = await db.select().from(session);
    await db
      .update(session)
      .set({ expiresAt: new Date(Date.now() - 1_000) })
      .where(eq(session.id, over?.id ?? ""));
    const before = (await db.select().from(session)).length;
    await worker.scheduled(createScheduledController(), env);
    const left = await db.select().from(session);
    expect(left.length).toBe(before - 1);
    expect(left.map(({ id }) => id)).not.toContain(over?.id);
  });
});
