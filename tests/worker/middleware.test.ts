// The middleware of every request: safe headers, one shape of errors in two languages, and no
// changes on behalf of other sites.
import { beforeAll, describe, expect, it } from "vitest";
import { ProblemDetails } from "../../contract/api/problem.ts";
import { Hono } from "hono";
import { acceptedLocale } from "../../worker/http/language.ts";
import { ask, openFixture, origin, problemOf, signIn, type Session } from "./fixture.ts";

let admin: Session;

beforeAll(async () => {
  await openFixture();
  admin = await signIn("admin");
});

const change = (headers: Record<string, string>, body: unknown = { locale: "en" }) =>
  ask("/api/me", { method: "PATCH", as: admin, body, headers });

describe("orders from elsewhere", () => {
  it.each([
    ["a page of another site", { "sec-fetch-site": "cross-site" }],
    ["a page of a sister site", { "sec-fetch-site": "same-site" }],
    ["an old browser on another site", { origin: "https://evil.example" }],
    ["our name on another port", { origin: `${origin}:8443` }],
    ["a page without origin", { origin: "null" }],
    ["our origin, claimed by another site", { origin, "sec-fetch-site": "cross-site" }],
  ])("are refused: %s", async (_, headers) => {
    const answer = await change(headers);
    expect([answer.status, (await problemOf(answer)).code]).toEqual([403, "cross_site"]);
  });

  it.each([
    ["our own page", { "sec-fetch-site": "same-origin", origin }],
    ["an old browser on our own page", { origin }],
    ["a program that is no browser", {}],
  ])("are carried out: %s", async (_, headers) => {
    expect((await change(headers)).status).toBe(200);
  });

  it.each(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])(
    "are refused as %s",
    async (type) => {
      const answer = await change({ "content-type": type }, '{"locale":"en"}');
      expect([answer.status, (await problemOf(answer)).code]).toEqual([415, "body_not_json"]);
    },
  );
});

describe("a problem", () => {
  it.each([
    ["an unknown address", () => ask("/api/nothing-here"), 404, "not_found"],
    ["the root of the API", () => ask("/api"), 404, "not_found"],
    [
      "a method an address does not know",
      () => ask("/api/me", { method: "PUT", as: admin, body: {} }),
      405,
      "method_not_allowed",
    ],
    ["no session", () => ask("/api/me"), 401, "not_signed_in"],
    ["a body that is no JSON", () => change({}, '{"locale":'), 400, "body_unreadable"],
    ["a body of the wrong shape", () => change({}, { locale: "xx" }), 400, "not_valid"],
    [
      "a part that nobody asked for",
      () => change({}, { locale: "en", globalAdmin: true }),
      400,
      "not_valid",
    ],
    [
      "a body without end",
      () => change({}, { locale: "x".repeat(300_000) }),
      413,
      "body_too_large",
    ],
    [
      "a query of the wrong shape",
      () => ask("/api/tenants/ours/runs?limit=many", { as: admin }),
      400,
      "not_valid",
    ],
  ])("has one shape for %s", async (_, request, status, code) => {
    const answer = await request();
    const problem = ProblemDetails.parse(await answer.json());
    expect([answer.status, problem.status, problem.code]).toEqual([status, status, code]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(problem.detail).not.toBe("");
  });

  it("names the methods that an address does know", async () => {
    expect((await ask("/api/me", { method: "DELETE", as: admin })).headers.get("allow")).toBe(
      "GET, PATCH",
    );
  });

  it("names the part that is wrong", async () => {
    expect((await problemOf(await change({}, { locale: "xx" }))).errors).toEqual([
      { path: "locale", message: "This value is not one of those allowed." },
    ]);
  });

  it("speaks the language of the request", async () => {
    const french = await ask("/api/me", {
      headers: { "accept-language": "fr-CA,fr;q=0.9,en;q=0.5" },
    });
    expect((await problemOf(french)).detail).toBe("Connectez-vous pour continuer.");
    expect((await problemOf(await ask("/api/me"))).detail).toBe("Sign in to continue.");
  });

  it("speaks the language that a person has chosen, whatever the browser says", async () => {
    await change({}, { locale: "fr" });
    const answer = await ask("/api/tenants/nowhere/runs", {
      as: admin,
      headers: { "accept-language": "en" },
    });
    expect((await problemOf(answer)).detail).toBe("Cet élément n’existe pas ou n’existe plus.");
    await change({}, { locale: "en" });
  });
});

describe("the language of a request", () => {
  it.each([
    [null, "en"],
    ["fr", "fr"],
    ["FR-be", "fr"],
    ["de, fr;q=0.3", "fr"],
    ["en;q=0.4, fr;q=0.8", "fr"],
    ["fr;q=0, en", "en"],
    ["*", "en"],
    [";;,,q=", "en"],
  ] as const)("%s: %s", async (header, locale) => {
    const app = new Hono().get("/", (c) => c.text(acceptedLocale(c)));
    const answer = await app.request("/", {
      headers: header === null ? {} : { "accept-language": header },
    });
    expect(await answer.text()).toBe(locale);
  });
});

describe("every answer", () => {
  it.each(["/api/health", "/api/docs", "/api/me", "/api/nothing-here", "/api/openapi.json"])(
    "is protected by its headers: %s",
    async (path) => {
      const { headers } = await ask(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("cache-control")).toBe("no-store");
    },
  );
});

describe("the description of the API", () => {
  it("knows every route, with what it takes and answers", async () => {
    const spec = (await (await ask("/api/openapi.json")).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { summary?: string }>>;
    };
    expect(spec.openapi).toMatch(/^3\.1/);
    const operations = Object.values(spec.paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(30);
    expect(operations.filter(({ summary }) => !summary)).toEqual([]);
    const text = JSON.stringify(spec);
    const named = new Set(
      [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name),
    );
    expect([...named].filter((name) => !text.includes(`"${name}":{`))).toEqual([]);
  });

  it("reads as a page without any script", async () => {
    const page = await (await ask("/api/docs")).text();
    expect(page).toContain("/api/tenants/{tenant}/runs");
    expect(page).not.toMatch(/<script|https?:\/\//);
  });
});
