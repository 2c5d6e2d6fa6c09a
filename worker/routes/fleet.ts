// What global admins see of all tenants: the history of refreshes.
import { z } from "zod";
import { RunStatus, RunSummary } from "../../contract/api/run.ts";
import { factory } from "../http/context.ts";
import { listHistory } from "../db/history.ts";
import { declareRoute, query } from "../http/declare-route.ts";
import { wholeNumber } from "../http/parameters.ts";
import { allowFleetRead, requireSession } from "../access/session.ts";
import { viewSummary } from "../runs/view.ts";

const History = z.object({ runs: z.array(RunSummary), next: z.string().nullable() });
const HistoryQuery = z.strictObject({
  before: z
    .string()
    .max(200)
    .regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z~[\w-]+$/)
    .optional(),
  limit: wholeNumber({ min: 1, max: 200 }).default(50),
  tenant: z.string().max(200).optional(),
  status: RunStatus.optional(),
});

export const fleetRoutes = factory.createApp();

fleetRoutes.get(
  "/runs",
  declareRoute({
    summary: "Refreshes of all establishments, newest first",
    tag: "Fleet",
    answers: { 200: History },
  }),
  requireSession,
  allowFleetRead,
  query(HistoryQuery),
  async (c) => {
    const { before, limit, tenant, status } = c.req.valid("query");
    const page = await listHistory(c.var.db, {
      before: before ?? null,
      limit,
      tenant: tenant ?? null,
      status: status ?? null,
    });
    return c.json({
      runs: page.runs.map((run) => viewSummary(run, c.var.locale)),
      next: page.next,
    });
  },
);
