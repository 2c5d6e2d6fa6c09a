// Configurations with a destination, and deliveries from the runtime to a real PostgreSQL.
import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { Configuration } from "../../contract/api/configuration.ts";
import type { Connection } from "../../contract/api/connection.ts";
import { say } from "../../contract/sentences/say.ts";
import type { Check } from "../../contract/source/check.ts";
import type { PushOrder } from "../../connectors/push-order.ts";
import { findConfiguration } from "../../worker/db/configurations.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { configuration, connection } from "../../worker/db/schema.ts";
import { planRun } from "../../worker/runs/plan.ts";
import { openDestination } from "../../worker/outbound/reach.ts";
import { withdrawalWatch } from "../../worker/connections/withdrawal.ts";
import type { PostgresFacts } from "../postgres-source.ts";
import {
  aConfiguration,
  aConnection,
  aSharedConnection,
  ask,
  openFixture,
  problemOf,
  read,
  signInAll,
  type Session,
  type Somebody,
} from "./fixture.ts";

const db = openDatabase(env.DB);
const ours = "/api/tenants/ours";
const contacts = { template: "odoo_modules", resources: ["contacts"] };
let sessions: Record<Somebody, Session>;

beforeAll(async () => {
  await openFixture();
  sessions = await signInAll();
});

beforeEach(async () => {
  await db.delete(configuration);
  await db.delete(connection);
});

const aWarehouse = (over: Record<string, unknown> = {}, secret = "a-password") => ({
  name: "Warehouse",
  kind: "postgres" as const,
  settings: {
    host: "127.0.0.1",
    port: 5_432,
    database: "warehouse",
    user: "freshet",
    tls: "off",
    ...over,
  },
  secret,
});
const post = (path: string, body: unknown, as = sessions.admin) =>
  ask(`${ours}${path}`, { method: "POST", as, body });
const patch = (path: string, body: unknown, as = sessions.admin) =>
  ask(`${ours}${path}`, { method: "PATCH", as, body });
const pathsOf = async (answer: Response) => [
  answer.status,
  (await problemOf(answer)).errors?.map(({ path }) => path),
];

async function planOf(id: string) {
  const row = await findConfiguration(db, "ours", id);
  if (!row) throw new Error("no such configuration");
  return planRun({ id: "ours", timeZone: "Europe/Paris" }, row);
}

describe("a configuration's destination", () => {
  it("is kept, shown, and goes into the plan with its sealed secret", async () => {
    const warehouse = await aConnection(sessions.admin, aWarehouse());
    const made = await aConfiguration(sessions.admin, { ...contacts, destination: warehouse.id });
    expect(made.destination).toBe(warehouse.id);
    expect(
      (
        await read<Configuration>(
          await ask(`${ours}/configurations/${made.id}`, { as: sessions.admin }),
        )
      ).destination,
    ).toBe(warehouse.id);
    const { destination } = await planOf(made.id);
    expect(destination).toMatchObject({
      tenant: "ours",
      connection: warehouse.id,
      kind: "postgres",
      settings: { schema: "public" },
    });
    expect(destination?.secret).toMatch(/^v1\.k1\./);
    const { client } = await openDestination(env, destination ?? never(), { urgent: false });
    expect(client.secret).toBe("a-password");
  });

  it("is another place once its schema or the name of its tables changes", async () => {
    const warehouse = await aConnection(sessions.admin, aWarehouse());
    const { id } = await aConfiguration(sessions.admin, { ...contacts, destination: warehouse.id });
    const places = [(await planOf(id)).destination?.place];
    for (const settings of [{ schema: "sales" }, { prefix: "x_" }, { removed: "mark" }]) {
      await patch(`/connections/${warehouse.id}`, { settings });
      places.push((await planOf(id)).destination?.place);
    }
    expect(places.map((place) => places.indexOf(place))).toEqual([0, 1, 2, 2]);
    expect(places[0]).toContain("warehouse");
  });

  it("is nothing unless it is said, changed when a change names it, and left when it does not", async () => {
    const warehouse = await aConnection(sessions.admin, aWarehouse());
    const { id } = await aConfiguration(sessions.admin, contacts);
    expect((await planOf(id)).destination).toBeNull();
    expect(
      (
        await read<Configuration>(
          await patch(`/configurations/${id}`, { destination: warehouse.id }),
        )
      ).destination,
    ).toBe(warehouse.id);
    expect(
      (await read<Configuration>(await patch(`/configurations/${id}`, { name: "Other" })))
        .destination,
    ).toBe(warehouse.id);
    expect(
      (await read<Configuration>(await patch(`/configurations/${id}`, { destination: null })))
        .destination,
    ).toBeNull();
    expect((await planOf(id)).destination).toBeNull();
  });

  it("must be one that the tenant may use, of a kind that is written to, and not where the data came from", async () => {
    const source = await aConnection(sessions.admin);
    const another = await aConnection(sessions.admin);
    const theirs = await aConnection(sessions.stranger, aWarehouse(), "theirs");
    const sharedOne = await aSharedConnection(sessions.global, aWarehouse());
    const { id } = await aConfiguration(sessions.admin, { ...contacts, connection: source.id });
    for (const destination of [source.id, another.id, theirs.id, sharedOne.id, "nothing"]) {
      const draft = { name: "x", connection: source.id, ...contacts, destination };
      expect(await pathsOf(await post("/configurations", draft))).toEqual([400, ["destination"]]);
      expect(await pathsOf(await patch(`/configurations/${id}`, { destination }))).toEqual([
        400,
        ["destination"],
      ]);
    }
  });

  it("is no source", async () => {
    const warehouse = await aConnection(sessions.admin, aWarehouse());
    const draft = { name: "x", connection: warehouse.id, ...contacts };
    expect(await pathsOf(await post("/configurations", draft))).toEqual([400, ["connection"]]);
    expect(
      (await post(`/connections/${warehouse.id}/discover`, { template: "contacts" })).status,
    ).toBe(404);
  });

  it("names the configuration among its users, and is not deleted under it", async () => {
    const warehouse = await aConnection(sessions.admin, aWarehouse());
    const made = await aConfiguration(sessions.admin, {
      ...contacts,
      name: "Contacts",
      destination: warehouse.id,
    });
    const shown = await read<Connection>(
      await ask(`${ours}/connections/${warehouse.id}`, { as: sessions.admin }),
    );
    expect(shown.usedBy).toEqual(["Contacts"]);
    const drop = () =>
      ask(`${ours}/connections/${warehouse.id}`, { method: "DELETE", as: sessions.admin });
    expect((await problemOf(await drop())).code).toBe("connection_in_use");
    await patch(`/configurations/${made.id}`, { destination: null });
    expect((await drop()).status).toBe(204);
  });

  it("may be one shared connection for all, and stops with its share", async () => {
    const shared = await aSharedConnection(sessions.global, aWarehouse());
    const share = `/api/connections/${shared.id}/shares/ours`;
    await ask(share, {
      method: "PUT",
      as: sessions.global,
      body: { settings: { schema: "school_1" } },
    });
    const { id } = await aConfiguration(sessions.admin, { ...contacts, destination: shared.id });
    expect((await planOf(id)).destination).toMatchObject({
      shared: true,
      settings: { schema: "school_1" },
    });
    const used = await read<Connection[]>(await ask("/api/connections", { as: sessions.global }));
    expect(used.map(({ usedBy }) => usedBy)).toEqual([["ours: Treasury"]]);
    await ask(share, { method: "DELETE", as: sessions.global });
    const refused = await problemOf(await post("/runs", { configuration: id }));
    expect([refused.code, refused.detail]).toEqual([
      "connection_not_shared",
      expect.stringContaining("“Warehouse”"),
    ]);
  });

  it("is sent nothing more once its connection is gone or its share is, and says that what was refreshed stays", async () => {
    const shared = await aSharedConnection(sessions.global, aWarehouse());
    const share = `/api/connections/${shared.id}/shares/ours`;
    await ask(share, { method: "PUT", as: sessions.global, body: { settings: {} } });
    const own = await aConnection(sessions.admin, aWarehouse());
    const { id } = await aConfiguration(sessions.admin, contacts);
    const ways: Parameters<ReturnType<typeof withdrawalWatch>["before"]>[0][] = [];
    for (const destination of [own.id, shared.id]) {
      await patch(`/configurations/${id}`, { destination });
      const plan = await planOf(id);
      ways.push({ access: plan.access, delivery: { destination: plan.destination ?? never() } });
    }
    const codes = async () => {
      const found = ways.map(async (way) => [
        await withdrawalWatch(db).before(way),
        await withdrawalWatch(db).after(way),
      ]);
      return (await Promise.all(found)).map((failures) =>
        failures.map((failure) => failure?.code ?? null),
      );
    };
    expect(await codes()).toEqual([
      [null, null],
      [null, null],
    ]);
    await patch(`/configurations/${id}`, { destination: null });
    expect(
      (await ask(`${ours}/connections/${own.id}`, { method: "DELETE", as: sessions.admin })).status,
    ).toBe(204);
    await ask(share, { method: "DELETE", as: sessions.global });
    expect(await codes()).toEqual([
      ["destination_deleted", "destination_deleted"],
      ["destination_not_shared", "destination_not_shared"],
    ]);
    for (const code of [
      "destination_deleted",
      "destination_not_shared",
      "destination_share_changed",
    ]) {
      expect(say(code, { connection: "W" }, "en")).toContain("The refreshed data stays here");
      expect(say(code, { connection: "W" }, "fr")).toContain("Les données actualisées restent ici");
    }
  });

  it.each([
    ["a public server without encryption", { host: "db.example.org" }],
    ["an address of another's network", { host: "10.0.0.1", tls: "require" }],
    ["a name of another's network", { host: "warehouse", tls: "require" }],
    ["a port of another service", { host: "db.example.org", tls: "require", port: 22 }],
  ])("may not be %s", async (_, settings) => {
    const answer = await post("/connections", aWarehouse(settings));
    expect([answer.status, (await problemOf(answer)).code]).toEqual([400, "address_refused"]);
  });

  it.each([
    ["encryption", { host: "localhost", tls: "require" }],
    ["another host", { host: "localhost" }],
    ["another port", { port: 5_433 }],
  ])("loses its password with %s", async (_, settings) => {
    const { id } = await aConnection(sessions.admin, aWarehouse({ port: 5_432 }));
    const changed = await read<Connection>(await patch(`/connections/${id}`, { settings }));
    expect(changed.secret.set).toBe(false);
  });

  it("keeps its password when only the schema changes", async () => {
    const { id } = await aConnection(sessions.admin, aWarehouse());
    expect(
      (await read<Connection>(await patch(`/connections/${id}`, { settings: { schema: "sales" } })))
        .secret.set,
    ).toBe(true);
  });

  it("goes through the operator's pool only where the connection is a shared one", async () => {
    const pooled = { ...env, HYPERDRIVE: { connectionString: "postgres://pool" } as Hyperdrive };
    const settings = { route: "hyperdrive" };
    const own = await aConnection(sessions.admin, aWarehouse(settings));
    const shared = await aSharedConnection(sessions.global, aWarehouse(settings));
    await ask(`/api/connections/${shared.id}/shares/ours`, {
      method: "PUT",
      as: sessions.global,
      body: {},
    });
    const pools = [own.id, shared.id].map(async (destination) => {
      const { id } = await aConfiguration(sessions.admin, { ...contacts, destination });
      return (
        await openDestination(pooled, (await planOf(id)).destination ?? never(), { urgent: false })
      ).client.hyperdrive;
    });
    expect(await Promise.all(pools)).toEqual([undefined, "postgres://pool"]);
  });
});

describe("PostgreSQL from inside the runtime", () => {
  type Ready = Extract<PostgresFacts, { host: string }>;
  const server = async (skip: (why: string) => never): Promise<Ready> => {
    const facts = (await (await fetch(inject("postgres"))).json()) as PostgresFacts;
    if ("missing" in facts) return skip(facts.missing);
    if ("broken" in facts) throw new Error(facts.broken);
    return facts;
  };
  const checksOf = async (id: string) =>
    (await read<Check[]>(await post(`/connections/${id}/check`, undefined))).map(
      ({ name, status }) => `${name} ${status}`,
    );

  it.for(["off", "require"])(
    "is checked and delivered to through the link, encryption %s",
    async (tls, { skip }) => {
      const { port, user, password } = await server(skip);
      const settings = {
        host: "localhost",
        port,
        user,
        database: "postgres",
        schema: `from_inside_${tls}`,
        tls,
      };
      const made = await aConnection(sessions.admin, aWarehouse(settings, password));
      expect(await checksOf(made.id)).toEqual([
        "address passed",
        tls === "off" ? "encryption warning" : "encryption passed",
        "sign_in passed",
        "database passed",
        "tables passed",
      ]);
      const { id } = await aConfiguration(sessions.admin, { ...contacts, destination: made.id });
      const { connector, client } = await openDestination(
        env,
        (await planOf(id)).destination ?? never(),
        { urgent: true },
      );
      const order: PushOrder = {
        tenant: "ours",
        configuration: id,
        configurationName: "Contacts",
        template: "odoo_modules",
        resource: "contacts",
        columns: [{ name: "name", type: "text", label: { en: "Name", fr: "Nom" } }],
        deliveries: [
          { id: 1, data: { name: "Ada" } },
          { id: 2, data: { name: "a\0b" } },
        ],
        epoch: 1,
        generation: 1,
        page: 0,
        whole: true,
        last: true,
        task: null,
      };
      const first = await connector.push(client, order);
      expect(first).toMatchObject({
        type: "delivered",
        created: 1,
        refused: [{ id: 2, code: "record_refused" }],
      });
      expect(await connector.push(client, order)).toEqual(first);
      await expect(connector.push(client, { ...order, epoch: 0 })).rejects.toMatchObject({
        failure: { kind: "refused", code: "overtaken" },
      });
      const changed = {
        ...order,
        epoch: 2,
        generation: 2,
        whole: false,
        deliveries: [{ id: 1, data: null }],
      };
      expect(await connector.push(client, changed)).toMatchObject({ removed: 1 });
    },
  );

  it.for([
    ["a certificate that nobody vouches for", "localhost", "impostor"],
    ["a certificate for another name", "127.0.0.1", "server"],
  ] as const)("is refused with %s", async ([, host, whom], { skip }) => {
    const { port, impostorPort, user, password } = await server(skip);
    const settings = {
      host,
      port: whom === "impostor" ? impostorPort : port,
      user,
      database: "postgres",
      tls: "require",
    };
    const { id } = await aConnection(sessions.admin, aWarehouse(settings, password));
    expect((await checksOf(id)).slice(0, 3)).toEqual([
      "address passed",
      "encryption failed",
      "sign_in skipped",
    ]);
  });
});

describe("a PostgreSQL that is away", () => {
  it("is busy, not broken", async () => {
    const made = await aConnection(sessions.admin, aWarehouse({ port: 9 }));
    const checks = await read<Check[]>(await post(`/connections/${made.id}/check`, undefined));
    expect(checks[0]).toMatchObject({
      name: "address",
      status: "failed",
      remedy: { en: expect.stringContaining("is not answering") },
    });
  });
});

function never(): never {
  throw new Error("no destination");
}
