// Signing in to a real PostgreSQL: its settings, what can be wrong, and the sentences for it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sentences } from "../../contract/sentences/sentences.ts";
import type { Check } from "../../contract/source/check.ts";
import { postgres as connector } from "../../connectors/postgres/postgres.ts";
import type { PostgresClient } from "../../connectors/postgres/session.ts";
import { judgeAddress } from "../../worker/outbound/address-guard.ts";
import { missingPostgres, startPostgres, type PostgresServer } from "../postgres-server.ts";
import { anOrder, aWarehouse, deliver, present, type Warehouse } from "./postgres-world.ts";

describe("settings", () => {
  const right = { host: "db.example.org", database: "warehouse", user: "freshet" };
  it("are completed", () => {
    expect(connector.settings.parse(right)).toEqual({
      ...right,
      port: 5_432,
      schema: "public",
      prefix: "",
      tls: "require",
      removed: "delete",
      route: "direct",
    });
  });

  it.each([
    "a,b",
    "/var/run/postgresql",
    "h:1",
    "u@h",
    "h/x",
    "h?x",
    "[::1]",
    "",
    "-h",
    "h h",
    "h\0",
    "a#b",
  ])("take no host %j", (host) => {
    expect(connector.settings.safeParse({ ...right, host }).success).toBe(false);
  });

  it.each([
    { schema: "x".repeat(64) },
    { schema: "é".repeat(32) },
    { prefix: 'a"b' },
    { prefix: "x".repeat(31) },
    { port: 0 },
    { surprise: 1 },
  ])("are not %o", (over) => {
    expect(connector.settings.safeParse({ ...right, ...over }).success).toBe(false);
  });

  const addressOf = (over: Record<string, unknown>) =>
    connector.address(connector.settings.parse({ ...right, ...over }))?.href;
  it("give an address that shows whether the connection is encrypted", () => {
    expect(addressOf({})).toBe("postgres://db.example.org:5432");
    expect(addressOf({ tls: "off", port: 6_000 })).toBe("postgres+plain://db.example.org:6000");
    expect(addressOf({ host: "0x7f.1" })).toBe("postgres://127.0.0.1:5432");
    expect(addressOf({ host: "DB.Example.ORG" })).toBe("postgres://db.example.org:5432");
  });

  it("give a target: another host, database, schema or prefix is another target, encryption is not", () => {
    const placeOf = (over: Record<string, unknown>) =>
      connector.targetOf?.(connector.settings.parse({ ...right, ...over }));
    const other = [
      { host: "db2.example.org" },
      { port: 6_000 },
      { database: "b" },
      { schema: "sales" },
      { prefix: "x_" },
    ];
    expect(new Set([{}, ...other].map(placeOf)).size).toBe(6);
    for (const same of [{ tls: "off" }, { user: "other" }, { removed: "mark" }, { port: 5_432 }])
      expect(placeOf(same)).toBe(placeOf({}));
  });

  it.each([
    ["db.example.org", "require", "", true],
    ["db.example.org", "off", "", false],
    ["db.example.org", "off", "db.example.org:5432", true],
    ["8.8.8.8", "require", "", true],
    ["8.8.8.8", "off", "", false],
    ["127.0.0.1", "require", "", false],
    ["2130706433", "require", "", false],
    ["0x7f.1", "require", "", false],
    ["localhost", "require", "", false],
    ["warehouse", "require", "", false],
    ["db.internal", "require", "", false],
    ["169.254.169.254", "require", "", false],
    ["10.0.0.7", "off", "10.0.0.7:5432", true],
    ["10.0.0.7", "off", "10.0.0.7:5433", false],
    ["db.internal", "require", "db.internal:*", true],
  ])(
    "that name %s, encryption %s, with %j allowed by the operator: %s",
    (host, tls, allowed, expected) => {
      expect(judgeAddress(addressOf({ host, tls }) ?? "", allowed).allowed).toBe(expected);
    },
  );

  it.each([
    "postgres://u:p@db.example.org:5432",
    "postgres://db.example.org:22",
    "postgresql://db.example.org",
    "postgres:db.example.org",
    "postgres://",
    "ftp://db.example.org",
  ])("never name %s", (address) => expect(judgeAddress(address, "").allowed).toBe(false));
});

describe.skipIf(missingPostgres !== null)(
  `a connection to PostgreSQL${missingPostgres === null ? "" : `: skipped, ${missingPostgres}`}`,
  () => {
    let server: PostgresServer;
    let warehouse: Warehouse;
    const reader = { user: "reader", password: "reader-password" };
    beforeAll(async () => {
      server = await startPostgres();
      warehouse = await aWarehouse(server);
      await warehouse.sql.unsafe(`CREATE ROLE ${reader.user} LOGIN PASSWORD '${reader.password}'`);
    }, 60_000);
    afterAll(async () => {
      await warehouse.close();
      await server.close();
    });

    const checksOf = async (client: PostgresClient): Promise<Check[]> =>
      Array.fromAsync(connector.check(client));
    const short = (checks: Check[]) => checks.map(({ name, status }) => `${name} ${status}`);
    const failureOf = (client: PostgresClient) =>
      deliver(client, anOrder([present(1, { partner: "A" })])).then(
        () => null,
        (error: { failure: { kind: string; code: string; facts: Record<string, string> } }) =>
          error.failure,
      );

    it("with correct settings passes its checks, and leaves nothing behind", async () => {
      const checks = await checksOf(warehouse.openClient({ schema: "not_yet_there" }));
      expect(short(checks)).toEqual([
        "address passed",
        "encryption warning",
        "sign_in passed",
        "database passed",
        "tables passed",
      ]);
      expect(checks[3]?.seen?.en).toMatch(/^PostgreSQL \d+/);
      expect(await warehouse.sql`SELECT FROM pg_namespace WHERE nspname = 'not_yet_there'`).toEqual(
        [],
      );
      expect(await warehouse.sql`SELECT FROM pg_class WHERE relname LIKE 'freshet_check%'`).toEqual(
        [],
      );
    });

    const wrong: [
      what: string,
      openClient: () => PostgresClient,
      kind: string,
      code: string,
      failing: string,
    ][] = [
      [
        "a wrong password",
        () => warehouse.openClient({}, { secret: "planted-wrong-password" }),
        "refused",
        "sign_in_refused",
        "sign_in",
      ],
      [
        "an unknown account",
        () => warehouse.openClient({ user: "nobody_here" }, { secret: "planted-wrong-password" }),
        "refused",
        "sign_in_refused",
        "sign_in",
      ],
      [
        "no password",
        () => warehouse.openClient({}, { secret: null }),
        "refused",
        "secret_missing",
        "sign_in",
      ],
      [
        "an unknown database",
        () => warehouse.openClient({ database: "nothing" }),
        "refused",
        "database_unknown",
        "database",
      ],
      [
        "no right to create",
        () => warehouse.openClient({ user: reader.user }, { secret: reader.password }),
        "refused",
        "destination_rights_missing",
        "tables",
      ],
      [
        "no right to make the schema",
        () =>
          warehouse.openClient({ user: reader.user, schema: "new" }, { secret: reader.password }),
        "refused",
        "destination_rights_missing",
        "tables",
      ],
      [
        "nobody there",
        () => warehouse.openClient({ port: 9 }),
        "busy",
        "destination_unreachable",
        "address",
      ],
      [
        "an address that may not be called",
        () => warehouse.openClient({}, { privateAddresses: "" }),
        "refused",
        "address_refused",
        "address",
      ],
      [
        "a server without encryption if it is required",
        () => warehouse.openClient({ tls: "require" }),
        "refused",
        "tls_failed",
        "encryption",
      ],
      [
        "a pool that is not bound",
        () => warehouse.openClient({ route: "hyperdrive" }),
        "refused",
        "hyperdrive_missing",
        "sign_in",
      ],
    ];

    it.each(wrong)(
      "with %s fails with a sentence in both languages, without the password",
      async (_, openClient, kind, code, failing) => {
        const failure = await failureOf(openClient());
        expect(failure).toMatchObject({ kind, code });
        expect(Object.keys(sentences)).toContain(code);
        const checks = await checksOf(openClient());
        const failed = checks.filter(({ status }) => status === "failed");
        expect(failed.map(({ name }) => name)).toEqual([failing]);
        expect([failed[0]?.remedy?.en, failed[0]?.remedy?.fr].every(Boolean)).toBe(true);
        const after = checks.slice(checks.findIndex(({ name }) => name === failing) + 1);
        expect(after.every(({ status }) => status === "skipped")).toBe(true);
        expect(JSON.stringify([failure, checks])).not.toMatch(/planted-wrong|reader-password/);
        expect(JSON.stringify([failure, checks])).not.toContain(server.password);
        expect(JSON.stringify(failed)).not.toContain("…");
      },
    );

    it("goes through the operator's pool if there is one", async () => {
      const hyperdrive = `postgres://${server.user}:${server.password}@${server.host}:${server.port}/${warehouse.database}`;
      const client = warehouse.openClient(
        { route: "hyperdrive", host: "db.internal", tls: "require" },
        { secret: null, hyperdrive, privateAddresses: "db.internal:*" },
      );
      const checks = await checksOf(client);
      expect(short(checks).filter((one) => !one.endsWith("passed"))).toEqual([]);
      expect(
        await deliver(
          client,
          anOrder([present(1, { partner: "A" })], { resource: "through_pool" }),
        ),
      ).toMatchObject({ created: 1 });
    });

    it("to a read-only replica reports that", async () => {
      await warehouse.sql.unsafe(
        `CREATE ROLE copied LOGIN SUPERUSER PASSWORD 'copied'; ALTER ROLE copied SET default_transaction_read_only = on`,
      );
      const client = warehouse.openClient({ user: "copied" }, { secret: "copied" });
      expect(await failureOf(client)).toMatchObject({
        kind: "refused",
        code: "destination_read_only",
      });
      expect(short(await checksOf(client)).at(-1)).toBe("tables failed");
    });

    it("waits when the server has no room", async () => {
      await warehouse.sql.unsafe(
        `CREATE ROLE narrow LOGIN SUPERUSER PASSWORD 'narrow' CONNECTION LIMIT 0`,
      );
      await warehouse.sql.unsafe(`ALTER ROLE narrow NOSUPERUSER`);
      expect(
        await failureOf(warehouse.openClient({ user: "narrow" }, { secret: "narrow" })),
      ).toMatchObject({
        kind: "busy",
        code: "destination_busy",
      });
    });
  },
);
