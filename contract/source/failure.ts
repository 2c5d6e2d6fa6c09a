// A failure of an outside system, named by what has to happen next.
import { z } from "zod";

/**
 * What must happen next decides the kind: `busy` later, `refused` a person must act, `broken` the
 * answer made no sense.
 */
export const FailureKind = z.enum(["busy", "refused", "broken"]);
export type FailureKind = z.infer<typeof FailureKind>;

export const Failure = z.object({
  kind: FailureKind,
  code: z.string(),
  facts: z.record(z.string(), z.string()),
  retryAfterMs: z.number().min(0).nullable(),
});
export type Failure = z.infer<typeof Failure>;
