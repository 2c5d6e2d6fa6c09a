// The status of a tenant: what its page asks for while no live view reports it.
import { z } from "zod";
import { Freshness } from "./record.ts";
import { LastRun, Run } from "./run.ts";

export const Status = z.object({
  active: Run.nullable(),
  last: Run.nullable(),
  /** Refreshes that wait for other systems and let the active one go first. */
  setAside: z.array(Run),
  freshness: z.array(Freshness),
  /** The last ended run of each configuration. */
  lastRuns: z.array(LastRun),
});
export type Status = z.infer<typeof Status>;
