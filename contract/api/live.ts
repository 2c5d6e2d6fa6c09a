// The live view's messages: a snapshot on connect, then numbered ones; and why it closes.
import { z } from "zod";
import { Freshness } from "./record.ts";
import { Run, LastRun, RunStatus } from "./run.ts";
import { Instant } from "../values/json.ts";

/** `seq` rises by one with every message of a tenant; a gap means: take the next snapshot. */
export const Snapshot = z.object({
  type: z.literal("snapshot"),
  seq: z.int(),
  at: Instant,
  /** The active run, else the last one; null before the first. */
  run: Run.nullable(),
  freshness: z.array(Freshness),
  /** The last ended run of each configuration. */
  lastRuns: z.array(LastRun),
  /** Refreshes that wait for other systems and have let the active one go first. */
  setAside: z.array(Run),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const Progress = z.object({
  type: z.enum(["progress", "ended"]),
  seq: z.int(),
  at: Instant,
  executionId: z.string(),
  progressPercentage: z.number(),
  currentStep: z.string().nullable(),
  status: RunStatus,
  run: Run,
  /** Present when what readers see has changed. */
  freshness: z.array(Freshness).optional(),
  lastRuns: z.array(LastRun).optional(),
  setAside: z.array(Run),
});
export type Progress = z.infer<typeof Progress>;

export const LiveMessage = z.discriminatedUnion("type", [Snapshot, Progress]);
export type LiveMessage = z.infer<typeof LiveMessage>;

/**
 * Our close codes: after the first the page asks to sign in, after the second it leaves the tenant.
 */
export const closeCodes = { signInAgain: 4401, noLongerAllowed: 4403 } as const;
