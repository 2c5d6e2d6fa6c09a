// Hostile bodies: every route answers them with a sentence, and the log quotes nothing of them.
import { beforeAll, describe, expect, it } from "vitest";
import {
  aConfiguration,
  aConnection,
  aSharedConnection,
  ask,
  openFixture,
  overhear,
  problemOf,
  read,
  signInAll,
  type Session,
} from "./fixture.ts";
import type { OpenApi } from "../../worker/http/openapi.ts";
import { callOf, matrix, routes } from "./matrix.ts";
import { env } from "cloudflare:workers";

const canary = "canary-of-a-body";
const deep = (levels: number, inside: string) =>
  `${"[".repeat(levels)}${inside}${"]".repeat(levels)}`;

const json = { "content-type": "application/json" };
const bodies: Record<string, { body: string | undefined; headers?: Record<string, string> }> = {
  none: { body: undefined },
  "an empty one": { body: "", headers: json },
  "no JSON": { body: `{"${canary}": `, headers: json },
  "JSON with a tail": { body: `{} ${canary}`, headers: json },
  text: { body: canary, headers: { "content-type": "text/plain" } },
  "a form": {
    body: `name=${canary}`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
  },
  "a list": { body: `["${canary}"]`, headers: json },
  "a number": { body: "1e999", headers: json },
  null: { body: "null", headers: json },
  "a name of an object's own": {
    body: `{"__proto__":{"a":"${canary}"},"constructor":1}`,
    headers: json,
  },
  "U+0000": { body: `{"name":"${canary}\\u0000"}`, headers: json },
  "half a character": { body: `{"name":"${canary}\\ud800"}`, headers: json },
  "20,000 levels": { body: `{"settings":${deep(20_000, `"${canary}"`)}}`, headers: json },
  "20,000 levels of objects": {
    body: `${'{"options":'.repeat(20_000)}1${"}".repeat(20_000)}`,
    headers: json,
  },
  "70 levels": { body: `{"settings":{"a":${deep(70, "1")}}}`, headers: json },
  "300 kB": { body: JSON.stringify({ name: canary.repeat(20_000) }), headers: json },
};

let document: OpenApi;
let sessions: Record<"admin" | "global", Session>;
let ids: Record<string, string>;

beforeAll(async () => {
  await openFixture();
  sessions = await signInAll();
  document = await read<OpenApi>(await ask("/api/openapi.json"));
  const configuration = await aConfiguration(sessions.admin);
  ids = { tenant: "ours", configuration: configuration.id, connection: configuration.connection };
});

const operationOf = (route: string) => {
  const [method = "", path = ""] = route.split(" ");
  return document.paths[path.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
};

describe("every request that changes something", () => {
  const orders = routes.filter(
    (route) => !route.startsWith("GET ") && !route.endsWith("/sign-out"),
  );
  it.each(orders)("%s", async (route) => {
    const above = matrix[route]?.may;
    const as =
      Array.isArray(above) && above.length === 1 && above[0] === "global"
        ? sessions.global
        : sessions.admin;
    const operator: Record<string, string> =
      above === "operator" ? { authorization: `Bearer ${env.SETUP_TOKEN}` } : {};
    const own =
      as === sessions.global
        ? { ...ids, connection: (await aSharedConnection(sessions.global)).id }
        : ids;
    const { path, method } = callOf(route, own);
    const wantsBody = operationOf(route)?.requestBody?.required === true;
    const heard = await overhear(async () => {
      for (const [what, { body, headers }] of Object.entries(bodies)) {
        if (method === "DELETE" && body === undefined) continue;
        const answer = await ask(path, {
          method,
          as,
          headers: { ...operator, ...headers },
          ...(body === undefined ? {} : { body }),
        });
        const text = await answer.clone().text();
        expect([what, answer.status, answer.status < 500], text).toEqual([
          what,
          answer.status,
          true,
        ]);
        if (wantsBody)
          expect([what, [400, 413, 415, 422, 404].includes(answer.status)]).toEqual([what, true]);
        if (answer.status >= 400) expect((await problemOf(answer)).detail).toMatch(/^[^{}]{15,}$/);
        expect(text).not.toContain(canary);
      }
    });
    expect(heard.filter((line) => line.includes(canary))).toEqual([]);
  });
});

describe("deep JSON where JSON is kept", () => {
  it.each([
    [
      "POST",
      "/api/tenants/ours/connections",
      (json: string) => `{"name":"X","kind":"odoo","settings":{"a":${json}}}`,
    ],
    [
      "PATCH",
      "/api/tenants/ours/configurations/:configuration",
      (json: string) => `{"options":{"a":${json}}}`,
    ],
    [
      "PUT",
      "/api/connections/:connection/shares/ours",
      (json: string) => `{"settings":{"a":${json}}}`,
    ],
  ] as const)("%s %s", async (method, path, make) => {
    const connection = path.startsWith("/api/connections")
      ? (await aSharedConnection(sessions.global)).id
      : "";
    const at = path
      .replace(":configuration", ids.configuration ?? "")
      .replace(":connection", connection);
    const as = path.startsWith("/api/connections") ? sessions.global : sessions.admin;
    for (const levels of [64, 1_000, 20_000]) {
      const answer = await ask(at, { method, as, headers: json, body: make(deep(levels, "1")) });
      expect([levels, answer.status, (await problemOf(answer)).code]).toEqual([
        levels,
        400,
        "body_too_deep",
      ]);
    }
  });

  it("takes no body for an empty one, and no empty text for JSON", async () => {
    const at = `/api/tenants/ours/connections/${(await aConnection(sessions.admin)).id}/check`;
    const post = { method: "POST", as: sessions.admin };
    expect((await ask(at, post)).status).toBe(200);
    const answer = await ask(at, { ...post, headers: json, body: "" });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([400, "body_unreadable"]);
  });

  it("answers a change of a configuration without a body in words, and changes nothing", async () => {
    const at = `/api/tenants/ours/configurations/${(await aConfiguration(sessions.admin)).id}`;
    const before = await (await ask(at, { as: sessions.admin })).text();
    const answer = await ask(at, { method: "PATCH", as: sessions.admin });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([400, "body_missing"]);
    expect(await (await ask(at, { as: sessions.admin })).text()).toBe(before);
  });
});

describe("the API description", () => {
  it("names who may call what, and every refusal by status and code", () => {
    for (const route of routes.filter((one) => one !== "GET /api/openapi.json")) {
      const operation = operationOf(route);
      const { may } = matrix[route] ?? {};
      const expected =
        may === "everybody" ? [] : may === "operator" ? [{ operator: [] }] : [{ session: [] }];
      expect([route, operation?.security]).toEqual([route, expected]);
      expect([route, Object.keys(operation?.responses ?? {}).includes("default")]).toEqual([
        route,
        false,
      ]);
      const statuses = Object.keys(operation?.responses ?? {});
      if (may !== "everybody" && may !== "operator")
        expect([route, statuses]).toEqual([route, expect.arrayContaining(["401", "429"])]);
      expect([route, statuses]).toEqual([route, expect.arrayContaining(["500", "503"])]);
    }
    expect(Object.keys(document.components.securitySchemes).sort()).toEqual([
      "operator",
      "session",
    ]);
  });

  it("names the Idempotency-Key where one is read", () => {
    const reading = routes.filter((route) =>
      operationOf(route)?.parameters?.some(({ name }) => name === "Idempotency-Key"),
    );
    expect(reading.map((route) => route.split("/").at(-1))).toEqual([
      "runs",
      "retry",
      "confirm-removals",
      "deliveries",
    ]);
  });

  it("can be read back as JSON", async () => {
    expect((await read<OpenApi>(await ask("/api/openapi.json"))).paths).toEqual(document.paths);
  });
});
