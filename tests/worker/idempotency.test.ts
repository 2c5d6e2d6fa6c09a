// Idempotency keys: a repeated request starts nothing again and gets the same answer; another
// request with the same key is refused.
import { beforeAll, describe, expect, it } from "vitest";
import type { Run } from "../../contract/api/run.ts";
import {
  aConfiguration,
  ask,
  openFixture,
  problemOf,
  read,
  signInAll,
  type Session,
} from "./fixture.ts";

const runs = "/api/tenants/ours/runs";
let sessions: Record<"admin" | "staff" | "viewer", Session>;
let configuration: string;

beforeAll(async () => {
  await openFixture();
  sessions = await signInAll();
  configuration = (
    await aConfiguration(sessions.admin, { resources: ["local_sales", "local_purchases"] })
  ).id;
});

const start = (key: string, body: object, as: Session = sessions.admin, path = runs) =>
  ask(path, { method: "POST", as, headers: { "idempotency-key": key }, body });

async function ended(id: string): Promise<Run> {
  await expect
    .poll(
      async () => (await read<Run>(await ask(`${runs}/${id}`, { as: sessions.admin }))).endedAt,
      { timeout: 25_000 },
    )
    .not.toBeNull();
  return read<Run>(await ask(`${runs}/${id}`, { as: sessions.admin }));
}

describe("an idempotency key", () => {
  it("answers a repeat as the first time, while the refresh runs and after its end", async () => {
    const first = await start("one", { configuration });
    const text = await first.text();
    expect(first.status).toBe(202);
    const again = await start("one", { configuration });
    expect([again.status, await again.text()]).toEqual([202, text]);
    await ended((JSON.parse(text) as Run).executionId);
    const later = await start('"one"', { configuration });
    expect([later.status, await later.text()]).toEqual([202, text]);
  });

  it("starts once, however many come at the same time", async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => start("burst", { configuration })),
    );
    const ids = await Promise.all(
      answers.map(async (answer) => (await read<Run>(answer)).executionId),
    );
    expect([answers.map(({ status }) => status), new Set(ids).size]).toEqual([
      [202, 202, 202, 202, 202],
      1,
    ]);
    await ended(ids[0] ?? "");
  });

  it("covers the body, the action and the person", async () => {
    const { executionId } = await read<Run>(
      await start("covered", { configuration, resources: ["local_sales"] }),
    );
    await ended(executionId);
    for (const [body, path] of [
      [{ configuration }, runs],
      [{ configuration, resources: ["local_purchases"] }, runs],
      [{ configuration, resources: ["local_sales"], complete: true }, runs],
      [{}, `${runs}/${executionId}/retry`],
      [{}, `${runs}/${executionId}/confirm-removals`],
    ] as const) {
      const answer = await start("covered", body, sessions.admin, path);
      expect([path, answer.status, (await problemOf(answer)).code]).toEqual([
        path,
        422,
        "idempotency_key_reused",
      ]);
    }
    // A request whose address says everything takes no body that could differ.
    const surprised = await start(
      "surprised",
      { complete: true },
      sessions.admin,
      `${runs}/${executionId}/retry`,
    );
    expect([surprised.status, (await problemOf(surprised)).code]).toEqual([400, "not_valid"]);
    const reordered = await start("covered", { resources: ["local_sales"], configuration });
    expect((await read<Run>(reordered)).executionId).toBe(executionId);
    const theirs = await start("covered", { configuration }, sessions.staff);
    const run = await read<Run>(theirs);
    expect([theirs.status, run.executionId === executionId]).toEqual([202, false]);
    await ended(run.executionId);
  });

  it.each([
    ["too long", "k".repeat(201)],
    ["empty", '""'],
    ["not plain", "cl\u00e9"],
  ])("is refused when it is %s, never cut", async (_, key) => {
    const answer = await start(key, { configuration });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([400, "idempotency_key_wrong"]);
  });

  it("is not looked at before it is known that the caller may start anything", async () => {
    const { executionId } = await read<Run>(await start("seen", { configuration }));
    await ended(executionId);
    for (const [body, path] of [
      [{ configuration }, runs],
      [{}, `${runs}/${executionId}/retry`],
      [{}, `${runs}/${executionId}/confirm-removals`],
      [{ everything: false }, `/api/tenants/ours/configurations/${configuration}/deliveries`],
    ] as const) {
      const answer = await start("k".repeat(201), body, sessions.viewer, path);
      expect([path, answer.status, (await problemOf(answer)).code]).toEqual([
        path,
        403,
        "not_allowed",
      ]);
      const allowed = await start("k".repeat(201), body, sessions.admin, path);
      expect([path, (await problemOf(allowed)).code]).toEqual([path, "idempotency_key_wrong"]);
    }
  });

  it("is taken whole up to its limit: two that begin alike are two", async () => {
    const one = await read<Run>(await start(`${"k".repeat(199)}1`, { configuration }));
    await ended(one.executionId);
    const other = await read<Run>(await start(`${"k".repeat(199)}2`, { configuration }));
    expect(other.executionId).not.toBe(one.executionId);
    await ended(other.executionId);
  });
});
