// The operator's route: it needs its secret, and never lets the demo into production.
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app } from "../../worker/http/app.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { allowance, user } from "../../worker/db/schema.ts";
import { ask, openFixture, password, problemOf, signIn, type Session } from "./fixture.ts";

const db = openDatabase(env.DB);
const token = env.SETUP_TOKEN ?? "";

beforeAll(openFixture);
beforeEach(() => db.delete(allowance));

const setUp = (
  order: unknown,
  { bearer = token, bindings = {} }: { bearer?: string; bindings?: Partial<Env> } = {},
) =>
  app.fetch(
    new Request("https://freshet.example.com/api/setup", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${bearer}` },
      body: JSON.stringify(order),
    }),
    { ...env, ...bindings },
    createExecutionContext(),
  );

async function signInAs(email: string, secret: string): Promise<Session> {
  const answer = await ask("/api/auth/sign-in/email", {
    method: "POST",
    body: { email, password: secret },
  });
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  };
}

const aPerson = (over: Record<string, unknown> = {}) => ({
  email: "new@example.com",
  name: "New",
  password,
  ...over,
});

describe("the operator's route", () => {
  it.each([
    ["a wrong token", "x".repeat(40), {}],
    ["no token", "", {}],
    ["the right token where none is set", token, { SETUP_TOKEN: undefined }],
    ["an empty token where none is set", "", { SETUP_TOKEN: "" }],
    ["a token too short to be one", "short", { SETUP_TOKEN: "short" }],
  ])("is not there with %s", async (_, bearer, bindings) => {
    const answer = await setUp(
      { people: [aPerson()] },
      { bearer, bindings: bindings as Partial<Env> },
    );
    expect([answer.status, (await problemOf(answer)).code]).toEqual([404, "not_found"]);
    expect((await db.select().from(user)).map(({ email }) => email)).not.toContain(
      "new@example.com",
    );
  });

  it("opens to a token of which the Worker knows only the digest, in the local stack and nowhere else", async () => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
    const bindings = {
      SETUP_TOKEN: undefined,
      SETUP_TOKEN_SHA256: new Uint8Array(digest).toHex(),
    } as Partial<Env>;
    expect((await setUp({}, { bearer: token, bindings })).status).toBe(200);
    expect((await setUp({}, { bearer: `${token}x`, bindings })).status).toBe(404);
    expect((await setUp({}, { bearer: bindings.SETUP_TOKEN_SHA256 ?? "", bindings })).status).toBe(
      404,
    );
    expect(
      (
        await setUp(
          {},
          { bearer: token, bindings: { ...bindings, STAGE: "production" } as Partial<Env> },
        )
      ).status,
    ).toBe(404);
  });

  it("stops guesses", async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, guess) => setUp({}, { bearer: `guess ${guess}` })),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });

  it("makes people who can sign in, once", async () => {
    const order = {
      tenants: [{ id: "third", name: "Third", timeZone: "Asia/Tokyo" }],
      people: [aPerson({ roles: { third: "admin" } })],
    };
    expect(await (await setUp(order)).json()).toEqual({
      tenantsCreated: ["third"],
      peopleCreated: ["new@example.com"],
    });
    expect(await (await setUp(order)).json()).toEqual({ tenantsCreated: [], peopleCreated: [] });
    const answer = await ask("/api/auth/sign-in/email", {
      method: "POST",
      body: { email: "New@example.com", password },
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    [
      "that is ordered with them",
      { tenants: [{ id: "lycee-pasteur", name: "Lycée Pasteur", timeZone: "Europe/Paris" }] },
    ],
    ["that is known already", {}],
  ])("refuses a password made of the name of an establishment %s", async (_, more) => {
    const person = aPerson({
      email: "pasteur@example.com",
      password: "LyceePasteur2026",
      roles: { "lycee-pasteur": "staff" },
    });
    const refused = await setUp({ ...more, people: [person] });
    expect([refused.status, (await problemOf(refused)).code]).toEqual([400, "password_weak"]);
    expect(
      (await setUp({ ...more, people: [{ ...person, password: "a door of seven words" }] })).status,
    ).toBe(200);
    const as = await signInAs("pasteur@example.com", "a door of seven words");
    const change = { currentPassword: "a door of seven words", newPassword: "Pasteur-Lycee-2026" };
    const changed = await ask("/api/auth/change-password", { method: "POST", as, body: change });
    expect([changed.status, (await problemOf(changed)).code]).toEqual([400, "password_weak"]);
  });

  it("ends sessions with the password they were opened by", async () => {
    const as = await signIn("staff");
    await setUp({
      people: [{ email: "staff@example.com", name: "staff", password: "another password" }],
    });
    expect((await ask("/api/me", { as })).status).toBe(401);
  });

  it.each([
    ["an establishment nobody knows", aPerson({ roles: { nowhere: "admin" } })],
    ["a short password", aPerson({ password: "short" })],
    ["a role nobody knows", aPerson({ roles: { ours: "owner" } })],
    ["a part nobody asked for", aPerson({ isAdmin: true })],
  ])("refuses %s", async (_, person) => {
    expect((await setUp({ people: [person] })).status).toBe(400);
  });

  it("never lets the people of the demo in where it is not local", async () => {
    const demo = { people: [aPerson({ email: "Admin@Freshet.test", globalAdmin: true })] };
    for (const STAGE of ["production", "", "Local"])
      expect((await setUp(demo, { bindings: { STAGE } })).status).toBe(400);
    expect(
      (await db.select().from(user)).filter(({ email }) => email.endsWith("@freshet.test")),
    ).toEqual([]);
  });
});
