// The gates of routes: who is refused here learns nothing about the body or the path.
import type { Action } from "../../contract/api/access.ts";
import { factory } from "../http/context.ts";
import { refusing } from "../http/refusals.ts";
import { authorize } from "./authorize.ts";

/** Lets only those pass who may do it in the tenant of the path. */
export const allow = (action: Action) =>
  refusing(
    factory.createMiddleware(async (c, next) => {
      authorize(c.var, action);
      return next();
    }),
    { codes: ["not_allowed"] },
  );

/** Lets only those pass who may do it above tenants. */
export const allowAbove = (action: Action) =>
  refusing(
    factory.createMiddleware(async (c, next) => {
      authorize({ principal: c.var.principal, membership: null }, action);
      return next();
    }),
    { codes: ["not_allowed"] },
  );

/** Lets only those pass who keep the shared connections. */
export const allowSharedConnections = allowAbove("shared_connections.write");
