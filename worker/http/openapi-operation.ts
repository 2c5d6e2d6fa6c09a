// One route as an operation of the OpenAPI document.
import type { z } from "zod";
import { endpoints, partsOf, type EndpointName } from "../../contract/api/endpoints.ts";
import { idempotencyHeader } from "../../contract/api/idempotency.ts";
import {
  sourceStatuses,
  statusOf,
  titleOf,
  type HttpProblemCode,
} from "../../contract/api/problem-codes.ts";
import { refusalsOf } from "../../contract/api/refusals.ts";
import { routeOf } from "../../contract/api/routes.ts";
import type { AnswerBody, RequestBody, RouteDeclaration } from "../../contract/api/routes/route.ts";
import { ndjson } from "../../contract/api/routes/connection-parts.ts";
import { unfilled } from "../../contract/sentences/say.ts";
import type { CodeSample } from "./openapi-examples.ts";
import type { JsonSchema, SchemaBook } from "./openapi-schemas.ts";

type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description?: string;
  schema: JsonSchema;
};
type Content = Record<string, { schema: JsonSchema; example?: unknown }>;
export type ResponseObject = { description: string; content?: Content; headers?: object };
export type Operation = {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, ResponseObject>;
  security: Record<string, never[]>[];
  "x-codeSamples"?: CodeSample[];
};

/** The operation of a route; schemas with names go into the book. */
export function operationOf(name: EndpointName, book: SchemaBook): Operation {
  const route = routeOf(name);
  const parameters = parametersOf(name, route, book);
  return {
    operationId: name,
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    tags: [route.tag],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: requestBodyOf(route.body, book) } : {}),
    responses: { ...answersOf(route, book), ...refusedWith(refusalsOf(name), route.ofSource) },
    security: securityOf(route),
  };
}

function parametersOf(
  name: EndpointName,
  { query, idempotent }: RouteDeclaration,
  book: SchemaBook,
): Parameter[] {
  const { description, maxLength } = idempotencyHeader;
  const key: Parameter = {
    name: idempotencyHeader.name,
    in: "header",
    description,
    schema: { type: "string", minLength: 1, maxLength },
  };
  const inPath = [...partsOf(endpoints[name]).path.matchAll(/:(\w+)/g)].map(
    ([, parameter = ""]): Parameter => ({
      name: parameter,
      in: "path",
      required: true,
      schema: { type: "string" },
    }),
  );
  return [...inPath, ...(query ? queryParameters(query, book) : []), ...(idempotent ? [key] : [])];
}

function queryParameters(query: z.ZodType, book: SchemaBook): Parameter[] {
  const { properties = {}, required = [] } = book.refer(query);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    ...(required.includes(name) ? { required: true } : {}),
    schema,
  }));
}

function requestBodyOf(body: RequestBody, book: SchemaBook): Operation["requestBody"] {
  if ("media" in body) {
    const schema = { type: "string", format: "binary" };
    return { required: true, content: { [body.media]: { schema } } };
  }
  const content = { schema: book.refer(body.schema), example: body.example };
  return { required: !body.optional, content: { "application/json": content } };
}

const words: Record<string, string> = {
  101: "Switching to WebSocket",
  200: "Done",
  201: "Created",
  202: "Accepted",
  204: "Done, no content",
};

function answersOf({ answers, lines }: RouteDeclaration, book: SchemaBook): Operation["responses"] {
  const byLine: Content = lines ? { [ndjson]: { schema: { type: "string" } } } : {};
  return Object.fromEntries(
    Object.entries(answers).map(([status, body]) => {
      const description = words[status] ?? "Done";
      const content = contentOf(body, book);
      return [
        status,
        content ? { description, content: { ...content, ...byLine } } : { description },
      ];
    }),
  );
}

function contentOf(body: AnswerBody, book: SchemaBook): Content | null {
  if (body === null) return null;
  if ("media" in body) return { [body.media]: { schema: { type: "string" } } };
  return { "application/json": { schema: book.refer(body) } };
}

function securityOf({ access }: RouteDeclaration): Operation["security"] {
  if (access === "anybody") return [];
  return [access === "operator" ? { operator: [] } : { session: [] }];
}

/** The refusals by status; each names the codes that it may carry. */
function refusedWith(codes: HttpProblemCode[], ofSource = false): Operation["responses"] {
  const statuses = new Set([...codes.map(statusOf), ...(ofSource ? sourceStatuses : [])]);
  const sorted = [...statuses].toSorted((one, other) => one - other);
  return Object.fromEntries(
    sorted.map((status) => [String(status), refused(status, codes, ofSource)]),
  );
}

function refused(status: number, codes: HttpProblemCode[], ofSource: boolean): ResponseObject {
  const own = codes.filter((code) => statusOf(code) === status);
  // Codes of outside systems come from connectors: each may come with any of these statuses.
  const open = ofSource && sourceStatuses.some((one) => one === status);
  const sentences = own.map((code) => `\`${code}\`: ${unfilled(code, "en")}`);
  const more = open ? ["A code of the outside system: what failed there, and why."] : [];
  const shape = { $ref: "#/components/schemas/ProblemDetails" };
  const named = { type: "object", properties: { code: { type: "string", enum: own } } };
  const schema = open ? shape : { allOf: [shape, named] };
  const wait = { "Retry-After": { description: "Seconds to wait.", schema: { type: "integer" } } };
  return {
    description: [titleOf(status), ...sentences, ...more].join("\n\n"),
    content: { "application/problem+json": { schema } },
    ...(status === 429 || status === 503 ? { headers: wait } : {}),
  };
}
