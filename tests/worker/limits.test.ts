// Limits of requests and starts: generous, exact, and answered with the time to wait.
import { createExecutionContext, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Run } from "../../contract/api/run.ts";
import { waitBeforeStart } from "../../core/admission.ts";
import { Runs } from "../../durable-objects/stores/runs.ts";
import { app } from "../../worker/http/app.ts";
import { tenantStub } from "../../worker/stubs.ts";
import { takeRequest } from "../../worker/http/request-limit.ts";
import {
  aConfiguration,
  ask,
  openFixture,
  problemOf,
  read,
  refresh,
  signInAll,
  type Session,
  type Somebody,
} from "./fixture.ts";

const production = { ...env, STAGE: "production" };
const noon = Date.parse("2026-11-22T12:00:00.000Z");
let sessions: Record<Somebody, Session>;

beforeAll(async () => {
  await openFixture();
  sessions = await signInAll();
});

describe("a person", () => {
  it("may ask 600 times a minute, and again in the next", () => {
    const waits = Array.from({ length: 605 }, (_, turn) =>
      takeRequest(production, "p1", noon + turn),
    );
    expect(waits.findIndex((wait) => wait !== null)).toBe(600);
    expect(waits.slice(600)).toEqual([60, 60, 60, 60, 60]);
    expect(takeRequest(production, "p2", noon + 700)).toBeNull();
    expect(takeRequest(production, "p1", noon + 60_000)).toBeNull();
    expect(
      Array.from({ length: 700 }, () => takeRequest(env, "p1", noon)).every(
        (wait) => wait === null,
      ),
    ).toBe(true);
  });

  it("learns when to come back, and nobody else has to wait", async () => {
    const { person } = await read<{ person: { id: string } }>(
      await ask("/api/me", { as: sessions.viewer }),
    );
    for (let turn = 0; turn < 600; turn += 1) takeRequest(production, person.id, Date.now());
    const askAs = (as: Session) => {
      // The cookie has another name under https.
      const headers = { cookie: `__Host-${as.cookie}`, "accept-language": "fr" };
      return app.fetch(
        new Request("https://freshet.example.com/api/me", { headers }),
        production,
        createExecutionContext(),
      );
    };
    const answer = await askAs(sessions.viewer);
    expect([answer.status, (await problemOf(answer)).detail]).toEqual([
      429,
      "Trop de demandes. Patientez un instant, puis réessayez.",
    ]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await askAs(sessions.staff)).status).toBe(200);
  });
});

describe("a tenant", () => {
  const stub = () => tenantStub(env, { id: "ours", jurisdiction: null });

  /** Runs as the object keeps them, started some seconds before noon. */
  const started = (kinds: [kind: string, secondsAgo: number][]) =>
    runInDurableObject(
      tenantStub(env, { id: crypto.randomUUID(), jurisdiction: null }),
      (_, { storage }) => {
        for (const [index, [kind, secondsAgo]] of kinds.entries())
          storage.sql.exec(
            "INSERT INTO run (id, number, active, held) VALUES (?, ?, 0, ?)",
            `r${index}`,
            index + 1,
            JSON.stringify({ startedAt: noon - secondsAgo * 1000, startedBy: { kind } }),
          );
        return waitBeforeStart(
          new Runs(storage.sql).recentStarts(),
          { max: 3, windowMs: 60_000 },
          noon,
        );
      },
    );

  it.each<[string, [string, number][], number | null]>([
    ["nothing was started", [], null],
    [
      "there is one start left",
      [
        ["person", 20],
        ["person", 10],
      ],
      null,
    ],
    [
      "the last starts were too many",
      [
        ["person", 50],
        ["api", 20],
        ["person", 10],
      ],
      10_000,
    ],
    [
      "the first of them is long ago",
      [
        ["person", 60],
        ["person", 20],
        ["person", 10],
      ],
      null,
    ],
    [
      "schedules started the rest",
      [
        ["schedule", 50],
        ["person", 20],
        ["schedule", 15],
        ["person", 10],
      ],
      null,
    ],
    [
      "schedules stand between",
      [
        ["person", 30],
        ["schedule", 25],
        ["person", 20],
        ["schedule", 15],
        ["person", 10],
      ],
      30_000,
    ],
  ])("waits before the next start when %s", async (_, kinds, waitMs) => {
    expect(await started(kinds)).toBe(waitMs);
  });

  it("refuses the start after too many, also after the object was evicted, and lets everybody join a running one", async () => {
    const { id } = await aConfiguration(sessions.admin, {
      template: "odoo_modules",
      resources: ["contacts"],
    });
    const last = await refresh(sessions.admin, id);
    await runInDurableObject(stub(), (_, { storage }) => {
      for (let number = 2; number <= 200; number += 1)
        storage.sql.exec(
          "INSERT INTO run (id, number, active, held) SELECT ?, ?, 0, json_set(held, '$.id', ?) FROM run WHERE id = ?",
          `copy${number}`,
          number,
          `copy${number}`,
          last.executionId,
        );
    });
    await evictDurableObject(stub());
    const start = () =>
      ask("/api/tenants/ours/runs", {
        method: "POST",
        as: sessions.staff,
        body: { configuration: id },
      });
    const refused = await start();
    expect([refused.status, (await problemOf(refused)).code]).toEqual([429, "too_many_starts"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await runInDurableObject(
      stub(),
      (_, { storage }) => storage.sql.exec("DELETE FROM run WHERE number = 100").rowsWritten,
    );
    const [one, other] = await Promise.all([start(), start()]);
    expect([one.status, other.status].sort()).toEqual([202, 409]);
    const joined = one.status === 409 ? one : other;
    expect((await read<{ run: Run }>(joined)).run.configuration).toBe(id);
  });
});
