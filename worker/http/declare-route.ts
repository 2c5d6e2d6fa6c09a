// One way to declare a route: its words, its answers and its inputs, so that the description and
// the checks are the same thing.
import {
  describeRoute,
  resolver,
  uniqueSymbol,
  validator,
  type DescribeRouteOptions,
} from "hono-openapi";
import type { z } from "zod";
import { ProblemDetails } from "../../contract/api/problem.ts";
import { invisible } from "../../contract/values/name.ts";
import type { AppEnv, AppContext } from "./context.ts";
import { issueMessage } from "./language.ts";
import type { HttpProblemCode } from "../../contract/api/problem-codes.ts";
import { HttpProblem } from "./problem.ts";
import { refusing } from "./refusals.ts";
import "./openapi-schemas.ts";

type Description = {
  summary: string;
  description?: string;
  tag: string;
  /** What it answers when all goes well, by status. */
  answers: { [status: number]: z.ZodType | null };
  /** Further media types of the 200 answer, beside JSON. */
  alsoAs?: string[];
  /** What it refuses itself; what stands before it declares its own. */
  refuses?: readonly HttpProblemCode[];
  /** Codes of the outside system come through, with 422, 502 and 503. */
  ofSource?: boolean;
  /** Headers that it reads, by name. */
  headers?: { [name: string]: { description: string; maxLength: number } };
};

/** What OpenAPI says of a route; `worker/http/openapi.ts` adds what it may be refused with. */
export function declareRoute({
  summary,
  description,
  tag,
  answers,
  alsoAs = [],
  refuses = [],
  ofSource = false,
  headers = {},
}: Description) {
  const responses: DescribeRouteOptions["responses"] = {
    // Gives the document the shape that every refusal refers to; by itself it would say nothing.
    default: {
      description: "Problem",
      content: { "application/problem+json": { schema: resolver(ProblemDetails) } },
    },
  };
  for (const [status, schema] of Object.entries(answers)) {
    const also = Object.fromEntries(
      alsoAs.map((media) => [media, { schema: { type: "string" as const } }]),
    );
    responses[status] = schema
      ? {
          description: words[status] ?? "Done",
          content: { "application/json": { schema: resolver(schema) }, ...also },
        }
      : { description: words[status] ?? "Done" };
  }
  const parameters = Object.entries(headers).map(([name, { description: says, maxLength }]) => ({
    name,
    in: "header" as const,
    description: says,
    schema: { type: "string" as const, minLength: 1, maxLength },
  }));
  const described = describeRoute({
    summary,
    tags: [tag],
    responses,
    ...(description ? { description } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
  });
  return refusing(described, { codes: refuses, ofSource });
}

const words: Record<string, string> = {
  101: "Switching to WebSocket",
  200: "Done",
  201: "Created",
  202: "Accepted",
  204: "Done, nothing to say",
};

/** The body of a request, checked. `optional`: a request without one counts as an empty object. */
export function body<Schema extends z.ZodType>(
  schema: Schema,
  need: "required" | "optional" = "required",
) {
  const check = checked("json", schema);
  const whole = async (c: AppContext, next: () => Promise<void>) => {
    if (need === "required" && (await c.req.text()) === "") throw new HttpProblem("body_missing");
    return check(c, next);
  };
  return refusing(
    Object.assign(whole, {
      [uniqueSymbol]: Reflect.get(check, uniqueSymbol) as unknown,
    }) as typeof check,
    {
      codes: need === "required" ? ["not_valid", "body_missing"] : ["not_valid"],
      bodyOptional: need === "optional",
    },
  );
}

/** The query of a request, checked. */
export const query = <Schema extends z.ZodType>(schema: Schema) =>
  refusing(checked("query", schema), { codes: ["not_valid"] });

const checked = <Target extends "json" | "query", Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
) =>
  validator<Schema, Target, AppEnv, string>(target, schema, (result, c) => {
    if (result.success) return;
    const locale = c.get("locale");
    const errors = result.error.map((issue) => ({
      path: (issue.path ?? [])
        .map((part) => String(typeof part === "object" ? part.key : part))
        .join("."),
      message: issueMessage(
        issue.message === invisible ? invisible : "code" in issue ? String(issue.code) : "",
        locale,
      ),
    }));
    throw new HttpProblem("not_valid", { extra: { errors } });
  });
