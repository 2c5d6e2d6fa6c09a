// Checks the query and the body of a request by the schemas of its route.
import type { z } from "zod";
import { invisible } from "../../contract/values/name.ts";
import type { AppContext } from "./context.ts";
import { issueMessage } from "./language.ts";
import { HttpProblem } from "./problem.ts";

/**
 * The JSON body. `optional`: a request without one counts as an empty object.
 * @throws `body_missing`, `body_unreadable`, `not_valid`
 */
export async function readBody(
  c: AppContext,
  schema: z.ZodType,
  need: "required" | "optional",
): Promise<unknown> {
  if ((await c.req.text()) !== "") return checked(c, schema, await c.req.json<unknown>());
  if (need === "required") throw new HttpProblem("body_missing");
  // An empty text is not JSON, whatever its header says.
  if (c.req.header("content-type") !== undefined) throw new HttpProblem("body_unreadable");
  return checked(c, schema, {});
}

/** The query. A name that is given twice is a list, which no schema accepts. @throws `not_valid` */
export function readQuery(c: AppContext, schema: z.ZodType): unknown {
  const given = Object.entries(c.req.queries()).map(([name, values]) => [
    name,
    values.length === 1 ? values[0] : values,
  ]);
  return checked(c, schema, Object.fromEntries(given));
}

function checked(c: AppContext, schema: z.ZodType, value: unknown): unknown {
  const { error, data } = schema.safeParse(value);
  if (!error) return data;
  const errors = error.issues.map((issue) => ({
    path: issue.path.map(String).join("."),
    message: issueMessage(issue.message === invisible ? invisible : issue.code, c.var.locale),
  }));
  throw new HttpProblem("not_valid", { extra: { errors } });
}
