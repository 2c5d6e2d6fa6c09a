// Live views: who may open one, how many there may be, and that they only send.
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { closeCodes } from "../../contract/api/live.ts";
import { mostViews, viewerHeaders } from "../../contract/rpc/viewer.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { session } from "../../worker/db/schema.ts";
import { tenantStub } from "../../worker/stubs.ts";
import { ask, openFixture, origin, problemOf, signIn, type Session } from "./fixture.ts";
import { open, tokenOf, watch } from "./views.ts";

const db = openDatabase(env.DB);
let admin: Session;

beforeAll(async () => {
  await openFixture();
  admin = await signIn("admin");
});

describe("opening a live view", () => {
  const origins: [string, Record<string, string>][] = [
    ["no origin", {}],
    ["another site", { origin: "https://evil.example" }],
    ["a name that begins like ours", { origin: `${origin}.evil.example` }],
    ["a name that ends like ours", { origin: "http://evil-freshet.test" }],
    ["our name on another port", { origin: `${origin}:8443` }],
    ["our name by another scheme", { origin: origin.replace("http:", "https:") }],
    ["our name with a path", { origin: `${origin}/` }],
    ["a page without origin", { origin: "null" }],
    ["two origins", { origin: `${origin}, https://evil.example` }],
    ["our name as the referrer only", { referer: `${origin}/` }],
    [
      "our name as the forwarded host only",
      { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
    ],
    ["the host itself forged", { origin: "http://evil.example", host: "evil.example" }],
  ];

  it.each(origins)("is refused to %s", async (_, headers) => {
    const answer = await open(admin, headers);
    expect([answer.status, answer.webSocket, (await problemOf(answer)).code]).toEqual([
      403,
      null,
      "cross_site",
    ]);
  });

  it("is refused without a session that is alive", async () => {
    const viewer = await signIn("viewer");
    const [name = "", value = ""] = viewer.cookie.split("=");
    const [token = "", signature = ""] = decodeURIComponent(value).split(".");
    const other = decodeURIComponent((await signIn("staff")).cookie.split("=")[1] ?? "");
    const forged = [
      null,
      `${name}=`,
      `${name}=${token}`,
      `${name}=${encodeURIComponent(`${token}.${"A".repeat(43)}=`)}`,
      `${name}=${encodeURIComponent(`${token}.`)}`,
      // The signature of one session under the token of another.
      `${name}=${encodeURIComponent(`${other.split(".")[0]}.${signature}`)}`,
      `${name}=${encodeURIComponent(`${token.slice(0, -1)}x.${signature}`)}`,
      `__Host-${viewer.cookie}`,
      `other=${value}`,
    ];
    for (const cookie of forged) {
      const answer = await open(cookie === null ? null : { cookie });
      expect([cookie, answer.status, (await problemOf(answer)).code]).toEqual([
        cookie,
        401,
        "not_signed_in",
      ]);
    }
    await ask("/api/auth/sign-out", { method: "POST", as: viewer });
    expect((await open(viewer)).status).toBe(401);
    const late = await signIn("viewer");
    await db
      .update(session)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(session.token, tokenOf(late)));
    expect((await open(late)).status).toBe(401);
  });

  it("does not exist for people of another establishment, whatever they send", async () => {
    const stranger = await signIn("stranger");
    const forged = Object.fromEntries(
      Object.values(viewerHeaders).map((name) => [
        name,
        name === viewerHeaders.tenant ? "ours" : "admin",
      ]),
    );
    for (const headers of [{ origin }, { origin, ...forged }]) {
      const answer = await open(stranger, headers);
      expect([answer.status, (await problemOf(answer)).code]).toEqual([404, "not_found"]);
    }
    expect((await open(stranger, { origin }, "nowhere")).status).toBe(404);
  });

  it("ignores our internal headers when a caller sends them", async () => {
    const viewer = await signIn("viewer");
    const forged = {
      [viewerHeaders.person]: "somebody-else",
      [viewerHeaders.session]: "another",
      [viewerHeaders.tenant]: "theirs",
      [viewerHeaders.role]: "admin",
      [viewerHeaders.expiresAt]: "9999-01-01T00:00:00.000Z",
    };
    const { webSocket } = await open(viewer, { origin, ...forged });
    const closed = new Promise<number>((resolve) =>
      webSocket?.addEventListener("close", ({ code }) => resolve(code)),
    );
    webSocket?.accept();
    // It closes with its true session: the forged one belonged to nobody.
    await ask("/api/auth/sign-out", { method: "POST", as: viewer });
    expect(await closed).toBe(closeCodes.signInAgain);
  });
});

describe("a live view only sends", () => {
  it.each([
    ["text", "anything"],
    ["bytes", new Uint8Array(10)],
    ["a long text", "x".repeat(100_000)],
  ])("and closes on %s", async (_, message) => {
    const view = await watch(await signIn("staff"));
    view.socket.send(message);
    expect((await view.closed).code).toBe(1008);
  });

  it("but answers a ping", async () => {
    const view = await watch(await signIn("staff"));
    const answer = new Promise((resolve) =>
      view.socket.addEventListener("message", ({ data }) =>
        data === "pong" ? resolve(data) : undefined,
      ),
    );
    view.socket.send("ping");
    expect(await answer).toBe("pong");
    expect(view.isOpen()).toBe(true);
    view.socket.close();
  });
});

describe("there is room", () => {
  it(`for ${mostViews.person} live views of one person, and for others beside them`, async () => {
    const as = await signIn("staff");
    const tries = await Promise.all(Array.from({ length: mostViews.person + 8 }, () => open(as)));
    const opened = tries.flatMap(({ webSocket }) => (webSocket ? [webSocket] : []));
    const refused = tries.filter(({ webSocket }) => webSocket === null);
    for (const socket of opened) socket.accept();
    expect([opened.length, refused.map(({ status }) => status)]).toEqual([
      mostViews.person,
      Array(8).fill(429),
    ]);
    const [first] = refused;
    expect(first?.headers.get("retry-after")).toBe("30");
    expect(first && (await problemOf(first))).toMatchObject({
      code: "too_many_views",
      detail: expect.stringContaining("32"),
    });
    (await watch(admin)).socket.close();
    const gone = new Promise((resolve) => opened[0]?.addEventListener("close", resolve));
    opened[0]?.close();
    await gone;
    expect((await open(as)).status).toBe(101);
  });

  it(`for ${mostViews.tenant} live views of one tenant`, { timeout: 60_000 }, async () => {
    const stub = tenantStub(env, { id: "crowded", jurisdiction: null });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const arrival = (person: number) =>
      new Request("https://tenant/live", {
        headers: {
          upgrade: "websocket",
          [viewerHeaders.person]: `p${person}`,
          [viewerHeaders.session]: `s${person}`,
          [viewerHeaders.expiresAt]: expiresAt,
        },
      });
    const opened: Response[] = [];
    while (opened.length < mostViews.tenant)
      opened.push(
        ...(await Promise.all(
          Array.from({ length: 100 }, (_, index) => stub.fetch(arrival(opened.length + index))),
        )),
      );
    expect(opened.filter(({ webSocket }) => webSocket !== null)).toHaveLength(mostViews.tenant);
    const answer = await stub.fetch(arrival(mostViews.tenant));
    expect([answer.status, answer.headers.get(viewerHeaders.full)]).toEqual([429, "tenant"]);
    for (const { webSocket } of opened) webSocket?.accept();
    for (const { webSocket } of opened) webSocket?.close();
  });
});
