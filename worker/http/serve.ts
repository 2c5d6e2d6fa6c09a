// Mounts the routes that contract/api declares: path, access, input and answer come from there.
import type { Hono } from "hono";
import type { MiddlewareHandler } from "hono/types";
import type { z } from "zod";
import type { Action } from "../../contract/api/access.ts";
import {
  endpoints,
  partsOf,
  type EndpointName,
  type ParametersOf,
} from "../../contract/api/endpoints.ts";
import { isOfTenant } from "../../contract/api/refusals.ts";
import {
  routeOf,
  type AnswerBodyOf,
  type BodyOf,
  type QueryOf,
} from "../../contract/api/routes.ts";
import type { Access } from "../../contract/api/routes/route.ts";
import { operatorOnly } from "../access/operator.ts";
import { requireAction, requireActionAbove } from "../access/require-action.ts";
import { requireMembership } from "../access/membership.ts";
import { requireSession } from "../access/session.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { readBody, readQuery } from "./inputs.ts";

/** The checked input of a request: parameters of the path, query and body. */
type Input<Name extends EndpointName> = {
  path: Record<ParametersOf<(typeof endpoints)[Name]>, string>;
  query: z.output<QueryOf<Name>>;
  body: z.output<BodyOf<Name>>;
};

/** The declared answer, or a whole response where a handler sets more than that. */
type Answer<Name extends EndpointName> = Response | AnswerOf<AnswerBodyOf<Name>>;

type AnswerOf<Body> = Body extends z.ZodType ? z.input<Body> : Body extends null ? void : never;

type Handler<Name extends EndpointName> = (
  c: AppContext,
  input: Input<Name>,
) => Answer<Name> | Promise<Answer<Name>>;

/** Mounts a declared route. Access is decided before the query and the body are read. */
export function serve<Name extends EndpointName>(
  app: Hono<AppEnv>,
  name: Name,
  handler: Handler<Name>,
): void {
  const { method, path } = partsOf(endpoints[name]);
  const { query, body, access, answers } = routeOf(name);
  const schema = body && "schema" in body ? body.schema : null;
  const need = body && "schema" in body && body.optional ? "optional" : "required";
  const [status = "200"] = Object.keys(answers);
  app.on(method, [path], ...guardsOf(name, access), async (c) => {
    // The types are derived from the same schemas.
    const input = {
      path: c.req.param(),
      query: query ? readQuery(c, query) : undefined,
      body: schema ? await readBody(c, schema, need) : undefined,
    } as Input<Name>;
    const answer = await handler(c, input);
    if (answer instanceof Response) return answer;
    if (answer === undefined) return c.body(null, 204);
    return c.json(answer as object, Number(status) as 200);
  });
}

/** The checks in front of a route: the session, the membership in the tenant, and the right. */
function guardsOf(name: EndpointName, access: Access): MiddlewareHandler<AppEnv>[] {
  if (access === "anybody") return [];
  if (access === "operator") return [operatorOnly];
  const known = isOfTenant(name) ? [requireSession, requireMembership] : [requireSession];
  return access === "signedIn" ? known : [...known, ...rightsOf(access)];
}

function rightsOf(access: Exclude<Access, string>): MiddlewareHandler<AppEnv>[] {
  if ("above" in access) return [requireActionAbove(access.above)];
  if ("member" in access) return access.member.map((action: Action) => requireAction(action));
  // It depends on a configuration, which only the use case knows.
  return [];
}
