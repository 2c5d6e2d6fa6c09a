// The kind of a connection is checked against the registered connectors, and one that another version
// kept answers with a sentence.
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Configuration } from "../../contract/api/configuration.ts";
import type { Connection } from "../../contract/api/connection.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { configuration, connection } from "../../worker/db/schema.ts";
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
const schedule = { everyMinutes: 60 };
let admin: Session;
let kept: Connection;

beforeAll(async () => {
  await openFixture();
  admin = await signIn("admin");
});
beforeEach(async () => {
  await db.delete(configuration);
  await db.delete(connection);
  kept = await aConnection(admin);
});

/** The connection as another version may have kept it, of a system that is not known here. */
const forget = () =>
  db.update(connection).set({ kind: "ledger" }).where(eq(connection.id, kept.id));
const order = (path: string, body: unknown, method = "POST") =>
  ask(`${ours}${path}`, { method, as: admin, body });
const told = async (answer: Response) => {
  const { code, detail } = await problemOf(answer);
  return [answer.status, code, detail];
};
const unknown = [
  409,
  "kind_unknown",
  "This service does not know the kind of system “ledger”. Your data has not changed. Ask its operator, or create a new configuration with another connection.",
];

it.each(["ledger", "", "constructor", "__proto__"])(
  "a new connection of the kind %j is refused at its field",
  async (kind) => {
    const answer = await order("/connections", { name: "Books", kind, settings: {} });
    expect(answer.status).toBe(400);
    expect(await problemOf(answer)).toMatchObject({
      code: "not_valid",
      errors: [{ path: "kind", message: "This value is not one of those allowed." }],
    });
  },
);

describe("a kept connection of an unknown kind", () => {
  it("is listed and shown as it is", async () => {
    await forget();
    const one = await ask(`${ours}/connections/${kept.id}`, { as: admin });
    expect(await read<Connection>(one)).toMatchObject({ name: "Odoo", kind: "ledger" });
    const all = await read<Connection[]>(await ask(`${ours}/connections`, { as: admin }));
    expect(all.map(({ kind }) => kind)).toEqual(["ledger"]);
  });

  it("says so where it would be changed, tested or looked through", async () => {
    await forget();
    const at = `/connections/${kept.id}`;
    expect(await told(await order(at, { name: "Books" }, "PATCH"))).toEqual(unknown);
    expect(await told(await order(at, { settings: { login: "x" } }, "PATCH"))).toEqual(unknown);
    expect(await told(await order(`${at}/check`, {}))).toEqual(unknown);
    expect(await told(await order(`${at}/discover`, { template: "treasury" }))).toEqual(unknown);
  });

  it("takes no files and no new configuration, and can be deleted", async () => {
    await forget();
    const draft = { name: "T", template: "treasury", resources: ["local_sales"] };
    const made = await order("/configurations", { ...draft, connection: kept.id });
    expect(await problemOf(made)).toMatchObject({
      code: "not_valid",
      errors: [{ path: "connection" }],
    });
    const files = await ask(`${ours}/connections/${kept.id}/files`, { as: admin });
    expect((await told(files)).slice(0, 2)).toEqual([409, "files_not_taken"]);
    expect((await order(`/connections/${kept.id}`, undefined, "DELETE")).status).toBe(204);
  });

  it("starts no refresh, and keeps the schedules of others", async () => {
    const automatic = { mode: "automatic" as const, schedule };
    const lost = await aConfiguration(admin, { ...automatic, connection: kept.id });
    await forget();
    expect(await told(await order("/runs", { configuration: lost.id }))).toEqual(unknown);
    const other = await aConfiguration(admin, { ...automatic, name: "Other" });
    const all = await read<Configuration[]>(await ask(`${ours}/configurations`, { as: admin }));
    expect(all.find(({ id }) => id === other.id)).toMatchObject({
      nextDueAt: expect.any(String),
    });
  });
});
