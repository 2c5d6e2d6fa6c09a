// The API described: as OpenAPI, and as a page to read.
import { generateSpecs, openAPIRouteHandler } from "hono-openapi";
import type { Hono } from "hono";
import { z } from "zod";
import { factory, type House } from "../context.ts";
import { describe } from "../describe.ts";
import { docsPage } from "../docs-page.ts";

const options = {
  excludeStaticFile: false,
  // What is wrong in a request is told as a problem, like everything else.
  defaultValidationErrorResponse: false,
  documentation: {
    info: {
      title: "Freshet",
      version: "1",
      description:
        "Refreshes of a tenant's data: start, watch, read. Sign in first: the session travels in a cookie. " +
        "Every error is problem details (RFC 9457) with a stable `code`, in English or French (`Accept-Language`).",
    },
  },
};

/** Routes that describe all routes of `app`, themselves included. */
export function docsRoutes(app: Hono<House>) {
  const routes = factory.createApp();
  routes.get(
    "/openapi.json",
    describe({ summary: "This API as OpenAPI 3.1", tag: "Service", answers: { 200: z.record(z.string(), z.unknown()) } }),
    openAPIRouteHandler(app, options),
  );
  routes.get("/docs", describe({ summary: "This API as a page", tag: "Service", answers: { 200: null } }), async (c) => {
    const page = docsPage(await generateSpecs(app, options, c));
    c.header(
      "content-security-policy",
      `default-src 'none'; style-src 'nonce-${page.nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    return c.html(page.html);
  });
  return routes;
}
