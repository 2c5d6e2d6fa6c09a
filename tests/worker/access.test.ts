// The table of rights, and every route held against it.
import { beforeAll, describe, expect, it } from "vitest";
import { allowedActions, may } from "../../worker/access.ts";
import { app } from "../../worker/app.ts";
import { aConfiguration, ask, openHouse, people, problemOf, signInAll, type Session, type Somebody } from "./house.ts";

describe("the table", () => {
  const onlyStaff = { startedBy: ["staff"] as const };
  it.each([
    [{ role: "viewer", globalAdmin: false }, "data.read", true],
    [{ role: "viewer", globalAdmin: false }, "run.cancel", false],
    [{ role: null, globalAdmin: true }, "data.read", false],
    [{ role: null, globalAdmin: true }, "run.start", true],
    [{ role: null, globalAdmin: true }, "connection.read", false],
    [{ role: "viewer", globalAdmin: true }, "data.read", true],
    [{ role: null, globalAdmin: false }, "run.watch", false],
  ] as const)("%o, %s: %s", (standing, action, expected) => {
    expect(may(standing, action)).toBe(expected);
  });

  it("lets the configuration decide about roles that are no admins", () => {
    expect(may({ role: "staff", globalAdmin: false }, "run.start", onlyStaff)).toBe(true);
    expect(may({ role: "viewer", globalAdmin: false }, "run.start", onlyStaff)).toBe(false);
    expect(may({ role: "viewer", globalAdmin: false }, "run.start", { startedBy: ["viewer"] })).toBe(true);
    expect(may({ role: "admin", globalAdmin: false }, "run.start", { startedBy: [] })).toBe(true);
    expect(may({ role: "staff", globalAdmin: false }, "run.start")).toBe(false);
  });

  it("gives somebody without a place nothing", () => {
    expect(allowedActions({ role: null, globalAdmin: false }, [{ startedBy: ["viewer", "staff"] }])).toEqual([]);
  });
});

/** Who passes the gate of a route. */
type Row = { may: "everybody" | "signedIn" | "operator" | readonly Somebody[]; body?: unknown };

const everyPlace = ["viewer", "staff", "admin", "global"] as const;
const starters = ["staff", "admin", "global"] as const;
const admins = ["admin"] as const;
const tenant = "/api/tenants/:tenant";

const matrix: Record<string, Row> = {
  "GET /api/health": { may: "everybody" },
  "GET /api/openapi.json": { may: "everybody" },
  "GET /api/docs": { may: "everybody" },
  "POST /api/auth/sign-in/email": { may: "everybody", body: { email: "nobody@example.com", password: "wrong" } },
  "POST /api/auth/sign-out": { may: "signedIn" },
  "POST /api/auth/change-password": { may: "signedIn", body: { currentPassword: "wrong", newPassword: "long enough for us" } },
  "POST /api/setup": { may: "operator", body: {} },
  "GET /api/me": { may: "signedIn" },
  "PATCH /api/me": { may: "signedIn", body: { locale: "en" } },
  "GET /api/tenants": { may: "signedIn" },
  "GET /api/catalog": { may: "signedIn" },
  "GET /api/runs": { may: ["global"] },
  [`POST ${tenant}/runs`]: { may: starters, body: { configuration: ":configuration", resources: ["no-such-resource"] } },
  [`GET ${tenant}/runs/current`]: { may: everyPlace },
  [`GET ${tenant}/runs`]: { may: everyPlace },
  [`GET ${tenant}/runs/:run`]: { may: starters },
  [`GET ${tenant}/runs/:run/changes`]: { may: ["staff", "admin"] },
  [`POST ${tenant}/runs/:run/cancel`]: { may: starters },
  // Who may try again depends on the run's configuration: an unknown run is unknown to all.
  [`POST ${tenant}/runs/:run/retry`]: { may: everyPlace },
  [`POST ${tenant}/runs/:run/confirm-removals`]: { may: admins },
  [`POST ${tenant}/runs/:run/undo`]: { may: admins },
  [`GET ${tenant}/records/:configuration/:resource`]: { may: ["viewer", "staff", "admin"] },
  [`GET ${tenant}/records/:configuration/:resource/sums`]: { may: ["viewer", "staff", "admin"] },
  [`GET ${tenant}/live`]: { may: everyPlace },
  [`GET ${tenant}/connections`]: { may: admins },
  [`POST ${tenant}/connections`]: { may: admins, body: {} },
  [`GET ${tenant}/connections/:connection`]: { may: admins },
  [`PATCH ${tenant}/connections/:connection`]: { may: admins, body: {} },
  [`DELETE ${tenant}/connections/:connection`]: { may: admins },
  [`POST ${tenant}/connections/:connection/check`]: { may: admins },
  [`POST ${tenant}/connections/:connection/discover`]: { may: admins, body: { template: "treasury" } },
  [`GET ${tenant}/configurations`]: { may: starters },
  [`POST ${tenant}/configurations`]: { may: admins, body: {} },
  [`GET ${tenant}/configurations/:configuration`]: { may: starters },
  [`PATCH ${tenant}/configurations/:configuration`]: { may: admins, body: {} },
  [`DELETE ${tenant}/configurations/:configuration`]: { may: admins },
  [`GET ${tenant}/members`]: { may: ["admin", "global"] },
};

const routes = [...new Set(app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`))];

describe("every route", () => {
  let sessions: Record<Somebody, Session>;
  let configuration: string;

  beforeAll(async () => {
    await openHouse();
    sessions = await signInAll();
    configuration = (await aConfiguration(sessions.admin)).id;
  });

  it("has a row in the matrix, and every row a route", () => {
    expect(Object.keys(matrix).sort()).toEqual([...routes].sort());
  });

  /** A call that passes the gate but does no harm: ids that exist nowhere, except where rights depend on them. */
  function call(route: string, { as, tenantId }: { as: Session | null; tenantId: string }): Promise<Response> {
    const [method = "", pattern = ""] = route.split(" ");
    const starts = route === `POST ${tenant}/runs`;
    const path = pattern.replace(":tenant", tenantId).replace(/:(\w+)/g, "no-such-$1");
    const body = JSON.stringify(matrix[route]?.body)?.replace(":configuration", starts ? configuration : "no-such");
    return ask(path, { method, as, ...(body === undefined ? {} : { body }) });
  }

  const guarded = routes.filter((route) => Array.isArray(matrix[route]?.may) || matrix[route]?.may === "signedIn");

  it.each(guarded)("%s asks nobody in without a session", async (route) => {
    const answer = await call(route, { as: null, tenantId: "ours" });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([401, "not_signed_in"]);
  });

  const inTenant = routes.filter((route) => route.includes("/:tenant/"));

  it.each(inTenant)("%s does not exist for those who belong elsewhere, nor in no establishment", async (route) => {
    const answer = await call(route, { as: sessions.stranger, tenantId: "ours" });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([404, "not_found"]);
    expect((await call(route, { as: sessions.global, tenantId: "nowhere" })).status).toBe(404);
  });

  const cells = routes.flatMap((route) => {
    const row = matrix[route];
    return row && typeof row.may !== "string" ? people.filter((one) => one !== "stranger").map((one) => ({ route, one })) : [];
  });

  it.each(cells)("$route for $one", async ({ route, one }) => {
    const allowed = matrix[route]?.may.includes(one) ?? false;
    const answer = await call(route, { as: sessions[one], tenantId: "ours" });
    const code = answer.ok ? null : (await problemOf(answer)).code;
    if (allowed) expect(["not_allowed", "not_signed_in"]).not.toContain(code);
    else expect([answer.status, code]).toEqual([403, "not_allowed"]);
  });

  it("keeps what belongs to another establishment apart, id by id", async () => {
    const theirs = await ask(`/api/tenants/theirs/configurations/${configuration}`, { as: sessions.stranger });
    expect(theirs.status).toBe(404);
    const started = await ask("/api/tenants/theirs/runs", { method: "POST", as: sessions.stranger, body: { configuration } });
    expect((await problemOf(started)).code).toBe("not_found");
  });

  it("is not opened by names that only the house itself may give", async () => {
    const headers = { "x-freshet-role": "admin", "x-freshet-person": "somebody", "x-freshet-tenant": "ours" };
    expect((await ask("/api/tenants/ours/connections", { as: sessions.viewer, headers })).status).toBe(403);
  });
});
