// Shared connections: one account for many establishments, each of which sees its own part and
// nothing else.
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { Configuration } from "../../contract/api/configuration.ts";
import type { Connection } from "../../contract/api/connection.ts";
import type { Share } from "../../contract/api/share.ts";
import type { Quota } from "../../contract/api/quota.ts";
import type { Run } from "../../contract/api/run.ts";
import type { Check } from "../../contract/source/check.ts";
import type { Discovered } from "../../contract/source/resource.ts";
import type { ConnectionAccess } from "../../contract/rpc/task.ts";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { gateOf } from "../../worker/connections/gate.ts";
import {
  findConfiguration,
  listConfigurations,
  settingsVersionOf,
} from "../../worker/db/configurations.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { audit, configuration, connection, share } from "../../worker/db/schema.ts";
import { tenantRpc } from "../../worker/stubs.ts";
import { isReachable, planRun } from "../../worker/runs/plan.ts";
import { renewSeals } from "../../worker/connections/key-rotation.ts";
import { sealedBy } from "../../worker/outbound/seal.ts";
import { sharedOwner, openSecret } from "../../worker/outbound/secret.ts";
import { ended, sandbox } from "../durable-objects/source.ts";
import {
  aConfiguration,
  aConnection,
  aSharedConnection,
  ask,
  openFixture,
  problemOf,
  read,
  refresh,
  signInAll,
} from "./fixture.ts";
import type { Session, Somebody } from "./fixture.ts";

const db = openDatabase(env.DB);
const ours = "/api/tenants/ours";
const tenants = {
  ours: { id: "ours", timeZone: "Europe/Paris" },
  theirs: { id: "theirs", timeZone: "Europe/Paris" },
};
let sessions: Record<Somebody, Session>;

beforeAll(async () => {
  await openFixture();
  sessions = await signInAll();
});

beforeEach(async () => {
  await db.delete(configuration);
  await db.delete(connection);
});

const shareWith = (id: string, tenant: string, settings: Record<string, unknown> = {}) =>
  ask(`/api/connections/${id}/shares/${tenant}`, {
    method: "PUT",
    as: sessions.global,
    body: { settings },
  });
const takeBack = (id: string, tenant: string) =>
  ask(`/api/connections/${id}/shares/${tenant}`, { method: "DELETE", as: sessions.global });
const start = (body: unknown) => ask(`${ours}/runs`, { method: "POST", as: sessions.admin, body });
const contacts = { template: "odoo_modules", resources: ["contacts"] };

async function planOf(id: string, tenant: keyof typeof tenants = "ours") {
  const row = await findConfiguration(db, tenant, id);
  if (!row) throw new Error("no such configuration");
  return planRun(tenants[tenant], row);
}

it("one lane alone reads a system whose calls are counted", async () => {
  const settings = {
    url: inject("sandbox"),
    application: "0".repeat(24),
    establishment: "1".repeat(24),
  };
  const { id } = await aConnection(sessions.admin, { kind: "knack", settings });
  const counted = await aConfiguration(sessions.admin, {
    connection: id,
    template: "school_results",
    resources: ["students"],
  });
  const other = await aConfiguration(sessions.admin);
  expect([(await planOf(counted.id)).limits.lanes, (await planOf(other.id)).limits.lanes]).toEqual([
    1, 4,
  ]);
});

describe("a shared connection, to global admins", () => {
  it("belongs to no establishment: none sees it before it is shared", async () => {
    const made = await aSharedConnection(sessions.global);
    expect(made).toMatchObject({
      name: "Shared Odoo",
      shared: false,
      secret: { set: true, updatedBy: "global" },
      usedBy: [],
    });
    expect(await read(await ask(`${ours}/connections`, { as: sessions.admin }))).toEqual([]);
    expect((await ask(`${ours}/connections/${made.id}`, { as: sessions.admin })).status).toBe(404);
    const draft = { name: "x", connection: made.id, ...contacts };
    const refused = await ask(`${ours}/configurations`, {
      method: "POST",
      as: sessions.admin,
      body: draft,
    });
    expect([refused.status, (await problemOf(refused)).errors?.map(({ path }) => path)]).toEqual([
      400,
      ["connection"],
    ]);
  });

  it("keeps an establishment's own connections out of its list, and the other way round", async () => {
    const own = await aConnection(sessions.admin);
    expect(await read(await ask("/api/connections", { as: sessions.global }))).toEqual([]);
    expect((await ask(`/api/connections/${own.id}`, { as: sessions.global })).status).toBe(404);
    expect((await shareWith(own.id, "theirs")).status).toBe(404);
  });

  it("is sealed as a shared one: its secret opens for no establishment", async () => {
    const { id } = await aSharedConnection(sessions.global, { secret: "of all" });
    const [row] = await db.select().from(connection).where(eq(connection.id, id));
    if (!row) throw new Error("no row");
    const owner = { connection: id, kind: row.kind, settings: row.settings, secret: row.secret };
    expect(await openSecret(env.KEY_RING, { ...owner, tenant: null })).toBe("of all");
    for (const tenant of ["ours", "shared", ""])
      await expect(openSecret(env.KEY_RING, { ...owner, tenant })).rejects.toThrow("does not open");
  });

  it("is sealed again with a new key, and its users are notified", async () => {
    const { id } = await aSharedConnection(sessions.global, { secret: "of all" });
    await shareWith(id, "ours");
    const before = await settingsVersionOf(db, "ours");
    const ring = JSON.parse(env.KEY_RING) as { current: string; keys: Record<string, string> };
    const KEY_RING = JSON.stringify({
      current: "k2",
      keys: { ...ring.keys, k2: btoa("fedcba9876543210fedcba9876543210") },
    });
    await renewSeals({ ...env, KEY_RING }, db);
    const [row] = await db.select().from(connection).where(eq(connection.id, id));
    expect(sealedBy(row?.secret ?? "")).toBe("k2");
    expect(
      await openSecret(KEY_RING, {
        tenant: null,
        connection: id,
        kind: "odoo",
        settings: row?.settings ?? {},
        secret: row?.secret ?? "",
      }),
    ).toBe("of all");
    expect(await settingsVersionOf(db, "ours")).toBe(before + 1);
  });

  it("is checked and looked through by global admins", async () => {
    const { id } = await aSharedConnection(sessions.global);
    const checks = await read<Check[]>(
      await ask(`/api/connections/${id}/check`, { method: "POST", as: sessions.global }),
    );
    expect(checks.filter(({ status }) => status === "failed")).toEqual([]);
    expect(
      (await read<Connection>(await ask(`/api/connections/${id}`, { as: sessions.global })))
        .lastCheck?.passed,
    ).toBe(true);
    const body = { template: "odoo_modules" };
    const found = await read<Discovered[]>(
      await ask(`/api/connections/${id}/discover`, { method: "POST", as: sessions.global, body }),
    );
    expect(found.map(({ key }) => key)).toContain("contacts");
  });

  it("is not deleted while anybody uses it, and takes its shares with it", async () => {
    const { id } = await aSharedConnection(sessions.global);
    await shareWith(id, "theirs");
    const user = await aConfiguration(
      sessions.stranger,
      { ...contacts, name: "Contacts", connection: id },
      "theirs",
    );
    const drop = () => ask(`/api/connections/${id}`, { method: "DELETE", as: sessions.global });
    const refused = await drop();
    expect([refused.status, (await problemOf(refused)).detail]).toEqual([
      409,
      "This connection is used by theirs: Contacts. First change or delete every configuration that uses it.",
    ]);
    expect(
      (await read<Connection[]>(await ask("/api/connections", { as: sessions.global })))[0]?.usedBy,
    ).toEqual(["theirs: Contacts"]);
    await ask(`/api/tenants/theirs/configurations/${user.id}`, {
      method: "DELETE",
      as: sessions.stranger,
    });
    expect((await drop()).status).toBe(204);
    expect(await db.select().from(share)).toEqual([]);
  });
});

describe("a shared connection, to an establishment", () => {
  it("is in the list of those it is shared with, without who keeps it nor who else uses it", async () => {
    const { id } = await aSharedConnection(sessions.global);
    await shareWith(id, "ours", { companies: "1" });
    await shareWith(id, "theirs", { companies: "2" });
    await aConfiguration(sessions.stranger, { ...contacts, connection: id }, "theirs");
    const answer = await ask(`${ours}/connections`, { as: sessions.admin });
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject([
      {
        id,
        shared: true,
        settings: { companies: "1" },
        secret: { set: true, updatedAt: null, updatedBy: null },
        usedBy: [],
      },
    ]);
    expect(text).not.toMatch(/theirs|v1\.k|"2"|global/);
  });

  it.each([
    ["PATCH", "", { settings: { companies: "" } }],
    ["PATCH", "", { secret: "mine" }],
    ["DELETE", "", undefined],
    ["POST", "/check", undefined],
  ])("is not changed nor tried by its users: %s %s", async (method, path, body) => {
    const { id } = await aSharedConnection(sessions.global);
    await shareWith(id, "ours", { companies: "1" });
    const answer = await ask(`${ours}/connections/${id}${path}`, {
      method,
      as: sessions.admin,
      ...(body ? { body } : {}),
    });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([403, "connection_shared"]);
    expect(await read(await ask(`/api/connections/${id}`, { as: sessions.global }))).toMatchObject({
      settings: { companies: "" },
    });
  });

  it("reaches the outside system with what is fixed for the establishment, whatever else says", async () => {
    const { id } = await aSharedConnection(sessions.global, {
      settings: reader({ companies: "1, 2, 3" }),
    });
    await shareWith(id, "ours", { companies: "1" });
    await shareWith(id, "theirs", { companies: "2" });
    const mine = await aConfiguration(sessions.admin, { ...contacts, connection: id });
    const yours = await aConfiguration(
      sessions.stranger,
      { ...contacts, connection: id },
      "theirs",
    );
    expect((await planOf(mine.id)).access).toMatchObject({
      tenant: "ours",
      shared: true,
      settings: { companies: "1" },
    });
    expect((await planOf(yours.id, "theirs")).access).toMatchObject({
      tenant: "theirs",
      settings: { companies: "2" },
    });
    // A global admin widens its settings later: the share still wins.
    await ask(`/api/connections/${id}`, {
      method: "PATCH",
      as: sessions.global,
      body: { settings: { companies: "" } },
    });
    expect((await planOf(mine.id)).access.settings).toMatchObject({ companies: "1" });
    // An establishment cannot override settings of the connection by its own.
    const wider = { options: { companies: "2" } };
    await ask(`${ours}/configurations/${mine.id}`, {
      method: "PATCH",
      as: sessions.admin,
      body: wider,
    });
    expect((await planOf(mine.id)).access.settings).toMatchObject({ companies: "1" });
  });

  it("brings each establishment its own records, and never the other's", async () => {
    const databases = { ours: "trading-71", theirs: "trading-72" } as const;
    const { id } = await aSharedConnection(sessions.global, {
      settings: reader({ database: "trading-70" }),
    });
    for (const tenant of ["ours", "theirs"] as const) {
      await sandbox("create", {
        database: databases[tenant],
        model: "res.partner",
        values: { name: `canary-of-${tenant}` },
      });
      expect((await shareWith(id, tenant, { database: databases[tenant] })).status).toBe(200);
    }
    for (const [tenant, other, as] of [
      ["ours", "theirs", sessions.admin],
      ["theirs", "ours", sessions.stranger],
    ] as const) {
      const made = await aConfiguration(as, { ...contacts, connection: id }, tenant);
      expect((await refresh(as, made.id, tenant)).status).toBe("completed");
      const found = async (text: string) =>
        (
          await ask(`/api/tenants/${tenant}/records/${made.id}/contacts?search=${text}`, { as })
        ).text();
      expect(await found(`canary-of-${tenant}`)).toContain(`canary-of-${tenant}`);
      expect(await found("canary-of")).not.toContain(`canary-of-${other}`);
    }
  });

  it.each([
    ["settings that its kind does not know", { school: "7" }],
    ["another address: the secret was given for the first", { url: "http://127.0.0.1:9" }],
    ["an address that may not be called", { url: "http://10.0.0.1" }],
  ])("does not fix %s", async (_, settings) => {
    const { id } = await aSharedConnection(sessions.global);
    expect((await shareWith(id, "ours", settings)).status).toBe(400);
    expect(
      await read<Share[]>(await ask(`/api/connections/${id}/shares`, { as: sessions.global })),
    ).toEqual([]);
  });

  it("does not move away under a share that names its old address", async () => {
    const { id } = await aSharedConnection(sessions.global);
    await shareWith(id, "ours", { url: inject("sandbox") });
    const moved = { settings: { url: "https://odoo.example.com" } };
    expect(
      (await ask(`/api/connections/${id}`, { method: "PATCH", as: sessions.global, body: moved }))
        .status,
    ).toBe(400);
  });

  it("is shared with establishments that exist, once each", async () => {
    const { id } = await aSharedConnection(sessions.global);
    expect((await shareWith(id, "nowhere")).status).toBe(404);
    await shareWith(id, "ours", { companies: "1" });
    const shares = await read<Share[]>(await shareWith(id, "ours", { companies: "3" }));
    expect(shares).toMatchObject([
      { tenant: "ours", tenantName: "ours", settings: { companies: "3" } },
    ]);
  });

  it("that is taken back starts nothing any more, and says so in both languages; what is there stays", async () => {
    const { id } = await aSharedConnection(sessions.global);
    await shareWith(id, "ours");
    const schedule = { everyMinutes: 60, fromHour: 0, toHour: 24 };
    const made = await aConfiguration(sessions.admin, { ...contacts, connection: id });
    const ended = await refresh(sessions.admin, made.id);
    await ask(`${ours}/configurations/${made.id}`, {
      method: "PATCH",
      as: sessions.admin,
      body: { mode: "automatic", schedule },
    });
    expect((await takeBack(id, "ours")).status).toBe(204);
    const refused = await problemOf(await start({ configuration: made.id }));
    expect([refused.status, refused.code]).toEqual([409, "connection_not_shared"]);
    expect(refused.detail).toContain("“Shared Odoo” is no longer shared");
    const french = {
      method: "POST",
      as: sessions.admin,
      body: { configuration: made.id },
      headers: { "accept-language": "fr" },
    };
    expect((await problemOf(await ask(`${ours}/runs`, french))).detail).toContain(
      "n’est plus partagée",
    );
    const again = await ask(`${ours}/runs/${ended.executionId}/confirm-removals`, {
      method: "POST",
      as: sessions.admin,
    });
    expect((await problemOf(again)).code).toBe("connection_not_shared");
    expect((await listConfigurations(db, "ours")).map(isReachable)).toEqual([false]);
    const shown = await read<Configuration>(
      await ask(`${ours}/configurations/${made.id}`, { as: sessions.admin }),
    );
    expect([shown.connectionName, shown.nextDueAt]).toEqual(["Shared Odoo", null]);
    expect((await ask(`${ours}/records/${made.id}/contacts`, { as: sessions.admin })).status).toBe(
      200,
    );
    expect(
      (await read<Connection[]>(await ask(`${ours}/connections`, { as: sessions.admin }))).length,
    ).toBe(0);
    // Shared again, it starts again.
    await shareWith(id, "ours");
    expect((await refresh(sessions.admin, made.id)).status).toBe("completed");
  });

  describe("under a running refresh", () => {
    const database = "trading-77";
    const object = tenantRpc(env, { id: "ours", jurisdiction: null });

    /** A refresh through a shared connection to a slow source, with nothing published yet. */
    async function slowly() {
      const { id } = await aSharedConnection(sessions.global, { settings: reader({ database }) });
      await shareWith(id, "ours", { companies: "1" });
      const made = await aConfiguration(sessions.admin, { ...contacts, connection: id });
      await sandbox("faults", { fault: "slow", delayMs: 400, database, times: 6 });
      const { executionId } = await read<Run>(await start({ configuration: made.id }));
      return { id, made, executionId };
    }

    it.each<[string, string, (id: string) => Promise<unknown>]>([
      ["is taken back", "connection_not_shared", (id) => takeBack(id, "ours")],
      [
        "is fixed to another part",
        "connection_share_changed",
        (id) => shareWith(id, "ours", { companies: "2" }),
      ],
      // The object does not know: the lane notices before it hands anything in.
      [
        "is taken back unheard",
        "connection_not_shared",
        (id) => db.delete(share).where(eq(share.connection, id)),
      ],
      [
        "is deleted with its connection, unheard",
        "connection_deleted",
        (id) =>
          db.batch([db.delete(configuration), db.delete(connection).where(eq(connection.id, id))]),
      ],
    ])("a share that %s ends it, publishes nothing and says so", async (_, code, change) => {
      const { id, made, executionId } = await slowly();
      await change(id);
      const run = await ended(object);
      expect(run).toMatchObject({
        executionId,
        status: "failed",
        published: false,
        problems: [{ code }],
      });
      const page = { after: null, limit: 10, search: null, asOf: null, sort: null };
      expect(
        await object.records({ configuration: made.id, resource: "contacts", ...page }),
      ).toMatchObject({
        records: [],
        generation: null,
      });
    });
  });

  it("is recorded in the audit of the establishment", async () => {
    const { id } = await aSharedConnection(sessions.global);
    await shareWith(id, "ours");
    await takeBack(id, "ours");
    const deeds = (await db.select().from(audit).where(eq(audit.target, id))).map(
      ({ tenant, action, personName }) => [tenant, action, personName],
    );
    expect(deeds).toEqual([
      [null, "connection_created", "global"],
      ["ours", "connection_shared", "global"],
      ["ours", "connection_unshared", "global"],
    ]);
  });

  it("sends a change of its settings to the schedules of its users", async () => {
    const { id } = await aSharedConnection(sessions.global);
    await shareWith(id, "ours");
    const schedule = { everyMinutes: 60, fromHour: 0, toHour: 24 };
    await aConfiguration(sessions.admin, {
      ...contacts,
      connection: id,
      mode: "automatic",
      schedule,
    });
    const before = await settingsVersionOf(db, "ours");
    await ask(`/api/connections/${id}`, {
      method: "PATCH",
      as: sessions.global,
      body: { secret: odooSandbox.reader.password },
    });
    const version = await settingsVersionOf(db, "ours");
    expect(version).toBe(before + 1);
    const woken = await tenantRpc(env, { id: "ours", jurisdiction: null }).wake({
      tenant: "ours",
      jurisdiction: null,
      settingsVersion: 0,
    });
    expect(woken.settingsVersion).toBe(version);
  });
});

describe("the quota of an account", () => {
  it("is unknown where the system sets no number", async () => {
    const { id } = await aConnection(sessions.admin);
    const answer = await ask(`${ours}/connections/${id}/allowance`, { as: sessions.admin });
    expect([answer.status, await answer.text()]).toEqual([200, "null"]);
  });

  it("is what the system last said, for everybody who shares its account", async () => {
    const { id } = await aSharedConnection(sessions.global, {
      settings: reader({ database: "trading-73" }),
    });
    await shareWith(id, "ours");
    const paths: [path: string, as: Session][] = [
      [`${ours}/connections/${id}/allowance`, sessions.admin],
      [`/api/connections/${id}/allowance`, sessions.global],
    ];
    // It has not yet proved that the account is its own.
    for (const [path, as] of paths) expect(await (await ask(path, { as })).text()).toBe("null");
    await prove(id);
    const { gate } = await gateOf(env, await accessOf(id));
    await gate.release({ permit: "none", day: { remaining: 14, limit: 4_988 } });
    for (const [path, as] of paths)
      expect(await read<Quota>(await ask(path, { as }))).toMatchObject({
        remaining: 14,
        limit: 4_988,
      });
  });
});

describe("the Gate of an account", () => {
  const limits = { callsPerSecond: 9, parallelCalls: 9, callsPerDay: null, dayReserve: 0 };
  const enter = async (id: string) =>
    (await gateOf(env, await accessOf(id))).gate.acquire({ tenant: "t", limits, urgent: true });
  const silence = async (id: string) => {
    const { gate } = await gateOf(env, await accessOf(id));
    await gate.release({
      permit: "none",
      silentUntil: Date.now() + 86_400_000,
      day: { remaining: 3, limit: 9 },
    });
  };
  const settings = () => reader({ database: `gate-${crypto.randomUUID()}` });

  it("is not that of a stranger who types the same address with another password, be it proved or not", async () => {
    const same = settings();
    const owner = await aConnection(sessions.admin, { settings: same });
    const stranger = await aConnection(
      sessions.stranger,
      { settings: same, secret: "a guess" },
      "theirs",
    );
    await prove(owner.id);
    await silence(stranger.id);
    expect((await enter(owner.id)).type).toBe("go");
    await prove(stranger.id);
    await silence(stranger.id);
    expect((await enter(owner.id)).type).toBe("go");
    const read = async (path: string, as: Session) => (await ask(path, { as })).text();
    expect(
      await read(`/api/tenants/theirs/connections/${stranger.id}/allowance`, sessions.stranger),
    ).toContain(`"remaining":3`);
    expect(await read(`${ours}/connections/${owner.id}/allowance`, sessions.admin)).toBe("null");
  });

  it("is its own for as long as the system has not accepted its secret, though that be right", async () => {
    const same = settings();
    const [first, second] = [
      await aConnection(sessions.admin, { settings: same }),
      await aConnection(sessions.admin, { settings: same }),
    ];
    await prove(first.id);
    await silence(second.id);
    expect((await enter(first.id)).type).toBe("go");
    await prove(second.id);
    await silence(second.id);
    expect((await enter(first.id)).type).toBe("notBefore");
  });

  it("is one for all applications of a Knack account that one keeper has, and not for another's", async () => {
    const knack = (over = {}) => ({
      kind: "knack" as const,
      settings: { url: inject("sandbox"), application: "0".repeat(24), account: "ours", ...over },
    });
    const one = await aConnection(sessions.admin, { ...knack(), secret: "key one" });
    const two = await aConnection(sessions.admin, {
      ...knack({ application: "1".repeat(24) }),
      secret: "key two",
    });
    const stranger = await aConnection(
      sessions.stranger,
      { ...knack(), secret: "key one" },
      "theirs",
    );
    for (const { id } of [one, two, stranger]) await prove(id);
    await silence(one.id);
    expect([(await enter(two.id)).type, (await enter(stranger.id)).type]).toEqual([
      "notBefore",
      "go",
    ]);
  });

  it("is proved by a passed check, by a refresh, and no longer once the secret is another", async () => {
    const proved = async (id: string) =>
      (await db.select().from(connection).where(eq(connection.id, id)))[0]?.provedAt instanceof
      Date;
    const { id } = await aConnection(sessions.admin);
    await ask(`${ours}/connections/${id}/check`, { method: "POST", as: sessions.admin });
    expect(await proved(id)).toBe(true);
    await ask(`${ours}/connections/${id}`, {
      method: "PATCH",
      as: sessions.admin,
      body: { secret: "wrong" },
    });
    expect(await proved(id)).toBe(false);
    await ask(`${ours}/connections/${id}/check`, { method: "POST", as: sessions.admin });
    expect(await proved(id)).toBe(false);
    const used = await aConfiguration(sessions.admin, contacts);
    await refresh(sessions.admin, used.id);
    expect(await proved(used.connection)).toBe(true);
  });

  it("is silent for minutes at most, and a global admin ends that, which is kept in the audit", async () => {
    const { id } = await aSharedConnection(sessions.global, { settings: settings() });
    await silence(id);
    const view = await read<{ silentUntil: string }>(
      await ask(`/api/connections/${id}/gate`, { as: sessions.global }),
    );
    expect(Date.parse(view.silentUntil) - Date.now()).toBeLessThanOrEqual(300_000);
    expect((await enter(id)).type).toBe("notBefore");
    expect(
      (await ask(`/api/connections/${id}/gate/clear`, { method: "POST", as: sessions.global }))
        .status,
    ).toBe(204);
    expect((await enter(id)).type).toBe("go");
    const own = await aConnection(sessions.admin, { settings: settings() });
    await silence(own.id);
    const path = `${ours}/connections/${own.id}/gate/clear`;
    expect((await ask(path, { method: "POST", as: sessions.admin })).status).toBe(403);
    expect((await ask(path, { method: "POST", as: sessions.global })).status).toBe(204);
    expect((await enter(own.id)).type).toBe("go");
    const deeds = await db.select().from(audit).where(eq(audit.action, "gate_cleared"));
    expect(deeds.map(({ tenant, target }) => [tenant, target])).toEqual([
      [null, id],
      ["ours", own.id],
    ]);
  });
});

const prove = (id: string) =>
  db.update(connection).set({ provedAt: new Date() }).where(eq(connection.id, id));

async function accessOf(id: string): Promise<ConnectionAccess> {
  const [row] = await db.select().from(connection).where(eq(connection.id, id));
  if (!row) throw new Error("no such connection");
  const { tenant, kind, settings, secret, provedAt } = row;
  return {
    tenant: tenant ?? sharedOwner,
    connection: id,
    kind,
    settings,
    secret,
    shared: tenant === null,
    proved: provedAt !== null,
  };
}

function reader(over: Record<string, unknown>) {
  return {
    url: inject("sandbox"),
    database: odooSandbox.databases.trading,
    login: odooSandbox.reader.login,
    ...over,
  };
}
