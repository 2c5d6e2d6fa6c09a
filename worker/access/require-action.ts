// The checks in front of routes: a caller who is refused here learns nothing about body or path.
import type { Action } from "../../contract/api/access.ts";
import { factory } from "../http/context.ts";
import { authorize } from "./authorize.ts";

/** Passes on only callers who may do it in the tenant of the path. */
export const requireAction = (action: Action) =>
  factory.createMiddleware(async (c, next) => {
    authorize(c.var, action);
    return next();
  });

/** Passes on only callers who may do it above tenants. */
export const requireActionAbove = (action: Action) =>
  factory.createMiddleware(async (c, next) => {
    authorize({ principal: c.var.principal, membership: null }, action);
    return next();
  });
