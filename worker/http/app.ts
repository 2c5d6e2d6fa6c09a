// The app: every route of the API in one list, behind the same middleware.
import { HTTPException } from "hono/http-exception";
import {
  arrive,
  checkJson,
  identify,
  limitBody,
  protectAnswer,
  refuseCrossSite,
} from "./middleware.ts";
import { factory, type AppContext } from "./context.ts";
import { isPassing } from "../stubs.ts";
import { log } from "../log.ts";
import { HttpProblem, problemResponse } from "./problem.ts";
import { authRoutes } from "../routes/auth.ts";
import { configurationRoutes } from "../routes/configurations.ts";
import { connectionRoutes } from "../routes/connections.ts";
import { docsRoutes } from "../routes/docs.ts";
import { fileRoutes } from "../routes/files.ts";
import { fleetRoutes } from "../routes/fleet.ts";
import { healthRoutes } from "../routes/health.ts";
import { liveRoutes } from "../routes/live.ts";
import { meRoutes } from "../routes/me.ts";
import { memberRoutes } from "../routes/members.ts";
import { recordRoutes } from "../routes/records.ts";
import { runRoutes } from "../routes/runs.ts";
import { setupRoutes } from "../routes/setup.ts";
import { shareRoutes } from "../routes/shares.ts";
import { requireMembership } from "../access/membership.ts";
import { requireSession } from "../access/session.ts";

export const app = factory.createApp();

app.use(identify, arrive, protectAnswer, refuseCrossSite, limitBody, checkJson);

for (const routes of [
  healthRoutes,
  docsRoutes,
  authRoutes,
  setupRoutes,
  meRoutes,
  fleetRoutes,
  runRoutes,
  connectionRoutes,
  shareRoutes,
  configurationRoutes,
  memberRoutes,
  recordRoutes,
  fileRoutes,
  liveRoutes,
]) {
  app.route("/api", routes);
}
// Any other address below a tenant: only those who may enter the tenant learn that it is no route.
app.use("/api/tenants/:tenant/*", requireSession, requireMembership);

app.notFound((c) => {
  const allowed = methodsAt(c.req.path);
  const problem =
    allowed.length > 0
      ? new HttpProblem("method_not_allowed", { headers: { allow: allowed.join(", ") } })
      : new HttpProblem("not_found");
  return problemResponse(problem, c.var.locale);
});

app.onError((error, c) => problemResponse(asProblem(error, c), c.var.locale));

function asProblem(error: unknown, c: AppContext): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof HTTPException && error.status === 400)
    return new HttpProblem("body_unreadable");
  // While D1 is away its errors are not ours, whatever a library has turned them into.
  if (c.var.watch.away !== null)
    return new HttpProblem("database_away", { headers: { "retry-after": "10" } });
  if (isPassing(error))
    return new HttpProblem("service_unavailable", { headers: { "retry-after": "30" } });
  const reference = c.var.requestId;
  log("error", "requestBroke", { method: c.req.method, reference }, error);
  return new HttpProblem("internal", { facts: { reference }, extra: { instance: reference } });
}

/** The methods of the routes at a path, for the `Allow` header of a 405. */
function methodsAt(path: string): string[] {
  const fitting = app.routes.filter((route) => route.method !== "ALL" && fits(route.path, path));
  return [...new Set(fitting.map((route) => route.method))];
}

function fits(pattern: string, path: string): boolean {
  const parts = pattern.split("/");
  const given = path.split("/");
  return (
    parts.length === given.length &&
    parts.every((part, index) => part.startsWith(":") || part === given[index])
  );
}
