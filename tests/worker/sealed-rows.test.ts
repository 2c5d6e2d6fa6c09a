// Sealed secrets in rows that were moved or swapped: they open only for their owner and address,
// also during a key rotation.
import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Connection } from "../../contract/api/connection.ts";
import type { Check } from "../../contract/source/check.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { connection } from "../../worker/db/schema.ts";
import { sealedBy } from "../../worker/outbound/seal.ts";
import { sweep } from "../../worker/queue/sweep.ts";
import type { CanarySong } from "../canary.ts";
import { sandbox } from "../durable-objects/source.ts";
import {
  aConfiguration,
  aConnection,
  ask,
  openFixture,
  read,
  refresh,
  signInAll,
  type Session,
  type Somebody,
} from "./fixture.ts";
import { leaksIn, reader, ring, secrets } from "./planted.ts";

const db = openDatabase(env.DB);
const canary = inject("canary");
const ours = "/api/tenants/ours";
let sessions: Record<Somebody, Session>;

beforeAll(async () => {
  await openFixture();
  sessions = await signInAll();
});

describe("a sealed secret in the wrong place", () => {
  const checksOf = async (id: string, tenant: string, as: Session) =>
    read<Check[]>(
      await ask(`/api/tenants/${tenant}/connections/${id}/check`, { method: "POST", as }),
    );
  const song = () => fetch(canary.songs).then((answer) => read<CanarySong>(answer));
  const trap = () => `http://127.0.0.1:${canary.port}`;

  it.each([
    ["another connection", "ours"],
    ["another tenant", "theirs"],
  ] as const)("does not open for %s, and nobody is called", async (_, tenant) => {
    const as = tenant === "ours" ? sessions.admin : sessions.stranger;
    const own = await aConnection(sessions.admin, { settings: reader({ database: "trading-62" }) });
    const other = await aConnection(
      as,
      { settings: reader({ database: "trading-62" }), secret: "another" },
      tenant,
    );
    const [{ secret } = { secret: null }] = await db
      .select()
      .from(connection)
      .where(eq(connection.id, own.id));
    await db.update(connection).set({ secret }).where(eq(connection.id, other.id));
    expect(
      (await checksOf(other.id, tenant, as)).map(({ name, status }) => [name, status]),
    ).toEqual([["secret_unreadable", "failed"]]);
    const { id } = await aConfiguration(
      as,
      { template: "odoo_modules", resources: ["contacts"], connection: other.id },
      tenant,
    );
    expect(await refresh(as, id, tenant)).toMatchObject({
      status: "failed",
      problems: [{ code: "secret_unreadable" }],
    });
    expect(await sandbox("log?database=trading-62")).toMatchObject({ entries: [] });
  });

  it("does not open for another host, whoever put it into the row", async () => {
    const before = (await song()).connections;
    const { id } = await aConnection(sessions.admin, { settings: reader() });
    const [row] = await db.select().from(connection).where(eq(connection.id, id));
    await db
      .update(connection)
      .set({ settings: { ...row?.settings, url: trap() }, host: new URL(trap()).host })
      .where(eq(connection.id, id));
    expect((await checksOf(id, "ours", sessions.admin)).map(({ name }) => name)).toEqual([
      "secret_unreadable",
    ]);
    expect((await song()).connections).toBe(before);
  });

  it("is dropped with its address: the new host gets no secret", async () => {
    const secret = secrets["a password for a new address"] ?? "";
    const { id } = await aConnection(sessions.admin, { settings: reader(), secret });
    const configuration = await aConfiguration(sessions.admin, {
      template: "odoo_modules",
      resources: ["contacts"],
      connection: id,
    });
    const moved = await ask(`${ours}/connections/${id}`, {
      method: "PATCH",
      as: sessions.admin,
      body: { settings: { url: trap() } },
    });
    expect((await read<Connection>(moved)).secret.set).toBe(false);
    await checksOf(id, "ours", sessions.admin);
    await ask(`${ours}/connections/${id}/discover`, {
      method: "POST",
      as: sessions.admin,
      body: { template: "odoo_modules" },
    });
    expect(await refresh(sessions.admin, configuration.id)).toMatchObject({
      status: "failed",
      problems: [{ code: "secret_missing" }],
    });
    const { requests } = await song();
    expect(requests.flatMap(leaksIn)).toEqual([]);
    expect(requests.filter((request) => /authorization|cookie/i.test(request))).toEqual([]);
  });
});

describe("a new key in the ring", () => {
  const key = (fill: number) => btoa(String.fromCharCode(...Array<number>(32).fill(fill)));
  const both = JSON.stringify({ current: "k2", keys: { ...ring.keys, k2: key(2) } });
  const onlyNew = JSON.stringify({ current: "k2", keys: { k2: key(2) } });

  /**
   * Changes the ring as an operator does: the Worker and its lanes have another one from now on.
   */
  const turn = (keyRing: string) =>
    Object.defineProperty(env, "KEY_RING", { value: keyRing, configurable: true });

  afterAll(() => void turn(JSON.stringify(ring)));

  it(
    "takes over what is sealed while refreshes run; then the old key may go",
    { timeout: 60_000 },
    async () => {
      await db.delete(connection).where(sql`id NOT IN (SELECT connection FROM configuration)`);
      const as = sessions.stranger;
      const made = await Promise.all(
        ["a", "b", "c"].map(() =>
          aConnection(as, { settings: reader({ database: "trading-63" }) }, "theirs"),
        ),
      );
      const draft = { template: "odoo_modules", resources: ["contacts"] };
      const [first, second] = await Promise.all(
        made.map(({ id }) => aConfiguration(as, { ...draft, connection: id }, "theirs")),
      );
      await sandbox("faults", { fault: "slow", delayMs: 300, database: "trading-63", times: 5 });
      const running = refresh(as, first?.id ?? "", "theirs");
      await sandbox("log?database=trading-63");
      turn(both);
      for (let round = 0; round < 3; round += 1) await sweep(env, new Date());
      const rows = (await db.select().from(connection)).filter(({ id }) =>
        made.some((one) => one.id === id),
      );
      expect(rows.map(({ secret }) => sealedBy(secret ?? ""))).toEqual(["k2", "k2", "k2"]);
      // Its plan still holds the old seal, and the ring the old key.
      expect((await running).status).toBe("completed");
      turn(onlyNew);
      expect(await refresh(as, second?.id ?? "", "theirs")).toMatchObject({
        status: "completed",
        problems: [],
      });
    },
  );

  it("leaves alone what it cannot open, and a secret that was replaced meanwhile", async () => {
    const { id } = await aConnection(sessions.admin);
    await db
      .update(connection)
      .set({ secret: "v1.gone.AAAA.AAAA.AAAA.AAAA" })
      .where(eq(connection.id, id));
    await sweep({ ...env, KEY_RING: both }, new Date());
    const [row] = await db.select().from(connection).where(eq(connection.id, id));
    expect(row?.secret).toBe("v1.gone.AAAA.AAAA.AAAA.AAAA");
    await expect(sweep({ ...env, KEY_RING: "no ring" }, new Date())).resolves.toBeUndefined();
  });
});
