// Members: administrators add people, change their role and remove them; each action is in the
// audit, and one administrator stays.
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Me, Member } from "../../contract/api/access.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { allowance, audit, member } from "../../worker/db/schema.ts";
import { SetupOrder } from "../../contract/api/setup.ts";
import { applySetup } from "../../worker/tenants/setup.ts";
import {
  ask,
  emailOf,
  openFixture,
  problemOf,
  read,
  signInAll,
  type Session,
  type Somebody,
} from "./fixture.ts";

const db = openDatabase(env.DB);
const members = "/api/tenants/ours/members";
let sessions: Record<Somebody, Session>;

beforeAll(async () => {
  await openFixture();
  sessions = await signInAll();
});

beforeEach(async () => {
  const roles = { viewer: "viewer", staff: "staff", admin: "admin", former: null } as const;
  const people = Object.entries(roles).map(([name, role]) => ({
    name,
    email: `${name}@example.com`,
    roles: { ours: role },
  }));
  await applySetup(env, db, SetupOrder.parse({ people }));
  await db.delete(allowance);
});

const add = (as: Session, body: unknown) => ask(members, { method: "POST", as, body });
const change = (as: Session, person: string, role: string) =>
  ask(`${members}/${person}`, { method: "PATCH", as, body: { role } });
const remove = (as: Session, person: string) =>
  ask(`${members}/${person}`, { method: "DELETE", as });
const list = async () => read<Member[]>(await ask(members, { as: sessions.global }));
const idOf = async (somebody: Somebody) =>
  (await read<Me>(await ask("/api/me", { as: sessions[somebody] }))).person.id;
const deedsAbout = async (person: string) =>
  (await db.select().from(audit).where(eq(audit.target, person)))
    .filter(({ person: by }) => by !== "operator")
    .map(({ action, facts, personName }) => [action, facts.role ?? null, personName]);

describe("a member", () => {
  it.each(["admin", "global"] as const)(
    "is taken in, promoted and removed by %s, and each time it is noted",
    async (who) => {
      const id = await idOf("former");
      const before = (await deedsAbout(id)).length;
      const added = await add(sessions[who], { email: "Former@Example.com", role: "viewer" });
      expect([added.status, await read(added)]).toEqual([
        201,
        { person: { id, name: "former", email: "former@example.com" }, role: "viewer" },
      ]);
      expect((await ask("/api/tenants/ours/configurations", { as: sessions.former })).status).toBe(
        403,
      );
      expect((await change(sessions[who], id, "staff")).status).toBe(200);
      expect((await ask("/api/tenants/ours/configurations", { as: sessions.former })).status).toBe(
        200,
      );
      expect((await change(sessions[who], id, "staff")).status).toBe(200);
      expect((await remove(sessions[who], id)).status).toBe(204);
      expect((await ask("/api/tenants/ours/configurations", { as: sessions.former })).status).toBe(
        404,
      );
      expect((await deedsAbout(id)).slice(before)).toEqual([
        ["member_set", "viewer", who],
        ["member_set", "staff", who],
        ["member_removed", null, who],
      ]);
      expect((await list()).map(({ person }) => person.name)).toEqual(["admin", "staff", "viewer"]);
    },
  );

  it("who works here knows the names of the administrators to ask; a reader, and who is no member, does not", async () => {
    const known = async (somebody: Somebody) =>
      (await read<Me>(await ask("/api/me", { as: sessions[somebody] }))).tenants.find(
        ({ id }) => id === "ours",
      )?.administrators;
    expect([
      await known("staff"),
      await known("admin"),
      await known("viewer"),
      await known("global"),
    ]).toEqual([["admin"], ["admin"], [], []]);
  });

  it("must have an account already, and belongs once", async () => {
    const unknown = await add(sessions.admin, { email: "nobody@example.com", role: "viewer" });
    expect([unknown.status, (await problemOf(unknown)).code]).toEqual([404, "person_unknown"]);
    const twice = await add(sessions.admin, { email: emailOf("staff"), role: "admin" });
    expect([twice.status, (await problemOf(twice)).code]).toEqual([409, "member_exists"]);
    expect((await list()).find(({ person }) => person.name === "staff")?.role).toBe("staff");
  });

  it.each([
    { email: "no address", role: "viewer" },
    { email: "a@example.com", role: "owner" },
    { email: "a@example.com" },
    { role: "viewer" },
  ])("is not made of %o", async (body) => {
    expect((await add(sessions.admin, body)).status).toBe(400);
  });

  it("is looked for by address only so often", async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess < 33; guess += 1)
      statuses.push(
        (await add(sessions.admin, { email: `guess${guess}@example.com`, role: "viewer" })).status,
      );
    expect(statuses.filter((status) => status === 404)).toHaveLength(30);
    expect(statuses.slice(30)).toEqual([429, 429, 429]);
  });

  it("of another establishment is unknown here, and stays what it is there", async () => {
    const stranger = await idOf("stranger");
    expect([
      (await change(sessions.admin, stranger, "viewer")).status,
      (await remove(sessions.admin, stranger)).status,
    ]).toEqual([404, 404]);
    expect((await ask("/api/tenants/theirs/connections", { as: sessions.stranger })).status).toBe(
      200,
    );
  });
});

describe("the last administrator", () => {
  it("stays, by whomever", async () => {
    const id = await idOf("admin");
    for (const who of ["admin", "global"] as const)
      for (const answer of [
        await change(sessions[who], id, "viewer"),
        await remove(sessions[who], id),
      ])
        expect([answer.status, (await problemOf(answer)).code]).toEqual([409, "last_admin"]);
    const before = (await deedsAbout(id)).length;
    expect((await change(sessions.global, await idOf("staff"), "admin")).status).toBe(200);
    expect((await remove(sessions.admin, id)).status).toBe(204);
    expect((await deedsAbout(id)).slice(before)).toEqual([["member_removed", null, "admin"]]);
  });

  it("stays also when two remove each other at once, and only what happened is noted", async () => {
    const [one, other] = [await idOf("admin"), await idOf("staff")];
    await change(sessions.global, other, "admin");
    const before = (await db.select().from(audit)).length;
    const answers = await Promise.all([
      remove(sessions.global, one),
      remove(sessions.global, other),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(
      (await db.select().from(member).where(eq(member.tenant, "ours"))).filter(
        ({ role }) => role === "admin",
      ),
    ).toHaveLength(1);
    expect((await db.select().from(audit)).length).toBe(before + 1);
  });
});
