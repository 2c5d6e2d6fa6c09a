// The history of refreshes of all tenants, for global admins.
import { factory } from "../http/context.ts";
import { listHistory } from "../db/history.ts";
import { serve } from "../http/serve.ts";
import { viewSummary } from "../runs/view.ts";

export const fleetRoutes = factory.createApp();

serve(fleetRoutes, "listAllRuns", async (c, { query }) => {
  const { before = null, limit, tenant = null, status = null } = query;
  const page = await listHistory(c.var.db, { before, limit, tenant, status });
  return { runs: page.runs.map((run) => viewSummary(run, c.var.locale)), next: page.next };
});
