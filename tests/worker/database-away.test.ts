// D1 that is locked, hangs or is unreachable: nobody is signed out, and what the object knows can
// still be read.
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { ProblemDetails } from "../../contract/api/problem.ts";
import { app } from "../../worker/http/app.ts";
import { DatabaseAway, isAway, patient, type Watch } from "../../worker/db/availability.ts";
import { forgetPerson, rememberedMs } from "../../worker/access/session-cache.ts";
import { asDeclared } from "./declared.ts";
import {
  aConfiguration,
  openFixture,
  origin,
  password,
  problemOf,
  read,
  refresh,
  signInAll,
  type Session,
  type Somebody,
} from "./fixture.ts";
import { callOf, matrix, routes } from "./matrix.ts";

const locked = () => Promise.reject(new Error("D1_ERROR: database is locked: SQLITE_BUSY"));
const reset = () =>
  Promise.reject(new Error("D1_ERROR: Internal error in D1 DB storage caused object to be reset."));

/** A D1 whose calls all end in the same way; `only`: those whose statement matches. */
function away(how: () => Promise<never>, only: RegExp = /./): D1Database {
  const statement = (inner: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(inner, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => statement(target.bind(...values));
        return ["all", "run", "raw", "first"].includes(String(name))
          ? how
          : Reflect.get(target, name);
      },
    });
  return new Proxy(env.DB, {
    get(target, name) {
      if (name === "prepare")
        return (query: string) =>
          only.test(query) ? statement(target.prepare(query)) : target.prepare(query);
      return name === "batch" ? how : Reflect.get(target, name);
    },
  });
}

type Call = { as?: Session; method?: string; body?: unknown; DB: D1Database; language?: string };

async function askWith(
  path: string,
  { as, method = "GET", body, DB, language = "en" }: Call,
): Promise<Response> {
  const ctx = createExecutionContext();
  const headers: Record<string, string> = {
    origin,
    "accept-language": language,
    ...(as ? { cookie: as.cookie } : {}),
  };
  if (body !== undefined) headers["content-type"] = "application/json";
  const request = new Request(`${origin}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await app.fetch(request, { ...env, DB }, ctx);
  await waitOnExecutionContext(ctx);
  return asDeclared(path, method, answer);
}

async function expectAway(answer: Response): Promise<ProblemDetails> {
  const problem = await problemOf(answer);
  expect([answer.status, problem.code]).toEqual([503, "database_away"]);
  expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
  return problem;
}

let sessions: Record<Somebody, Session>;
let ids: Record<string, string>;

beforeAll(async () => {
  await openFixture();
  sessions = await signInAll();
  const configuration = await aConfiguration(sessions.admin);
  const run = await refresh(sessions.admin, configuration.id);
  ids = {
    tenant: "ours",
    configuration: configuration.id,
    resource: "local_sales",
    run: run.executionId,
  };
}, 60_000);

const forgetAll = async () => {
  const { results } = await env.DB.prepare('SELECT id FROM "user"').all<{ id: string }>();
  for (const { id } of results) forgetPerson({ person: id });
};

describe("D1 that is away", () => {
  const guarded = routes.filter(
    (route) =>
      !["GET /api/openapi.json", "GET /api/docs"].includes(route) && matrix[route] !== undefined,
  );

  it.each(guarded.filter((route) => !route.endsWith("/live")))(
    "%s answers 503 to whoever is not remembered, and signs nobody out",
    async (route) => {
      await forgetAll();
      const call = callOf(route, { connection: "c", file: "f", person: "p", ...ids });
      const [method = "GET"] = route.split(" ");
      const answer = await askWith(call.path, {
        as: sessions.admin,
        method,
        body: call.body,
        DB: away(locked),
      });
      expect(answer.status).not.toBe(401);
      expect(answer.headers.getSetCookie()).toEqual([]);
      if (answer.status !== 503) expect([400, 404, 411, 415, 422]).toContain(answer.status);
      else await expectAway(answer);
    },
  );

  it("does not call a right password wrong", async () => {
    const body = { email: "admin@example.com", password };
    await expectAway(
      await askWith("/api/auth/sign-in/email", { method: "POST", body, DB: away(reset) }),
    );
    const change = { currentPassword: password, newPassword: "another quite long one 7" };
    const DB = away(locked, /"session"/);
    await expectAway(
      await askWith("/api/auth/change-password", {
        as: sessions.admin,
        method: "POST",
        body: change,
        DB,
      }),
    );
  });

  it("is reported in the language of the caller", async () => {
    const problem = await expectAway(
      await askWith("/api/me", { as: sessions.viewer, DB: away(locked), language: "fr" }),
    );
    expect(problem.detail).toContain("injoignables");
  });

  it("is waited for no longer than the deadline", async () => {
    const watch: Watch = { away: null };
    const hanging = patient(
      away(() => new Promise<never>(() => undefined)),
      watch,
      20,
    );
    await expect(hanging.prepare("SELECT 1").all()).rejects.toThrow(DatabaseAway);
    expect(watch.away?.late).toBe(true);
    await expect(hanging.batch([hanging.prepare("SELECT 1")])).rejects.toThrow(DatabaseAway);
  });

  it("is distinguished from an invalid statement", async () => {
    const watch: Watch = { away: null };
    await expect(
      patient(env.DB, watch).prepare("SELECT 1 FROM nowhere_at_all").all(),
    ).rejects.toThrow(/no such table/);
    expect(watch.away).toBeNull();
    expect(
      isAway(new Error("D1_ERROR: UNIQUE constraint failed: member.person: SQLITE_CONSTRAINT")),
    ).toBe(false);
    expect(
      isAway(
        new Error("outer", {
          cause: new Error("D1_ERROR: D1 DB is overloaded. Too many requests queued."),
        }),
      ),
    ).toBe(true);
    expect(isAway(new Error("Network connection lost."))).toBe(true);
  });
});

describe("a person who was admitted a moment ago", () => {
  const known = () => [
    "/api/tenants/ours/runs/current",
    "/api/tenants/ours/runs",
    `/api/tenants/ours/runs/${ids.run}`,
    `/api/tenants/ours/runs/${ids.run}/changes`,
  ];

  it("goes on reading what the object knows", async () => {
    await read(await askWith("/api/tenants/ours/runs/current", { as: sessions.admin, DB: env.DB }));
    for (const path of known())
      expect([
        path,
        (await askWith(path, { as: sessions.admin, DB: away(locked) })).status,
      ]).toEqual([path, 200]);
  });

  it("changes nothing by an old permission", async () => {
    await askWith("/api/tenants/ours/runs/current", { as: sessions.admin, DB: env.DB });
    const body = { configuration: ids.configuration };
    await expectAway(
      await askWith("/api/tenants/ours/runs", {
        as: sessions.admin,
        method: "POST",
        body,
        DB: away(locked),
      }),
    );
    await expectAway(
      await askWith(`/api/tenants/ours/runs/${ids.run}/cancel`, {
        as: sessions.admin,
        method: "POST",
        DB: away(locked),
      }),
    );
  });

  it("sees no other establishment, and not with another's rights", async () => {
    await askWith("/api/tenants/ours/runs/current", { as: sessions.stranger, DB: env.DB });
    await expectAway(
      await askWith("/api/tenants/ours/runs/current", { as: sessions.stranger, DB: away(locked) }),
    );
    await askWith("/api/tenants/ours/runs", { as: sessions.viewer, DB: env.DB });
    const live = await askWith(`/api/tenants/ours/runs/${ids.run}/changes`, {
      as: sessions.viewer,
      DB: env.DB,
    });
    const dark = await askWith(`/api/tenants/ours/runs/${ids.run}/changes`, {
      as: sessions.viewer,
      DB: away(locked),
    });
    expect(dark.status).toBe(live.status);
  });

  it("is forgotten after two minutes, after a change of rights and after a sign-out", async () => {
    const path = "/api/tenants/ours/runs/current";
    const now = Date.now();
    await askWith(path, { as: sessions.staff, DB: env.DB });
    const clock = vi.spyOn(Date, "now").mockReturnValue(now + rememberedMs + 5_000);
    await expectAway(await askWith(path, { as: sessions.staff, DB: away(locked) }));
    clock.mockRestore();

    await askWith(path, { as: sessions.staff, DB: env.DB });
    await forgetAll();
    await expectAway(await askWith(path, { as: sessions.staff, DB: away(locked) }));

    await askWith(path, { as: sessions.staff, DB: env.DB });
    expect(
      (await askWith("/api/auth/sign-out", { as: sessions.staff, method: "POST", DB: env.DB }))
        .status,
    ).toBe(204);
    await expectAway(await askWith(path, { as: sessions.staff, DB: away(locked) }));
    expect((await askWith(path, { as: sessions.staff, DB: env.DB })).status).toBe(401);
  });

  it("is forgotten once D1 says that the session is over", async () => {
    const path = "/api/tenants/ours/runs/current";
    await askWith(path, { as: sessions.viewer, DB: env.DB });
    await env.DB.prepare("DELETE FROM session").run();
    expect((await askWith(path, { as: sessions.viewer, DB: env.DB })).status).toBe(401);
    await expectAway(await askWith(path, { as: sessions.viewer, DB: away(locked) }));
  });
});
