// The codes that a request to a route may be refused with: those that its declaration names, and
// those that follow from its access and its input.
import { endpoints, partsOf, type EndpointName } from "./endpoints.ts";
import { idempotencyCodes } from "./idempotency.ts";
import type { HttpProblemCode } from "./problem-codes.ts";
import { routeOf } from "./routes.ts";
import type { Access, RouteDeclaration } from "./routes/route.ts";

/** Of every request. */
const ofAny: HttpProblemCode[] = ["internal", "service_unavailable", "database_away"];

/** Of every request that may change something. */
const ofOrders: HttpProblemCode[] = [
  "cross_site",
  "body_not_json",
  "body_too_large",
  "body_unreadable",
  "body_too_deep",
  "not_valid",
];

const ofSession: HttpProblemCode[] = ["not_signed_in", "too_many_requests"];

/** Whether a route belongs to one tenant: only its members learn that the tenant exists. */
export const isOfTenant = (name: EndpointName): boolean =>
  partsOf(endpoints[name]).path.startsWith("/tenants/:tenant/");

/** Every code that a route may refuse with, each once. */
export function refusalsOf(name: EndpointName): HttpProblemCode[] {
  const route = routeOf(name);
  return [
    ...new Set([
      ...ofAny,
      ...(partsOf(endpoints[name]).method === "GET" ? [] : ofOrders),
      ...ofAccess(route.access),
      ...(isOfTenant(name) ? (["not_found"] as const) : []),
      ...ofInput(route),
      ...(route.refuses ?? []),
    ]),
  ];
}

function ofAccess(access: Access): HttpProblemCode[] {
  if (access === "anybody") return [];
  if (access === "operator") return ["not_found", "too_many_requests"];
  return access === "signedIn" ? ofSession : [...ofSession, "not_allowed"];
}

function ofInput({ query, body, idempotent }: RouteDeclaration): HttpProblemCode[] {
  const needsBody = body !== undefined && "schema" in body && !body.optional;
  return [
    ...(query || body ? (["not_valid"] as const) : []),
    ...(needsBody ? (["body_missing"] as const) : []),
    ...(idempotent ? idempotencyCodes : []),
  ];
}
