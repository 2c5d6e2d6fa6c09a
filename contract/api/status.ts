// A tenant's refreshes at a glance.
import type { Freshness } from "./record.ts";
import type { Run, LastRun } from "./run.ts";

export type Status = {
  active: Run | null;
  last: Run | null;
  /** Refreshes that wait for other systems and have let the active one go first. */
  setAside: Run[];
  freshness: Freshness[];
  /** The last ended run of each configuration. */
  lastRuns: LastRun[];
};
