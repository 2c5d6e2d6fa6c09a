// GET changes nothing: every one is called, and all stored data is the same before and after.
import {
  createExecutionContext,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { app } from "../../worker/http/app.ts";
import { tenantStub } from "../../worker/stubs.ts";
import type { Upload } from "../../contract/api/upload.ts";
import {
  aConfiguration,
  aConnection,
  aSharedConnection,
  ask,
  openFixture,
  origin,
  read,
  refresh,
  signInAll,
  type Session,
} from "./fixture.ts";
import { callOf, matrix, routes } from "./matrix.ts";
import { dumpD1, dumpObject } from "./planted.ts";

type Kept = Record<string, string>;

/** Statements that reach D1, as they are sent. */
const statements: string[] = [];

/** The same database, overheard. */
const overheard = new Proxy(env.DB, {
  get(target, name) {
    if (name === "prepare")
      return (statement: string) => {
        statements.push(statement);
        return target.prepare(statement);
      };
    const value: unknown = Reflect.get(target, name);
    return typeof value === "function" ? (value.bind(target) as unknown) : value;
  },
});

/**
 * A session in use is prolonged, and one that is over is dropped: that is about being signed in,
 * not about what was asked for.
 */
const excepted = /^(update|delete from) "session"/i;
const isRead = (statement: string) => /^(select|with)\b/i.test(statement.trim());

const tenant = { id: "ours", jurisdiction: null };

/**
 * Rows and alarm of the tenant's object, and how many rows it has ever written: the same again
 * would be a write, too.
 */
async function keptInObject(): Promise<Kept> {
  const stub = tenantStub(env, tenant);
  const more = await runInDurableObject(stub, async (_, state) => ({
    alarm: String(await state.storage.getAlarm()),
    written: String(state.storage.sql.exec("SELECT total_changes() AS written").one().written),
  }));
  return { ...(await dumpObject(stub)), ...more };
}

async function keptAnywhere(): Promise<Kept> {
  const { objects } = await env.FILES.list();
  const { session: _, ...rows } = await dumpD1();
  return {
    ...rows,
    ...(await keptInObject()),
    files: JSON.stringify(objects.map(({ key, etag }) => [key, etag])),
  };
}

describe("a request that only asks", () => {
  let sessions: Record<"admin" | "global", Session>;
  let ids: Record<string, string>;
  let sharedConnection: string;

  // The upgrade to a live view is left out: it notes who looks, so that the view closes when that
  // person signs out.
  beforeAll(async () => {
    await openFixture();
    const { admin, global } = await signInAll();
    sessions = { admin, global };
    sharedConnection = (await aSharedConnection(global)).id;
    const configuration = await aConfiguration(admin, {
      mode: "automatic",
      schedule: { everyMinutes: 60, fromHour: 0, toHour: 24 },
    });
    const run = await refresh(admin, configuration.id);
    const box = await aConnection(admin, {
      name: "Files",
      kind: "invoices",
      settings: {},
      secret: undefined,
    });
    const brought = await ask(`/api/tenants/ours/connections/${box.id}/files?name=one.edi`, {
      method: "POST",
      bytes: "UNB+UNOC:3'",
      as: admin,
    });
    ids = {
      tenant: "ours",
      configuration: configuration.id,
      resource: "local_sales",
      run: run.executionId,
      connection: box.id,
      file: (await read<Upload>(brought)).id,
    };
    // The object has work of its own after a refresh; it is over when nothing is due for a while.
    await vi.waitFor(
      async () => expect(Number((await keptInObject()).alarm) - Date.now()).toBeGreaterThan(60_000),
      {
        timeout: 20_000,
        interval: 200,
      },
    );
  }, 60_000);

  const asking = routes.filter((route) => route.startsWith("GET "));

  it.each(
    asking.flatMap((route) =>
      ["GET", "HEAD", "OPTIONS"].map((method) => [method, route.slice(4)] as const),
    ),
  )("%s %s", async (method, path) => {
    const above = matrix[`GET ${path}`]?.may;
    const as =
      Array.isArray(above) && above.length === 1 && above[0] === "global"
        ? sessions.global
        : sessions.admin;
    const call = callOf(`GET ${path}`, {
      ...ids,
      ...(path.startsWith("/api/connections") ? { connection: sharedConnection } : {}),
    });
    const before = await keptAnywhere();
    statements.length = 0;
    const ctx = createExecutionContext();
    const request = new Request(`${origin}${call.path}`, {
      method,
      headers: { cookie: as.cookie, origin },
    });
    const answer = await app.fetch(request, { ...env, DB: overheard }, ctx);
    await answer.body?.cancel();
    await waitOnExecutionContext(ctx);
    expect(
      method === "OPTIONS" || path.endsWith("/live") ? true : answer.status < 300,
      String(answer.status),
    ).toBe(true);
    expect(
      statements.filter((statement) => !isRead(statement) && !excepted.test(statement)),
    ).toEqual([]);
    expect(await keptAnywhere()).toEqual(before);
  });

  it("learns when a configuration is due all the same", async () => {
    const configurations = await read<{ id: string; nextDueAt: string | null }[]>(
      await ask("/api/tenants/ours/configurations", { as: sessions.admin }),
    );
    expect(configurations.find(({ id }) => id === ids.configuration)?.nextDueAt).not.toBeNull();
  });
});
