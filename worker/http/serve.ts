// A declared route made real: its path, who gets through, its inputs checked, and its answer as it
// was declared.
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
import { allow, allowAbove } from "../access/gates.ts";
import { requireMembership } from "../access/membership.ts";
import { requireSession } from "../access/session.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { readBody, readQuery } from "./inputs.ts";

/** What a request gives a handler, checked: its path, its query and its body. */
type Asked<Name extends EndpointName> = {
  path: Record<ParametersOf<(typeof endpoints)[Name]>, string>;
  query: z.output<QueryOf<Name>>;
  body: z.output<BodyOf<Name>>;
};

/** What a handler gives back: what was declared, or a whole response where it sets more than that. */
type Answer<Name extends EndpointName> = Response | AnswerOf<AnswerBodyOf<Name>>;

type AnswerOf<Body> = Body extends z.ZodType ? z.input<Body> : Body extends null ? void : never;

type Handler<Name extends EndpointName> = (
  c: AppContext,
  asked: Asked<Name>,
) => Answer<Name> | Promise<Answer<Name>>;

/** Mounts a declared route. */
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
    // The schemas of the declaration are those of its types.
    const asked = {
      path: c.req.param(),
      query: query ? readQuery(c, query) : undefined,
      body: schema ? await readBody(c, schema, need) : undefined,
    } as Asked<Name>;
    const answer = await handler(c, asked);
    if (answer instanceof Response) return answer;
    if (answer === undefined) return c.body(null, 204);
    return c.json(answer as object, Number(status) as 200);
  });
}

/** What stands before a route: the session, the place in the tenant, and the right to do it. */
function guardsOf(name: EndpointName, access: Access): MiddlewareHandler<AppEnv>[] {
  if (access === "anybody") return [];
  if (access === "operator") return [operatorOnly];
  const known = isOfTenant(name) ? [requireSession, requireMembership] : [requireSession];
  return access === "signedIn" ? known : [...known, ...rightsOf(access)];
}

function rightsOf(access: Exclude<Access, string>): MiddlewareHandler<AppEnv>[] {
  if ("above" in access) return [allowAbove(access.above)];
  if ("member" in access) return access.member.map((action: Action) => allow(action));
  // A configuration has a say: the use case decides where it is known.
  return [];
}
