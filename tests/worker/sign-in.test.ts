// Signing in and out: what the cookie promises, what guessing meets, and how fast live views close.
import { env } from "cloudflare:workers";
import { createExecutionContext } from "cloudflare:test";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Me } from "../../contract/access.ts";
import { closeCodes } from "../../contract/live.ts";
import { app } from "../../worker/app.ts";
import { longestSessionMs } from "../../worker/auth.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { allowance, session } from "../../worker/db/schema.ts";
import { applySetup, SetupOrder } from "../../worker/setup.ts";
import { ask, openHouse, origin, password, problemOf, read, signIn, type Session } from "./house.ts";

const db = openDatabase(env.DB);

beforeAll(openHouse);
beforeEach(() => db.delete(allowance));

const tryWith = (email: string, word: string, headers: Record<string, string> = {}) =>
  ask("/api/auth/sign-in/email", { method: "POST", body: { email, password: word }, headers });

describe("signing in", () => {
  it("says who is there, and what they may do", async () => {
    const me = await read<Me>(await ask("/api/me", { as: await signIn("staff") }));
    expect(me.person.email).toBe("staff@example.com");
    expect(me.tenants.map(({ id, role }) => [id, role])).toEqual([["ours", "staff"]]);
    expect(me.tenants[0]?.actions).not.toContain("connection.read");
  });

  it("keeps the session in a cookie that no script reads", async () => {
    const [cookie = ""] = (await tryWith("staff@example.com", password)).headers.getSetCookie();
    expect(cookie).toMatch(/^freshet-session=/);
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Lax");
    expect(cookie).not.toContain("Domain");
  });

  it("binds the cookie to this host and to https in production", async () => {
    const request = new Request("https://freshet.example.com/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "staff@example.com", password }),
    });
    const answer = await app.fetch(request, { ...env, STAGE: "production" }, createExecutionContext());
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-freshet-session=/);
    expect(cookie).toContain("Secure");
    expect(cookie).toContain("Path=/;");
    expect(answer.headers.get("strict-transport-security")).toContain("max-age=31536000");
  });

  it("keeps nothing in the database that could be used as a cookie", async () => {
    await signIn("staff");
    const [row] = await db.select().from(session);
    const answer = await ask("/api/me", { headers: { cookie: `freshet-session=${row?.token}` } });
    expect(answer.status).toBe(401);
  });

  it("answers the same for a wrong password and for nobody", async () => {
    const [known, unknown] = [await tryWith("staff@example.com", "wrong"), await tryWith("nobody@example.com", "wrong")];
    expect(known.status).toBe(401);
    expect(await known.text()).toBe(await unknown.text());
  });

  it("stops guesses at one account, however many come at once", async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, (_, guess) => tryWith("staff@example.com", `guess ${guess}`)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
    const right = await tryWith("Staff@example.com ", password);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("stops guesses from one address at many accounts", async () => {
    const from = { "cf-connecting-ip": "192.0.2.7" };
    const windowEndsAt = new Date(Date.now() + 60_000);
    await db.insert(allowance).values({ key: "sign-in-from:192.0.2.7", taken: 49, windowEndsAt });
    expect((await tryWith("person49@example.com", "wrong", from)).status).toBe(401);
    expect((await tryWith("staff@example.com", password, from)).status).toBe(429);
    expect((await tryWith("staff@example.com", password, { "cf-connecting-ip": "192.0.2.8" })).status).toBe(200);
  });

  it("does not count those who sign in rightly", async () => {
    for (let time = 0; time < 12; time++) expect((await tryWith("staff@example.com", password)).status).toBe(200);
  });

  it("is closed to newcomers", async () => {
    const body = { email: "new@example.com", password, name: "New" };
    expect((await ask("/api/auth/sign-up/email", { method: "POST", body })).status).toBe(404);
  });
});

describe("a session", () => {
  it("ends in any case some days after the sign-in", async () => {
    const as = await signIn("viewer");
    await db.update(session).set({ createdAt: new Date(Date.now() - longestSessionMs.person - 1_000) });
    const answer = await ask("/api/me", { as });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([401, "not_signed_in"]);
  });

  it("does not outlive the sign-out", async () => {
    const as = await signIn("viewer");
    expect((await ask("/api/auth/sign-out", { method: "POST", as })).status).toBe(204);
    expect((await ask("/api/me", { as })).status).toBe(401);
  });

  it("keeps itself and ends all others when the password changes", async () => {
    const [here, elsewhere] = [await signIn("global"), await signIn("global")];
    const wrong = await ask("/api/auth/change-password", {
      method: "POST",
      as: here,
      body: { currentPassword: "wrong", newPassword: "another password" },
    });
    expect((await problemOf(wrong)).code).toBe("password_wrong");
    const right = { currentPassword: password, newPassword: "another password" };
    expect((await ask("/api/auth/change-password", { method: "POST", as: here, body: right })).status).toBe(204);
    expect((await ask("/api/me", { as: here })).status).toBe(200);
    expect((await ask("/api/me", { as: elsewhere })).status).toBe(401);
  });
});

describe("a live view", () => {
  const open = (as: Session | null, headers: Record<string, string>) =>
    ask("/api/tenants/ours/live", { as, headers: { upgrade: "websocket", ...headers } });

  /** Opens a live view, and notes the code it is closed with. */
  async function watch(as: Session): Promise<{ code: number | null; closed: Promise<number> }> {
    const { webSocket, status } = await open(as, { origin });
    expect(status).toBe(101);
    const view = { code: null as number | null, closed: Promise.resolve(0) };
    view.closed = new Promise((resolve) =>
      webSocket?.addEventListener("close", ({ code }) => {
        view.code = code;
        resolve(code);
      }),
    );
    webSocket?.accept();
    return view;
  }

  it("opens for our own page only", async () => {
    const as = await signIn("viewer");
    expect((await open(as, { origin: "https://evil.example" })).status).toBe(403);
    expect((await open(as, {})).status).toBe(403);
    expect((await open(null, { origin })).status).toBe(401);
    expect((await ask("/api/tenants/ours/live", { as, headers: { origin } })).status).toBe(426);
  });

  it("closes when its session signs out, and no other with it", { timeout: 10_000 }, async () => {
    const [as, other] = [await signIn("viewer"), await signIn("viewer")];
    const [mine, others] = [await watch(as), await watch(other)];
    await ask("/api/auth/sign-out", { method: "POST", as });
    expect(await mine.closed).toBe(closeCodes.signInAgain);
    expect(others.code).toBeNull();
  });

  it("closes when the member is removed", { timeout: 10_000 }, async () => {
    const view = await watch(await signIn("viewer"));
    await applySetup(env, db, SetupOrder.parse({ people: [{ email: "viewer@example.com", name: "viewer", roles: { ours: null } }] }));
    expect(await view.closed).toBeGreaterThanOrEqual(4000);
  });
});
