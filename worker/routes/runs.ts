// Runs of one tenant: start, watch, stop, retry, undo. The tenant's object decides.
import { may } from "../access/permissions.ts";
import { factory, tenantCallOf } from "../http/context.ts";
import { openCursor, sealCursor } from "../http/cursor.ts";
import { idempotencyOf } from "../http/idempotency.ts";
import { notValid } from "../http/not-valid.ts";
import { HttpProblem } from "../http/problem.ts";
import { serve } from "../http/serve.ts";
import { knownRun, tenantOf } from "../runs/command.ts";
import { startDelivery } from "../runs/deliver.ts";
import { confirmRemovals, retryRun, startRun } from "../runs/start.ts";
import { cancelRun, undoRun } from "../runs/stop.ts";
import { viewRun, viewRunDetail } from "../runs/view.ts";

export const runRoutes = factory.createApp();

serve(runRoutes, "startRun", async (c, { body: order }) => {
  const run = await startRun(tenantCallOf(c), order, idempotencyOf(c, order));
  return viewRun(run, c.var.locale);
});

serve(runRoutes, "getStatus", async (c) => {
  const { active, last, setAside, freshness, lastRuns } = await tenantOf(tenantCallOf(c)).status();
  return {
    active: active && viewRun(active, c.var.locale),
    last: last && viewRun(last, c.var.locale),
    setAside: setAside.map((run) => viewRun(run, c.var.locale)),
    freshness,
    lastRuns: lastRuns.map((run) => viewRun(run, c.var.locale)),
  };
});

serve(runRoutes, "listRuns", async (c, { query: { before, limit } }) => {
  const page = await tenantOf(tenantCallOf(c)).runs({
    before: before === undefined ? null : String(before),
    limit,
  });
  return { runs: page.runs.map((run) => viewRun(run, c.var.locale)), next: page.next };
});

serve(runRoutes, "getRun", async (c, { path }) => {
  const detail = await knownRun(tenantCallOf(c), path.run);
  const withSamples = may(c.var.principal, c.var.membership, "data.read");
  return viewRunDetail(detail, { locale: c.var.locale, withSamples });
});

serve(runRoutes, "listChanges", async (c, { path: { run }, query: { after, limit } }) => {
  const reading = ["changes", c.var.membership.tenant.id, run];
  const place = after === undefined ? null : await openCursor(c, reading, after);
  if (after !== undefined && place === null)
    throw notValid(c.var.locale, ["after"], "invalid_value");
  const page = await tenantOf(tenantCallOf(c)).changes({ run, after: place, limit });
  if ("type" in page) throw new HttpProblem(page.code);
  return { ...page, next: page.next === null ? null : await sealCursor(c, reading, page.next) };
});

serve(runRoutes, "cancelRun", async (c, { path }) => {
  const run = await cancelRun(tenantCallOf(c), { run: path.run });
  return viewRun(run, c.var.locale);
});

serve(runRoutes, "retryRun", async (c, { path }) => {
  const run = await retryRun(tenantCallOf(c), { run: path.run }, idempotencyOf(c));
  return viewRun(run, c.var.locale);
});

serve(runRoutes, "confirmRemovals", async (c, { path, body }) => {
  const { resources = null } = body;
  const order = { run: path.run, ...(resources === null ? {} : { resources }) };
  const run = await confirmRemovals(tenantCallOf(c), order, idempotencyOf(c, { resources }));
  return viewRun(run, c.var.locale);
});

serve(runRoutes, "startDelivery", async (c, { path: { configuration }, body: { everything } }) => {
  const order = { configuration, everything };
  const run = await startDelivery(tenantCallOf(c), order, idempotencyOf(c, { everything }));
  return viewRun(run, c.var.locale);
});

serve(runRoutes, "undoRun", async (c, { path }) => {
  const run = await undoRun(tenantCallOf(c), { run: path.run });
  return viewRun(run, c.var.locale);
});
