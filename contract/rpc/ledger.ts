// History on its way from an object to D1: rows are replaced only by newer ones of the same run.
import type { RunSummary, Step } from "../api/run.ts";

export type LedgerEntry = {
  tenant: string;
  run: Omit<RunSummary, "tenant" | "tenantName">;
  steps: Step[];
  seq: number;
};

/** Loopback to the Worker: writes history rows to D1; says which it took. */
export interface LedgerRpc {
  write(entries: LedgerEntry[]): Promise<{ run: string; seq: number }[]>;
}
