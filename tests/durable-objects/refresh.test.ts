import {
  applyD1Migrations,
  evictDurableObject,
  abortAllDurableObjects,
  runDurableObjectAlarm,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { viewerHeaders } from "../../contract/rpc/viewer.ts";
import type { LiveMessage } from "../../contract/api/live.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { run as runTable, tenant as tenantTable } from "../../worker/db/schema.ts";
import { anOrder, aPlan, ended, sandbox, tenantDoor, tenantStub } from "./source.ts";

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

type Truth = { records: { id: number }[] };

/** Ids that readers of a tenant see. */
async function seenIds(tenant: string, resource: string, configuration = "f1"): Promise<number[]> {
  const ids: number[] = [];
  for (let after: string | null = null; ;) {
    const page = await tenantDoor(tenant).records({
      configuration,
      resource,
      after,
      limit: 500,
      search: null,
      asOf: null,
      sort: null,
    });
    if ("type" in page) throw new Error(page.code);
    ids.push(...page.records.map(({ id }) => Number(id)));
    if (page.next === null) return ids;
    after = page.next;
  }
}

const modules = (tenant: string, over = {}) =>
  aPlan(tenant, { template: "odoo_modules", database: "trading-7", ...over });

describe("a refresh through the real lanes", () => {
  it("brings the source's records, verified and published whole; again, it writes nothing", async () => {
    const door = tenantDoor("whole");
    const plan = await aPlan("whole");
    expect((await door.start(anOrder("whole", plan))).type).toBe("started");
    const first = await ended(door);
    expect(first).toMatchObject({
      status: "completed",
      progressPercentage: 100,
      problems: [],
      published: true,
    });
    expect(first.rowsWritten).toBe(first.counts.read);
    const seen = await Promise.all(plan.resources.map(({ key }) => seenIds("whole", key)));
    expect(seen.flat()).toHaveLength(first.counts.read);
    expect(first.steps.map(({ verified }) => verified)).toEqual(seen.map((ids) => ids.length));
    await door.start(anOrder("whole", plan));
    const second = await ended(door);
    expect(second).toMatchObject({ status: "completed", rowsWritten: 0, published: false });
    expect(second.counts.unchanged).toBe(first.counts.read);
  });

  it("reads only changes after the first time, removals included", async () => {
    const door = tenantDoor("changes");
    const plan = await modules("changes");
    await door.start(anOrder("changes", plan));
    const first = await ended(door);
    expect(first).toMatchObject({ status: "completed" });
    const change = {
      database: "trading-7",
      model: "res.partner",
      changed: 5,
      added: 3,
      removed: 2,
    };
    await sandbox("change", change);
    await door.start(anOrder("changes", plan));
    const second = await ended(door);
    expect(second.status).toBe("completed");
    const contacts = second.steps.find(({ resource }) => resource === "contacts");
    // A contact changed now that was older than the first ninety days is new to us.
    expect(contacts?.counts.removed).toBe(2);
    expect((contacts?.counts.added ?? 0) + (contacts?.counts.changed ?? 0)).toBe(8);
    expect(second.counts.read).toBeLessThan(first.counts.read);
  });

  it("lets fifty starts at once begin exactly one run", async () => {
    const plan = await aPlan("fifty");
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => tenantDoor("fifty").start(anOrder("fifty", plan))),
    );
    expect(answers.filter(({ type }) => type === "started")).toHaveLength(1);
    expect(answers.filter(({ type }) => type === "alreadyRunning")).toHaveLength(49);
    await ended(tenantDoor("fifty"));
    expect((await tenantDoor("fifty").runs({ before: null, limit: 10 })).runs).toHaveLength(1);
  });

  it("goes on by itself after the runtime was torn down in the middle", async () => {
    const plan = await modules("torn", { database: "trading-8" });
    await tenantDoor("torn").start(anOrder("torn", plan));
    for (let kill = 0; kill < 3; kill += 1) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      await abortAllDurableObjects();
      await runDurableObjectAlarm(tenantStub("torn"));
    }
    const run = await ended(tenantDoor("torn"));
    expect(run.status).toBe("completed");
    const truth = await sandbox<Truth>(`records?database=trading-8&model=hr.employee&fields=id`);
    const stored = await seenIds("torn", "employees");
    expect(truth.records.map(({ id }) => id)).toEqual(expect.arrayContaining(stored));
    expect(run.steps.every(({ verified, resource }) => verified !== null && resource !== "")).toBe(
      true,
    );
  });

  it("explains a wrong password and leaves what people had", async () => {
    const door = tenantDoor("password");
    await door.start(anOrder("password", await aPlan("password")));
    await ended(door);
    const before = await seenIds("password", "local_sales");
    await door.start(anOrder("password", await aPlan("password", { password: "wrong" })));
    expect(await ended(door)).toMatchObject({
      status: "failed",
      problems: [{ code: "sign_in_refused" }],
    });
    expect(await seenIds("password", "local_sales")).toEqual(before);
  });

  it("waits for a source that is not there, and can be stopped meanwhile", async () => {
    const door = tenantDoor("away");
    await door.start(anOrder("away", await aPlan("away", { url: "http://127.0.0.1:9" })));
    const until = Date.now() + 10_000;
    for (;;) {
      const { active } = await door.status();
      if (active?.waiting) {
        expect(active.waiting.code).toBe("source_unreachable");
        expect(await door.cancel({ run: active.executionId, by: "Marie" })).toMatchObject({
          type: "cancelling",
        });
        break;
      }
      if (Date.now() > until) throw new Error("it never waited");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await ended(door)).toMatchObject({ status: "cancelled", cancelledBy: "Marie" });
  });
});

describe("history", () => {
  it("arrives in D1 once, with the figures of the object", async () => {
    const db = openDatabase(env.DB);
    await db
      .insert(tenantTable)
      .values({
        id: "ledger",
        name: "Ledger",
        timeZone: "Europe/Paris",
        jurisdiction: null,
        createdAt: new Date(),
      })
      .onConflictDoNothing();
    await tenantDoor("ledger").start(anOrder("ledger", await aPlan("ledger")));
    const run = await ended(tenantDoor("ledger"));
    const until = Date.now() + 15_000;
    for (;;) {
      const rows = await db.select().from(runTable);
      const row = rows.filter(({ tenant }) => tenant === "ledger");
      if (row[0]?.status === run.status) {
        expect(row).toHaveLength(1);
        expect(row[0]).toMatchObject({ id: run.executionId, rowsWritten: run.rowsWritten });
        return;
      }
      if (Date.now() > until) throw new Error(`not in the history: ${JSON.stringify(rows)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
});

describe("the live view", () => {
  async function watch(tenant: string, expiresAt = Date.now() + 60_000) {
    const messages: LiveMessage[] = [];
    const response = await tenantStub(tenant).fetch("https://tenant/live", {
      headers: {
        upgrade: "websocket",
        [viewerHeaders.session]: "s1",
        [viewerHeaders.person]: "p1",
        [viewerHeaders.expiresAt]: new Date(expiresAt).toISOString(),
      },
    });
    const socket = response.webSocket;
    if (socket === null)
      return { messages, closed: Promise.resolve(response.status), status: response.status };
    const closed = new Promise<number>((resolve) =>
      socket.addEventListener("close", ({ code }) => resolve(code)),
    );
    socket.addEventListener("message", ({ data }) =>
      messages.push(JSON.parse(String(data)) as LiveMessage),
    );
    socket.accept();
    return { messages, closed, status: response.status };
  }

  it("begins with a snapshot, is numbered, never falls and always says the end", async () => {
    const { messages } = await watch("live");
    await tenantDoor("live").start(anOrder("live", await aPlan("live")));
    const run = await ended(tenantDoor("live"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(messages[0]).toMatchObject({ type: "snapshot", run: null });
    const numbers = messages.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    const shown = messages.flatMap((message) =>
      message.type === "snapshot" ? [] : [message.progressPercentage],
    );
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(messages.at(-1)).toMatchObject({
      type: "ended",
      executionId: run.executionId,
      progressPercentage: 100,
      status: "completed",
    });
    expect(messages.at(-1)).toHaveProperty("freshness");
  });

  it("shows a late viewer the truth, also after hibernation", async () => {
    await tenantDoor("late").start(anOrder("late", await aPlan("late")));
    const run = await ended(tenantDoor("late"));
    await evictDurableObject(tenantStub("late"));
    const { messages } = await watch("late");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(messages).toMatchObject([
      { type: "snapshot", run: { executionId: run.executionId, status: "completed" } },
    ]);
  });

  it("closes when the session ends, and refuses one that has expired", async () => {
    const { closed } = await watch("closing");
    expect(await tenantDoor("closing").dismiss({ session: "s1" })).toBe(1);
    expect(await closed).toBe(4401);
    expect((await watch("closing", Date.now() - 1)).status).toBe(401);
  });

  it("closes by itself when the session's time is over", async () => {
    const { closed } = await watch("expiring", Date.now() + 300);
    expect(await closed).toBe(4401);
  });
});
