// The middleware of every request: a reference for support, safe headers, and no changes on behalf
// of other sites.
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

/** Headers that tell a browser that an answer is data and nothing in it may run. */
const safety = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
  referrerPolicy: "same-origin",
  xFrameOptions: "DENY",
  // A route that renders a page has set its own policy.
  overwrite: false,
};
const secureLocally = secureHeaders({ ...safety, strictTransportSecurity: false });
const secure = secureHeaders({
  ...safety,
  strictTransportSecurity: "max-age=31536000; includeSubDomains",
});

/** Short enough to be read out on the phone. */
const newReference = () => crypto.randomUUID().slice(0, 8).toUpperCase();

/**
 * Gives each request a reference, which people quote to support. One that the caller sends is not
 * used: callers could pass for each other in our log.
 */
export const identify = requestId({ headerName: "", generator: newReference });

/** Sets up what routes need, and writes one log line per request. */
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
  // Monitors ask every second: their lines would bury the others.
  if (c.req.path === "/api/health" && c.res.ok) return;
  log("info", "request", {
    method: c.req.method,
    status: c.res.status,
    durationMs: Date.now() - began,
    reference: c.var.requestId,
  });
});

/** Sets the headers of an answer. An answer that became a socket takes no headers any more. */
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
 * Refuses requests that change something when a page of another site makes a browser send them.
 * Browsers name the sender in `Sec-Fetch-Site` or `Origin`; a caller that sends neither is no
 * browser, so no cookie is attached on its behalf.
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
  // Pages of other sites cannot send either type without a preflight request.
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

/** The scheme, host and port that the caller used to reach us. */
export const ownOrigin = (c: Context<AppEnv>) => new URL(c.req.url).origin;

const isSafe = (method: string) => method === "GET" || method === "HEAD" || method === "OPTIONS";

/** Routes whose body is a file, as patterns of `METHOD path`; they have their own limits. */
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
