// History on its way from an object to D1: rows are replaced only by newer ones of the same run.
import type { RunSummary, Step } from "../api/run.ts";

export type LedgerEntry = {
  tenant: string;
  run: Omit<RunSummary, "tenant" | "tenantName">;
  steps: Step[];
  seq: number;
};
