// The API as OpenAPI 3.1, derived from the declarations of its routes.
import { apiRoot, endpoints, partsOf, type EndpointName } from "../../contract/api/endpoints.ts";
import { ProblemDetails } from "../../contract/api/problem.ts";
import { routeNames } from "../../contract/api/routes.ts";
import { examplesOf } from "./openapi-examples.ts";
import { operationOf, type Operation } from "./openapi-operation.ts";
import { SchemaBook, type JsonSchema } from "./openapi-schemas.ts";

export type OpenApi = {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, object> };
};

const info = {
  title: "Freshet",
  version: "1",
  description:
    "Start and watch refreshes of an establishment's data, and read it. Sign in first: the session travels in a cookie. " +
    "Every error is problem details (RFC 9457) with a stable `code`, in English or French (`Accept-Language`).",
};

/**
 * The document, the same for everybody.
 *
 * @param sessionCookie the name of the cookie that a session travels in
 */
export function openapi(sessionCookie: string): OpenApi {
  const book = new SchemaBook();
  book.refer(ProblemDetails);
  const paths: OpenApi["paths"] = {};
  for (const name of routeNames) {
    const { path, method } = addressOf(name);
    const operation = operationOf(name, book);
    const samples = examplesOf(name);
    paths[path] = { ...paths[path], [method]: { ...operation, "x-codeSamples": samples } };
  }
  const session = { type: "apiKey", in: "cookie", name: sessionCookie };
  const operator = {
    type: "http",
    scheme: "bearer",
    description: "The `SETUP_TOKEN` of the deployment.",
  };
  const securitySchemes = { session, operator };
  return { openapi: "3.1.0", info, components: { schemas: book.schemas, securitySchemes }, paths };
}

/** Method and path of a route as OpenAPI writes them. */
function addressOf(name: EndpointName): { method: string; path: string } {
  const { method, path } = partsOf(endpoints[name]);
  return { method: method.toLowerCase(), path: apiRoot + path.replace(/:(\w+)/g, "{$1}") };
}
