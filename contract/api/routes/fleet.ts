// Above tenants: the refreshes of all of them.
import { z } from "zod";
import { wholeNumber } from "../../values/whole-number.ts";
import { RunStatus, RunSummary } from "../run.ts";
import type { Declarations } from "./route.ts";

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

export const fleetRoutes = {
  listAllRuns: {
    summary: "Refreshes of all establishments, newest first",
    tag: "Fleet",
    access: { above: "fleet.read" },
    query: HistoryQuery,
    answers: { 200: z.object({ runs: z.array(RunSummary), next: z.string().nullable() }) },
  },
} as const satisfies Declarations;
