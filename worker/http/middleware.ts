// What every request passes first: a reference for support, safe headers, and no orders from other
// sites.
import { bodyLimit } from "hono/body-limit";
import type { Context } from "hono";
import { apiRoot, endpoints, partsOf } from "../../contract/api/endpoints.ts";
import { routeNames, routeOf } from "../../contract/api/routes.ts";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { faultOf } from "./json-body.ts";
import { acceptedLocale } from "./language.ts";
import { notValid } from "./not-valid.ts";
import { factory, isLocal, type AppEnv } from "./context.ts";
import { openAuth } from "../access/auth.ts";
import { openDatabase } from "../db/database.ts";
import { patient, type Watch } from "../db/availability.ts";
import { log } from "../log.ts";
import { HttpProblem } from "./problem.ts";

const largestBody = 256 * 1024;

/** What a browser is told of an answer of the API: it is data, and nothing in it runs. */
const safety = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
  referrerPolicy: "same-origin",
  xFrameOptions: "DENY",
  // A page that a route renders itself may have set a policy of its own.
  overwrite: false,
};
const secureLocally = secureHeaders({ ...safety, strictTransportSecurity: false });
const secure = secureHeaders({
  ...safety,
  strictTransportSecurity: "max-age=31536000; includeSubDomains",
});

/** Short enough to be read out on the telephone. */
const newReference = () => crypto.randomUUID().slice(0, 8).toUpperCase();

/**
 * Gives each request the reference that errors quote to support. A caller's own is not taken: it
 * would stand in our log under another caller's.
 */
export const identify = requestId({ headerName: "", generator: newReference });

/** Opens what routes need, and writes one log line per request. */
export const arrive = factory.createMiddleware(async (c, next) => {
  const began = Date.now();
  const watch: Watch = { away: null };
  const db = openDatabase(patient(c.env.DB, watch));
  c.set("watch", watch);
  c.set("locale", acceptedLocale(c));
  c.set("db", db);
  c.set(
    "auth",
    openAuth({ db, secret: c.env.AUTH_SECRET, origin: ownOrigin(c), local: isLocal(c.env) }),
  );
  await next();
  // Monitors ask each second: their lines would bury the others.
  if (c.req.path === "/api/health" && c.res.ok) return;
  log("info", "request", {
    method: c.req.method,
    status: c.res.status,
    durationMs: Date.now() - began,
    reference: c.var.requestId,
  });
});

/** Headers of an API answer. One that became a socket takes none any more. */
export const protectAnswer = factory.createMiddleware(async (c, next) => {
  await next();
  if (c.res.status === 101) return;
  await (isLocal(c.env) ? secureLocally : secure)(c, async () => {});
  if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
  if (!c.res.headers.has("vary"))
    c.header("vary", "Origin, Sec-Fetch-Site, Accept-Language, Cookie");
  c.header("x-request-id", c.var.requestId);
});

/**
 * Refuses orders that a page of another site makes a browser send.
 * Browsers name the sender in `Sec-Fetch-Site` or `Origin`; a caller that sends neither is no
 * browser and holds no ambient cookie.
 */
export const refuseCrossSite = factory.createMiddleware(async (c, next) => {
  if (isSafe(c.req.method)) return next();
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  if (site !== undefined && site !== "same-origin" && site !== "none")
    throw new HttpProblem("cross_site");
  if (site === undefined && origin !== undefined && origin !== ownOrigin(c))
    throw new HttpProblem("cross_site");
  const type = c.req.header("content-type");
  // Neither type is one that a page of another site may send without asking first.
  if (takesBytes(c) && !isOf(type, "application/octet-stream"))
    throw new HttpProblem("file_not_bytes");
  if (!takesBytes(c) && hasBody(c) && !isOf(type, "application/json"))
    throw new HttpProblem("body_not_json");
  return next();
});

const limitJson = bodyLimit({
  maxSize: largestBody,
  onError: () => {
    throw new HttpProblem("body_too_large");
  },
});

export const limitBody = factory.createMiddleware((c, next) =>
  takesBytes(c) ? next() : limitJson(c, next),
);

/**
 * Refuses JSON that cannot be parsed, is nested too deeply or holds text that no database keeps,
 * before any route looks at it.
 */
export const checkJson = factory.createMiddleware(async (c, next) => {
  if (isSafe(c.req.method) || !isOf(c.req.header("content-type"), "application/json"))
    return next();
  const bytes = await c.req.arrayBuffer();
  const fault = bytes.byteLength === 0 ? null : faultOf(bytes);
  if (fault === null) return next();
  if (fault.code !== "not_valid") throw new HttpProblem(fault.code);
  throw notValid(c.var.locale, [fault.path], "unkeepable");
});

/** Scheme, host and port that the caller has reached us by. */
export const ownOrigin = (c: Context<AppEnv>) => new URL(c.req.url).origin;

const isSafe = (method: string) => method === "GET" || method === "HEAD" || method === "OPTIONS";

/** Routes whose body is a file, as patterns of `METHOD path`; they have limits of their own. */
const bytesRoutes = routeNames
  .filter((name) => {
    const { body } = routeOf(name);
    return body !== undefined && "media" in body;
  })
  .map((name) => {
    const { method, path } = partsOf(endpoints[name]);
    return new RegExp(`^${method} ${apiRoot}${path.replace(/:\w+/g, "[^/]+")}$`);
  });

const takesBytes = (c: Context<AppEnv>) =>
  bytesRoutes.some((route) => route.test(`${c.req.method} ${c.req.path}`));

const isOf = (type: string | undefined, wanted: string) =>
  type?.split(";")[0]?.trim().toLowerCase() === wanted;

const hasBody = (c: Context<AppEnv>) =>
  c.req.header("transfer-encoding") !== undefined ||
  Number(c.req.header("content-length") ?? 0) > 0 ||
  c.req.header("content-type") !== undefined;
