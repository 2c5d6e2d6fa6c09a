// Sessions: a cookie stands for an account, as browsers and similar clients use it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { odooSandbox } from "../../sandbox/accounts.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { startVersions, type RpcError } from "./client.ts";

const { reader } = odooSandbox;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startVersions();
});
afterAll(() => sandbox.close());

type SessionInfo = { id: unknown; result?: unknown; error?: RpcError & { message: string } };

async function post(
  path: string,
  params: object,
  { cookie, url = sandbox.url }: { cookie?: string; url?: string | undefined } = {},
) {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(cookie === undefined ? {} : { Cookie: cookie }),
    },
    body: JSON.stringify({ jsonrpc: "2.0", method: "call", params, id: 3 }),
  });
  const cookies = response.headers.getSetCookie();
  return {
    ...((await response.json()) as SessionInfo),
    cookies,
    cookie: /session_id=\w+/.exec(cookies[0] ?? "")?.[0] ?? "",
  };
}

const signIn = (database = "trading", password: string = reader.password) =>
  post("/web/session/authenticate", { db: database, login: reader.login, password });
const count = (cookie: string, model = "account.move") =>
  post(
    "/web/dataset/call_kw",
    { model, method: "search_count", args: [[]], kwargs: {} },
    { cookie },
  );

describe("a session", () => {
  it("is opened by a password, and describes its account", async () => {
    expect(await signIn()).toMatchObject({
      id: 3,
      result: {
        uid: 7,
        db: "trading",
        username: reader.login,
        user_context: { lang: "fr_FR", uid: 7 },
        server_version_info: [19, 0, 0, "final", 0, ""],
        user_companies: {
          current_company: 1,
          allowed_companies: { 1: { currency_id: 134 }, 2: { name: "Levant France" } },
        },
      },
    });
  });

  it.each([
    ["another password", "wrong"],
    ["an API key", reader.apiKey],
  ])("is not opened by %s", async (_, secret) => {
    const { error, result } = await signIn("trading", secret);
    expect([error?.data.name, result]).toEqual(["odoo.exceptions.AccessDenied", undefined]);
  });

  it("calls models, also through a path that repeats the call", async () => {
    const { cookie } = await signIn();
    expect((await count(cookie)).result).toBe(250);
    expect(
      (
        await post(
          "/web/dataset/call_kw/res.users/context_get",
          { model: "res.users", method: "context_get", args: [], kwargs: {} },
          { cookie },
        )
      ).result,
    ).toMatchObject({ uid: 7 });
    expect((await post("/web/session/get_session_info", {}, { cookie })).result).toMatchObject({
      uid: 7,
      db: "trading",
    });
  });

  it("answers as its database's version does", async () => {
    const old = await signIn("trading18");
    const now = await signIn();
    expect([old.cookies.length, now.cookies.length]).toEqual([1, 2]);
    expect((await count(old.cookie, "no.model")).error).toMatchObject({
      code: 200,
      data: { name: "builtins.KeyError", message: "'no.model'" },
    });
    expect((await count(now.cookie, "no.model")).error).toMatchObject({
      code: 404,
      message: "404: Not Found",
    });
  });

  it("ends when it is destroyed, and only that one", async () => {
    const [one, other] = [await signIn(), await signIn()];
    expect(one.cookie).not.toBe(other.cookie);
    await post("/web/session/destroy", {}, one);
    expect((await count(one.cookie)).error).toMatchObject({
      code: 100,
      message: "Odoo Session Expired",
    });
    expect((await count(other.cookie)).result).toBe(250);
  });

  it.each(["/web/dataset/call_kw", "/web/session/get_session_info", "/web/session/destroy"])(
    "is needed for %s",
    async (path) => {
      const params = { model: "res.partner", method: "search_count", args: [[]], kwargs: {} };
      expect(await post(path, params, { cookie: "session_id=made-up" })).toMatchObject({
        id: null,
        error: { code: 100, data: { name: "odoo.http.SessionExpiredException" } },
      });
    },
  );
});

describe("without a session", () => {
  it.each([
    ["19.0", "19.0", ["plain", "trading"]],
    ["18.0", "18.0+e-20241005", ["trading18"]],
    ["16.0", "16.0", ["trading16"]],
  ] as const)(
    "a server of %s returns its version and its databases",
    async (version, shown, databases) => {
      const url = sandbox.urls[version];
      expect((await post("/web/webclient/version_info", {}, { url })).result).toMatchObject({
        server_version: shown,
        server_serie: version,
      });
      expect((await post("/web/database/list", {}, { url })).result).toEqual(databases);
    },
  );
});
