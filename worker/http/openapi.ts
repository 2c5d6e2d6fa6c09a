// The API as OpenAPI 3.1: what routes say of themselves, with who may call them and every refusal
// that stands before or in them.
import { generateSpecs } from "hono-openapi";
import type { Hono } from "hono";
import { unfilled } from "../../contract/sentences/sentences.ts";
import { sessionCookieName } from "../access/auth.ts";
import { isLocal, type AppEnv, type AppContext } from "./context.ts";
import { sourceStatuses, statusOf, titleOf, type HttpProblemCode } from "./problem.ts";
import { refusalsOf, type Refusals } from "./refusals.ts";

type Spec = Awaited<ReturnType<typeof generateSpecs>>;
type Operation = NonNullable<Spec["paths"][string]["get"]>;
type Responses = NonNullable<Operation["responses"]>;

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

const methods = ["get", "post", "put", "patch", "delete"] as const;

let made: Spec | null = null;

/**
 * The document of an app. The same for everybody: nothing in it depends on who asks, so it is made
 * once.
 */
export const openapi = async (app: Hono<AppEnv>, c: AppContext): Promise<Spec> =>
  (made ??= await make(app, c));

async function make(app: Hono<AppEnv>, c: AppContext): Promise<Spec> {
  const spec = await generateSpecs(app, options, c);
  for (const [path, item] of Object.entries(spec.paths))
    for (const method of methods) {
      const operation = item[method];
      if (operation) complete(operation, refusalsAt(app, method, path), method);
    }
  const cookie = {
    type: "apiKey" as const,
    in: "cookie" as const,
    name: sessionCookieName(isLocal(c.env)),
  };
  const operator = {
    type: "http" as const,
    scheme: "bearer",
    description: "The `SETUP_TOKEN` of the deployment.",
  };
  return {
    ...spec,
    components: { ...spec.components, securitySchemes: { session: cookie, operator } },
  };
}

/** What every handler on the way to a route has declared. */
function refusalsAt(app: Hono<AppEnv>, method: string, path: string): Refusals[] {
  const pattern = path.replace(/\{(\w+)\}/g, ":$1");
  const passed = app.routes.filter((route) =>
    route.method === "ALL"
      ? covers(route.path, pattern)
      : route.method === method.toUpperCase() && route.path === pattern,
  );
  return passed.flatMap(({ handler }) => refusalsOf(handler) ?? []);
}

const covers = (wide: string, path: string) =>
  wide === path || (wide.endsWith("/*") && path.startsWith(wide.slice(0, -1)));

function complete(operation: Operation, refusals: Refusals[], method: string): void {
  const held = refusals.filter(({ ofOrders }) => !ofOrders || method !== "get");
  const security = held.flatMap(({ security: one }) => (one ? [{ [one]: [] }] : []));
  const codes = [...new Set(held.flatMap((one) => one.codes))];
  const ofSource = held.some((one) => one.ofSource);
  operation.security = security.slice(0, 1);
  const { default: _, ...answers } = operation.responses ?? {};
  operation.responses = { ...answers, ...refusedWith(codes, ofSource) };
  const { requestBody } = operation;
  if (requestBody && !("$ref" in requestBody) && held.some((one) => one.bodyOptional))
    requestBody.required = false;
}

/** Answers by status; each names the codes that it may carry. */
function refusedWith(codes: HttpProblemCode[], ofSource: boolean): Responses {
  const statuses = [
    ...new Set([...codes.map(statusOf), ...(ofSource ? sourceStatuses : [])]),
  ].toSorted((one, other) => one - other);
  return Object.fromEntries(
    statuses.map((status) => [String(status), problem(status, codes, ofSource)]),
  );
}

function problem(status: number, codes: HttpProblemCode[], ofSource: boolean): Responses[string] {
  const own = codes.filter((code) => statusOf(code) === status);
  // Codes of outside systems are the connectors': any of the sentences, whatever the status.
  const open = ofSource && sourceStatuses.some((one) => one === status);
  const said = own.map((code) => `\`${code}\`: ${unfilled(code, "en")}`);
  const more = open ? ["A code of the outside system: what it did not do, and why."] : [];
  const shape = { $ref: "#/components/schemas/ProblemDetails" };
  const schema = open
    ? shape
    : {
        allOf: [
          shape,
          { type: "object" as const, properties: { code: { type: "string" as const, enum: own } } },
        ],
      };
  const wait = {
    "Retry-After": { description: "Seconds to wait.", schema: { type: "integer" as const } },
  };
  return {
    description: [titleOf(status), ...said, ...more].join("\n\n"),
    content: { "application/problem+json": { schema } },
    ...(status === 429 || status === 503 ? { headers: wait } : {}),
  };
}
