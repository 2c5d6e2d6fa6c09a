// Testing a connection with typed values that are not saved: they are used, none of them is stored,
// and no stored secret is sent elsewhere.
import { env } from "cloudflare:workers";
import { inject } from "vitest";
import { beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../contract/api/connection.ts";
import type { Check } from "../../contract/source/check.ts";
import type { Discovered } from "../../contract/source/resource.ts";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { connection } from "../../worker/db/schema.ts";
import {
  aConnection,
  aSharedConnection,
  ask,
  openFixture,
  problemOf,
  read,
  signInAll,
  type Session,
} from "./fixture.ts";

const db = openDatabase(env.DB);
const ours = "/api/tenants/ours/connections";

let sessions: Record<"admin" | "global", Session>;

beforeAll(async () => {
  await openFixture();
  sessions = await signInAll();
});

const failedIn = (checks: Check[]) =>
  checks.filter(({ status }) => status === "failed").map(({ name }) => name);

describe.each(["an establishment's own", "a shared"] as const)("%s connection", (whose) => {
  const base = whose === "a shared" ? "/api/connections" : ours;
  const as = () => (whose === "a shared" ? sessions.global : sessions.admin);
  const make = (over = {}) =>
    whose === "a shared" ? aSharedConnection(as(), over) : aConnection(as(), over);
  const check = async (id: string, body?: unknown) => {
    const answer = await ask(`${base}/${id}/check`, {
      method: "POST",
      as: as(),
      ...(body === undefined ? {} : { body }),
    });
    return read<Check[]>(answer);
  };
  const shown = async (id: string) => read<Connection>(await ask(`${base}/${id}`, { as: as() }));

  it("is tried with the password that is typed, not with the one that is kept", async () => {
    const { id } = await make();
    expect(failedIn(await check(id))).toEqual([]);
    expect(failedIn(await check(id, { secret: "not the password" }))).toEqual(["sign_in"]);
    const wrong = await make({ secret: "not the password" });
    expect(failedIn(await check(wrong.id, { secret: odooSandbox.reader.password }))).toEqual([]);
  });

  it("is tried with every setting that is typed, and keeps none of it", async () => {
    const made = await make();
    const before = (await db.select().from(connection)).find(({ id }) => id === made.id);
    expect(
      failedIn(await check(made.id, { settings: { database: "no-such-database" } })),
    ).not.toEqual([]);
    expect(failedIn(await check(made.id, { settings: { login: "nobody@example.com" } }))).toEqual([
      "sign_in",
    ]);
    const after = (await db.select().from(connection)).find(({ id }) => id === made.id);
    expect(after).toEqual(before);
  });

  it("remembers how a test went only when it was of what is kept", async () => {
    const { id, settings } = await make();
    await check(id, { secret: "not the password" });
    expect((await shown(id)).lastCheck).toBeNull();
    await check(id, { settings: { ...settings } });
    expect((await shown(id)).lastCheck?.passed).toBe(true);
    await check(id, { settings: { database: "no-such-database" } });
    expect((await shown(id)).lastCheck?.passed).toBe(true);
  });

  it("sends the kept secret to no other host, port or scheme", async () => {
    const { id } = await make({ secret: "kept-for-one-host-only" });
    for (const url of [inject("hostile").url, "http://127.0.0.1:9", "http://localhost:9"]) {
      const checks = await check(id, { settings: { url } });
      expect(JSON.stringify(checks)).not.toContain("kept-for-one-host-only");
      expect(failedIn(checks)).not.toEqual([]);
    }
    expect((await shown(id)).secret.set).toBe(true);
  });

  it("says which of the typed settings are not right, and calls nobody", async () => {
    const { id } = await make();
    const answer = await ask(`${base}/${id}/check`, {
      method: "POST",
      as: as(),
      body: { settings: { url: "http://169.254.1.1/" } },
    });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([400, "address_refused"]);
    const unknown = await ask(`${base}/${id}/check`, {
      method: "POST",
      as: as(),
      body: { settings: { surprise: 1 } },
    });
    expect((await problemOf(unknown)).code).toBe("not_valid");
  });

  it("lists what is there by what is typed, too", async () => {
    const { id } = await make({ secret: "not the password" });
    const body = { template: "odoo_modules", secret: odooSandbox.reader.password };
    const found = await read<Discovered[]>(
      await ask(`${base}/${id}/discover`, { method: "POST", as: as(), body }),
    );
    expect(found.some(({ available }) => available)).toBe(true);
  });
});

describe("a connection that is only shared with an establishment", () => {
  it("is looked through as it is shared, never by settings of one's own", async () => {
    const { id } = await aSharedConnection(sessions.global);
    await ask(`/api/connections/${id}/shares/ours`, {
      method: "PUT",
      as: sessions.global,
      body: { settings: {} },
    });
    for (const typed of [{ settings: { database: "theirs" } }, { secret: "another" }]) {
      const answer = await ask(`${ours}/${id}/discover`, {
        method: "POST",
        as: sessions.admin,
        body: { template: "treasury", ...typed },
      });
      expect([answer.status, (await problemOf(answer)).code]).toEqual([403, "connection_shared"]);
    }
  });
});

describe("a destination", () => {
  it("is tried with what is typed", async () => {
    const kept = { host: "127.0.0.1", port: 9, database: "d", user: "u" };
    const made = await ask(ours, {
      method: "POST",
      as: sessions.admin,
      body: { name: "W", kind: "postgres", settings: kept, secret: "kept" },
    });
    expect(made.status, await made.clone().text()).toBe(201);
    const { id } = await read<Connection>(made);
    const answer = await ask(`${ours}/${id}/check`, {
      method: "POST",
      as: sessions.admin,
      body: { settings: { host: "127.0.0.2" } },
    });
    const text = await answer.text();
    expect(text).toContain("127.0.0.2");
  });
});

describe("a setting", () => {
  it("is emptied by null, in a test as in a change", async () => {
    const { id } = await aConnection(sessions.admin, {
      settings: { url: inject("sandbox"), database: "trading-61", login: "l", companies: "1" },
    });
    const changed = await read<Connection>(
      await ask(`${ours}/${id}`, {
        method: "PATCH",
        as: sessions.admin,
        body: { settings: { companies: null } },
      }),
    );
    expect(changed.settings["companies"]).toBe("");
  });
});
