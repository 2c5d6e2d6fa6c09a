// The quota of an account at an outside system, and the pause of its Gate.
import { z } from "zod";
import { Instant } from "../values/json.ts";

/** A pause that the account's system has asked for, and its calls in flight. */
export const GateView = z.object({ silentUntil: Instant.nullable(), callsOut: z.int() });
export type GateView = z.infer<typeof GateView>;

/** How many of today's calls an account has left. */
export const Quota = z.object({
  remaining: z.number(),
  limit: z.number(),
  /** When the count starts again. */
  resetsAt: Instant,
});
export type Quota = z.infer<typeof Quota>;
