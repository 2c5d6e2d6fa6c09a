// Who may call each route: the table that every route of the app is checked against.
import { inject } from "vitest";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { app } from "../../worker/http/app.ts";
import type { Rank } from "../../worker/access/permissions.ts";
import type { Somebody } from "./fixture.ts";

/**
 * `body`: a valid one, with placeholders for ids; routes without it take none. `query`: a valid
 * one, for routes that require it. `bytes`: a file.
 */
export type Row = {
  may: "everybody" | "signedIn" | "operator" | readonly Rank[];
  body?: () => Record<string, unknown>;
  query?: string;
  bytes?: string;
};

const everyPlace = ["viewer", "staff", "admin", "global"] as const;
const starters = ["staff", "admin", "global"] as const;
const admins = ["admin"] as const;
const above = ["global"] as const;
const readers = ["viewer", "staff", "admin"] as const;

/** The path of everything that belongs to one tenant. */
export const tenantPath = "/api/tenants/:tenant";

const settings = () => ({
  url: inject("sandbox"),
  database: odooSandbox.databases.trading,
  login: odooSandbox.reader.login,
});
const averages = "?measures=total&by=currency,state";
const sums = "?amount=total&date=invoice_date&group=journal&currency=currency";

export const matrix: Record<string, Row> = {
  "GET /api/health": { may: "everybody" },
  "GET /api/openapi.json": { may: "everybody" },
  "GET /api/docs": { may: "everybody" },
  "POST /api/auth/sign-in/email": {
    may: "everybody",
    body: () => ({ email: "nobody@example.com", password: "wrong" }),
  },
  "POST /api/auth/sign-out": { may: "signedIn" },
  "POST /api/auth/change-password": {
    may: "signedIn",
    body: () => ({ currentPassword: "not the right one", newPassword: "long enough for us" }),
  },
  "POST /api/setup": { may: "operator", body: () => ({ tenants: [], people: [] }) },
  "GET /api/me": { may: "signedIn" },
  "PATCH /api/me": { may: "signedIn", body: () => ({ locale: "en" }) },
  "GET /api/tenants": { may: "signedIn" },
  "GET /api/catalog": { may: "signedIn" },
  "GET /api/runs": { may: ["global"] },
  "GET /api/connections": { may: above },
  "POST /api/connections": {
    may: above,
    body: () => ({ name: "Shared", kind: "odoo", settings: settings() }),
  },
  "GET /api/connections/:connection": { may: above },
  "PATCH /api/connections/:connection": { may: above, body: () => ({ name: "Renamed" }) },
  "DELETE /api/connections/:connection": { may: above },
  "POST /api/connections/:connection/check": { may: above, body: () => ({}) },
  "POST /api/connections/:connection/discover": {
    may: above,
    body: () => ({ template: "treasury" }),
  },
  "GET /api/connections/:connection/allowance": { may: above },
  "GET /api/connections/:connection/gate": { may: above },
  "POST /api/connections/:connection/gate/clear": { may: above },
  "GET /api/connections/:connection/shares": { may: above },
  "PUT /api/connections/:connection/shares/:tenant": {
    may: above,
    body: () => ({ settings: { companies: "1" } }),
  },
  "DELETE /api/connections/:connection/shares/:tenant": { may: above },
  [`POST ${tenantPath}/runs`]: {
    may: starters,
    body: () => ({ configuration: ":configuration", resources: ["no-such-resource"] }),
  },
  [`GET ${tenantPath}/runs/current`]: { may: everyPlace },
  [`GET ${tenantPath}/runs`]: { may: starters },
  [`GET ${tenantPath}/runs/:run`]: { may: starters },
  [`GET ${tenantPath}/runs/:run/changes`]: { may: ["staff", "admin"] },
  [`POST ${tenantPath}/runs/:run/cancel`]: { may: starters },
  // Who may retry depends on the run's configuration: an unknown run is unknown to all.
  [`POST ${tenantPath}/runs/:run/retry`]: { may: everyPlace, body: () => ({}) },
  [`POST ${tenantPath}/runs/:run/confirm-removals`]: { may: admins, body: () => ({}) },
  [`POST ${tenantPath}/runs/:run/undo`]: { may: admins },
  // Who may deliver depends on the configuration: an unknown one is unknown to all.
  [`POST ${tenantPath}/configurations/:configuration/deliveries`]: {
    may: everyPlace,
    body: () => ({ everything: false }),
  },
  [`GET ${tenantPath}/records/:configuration/:resource`]: { may: readers },
  [`GET ${tenantPath}/records/:configuration/:resource/sums`]: { may: readers, query: sums },
  [`GET ${tenantPath}/records/:configuration/:resource/averages`]: {
    may: readers,
    query: averages,
  },
  [`GET ${tenantPath}/live`]: { may: everyPlace },
  [`GET ${tenantPath}/connections`]: { may: admins },
  [`POST ${tenantPath}/connections`]: {
    may: admins,
    body: () => ({ name: "Another", kind: "odoo", settings: settings() }),
  },
  [`GET ${tenantPath}/connections/:connection`]: { may: admins },
  [`PATCH ${tenantPath}/connections/:connection`]: {
    may: admins,
    body: () => ({ name: "Renamed" }),
  },
  [`DELETE ${tenantPath}/connections/:connection`]: { may: admins },
  [`GET ${tenantPath}/connections/:connection/allowance`]: { may: starters },
  [`POST ${tenantPath}/connections/:connection/gate/clear`]: { may: above },
  [`POST ${tenantPath}/connections/:connection/check`]: { may: admins, body: () => ({}) },
  [`POST ${tenantPath}/connections/:connection/discover`]: {
    may: admins,
    body: () => ({ template: "treasury" }),
  },
  [`GET ${tenantPath}/configurations`]: { may: starters },
  [`POST ${tenantPath}/configurations`]: {
    may: admins,
    body: () => ({
      name: "Another",
      connection: ":connection",
      template: "treasury",
      resources: ["local_sales"],
    }),
  },
  [`GET ${tenantPath}/configurations/:configuration`]: { may: starters },
  [`PATCH ${tenantPath}/configurations/:configuration`]: {
    may: admins,
    body: () => ({ name: "Renamed" }),
  },
  [`DELETE ${tenantPath}/configurations/:configuration`]: { may: admins },
  [`GET ${tenantPath}/connections/:connection/files`]: { may: ["staff", "admin"] },
  [`POST ${tenantPath}/connections/:connection/files`]: {
    may: ["staff", "admin"],
    query: "?name=invoices.edi",
    bytes: "UNB+UNOC:3'",
  },
  [`GET ${tenantPath}/connections/:connection/files/:file`]: { may: ["staff", "admin"] },
  [`GET ${tenantPath}/connections/:connection/files/:file/preview`]: { may: ["staff", "admin"] },
  [`POST ${tenantPath}/connections/:connection/files/:file/preview`]: { may: ["staff", "admin"] },
  [`GET ${tenantPath}/connections/:connection/files/:file/content`]: { may: ["staff", "admin"] },
  [`DELETE ${tenantPath}/connections/:connection/files/:file`]: { may: ["staff", "admin"] },
  [`GET ${tenantPath}/members`]: { may: ["admin", "global"] },
  [`POST ${tenantPath}/members`]: {
    may: ["admin", "global"],
    body: () => ({ email: "nobody@example.com", role: "viewer" }),
  },
  [`PATCH ${tenantPath}/members/:person`]: {
    may: ["admin", "global"],
    body: () => ({ role: "viewer" }),
  },
  [`DELETE ${tenantPath}/members/:person`]: { may: ["admin", "global"] },
};

/** Every route of the app, as it is mounted. */
export const routes = [
  ...new Set(
    app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path}`),
  ),
];

export const inTenant = routes.filter((route) => route.includes("/:tenant/"));

/** Ids that stand in for the `:names` of paths and bodies. */
export type Ids = Record<string, string>;

/** Where and with what a route is called; a name without an id becomes one that exists nowhere. */
export function callOf(
  route: string,
  ids: Ids,
): { path: string; method: string; body?: Record<string, unknown>; bytes?: string } {
  const [method = "", pattern = ""] = route.split(" ");
  const fill = (text: string) =>
    text.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? `no-such-${name}`);
  const row = matrix[route];
  const body = row?.body?.();
  if (body === undefined)
    return {
      method,
      path: fill(pattern) + (row?.query ?? ""),
      ...(row?.bytes ? { bytes: row.bytes } : {}),
    };
  const filled = Object.entries(body).map(([name, value]) => [
    name,
    typeof value === "string" && value.startsWith(":") ? fill(value) : value,
  ]);
  return {
    method,
    path: fill(pattern),
    body: Object.fromEntries(filled) as Record<string, unknown>,
  };
}

/** The rank of a person in one of the two tenants. */
export function rankIn(who: Somebody | "nobody", tenant: "ours" | "theirs"): Rank | null {
  if (who === "global") return "global";
  if (who === "stranger") return tenant === "theirs" ? "admin" : null;
  return tenant === "ours" && (who === "viewer" || who === "staff" || who === "admin") ? who : null;
}
