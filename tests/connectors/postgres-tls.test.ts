// Encrypted connections to a real PostgreSQL: accepted if a trusted authority certifies the server
// under its name, and refused otherwise.
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { postgres as connector } from "../../connectors/postgres/postgres.ts";
import type { PostgresClient } from "../../connectors/postgres/session.ts";
import { anAuthority, anIdentity } from "../certificate.ts";
import { missingPostgres, startPostgres, type PostgresServer } from "../postgres-server.ts";
import { anOrder, aWarehouse, deliver, present, type Warehouse } from "./postgres-world.ts";

const defaultAuthorities = getCACertificates("default");
const authority = anAuthority("An authority of tests");
const otherAuthority = anAuthority("Another authority of tests");

describe.skipIf(missingPostgres !== null)(
  `PostgreSQL through TLS${missingPostgres === null ? "" : `: skipped, ${missingPostgres}`}`,
  () => {
    let server: PostgresServer;
    let warehouse: Warehouse;
    beforeAll(async () => {
      server = await startPostgres(anIdentity(authority, { dns: ["localhost"], ipv4: [] }));
      warehouse = await aWarehouse(server);
    }, 60_000);
    afterEach(() => setDefaultCACertificates(defaultAuthorities));
    afterAll(async () => {
      await warehouse.close();
      await server.close();
    });

    const openClient = (host = "localhost") => warehouse.openClient({ host, tls: "require" });
    const short = async (one: PostgresClient) =>
      (await Array.fromAsync(connector.check(one))).map(({ name, status }) => `${name} ${status}`);
    const refusal = (one: PostgresClient) =>
      deliver(one, anOrder([present(1, { partner: "A" })], { resource: "refused" })).then(
        () => null,
        (error: { failure: { kind: string; code: string } }) => error.failure,
      );

    it("is checked and delivered to if the authority is trusted, and encrypted from the server's view", async () => {
      setDefaultCACertificates([...defaultAuthorities, authority.certificate]);
      const checks = await Array.fromAsync(connector.check(openClient()));
      expect(checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
        "address passed",
        "encryption passed",
        "sign_in passed",
        "database passed",
        "tables passed",
      ]);
      expect(checks[1]?.seen?.en).toMatch(/^TLSv1\.[23]$/);
      const order = anOrder([present(1, { partner: "A" }), present(2, { partner: "B" })], {
        resource: "encrypted",
      });
      const first = await deliver(openClient(), order);
      expect(first).toMatchObject({ created: 2, refused: [] });
      expect(await deliver(openClient(), order)).toEqual(first);
      expect(await warehouse.sql`SELECT _id, partner FROM treasury_encrypted ORDER BY _id`).toEqual(
        [
          { _id: "1", partner: "A" },
          { _id: "2", partner: "B" },
        ],
      );
    });

    it.each([
      ["an untrusted authority", [], "localhost"],
      ["another authority than the trusted one", [otherAuthority.certificate], "localhost"],
      ["an address that is not in the certificate", [authority.certificate], "127.0.0.1"],
    ])("is refused with %s, and nothing is sent", async (_, trusted, host) => {
      setDefaultCACertificates([...defaultAuthorities, ...trusted]);
      expect(await refusal(openClient(host))).toMatchObject({
        kind: "refused",
        code: "tls_failed",
      });
      expect((await short(openClient(host))).slice(0, 3)).toEqual([
        "address passed",
        "encryption failed",
        "sign_in skipped",
      ]);
      expect(await warehouse.sql`SELECT FROM pg_class WHERE relname LIKE '%refused%'`).toEqual([]);
    });
  },
);
