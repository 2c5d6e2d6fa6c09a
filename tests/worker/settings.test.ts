// Connections and configurations: stored, changed, tested and deleted, with no secret in any
// answer.
import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Configuration } from "../../contract/api/configuration.ts";
import type { Connection } from "../../contract/api/connection.ts";
import type { Check } from "../../contract/source/check.ts";
import type { Discovered } from "../../contract/source/resource.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { settingsVersionOf } from "../../worker/db/configurations.ts";
import { audit, configuration, connection } from "../../worker/db/schema.ts";
import { tenantRpc } from "../../worker/stubs.ts";
import { openSecret } from "../../worker/outbound/secret.ts";
import {
  aConfiguration,
  aConnection,
  ask,
  openFixture,
  problemOf,
  read,
  signIn,
  type Session,
} from "./fixture.ts";

const db = openDatabase(env.DB);
const ours = "/api/tenants/ours";
let admin: Session;

beforeAll(async () => {
  await openFixture();
  admin = await signIn("admin");
});

beforeEach(async () => {
  await db.delete(configuration);
  await db.delete(connection);
});

const patch = (path: string, body: unknown) =>
  ask(`${ours}${path}`, { method: "PATCH", as: admin, body });
const drop = (path: string) => ask(`${ours}${path}`, { method: "DELETE", as: admin });

/** The secret as a lane would open it. */
async function opened(id: string): Promise<string | null> {
  const row = (await db.select().from(connection)).find((one) => one.id === id);
  if (!row) throw new Error("no such connection");
  return openSecret(env.KEY_RING, { ...row, connection: row.id });
}

describe("a connection", () => {
  it("is kept with its secret sealed, and shown without it", async () => {
    const made = await aConnection(admin, { secret: "planted-secret-1" });
    expect(made).toMatchObject({
      name: "Odoo",
      kind: "odoo",
      secret: { set: true, updatedBy: "admin" },
      usedBy: [],
      lastCheck: null,
    });
    expect(made.settings).toMatchObject({ transport: "auto", language: "en_US" });
    const [row] = await db.select().from(connection);
    expect(row?.secret).toMatch(/^v1\.k1\./);
    expect(await opened(made.id)).toBe("planted-secret-1");
    const answers = await Promise.all(
      [`${ours}/connections`, `${ours}/connections/${made.id}`].map((path) =>
        ask(path, { as: admin }),
      ),
    );
    for (const answer of answers)
      expect(await answer.text()).not.toMatch(/planted-secret|v1\.k1\./);
    expect(JSON.stringify(await db.select().from(audit))).not.toContain("planted-secret");
  });

  it("keeps what a change does not name", async () => {
    const made = await aConnection(admin, { secret: "first" });
    const changed = await read<Connection>(
      await patch(`/connections/${made.id}`, { name: "Books" }),
    );
    expect([changed.name, changed.settings, changed.secret.set]).toEqual([
      "Books",
      made.settings,
      true,
    ]);
    expect(await opened(made.id)).toBe("first");
  });

  it.each<[string, string, Record<string, unknown>]>([
    ["odoo", "database", { url: "http://127.0.0.1:8069", database: "books\u202e", login: "l" }],
    ["odoo", "login", { url: "http://127.0.0.1:8069", database: "books", login: "\u200badmin" }],
    ["knack", "account", { application: "a".repeat(24), account: "a\u0007b" }],
    ["dhis2", "username", { url: "http://127.0.0.1:8069", username: "ad\u2066min" }],
    ["postgres", "schema", { host: "127.0.0.1", database: "d", user: "u", schema: "pub\u00adlic" }],
    ["invoices", "suppliers", { suppliers: [{ supplier: "ACME\u202e", creditNotes: "as_sent" }] }],
    ["invoices", "tables", { tables: '[{"name":"\u2067"}]' }],
  ])(
    "of %s refuses a %s with characters that cannot be seen, at its field",
    async (kind, name, settings) => {
      const draft = { name: "X", kind, settings };
      const answer = await problemOf(
        await ask(`${ours}/connections`, { method: "POST", as: admin, body: draft }),
      );
      expect([answer.code, answer.errors]).toEqual([
        "not_valid",
        [{ path: `settings.${name}`, message: "This value contains invisible characters." }],
      ]);
    },
  );

  it.each<[Record<string, unknown>, string, string]>([
    [
      { suppliers: "FR1 = as_sent, FR2 = sometimes" },
      "suppliers.1.creditNotes",
      "#2 › creditNotes: this value is not one of those allowed.",
    ],
    [
      { suppliers: "FR1" },
      "suppliers.0.creditNotes",
      "#1 › creditNotes: this value is not one of those allowed.",
    ],
    [{ tables: "no list" }, "tables", "This value is missing or has the wrong type."],
    [
      { tables: '[{"key":"a","supplier":"A","columns":{"date":{"from":["D"],"format":"DD/MM"}}}]' },
      "tables.0.columns.date.format",
      "#1 › columns › date › format: this value is not one of those allowed.",
    ],
    [
      { tables: '[{"key":"a","supplier":"A","columns":{"netto":"HT"}}]' },
      "tables.0.columns",
      "#1 › columns: this value has a part that is not known here.",
    ],
  ])(
    "of supplier files says where in a list something is wrong: %o",
    async (settings, path, message) => {
      const draft = { name: "X", kind: "invoices", settings };
      const answer = await problemOf(
        await ask(`${ours}/connections`, { method: "POST", as: admin, body: draft }),
      );
      expect([answer.code, answer.errors]).toEqual([
        "not_valid",
        [{ path: `settings.${path}`, message }],
      ]);
    },
  );

  it("takes lists that are written over several lines, and names of every script", async () => {
    const suppliers = "ACME = as_sent,\r\n\tشرکت\u200cها = negative";
    const made = await aConnection(admin, {
      kind: "invoices",
      settings: { suppliers },
      secret: undefined,
    });
    expect(made.settings.suppliers).toHaveLength(2);
  });

  it("takes a new secret in place of the old one", async () => {
    const made = await aConnection(admin, { secret: "first" });
    await patch(`/connections/${made.id}`, { secret: "second" });
    expect(await opened(made.id)).toBe("second");
  });

  it.each([
    ["another host", "http://localhost:8069"],
    ["another port", "http://127.0.0.1:1"],
    ["another scheme", "https://127.0.0.1:8069"],
  ])("drops its secret with %s", async (_, url) => {
    const { id } = await aConnection(admin, {
      settings: { url: "http://127.0.0.1:8069", database: "d", login: "l" },
      secret: "first",
    });
    const changed = await read<Connection>(
      await patch(`/connections/${id}`, { settings: { url } }),
    );
    expect(changed.secret).toEqual({ set: false, updatedAt: null, updatedBy: null });
    expect(await opened(id)).toBeNull();
    const deeds = (await db.select().from(audit))
      .filter(({ target }) => target === id)
      .map(({ action }) => action);
    expect(deeds).toEqual(["connection_created", "connection_changed", "secret_dropped"]);
  });

  it("takes a new secret together with a new address", async () => {
    const { id } = await aConnection(admin, { secret: "first" });
    await patch(`/connections/${id}`, {
      settings: { url: "https://odoo.example.com" },
      secret: "second",
    });
    expect(await opened(id)).toBe("second");
  });

  it.each([
    "http://odoo.example.com",
    "https://10.0.0.1",
    "https://metadata.internal",
    "http://[::1]:8069",
    "https://0x0a.1",
  ])("may not name %s", async (url) => {
    const answer = await ask(`${ours}/connections`, {
      method: "POST",
      as: admin,
      body: { name: "Odoo", kind: "odoo", settings: { url, database: "d", login: "l" } },
    });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([400, "address_refused"]);
  });

  it("says which of its settings are not right", async () => {
    const body = {
      name: "Odoo",
      kind: "odoo",
      settings: { url: "https://odoo.example.com", login: "l", surprise: 1 },
    };
    const problem = await problemOf(
      await ask(`${ours}/connections`, { method: "POST", as: admin, body }),
    );
    expect(problem.errors?.map(({ path }) => path)).toEqual(["settings.database", "settings"]);
  });

  it("is not deleted while something reads through it", async () => {
    const { connection: id, id: user } = await aConfiguration(admin, { name: "Treasury" });
    const refused = await drop(`/connections/${id}`);
    expect([refused.status, (await problemOf(refused)).detail]).toEqual([
      409,
      "This connection is used by Treasury. First change or delete every configuration that uses it.",
    ]);
    expect((await drop(`/configurations/${user}`)).status).toBe(204);
    expect((await drop(`/connections/${id}`)).status).toBe(204);
    expect((await ask(`${ours}/connections/${id}`, { as: admin })).status).toBe(404);
  });
});

describe("trying a connection", () => {
  const check = (id: string, headers: Record<string, string> = {}) =>
    ask(`${ours}/connections/${id}/check`, { method: "POST", as: admin, headers });

  it("passes on a healthy source, and remembers it", async () => {
    const { id } = await aConnection(admin);
    const checks = await read<Check[]>(await check(id));
    expect(checks.filter(({ status }) => status === "failed")).toEqual([]);
    expect(checks.map(({ name }) => name)).toContain("sign_in");
    const shown = await read<Connection>(await ask(`${ours}/connections/${id}`, { as: admin }));
    expect(shown.lastCheck?.passed).toBe(true);
  });

  it("says what to do about a wrong password, line by line", async () => {
    const { id } = await aConnection(admin, { secret: "not the password" });
    const answer = await check(id, { accept: "application/x-ndjson" });
    expect(answer.headers.get("content-type")).toContain("application/x-ndjson");
    const checks = new TextDecoder()
      .decode(await answer.arrayBuffer())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Check);
    const failed = checks.filter(({ status }) => status === "failed");
    expect(failed.map(({ name }) => name)).toEqual(["sign_in"]);
    expect(failed[0]?.remedy?.fr).toBeTruthy();
    expect(
      (await read<Connection>(await ask(`${ours}/connections/${id}`, { as: admin }))).lastCheck
        ?.passed,
    ).toBe(false);
  });

  it("fails with a sentence when nothing answers there", async () => {
    const { id } = await aConnection(admin, {
      settings: { url: "http://127.0.0.1:9", database: "d", login: "l" },
    });
    const checks = await read<Check[]>(await check(id));
    expect(checks.filter(({ status }) => status === "failed")).toHaveLength(1);
  });

  it("asks for the secret again when it no longer opens", async () => {
    const { id } = await aConnection(admin);
    await db.update(connection).set({ secret: "v1.gone.AAAA.AAAA.AAAA.AAAA" });
    expect((await read<Check[]>(await check(id))).map(({ name }) => name)).toEqual([
      "secret_unreadable",
    ]);
  });

  it("lists what a template can read there", async () => {
    const { id } = await aConnection(admin);
    const path = `${ours}/connections/${id}/discover`;
    const found = await read<Discovered[]>(
      await ask(path, { method: "POST", as: admin, body: { template: "odoo_modules" } }),
    );
    expect(found.map(({ key, available }) => [key, available])).toContainEqual(["invoices", true]);
    expect(
      (await ask(path, { method: "POST", as: admin, body: { template: "nothing" } })).status,
    ).toBe(404);
  });

  it("says who has to act when nothing can be listed", async () => {
    const { id } = await aConnection(admin, { secret: "not the password" });
    const answer = await ask(`${ours}/connections/${id}/discover`, {
      method: "POST",
      as: admin,
      body: { template: "treasury" },
    });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([422, "sign_in_refused"]);
  });
});

describe("a configuration", () => {
  it("is kept with the defaults of its template and limits", async () => {
    const made = await aConfiguration(admin);
    expect(made).toMatchObject({
      mode: "manual",
      schedule: null,
      startedBy: ["staff"],
      nextDueAt: null,
      connectionName: "Odoo",
    });
    expect(made.limits).toEqual({
      lanes: 4,
      pageSize: null,
      removalShare: 0.2,
      removalCount: 50,
      completeEveryDays: 7,
    });
    expect(
      (await read<Configuration[]>(await ask(`${ours}/configurations`, { as: admin }))).map(
        ({ id }) => id,
      ),
    ).toEqual([made.id]);
  });

  it("keeps what a change does not name, defaults included", async () => {
    const { id } = await aConfiguration(admin, { limits: { lanes: 2 }, startedBy: [] });
    const changed = await read<Configuration>(
      await patch(`/configurations/${id}`, { name: "Cash" }),
    );
    expect([changed.name, changed.limits.lanes, changed.startedBy]).toEqual(["Cash", 2, []]);
  });

  it.each([
    [{ template: "nothing" }, "template"],
    [{ resources: ["local_sales", "nothing"] }, "resources.nothing"],
    [{ mode: "automatic" }, "schedule"],
    [{ options: { company: "all of them" } }, "options.company"],
    [{ connection: "nothing" }, "connection"],
  ])("is refused with %o", async (over, path) => {
    const draft = {
      name: "Treasury",
      connection: (await aConnection(admin)).id,
      template: "treasury",
      resources: ["local_sales"],
      ...over,
    };
    const answer = await ask(`${ours}/configurations`, { method: "POST", as: admin, body: draft });
    expect([answer.status, (await problemOf(answer)).errors?.[0]?.path]).toEqual([400, path]);
  });

  it("that is automatic is due at the time its object says", async () => {
    const schedule = { everyMinutes: 60, fromHour: 0, toHour: 24 };
    const { nextDueAt } = await aConfiguration(admin, { mode: "automatic", schedule });
    expect(Date.parse(nextDueAt ?? "")).toBeGreaterThan(Date.now() - 1_000);
    expect(Date.parse(nextDueAt ?? "")).toBeLessThanOrEqual(Date.now() + 61 * 60_000);
  });

  it("raises the version of the settings, and its object takes the copy over", async () => {
    const before = await settingsVersionOf(db, "ours");
    const { id } = await aConfiguration(admin);
    await patch(`/configurations/${id}`, { name: "Cash" });
    const version = await settingsVersionOf(db, "ours");
    expect(version).toBe(before + 3);
    const woken = await tenantRpc(env, { id: "ours", jurisdiction: null }).wake({
      tenant: "ours",
      jurisdiction: null,
      settingsVersion: version,
    });
    expect(woken.settingsVersion).toBe(version);
  });
});

describe("the audit", () => {
  it("can be neither changed nor shortened", async () => {
    await aConnection(admin);
    await expect(db.update(audit).set({ personName: "somebody else" })).rejects.toThrow();
    await expect(db.delete(audit)).rejects.toThrow();
    expect((await db.select().from(audit)).length).toBeGreaterThan(0);
  });
});
