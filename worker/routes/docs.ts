// The API described: as OpenAPI, and as a page to read.
import type { Hono } from "hono";
import { z } from "zod";
import { factory, type AppEnv } from "../http/context.ts";
import { declareRoute } from "../http/declare-route.ts";
import { docsPage } from "../http/docs-page.ts";
import { openapi } from "../http/openapi.ts";

/** Routes that describe all routes of `app`, themselves included. */
export function docsRoutes(app: Hono<AppEnv>) {
  const routes = factory.createApp();
  routes.get(
    "/openapi.json",
    declareRoute({
      summary: "This API as OpenAPI 3.1",
      tag: "Service",
      answers: { 200: z.record(z.string(), z.unknown()) },
    }),
    async (c) => c.json(await openapi(app, c)),
  );
  routes.get(
    "/docs",
    declareRoute({ summary: "This API as a page", tag: "Service", answers: { 200: null } }),
    async (c) => {
      const page = docsPage(await openapi(app, c));
      c.header(
        "content-security-policy",
        `default-src 'none'; style-src 'nonce-${page.nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      return c.html(page.html);
    },
  );
  return routes;
}
