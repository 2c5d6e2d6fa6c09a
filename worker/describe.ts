// One way to declare a route: its words, its answers and its inputs, so that the description and the checks are the same thing.
import { describeRoute, resolver, validator, type DescribeRouteOptions } from "hono-openapi";
import type { z } from "zod";
import { ProblemDetails } from "../contract/problem.ts";
import type { House } from "./context.ts";
import { issueMessage } from "./language.ts";
import { DoorProblem } from "./problem.ts";
import "./shapes.ts";

type Description = {
  summary: string;
  description?: string;
  tag: string;
  /** What it answers when all goes well, by status. */
  answers: { [status: number]: z.ZodType | null };
  /** Further media types of the 200 answer, beside JSON. */
  alsoAs?: string[];
};

/** What OpenAPI says of a route. Every route may also answer a problem. */
export function describe({ summary, description, tag, answers, alsoAs = [] }: Description) {
  const responses: DescribeRouteOptions["responses"] = {
    default: { description: "Problem", content: { "application/problem+json": { schema: resolver(ProblemDetails) } } },
  };
  for (const [status, schema] of Object.entries(answers)) {
    const also = Object.fromEntries(alsoAs.map((media) => [media, { schema: { type: "string" as const } }]));
    responses[status] = schema
      ? { description: words[status] ?? "Done", content: { "application/json": { schema: resolver(schema) }, ...also } }
      : { description: words[status] ?? "Done" };
  }
  return describeRoute({ summary, tags: [tag], responses, ...(description ? { description } : {}) });
}

const words: Record<string, string> = {
  101: "Switching to WebSocket",
  200: "Done",
  201: "Created",
  202: "Accepted",
  204: "Done, nothing to say",
};

/** The body of a request, checked. */
export const body = <Schema extends z.ZodType>(schema: Schema) => checked("json", schema);

/** The query of a request, checked. */
export const query = <Schema extends z.ZodType>(schema: Schema) => checked("query", schema);

const checked = <Target extends "json" | "query", Schema extends z.ZodType>(target: Target, schema: Schema) =>
  validator<Schema, Target, House, string>(target, schema, (result, c) => {
    if (result.success) return;
    const locale = c.get("locale");
    const errors = result.error.map((issue) => ({
      path: (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join("."),
      message: issueMessage("code" in issue ? String(issue.code) : "", locale),
    }));
    throw new DoorProblem("not_valid", { extra: { errors } });
  });
