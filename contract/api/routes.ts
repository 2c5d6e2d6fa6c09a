// Every route of the API as it is declared, by name.
import type { z } from "zod";
import { endpoints, type EndpointName } from "./endpoints.ts";
import { configurationRoutes } from "./routes/configurations.ts";
import { connectionRoutes } from "./routes/connections.ts";
import { fileRoutes } from "./routes/files.ts";
import { fleetRoutes } from "./routes/fleet.ts";
import { liveRoutes } from "./routes/live.ts";
import { memberRoutes } from "./routes/members.ts";
import { recordRoutes } from "./routes/records.ts";
import type { RouteDeclaration } from "./routes/route.ts";
import { runRoutes } from "./routes/runs.ts";
import { serviceRoutes } from "./routes/service.ts";
import { sessionRoutes } from "./routes/session.ts";
import { sharedConnectionRoutes } from "./routes/shared-connections.ts";

const routes = {
  ...serviceRoutes,
  ...sessionRoutes,
  ...fleetRoutes,
  ...sharedConnectionRoutes,
  ...runRoutes,
  ...recordRoutes,
  ...liveRoutes,
  ...connectionRoutes,
  ...fileRoutes,
  ...configurationRoutes,
  ...memberRoutes,
} as const satisfies Record<EndpointName, RouteDeclaration>;

export type Routes = typeof routes;

/** A route by its name, without the types of its own. */
export const routeOf = (name: EndpointName): RouteDeclaration => routes[name];

/** The names of all routes, in the order in which the document lists them. */
export const routeNames = Object.keys(endpoints) as EndpointName[];

/** The schema of a JSON body that a route takes. */
export type BodyOf<Name extends EndpointName> = Routes[Name] extends {
  body: { schema: infer Schema extends z.ZodType };
}
  ? Schema
  : never;

/** The schema of a query that a route takes. */
export type QueryOf<Name extends EndpointName> = Routes[Name] extends {
  query: infer Schema extends z.ZodType;
}
  ? Schema
  : never;

/** The bodies of a route's successful answers: schemas, another media type, null. */
export type AnswerBodyOf<Name extends EndpointName> =
  Routes[Name]["answers"][keyof Routes[Name]["answers"]];
