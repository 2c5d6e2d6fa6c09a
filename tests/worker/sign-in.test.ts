// Signing in and out: what the cookie promises, what guessing meets, and how fast live views close.
import { env } from "cloudflare:workers";
import { createExecutionContext } from "cloudflare:test";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Me } from "../../contract/api/access.ts";
import { closeCodes } from "../../contract/api/live.ts";
import { app } from "../../worker/http/app.ts";
import { longestSessionMs } from "../../worker/access/auth.ts";
import { networkOf } from "../../worker/http/client-address.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { allowance, session } from "../../worker/db/schema.ts";
import { SetupOrder } from "../../contract/api/setup.ts";
import { applySetup } from "../../worker/tenants/setup.ts";
import { keyOf } from "../../worker/access/sign-in-limit.ts";
import {
  ask,
  openFixture,
  origin,
  password,
  problemOf,
  read,
  signIn,
  type Session,
} from "./fixture.ts";

const db = openDatabase(env.DB);

beforeAll(openFixture);
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
    const answer = await app.fetch(
      request,
      { ...env, STAGE: "production" },
      createExecutionContext(),
    );
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
    const [known, unknown] = [
      await tryWith("staff@example.com", "wrong"),
      await tryWith("nobody@example.com", "wrong"),
    ];
    expect(known.status).toBe(401);
    expect(await known.text()).toBe(await unknown.text());
  });

  const from = (address: string) => ({ "cf-connecting-ip": address });
  const statuses = async (answers: Promise<Response>[]) =>
    (await Promise.all(answers)).map(({ status }) => status);
  const many = (count: number, guess: (index: number) => Promise<Response>) =>
    Array.from({ length: count }, (_, index) => guess(index));
  const countOf = (answers: number[], status: number) =>
    answers.filter((one) => one === status).length;

  it("stops guesses at one account from one address, however many come at once", async () => {
    const seen = await statuses(
      many(25, (guess) => tryWith("staff@example.com", `guess ${guess}`, from("192.0.2.1"))),
    );
    expect([countOf(seen, 401), countOf(seen, 429)]).toEqual([10, 15]);
    const right = await tryWith("Staff@example.com ", password, from("192.0.2.1"));
    expect(right.status).toBe(429);
    expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("keeps nobody else out by that: neither elsewhere, nor a global admin, nor another account from there", async () => {
    for (const who of ["staff@example.com", "global@example.com"])
      await statuses(many(13, () => tryWith(who, "wrong", from("192.0.2.1"))));
    expect((await tryWith("staff@example.com", password, from("192.0.2.2"))).status).toBe(200);
    expect((await tryWith("global@example.com", password, from("192.0.2.2"))).status).toBe(200);
    expect((await tryWith("viewer@example.com", password, from("192.0.2.1"))).status).toBe(200);
  });

  it.each([
    "staff@example.com from:192.0.2.2",
    'staff@example.com","192.0.2.2',
    "staff@example.com on:192.0.2.2",
  ])("counts guesses at %s for no account but that one", async (email) => {
    await statuses(many(12, () => tryWith(email, "wrong", from("192.0.2.1"))));
    expect((await tryWith("staff@example.com", "wrong", from("192.0.2.2"))).status).toBe(401);
  });

  it("counts nothing for an address that is refused already", async () => {
    const windowEndsAt = new Date(Date.now() + 60_000);
    await db
      .insert(allowance)
      .values({ key: keyOf("address", "192.0.2.3"), taken: 50, windowEndsAt });
    const seen = await statuses(
      many(20, () => tryWith("global@example.com", "wrong", from("192.0.2.3"))),
    );
    expect(countOf(seen, 429)).toBe(20);
    expect((await db.select().from(allowance)).map(({ key, taken }) => [key, taken])).toEqual([
      [keyOf("address", "192.0.2.3"), 50],
    ]);
  });

  const windowEndsAt = () => new Date(Date.now() + 60_000);

  it("bounds the guesses at one account, from however many addresses they come", async () => {
    await db.insert(allowance).values({
      key: keyOf("account", "staff@example.com"),
      taken: 95,
      windowEndsAt: windowEndsAt(),
    });
    const seen = await statuses(
      many(12, (guess) => tryWith("staff@example.com", "wrong", from(`198.51.100.${guess}`))),
    );
    expect([countOf(seen, 401), countOf(seen, 429)]).toEqual([5, 7]);
  });

  it("lets a known device in all the same, from wherever it asks", async () => {
    const cookie =
      (await tryWith("staff@example.com", password, from("192.0.2.4"))).headers
        .getSetCookie()
        .find((one) => one.startsWith("freshet-device=")) ?? "";
    expect(cookie).toContain("HttpOnly");
    const device = { cookie: cookie.split(";")[0] ?? "" };
    await db.delete(allowance);
    await db.insert(allowance).values([
      { key: keyOf("account", "staff@example.com"), taken: 100, windowEndsAt: windowEndsAt() },
      { key: keyOf("address", "192.0.2.4"), taken: 50, windowEndsAt: windowEndsAt() },
    ]);
    expect((await tryWith("staff@example.com", password, from("192.0.2.4"))).status).toBe(429);
    expect(
      (await tryWith("staff@example.com", password, { ...from("192.0.2.4"), ...device })).status,
    ).toBe(200);
    // Its counter is of this account only, is bounded too, and opens to no other cookie.
    expect(
      (await tryWith("viewer@example.com", "wrong", { ...from("192.0.2.4"), ...device })).status,
    ).toBe(429);
    const forged = { cookie: device.cookie.replace(/.$/, (last) => (last === "A" ? "B" : "A")) };
    expect(
      (await tryWith("staff@example.com", password, { ...from("192.0.2.4"), ...forged })).status,
    ).toBe(429);
    const seen = await statuses(
      many(13, () => tryWith("staff@example.com", "wrong", { ...from("192.0.2.5"), ...device })),
    );
    expect([countOf(seen, 401), countOf(seen, 429)]).toEqual([10, 3]);
  });

  it("takes all of an IPv6 network for one caller", async () => {
    const seen = await statuses(
      many(15, (guess) =>
        tryWith("staff@example.com", "wrong", from(`2001:db8:0:1::${guess + 1}`)),
      ),
    );
    expect(countOf(seen, 401)).toBe(10);
    expect((await tryWith("staff@example.com", password, from("2001:db8:0:2::1"))).status).toBe(
      200,
    );
    expect(
      ["2001:0db8::1", "2001:db8:0:0:ffff::", "::ffff:192.0.2.1", "fe80::1%eth0", "192.0.2.1"].map(
        networkOf,
      ),
    ).toEqual([
      "2001:db8:0:0::/64",
      "2001:db8:0:0::/64",
      "192.0.2.1",
      "fe80:0:0:0::/64",
      "192.0.2.1",
    ]);
  });

  it("stops guesses from one address at many accounts", async () => {
    const windowEndsAt = new Date(Date.now() + 60_000);
    await db
      .insert(allowance)
      .values({ key: keyOf("address", "192.0.2.7"), taken: 49, windowEndsAt });
    expect((await tryWith("person49@example.com", "wrong", from("192.0.2.7"))).status).toBe(401);
    expect((await tryWith("staff@example.com", password, from("192.0.2.7"))).status).toBe(429);
    expect(
      (await tryWith("staff@example.com", password, { "cf-connecting-ip": "192.0.2.8" })).status,
    ).toBe(200);
  });

  it("does not count those who sign in rightly", async () => {
    for (let time = 0; time < 12; time++)
      expect((await tryWith("staff@example.com", password)).status).toBe(200);
  });

  it("is closed to newcomers", async () => {
    const body = { email: "new@example.com", password, name: "New" };
    expect((await ask("/api/auth/sign-up/email", { method: "POST", body })).status).toBe(404);
  });
});

describe("a session", () => {
  it("ends in any case some days after the sign-in", async () => {
    const as = await signIn("viewer");
    await db
      .update(session)
      .set({ createdAt: new Date(Date.now() - longestSessionMs.person - 1_000) });
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
      body: { currentPassword: "wrong", newPassword: "another word for the door" },
    });
    expect((await problemOf(wrong)).code).toBe("password_wrong");
    const right = { currentPassword: password, newPassword: "another word for the door" };
    expect(
      (await ask("/api/auth/change-password", { method: "POST", as: here, body: right })).status,
    ).toBe(204);
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
    await applySetup(
      env,
      db,
      SetupOrder.parse({
        people: [{ email: "viewer@example.com", name: "viewer", roles: { ours: null } }],
      }),
    );
    expect(await view.closed).toBeGreaterThanOrEqual(4000);
  });
});
