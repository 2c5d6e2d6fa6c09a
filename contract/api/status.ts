// How a tenant stands at this moment: what its page asks for when no live view tells it.
import { z } from "zod";
import { Freshness } from "./record.ts";
import { LastRun, Run } from "./run.ts";

export const Status = z.object({
  active: Run.nullable(),
  last: Run.nullable(),
  /** Refreshes that wait for other systems and have let the active one go first. */
  setAside: z.array(Run),
  freshness: z.array(Freshness),
  /** The last ended run of each configuration. */
  lastRuns: z.array(LastRun),
});
export type Status = z.infer<typeof Status>;
