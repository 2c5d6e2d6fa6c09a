// Secrets go in and never come out: not in an answer, a log line, a table of D1 or an object's
// file.
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../contract/api/connection.ts";
import type { Run } from "../../contract/api/run.ts";
import { app } from "../../worker/http/app.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { gateOf } from "../../worker/connections/gate.ts";
import { connection, session } from "../../worker/db/schema.ts";
import { tenantRpc, tenantStub } from "../../worker/stubs.ts";
import { ended, sandbox } from "../durable-objects/source.ts";
import {
  aConfiguration,
  aConnection,
  ask,
  openFixture,
  overhear,
  password,
  people,
  read,
  refresh,
  signInAll,
  type Ask,
  type Session,
  type Somebody,
} from "./fixture.ts";
import { callOf, routes } from "./matrix.ts";
import {
  dumpD1,
  dumpObject,
  holding,
  leaksIn,
  reader,
  requestOf,
  sealedForm,
  secrets,
} from "./planted.ts";

const db = openDatabase(env.DB);
const database = "trading-61";
const ours = "/api/tenants/ours";

let sessions: Record<Somebody, Session>;
let lines: string[] = [];
const answers: { route: string; status: number; text: string }[] = [];

/** Calls, and records the whole answer. A cookie goes to its owner, so it is not a leak. */
async function hear(
  path: string,
  { env: bindings, ...call }: Ask & { env?: Partial<Env> } = {},
): Promise<Response> {
  const answer =
    bindings === undefined
      ? await ask(path, call)
      : await app.fetch(requestOf(path, call), { ...env, ...bindings }, createExecutionContext());
  const text = answer.webSocket ? "" : await answer.clone().text();
  const headers = [...answer.headers].filter(([name]) => name !== "set-cookie").flat();
  answers.push({
    route: `${call.method ?? "GET"} ${path}`,
    status: answer.status,
    text: [...headers, text].join("\n"),
  });
  return answer;
}

const oursStub = () => tenantStub(env, { id: "ours", jurisdiction: null });

beforeAll(async () => {
  await openFixture();
  sessions = await signInAll();
  for (const who of people) {
    secrets[`${who}'s cookie`] = decodeURIComponent(sessions[who].cookie.split("=")[1] ?? "");
    secrets[`the signature of ${who}'s cookie`] =
      (secrets[`${who}'s cookie`] ?? "").split(".")[1] ?? "";
  }
});

describe(`secrets planted: ${Object.keys(secrets).length + 2 * people.length}, leaked: 0`, () => {
  let running: { object: Record<string, string>; d1: Record<string, string> };

  beforeAll(async () => {
    lines = await overhear(async () => {
      const as = sessions.admin;
      const right = await aConnection(as, { settings: reader() });
      const key = await aConnection(as, {
        settings: reader({ transport: "json2" }),
        secret: secrets["a right key"],
      });
      const wrong = await aConnection(as, {
        settings: reader(),
        secret: secrets["a wrong password"],
      });
      const away = await aConnection(as, {
        settings: reader({ url: "http://127.0.0.1:9" }),
        secret: secrets["a password of a system that is away"],
      });
      const moved = await aConnection(as, {
        settings: reader(),
        secret: secrets["a password for a new address"],
      });
      await hear(`${ours}/connections/${moved.id}`, {
        method: "PATCH",
        as,
        body: { settings: { url: "https://erp.example.org" } },
      });
      await signInBadly();
      await refreshAll({ right, key, wrong });
      await lookThrough([right, key, wrong, away]);
      await failAll(right);
      await breakEverything(right);
    });
  }, 90_000);

  async function signInBadly(): Promise<void> {
    const typed = {
      email: "admin@example.com",
      password: secrets["a password typed at the sign-in"],
    };
    await hear("/api/auth/sign-in/email", { method: "POST", body: typed });
    await hear("/api/auth/sign-in/email", {
      method: "POST",
      body: { ...typed, password: { nested: typed.password } },
    });
    const change = {
      currentPassword: secrets["a password typed at the sign-in"],
      newPassword: secrets["a new password of a person"],
    };
    await hear("/api/auth/change-password", { method: "POST", as: sessions.viewer, body: change });
    await hear("/api/setup", {
      method: "POST",
      body: {},
      headers: { authorization: `Bearer ${secrets["the operator's token"]}` },
    });
    await hear("/api/setup", {
      method: "POST",
      body: { surprise: 1 },
      headers: { authorization: `Bearer ${secrets["the operator's token"]}` },
    });
  }

  /**
   * Refreshes that complete, that fail, that are watched while they run, and that are scheduled.
   */
  async function refreshAll({
    right,
    key,
    wrong,
  }: Record<"right" | "key" | "wrong", Connection>): Promise<void> {
    const as = sessions.admin;
    const draft = { template: "odoo_modules", resources: ["contacts"] };
    expect(
      (await refresh(as, (await aConfiguration(as, { ...draft, connection: key.id })).id)).status,
    ).toBe("completed");
    expect(
      (await refresh(as, (await aConfiguration(as, { ...draft, connection: wrong.id })).id)).status,
    ).toBe("failed");
    const automatic = {
      mode: "automatic" as const,
      schedule: { everyMinutes: 60 * 24, fromHour: 0, toHour: 24 },
    };
    const { id } = await aConfiguration(as, { ...draft, ...automatic, connection: right.id });
    await sandbox("faults", { fault: "slow", delayMs: 700, database, times: 4 });
    const body = { configuration: id };
    let run = await read<Run>(await hear(`${ours}/runs`, { method: "POST", as, body }));
    if (run.executionId === undefined) {
      // The schedule has started it first.
      run = (await read<{ active: Run }>(await hear(`${ours}/runs/current`, { as }))).active;
    }
    running = { object: await dumpObject(oursStub()), d1: await dumpD1() };
    await hear(`${ours}/runs`, { method: "POST", as, body });
    await hear(`${ours}/runs/${run.executionId}`, { as });
    expect((await ended(tenantRpc(env, { id: "ours", jurisdiction: null }))).status).toBe(
      "completed",
    );
  }

  /** Every route, by everybody, and every screen's calls about each connection. */
  async function lookThrough(connections: Connection[]): Promise<void> {
    const [configuration] = await read<{ id: string }[]>(
      await hear(`${ours}/configurations`, { as: sessions.admin }),
    );
    const { runs } = await read<{ runs: Run[] }>(
      await hear(`${ours}/runs`, { as: sessions.admin }),
    );
    const harmless = routes.filter(
      (route) =>
        !route.startsWith("DELETE") && !/sign-out|sign-in|\/live$|\/undo$|\/setup$/.test(route),
    );
    for (const who of people)
      for (const route of harmless) {
        const named = {
          tenant: "ours",
          configuration: configuration?.id ?? "",
          connection: connections[0]?.id ?? "",
          run: runs[0]?.executionId ?? "",
          resource: "contacts",
        };
        const { path, ...call } = callOf(route, named);
        await hear(path, { ...call, as: sessions[who] });
      }
    for (const { id } of connections) {
      await hear(`${ours}/connections/${id}`, { as: sessions.admin });
      await hear(`${ours}/connections/${id}/check`, { method: "POST", as: sessions.admin });
      await hear(`${ours}/connections/${id}/check`, {
        method: "POST",
        as: sessions.admin,
        headers: { accept: "application/x-ndjson" },
      });
      await hear(`${ours}/connections/${id}/discover`, {
        method: "POST",
        as: sessions.admin,
        body: { template: "odoo_modules" },
      });
    }
    for (const { executionId } of runs)
      await hear(`${ours}/runs/${executionId}`, { as: sessions.global });
    await hear("/api/runs", { as: sessions.global });
  }

  /** The source misbehaves in every quick way, and may quote what it was sent. */
  async function failAll({ id }: Connection): Promise<void> {
    const faults = [
      "server_error",
      "bad_gateway",
      "html",
      "redirect",
      "truncated",
      "garbage",
      "reset",
      "wrong_types",
      "access_denied",
      "no_rights",
      "too_many_requests",
    ];
    for (const fault of faults) {
      await sandbox("faults", {
        fault,
        database,
        times: 3,
        ...(fault === "too_many_requests" ? { retryAfterSeconds: 1 } : {}),
      });
      await hear(`${ours}/connections/${id}/discover`, {
        method: "POST",
        as: sessions.admin,
        body: { template: "odoo_modules" },
      });
    }
    const fields = {
      name: "x".repeat(500),
      kind: "odoo",
      settings: { ...reader(), surprise: 1 },
      secret: secrets["a wrong password"],
    };
    await hear(`${ours}/connections`, { method: "POST", as: sessions.admin, body: fields });
    await hear(`${ours}/connections`, {
      method: "POST",
      as: sessions.admin,
      body: { ...fields, name: "ok", secret: { text: secrets["a wrong password"] } },
    });
    const inAddress = reader({
      url: `https://login:${secrets["a wrong password"]}@erp.example.org`,
    });
    await hear(`${ours}/connections`, {
      method: "POST",
      as: sessions.admin,
      body: { ...fields, name: "ok", settings: inAddress },
    });
  }

  /**
   * Our own side fails: D1 quotes values, the object's error holds a secret, keys are malformed.
   */
  async function breakEverything({ id }: Connection): Promise<void> {
    const as = sessions.admin;
    const words = Object.values(secrets).join(" ");
    const brokenDb = {
      DB: {
        prepare: () => ({
          bind: () => {
            throw new Error("D1_ERROR: no such table: session");
          },
        }),
        batch: () => Promise.reject(new Error("D1_ERROR")),
      },
    };
    const away = new Proxy({}, { get: () => () => Promise.reject(new Error("the object broke")) });
    const brokenObject = {
      TENANT: { idFromName: () => "", get: () => away },
      GATE: { idFromName: () => "", get: () => away },
    };
    for (const bindings of [
      brokenDb,
      brokenObject,
      { KEY_RING: `{"current": "${words}` },
      { KEY_RING: "" },
    ]) {
      const broken = { as, env: bindings as unknown as Partial<Env> };
      await hear(`${ours}/runs/current`, broken);
      await hear(`${ours}/connections/${id}/check`, { ...broken, method: "POST" });
      await hear(`${ours}/connections`, {
        ...broken,
        method: "POST",
        body: { name: "x", kind: "odoo", settings: reader(), secret: secrets["a wrong password"] },
      });
      await hear("/api/auth/sign-in/email", {
        ...broken,
        as: null,
        method: "POST",
        body: { email: "admin@example.com", password },
      });
    }
    // D1 refuses a row with a secret among its values: the error quotes them.
    await db.run(
      sql`CREATE TRIGGER refuse BEFORE UPDATE ON connection BEGIN SELECT RAISE(ABORT, 'refused'); END`,
    );
    await hear(`${ours}/connections/${id}`, {
      as,
      method: "PATCH",
      body: { secret: secrets["a wrong password"] },
    });
    await db.run(sql`DROP TRIGGER refuse`);
  }

  it("in no answer, sealed nor in clear, of any route and any failure", () => {
    expect([...new Set(answers.map(({ status }) => status))]).toEqual(
      expect.arrayContaining([200, 201, 202, 400, 401, 403, 404, 409, 422, 500, 502, 503]),
    );
    expect(answers.filter(({ status }) => status === 500).length).toBeGreaterThan(5);
    expect(answers.length).toBeGreaterThan(200);
    // The search finds a secret that is there.
    expect(
      Object.values(secrets).filter((secret) => leaksIn(`{"a":"${secret}"}`).length === 0),
    ).toEqual([]);
    const leaked = answers.flatMap(({ route, text }) =>
      [...leaksIn(text), ...(sealedForm.test(text) ? ["sealed"] : [])].map(
        (what) => `${what}: ${route}`,
      ),
    );
    expect(leaked).toEqual([]);
  });

  it("in no log line", () => {
    expect(lines.length).toBeGreaterThan(200);
    expect(lines.filter((line) => line.includes('"error"')).length).toBeGreaterThan(3);
    expect(
      lines.flatMap((line) =>
        [...leaksIn(line), ...(sealedForm.test(line) ? ["sealed"] : [])].map(
          (what) => `${what}: ${line}`,
        ),
      ),
    ).toEqual([]);
  });

  it("in no table of D1; sealed in the connections only", async () => {
    for (const dump of [running.d1, await dumpD1()]) {
      expect(Object.keys(dump)).toEqual(
        expect.arrayContaining(["connection", "audit", "session", "run", "allowance"]),
      );
      expect(
        Object.entries(dump).flatMap(([table, text]) =>
          leaksIn(text).map((what) => `${what}: ${table}`),
        ),
      ).toEqual([]);
      expect(holding(dump)).toEqual(["connection"]);
    }
  });

  it("in no table of the objects; sealed in the plan while the refresh runs, and in the schedule", async () => {
    const [object, gate] = [await dumpObject(oursStub()), await dumpObject(await ourGate())];
    for (const dump of [running.object, object, gate])
      expect(
        Object.entries(dump).flatMap(([table, text]) =>
          leaksIn(text).map((what) => `${what}: ${table}`),
        ),
      ).toEqual([]);
    expect(holding(running.object).sort()).toEqual(["plan", "schedule"]);
    expect(holding(object)).toEqual(["schedule"]);
    expect(object.plan).toBe("[]");
    expect(holding(gate)).toEqual([]);
  });

  it("a session's row is no cookie", async () => {
    const rows = await db.select().from(session);
    for (const { token } of rows.slice(0, 5))
      expect(
        (await ask("/api/me", { headers: { cookie: `freshet-session=${token}` } })).status,
      ).toBe(401);
  });
});

/** The Gate of the account that the refreshes have used. */
async function ourGate() {
  const [row] = await db
    .select()
    .from(connection)
    .where(
      sql`${connection.settings} ->> 'database' = ${database} AND ${connection.provedAt} IS NOT NULL`,
    );
  if (!row) throw new Error("no refresh has come through");
  const { tenant, id, kind, settings, secret } = row;
  const access = { tenant: tenant ?? "", connection: id, kind, settings, secret, proved: true };
  return (await gateOf(env, access)).gate as unknown as DurableObjectStub<undefined>;
}
