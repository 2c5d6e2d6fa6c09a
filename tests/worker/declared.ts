// Every answer that a test gets is held against the declaration of its route: a status, a code or a
// part of a body that it does not name is a mistake of one of them.
import { expect } from "vitest";
import type { z } from "zod";
import { apiRoot, endpoints, partsOf, type EndpointName } from "../../contract/api/endpoints.ts";
import { ProblemDetails } from "../../contract/api/problem.ts";
import { sourceStatuses, statusOf } from "../../contract/api/problem-codes.ts";
import { refusalsOf } from "../../contract/api/refusals.ts";
import { routeNames, routeOf } from "../../contract/api/routes.ts";

/**
 * The answer as it came, once it has been held against its declaration; lines are read as the test
 * reads them. Addresses that are no routes have nothing to declare.
 */
export async function asDeclared(
  path: string,
  method: string,
  answer: Response,
): Promise<Response> {
  const { pathname } = new URL(path, "http://freshet.test");
  const name = routeAt(pathname, method);
  if (name === null) return answer;
  if (answer.status >= 400) {
    await expectRefusal(name, answer);
    return answer;
  }
  const body = routeOf(name).answers[answer.status];
  if (body === undefined)
    throw new Error(`${name} answers ${answer.status}, which it does not declare`);
  const type = answer.headers.get("content-type");
  const { lines } = routeOf(name);
  if (lines && type?.startsWith("application/x-ndjson")) return byLine(name, answer, lines);
  if (body === null) {
    expect(answer.body, `${name} declares no body`).toBeNull();
    return answer;
  }
  if ("media" in body) {
    expect(type, name).toContain(body.media);
    return answer;
  }
  expect(type, name).toContain("application/json");
  expectShape(name, body, await answer.clone().json());
  return answer;
}

/** The value is what the schema says, and nothing more: what is not declared is not sent. */
function expectShape(name: string, schema: z.ZodType, value: unknown): void {
  const { data, error } = schema.safeParse(value);
  if (error) throw new Error(`${name} answers what it does not declare: ${error.message}`);
  expect(value, `${name} answers more than it declares`).toEqual(data);
}

async function expectRefusal(name: EndpointName, answer: Response): Promise<void> {
  const { status } = answer;
  expect(answer.headers.get("content-type"), name).toContain("application/problem+json");
  const problem: unknown = await answer.clone().json();
  expectShape(name, ProblemDetails, problem);
  const { code } = ProblemDetails.parse(problem);
  const isOfSource = routeOf(name).ofSource && sourceStatuses.some((one) => one === status);
  const declared = refusalsOf(name).some((one) => one === code && statusOf(one) === status);
  if (!declared && !isOfSource)
    throw new Error(`${name} answers ${status} ${code}, which it does not declare`);
}

/** The same answer; each line is checked on its way to the test. */
function byLine(name: string, answer: Response, schema: z.ZodType): Response {
  let rest = "";
  const check = (line: string) => {
    if (line !== "") expectShape(name, schema, JSON.parse(line));
  };
  const decoder = new TextDecoder();
  const checks = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = parts.pop() ?? "";
      parts.forEach(check);
      controller.enqueue(bytes);
    },
    flush: () => check(rest),
  });
  return new Response(answer.body?.pipeThrough(checks) ?? null, answer);
}

const patterns = routeNames.map((name) => {
  const { method, path } = partsOf(endpoints[name]);
  return { name, method, parts: (apiRoot + path).split("/") };
});

/** The route of an address, the plainer one first: `/runs/current` before `/runs/:run`. */
function routeAt(pathname: string, method: string): EndpointName | null {
  const given = pathname.split("/");
  const fitting = patterns.filter(
    ({ method: of, parts }) =>
      of === method &&
      parts.length === given.length &&
      parts.every((part, index) => part.startsWith(":") || part === given[index]),
  );
  const openIn = (parts: string[]) => parts.filter((part) => part.startsWith(":")).length;
  return fitting.toSorted((one, other) => openIn(one.parts) - openIn(other.parts))[0]?.name ?? null;
}
