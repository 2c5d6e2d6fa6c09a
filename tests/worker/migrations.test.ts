// Migrations of D1 with data in its tables.
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { configuration, connection } from "../../worker/db/schema.ts";

describe("the migration to shared connections", () => {
  it("keeps every connection and the rows that refer to it", async () => {
    const old = env.DB;
    await applyD1Migrations(old, env.MIGRATIONS.slice(0, 2));
    const at = Date.now();
    await old.batch([
      old.prepare(
        `INSERT INTO tenant (id, name, time_zone, created_at) VALUES ('t', 'T', 'UTC', ${at})`,
      ),
      old.prepare(
        `INSERT INTO connection (id, tenant, name, kind, settings, host, secret, created_at, updated_at) VALUES ('c', 't', 'C', 'odoo', '{}', 'h', 's', ${at}, ${at})`,
      ),
      old.prepare(
        `INSERT INTO configuration (id, tenant, connection, name, template, resources, mode, limits, started_by, options, created_at, updated_at)
         VALUES ('f', 't', 'c', 'F', 'treasury', '[]', 'manual', '{}', '[]', '{}', ${at}, ${at})`,
      ),
    ]);
    await applyD1Migrations(old, env.MIGRATIONS);
    const upgraded = openDatabase(old);
    expect(await upgraded.select().from(connection)).toMatchObject([
      { id: "c", tenant: "t", secret: "s", host: "h" },
    ]);
    expect(await upgraded.select().from(configuration)).toMatchObject([
      { id: "f", connection: "c", destination: null },
    ]);
    // The foreign keys still hold.
    await expect(upgraded.delete(connection)).rejects.toThrow();
    await expect(upgraded.update(configuration).set({ destination: "nothing" })).rejects.toThrow();
  });
});
