// The one shape of every error of the API: RFC 9457 problem details with a stable `code`.
import { z } from "zod";
import { Run } from "./run.ts";

export const ProblemDetails = z.object({
  type: z.literal("about:blank"),
  /** The HTTP status in words. */
  title: z.string(),
  status: z.int(),
  /** The sentence for the person who sees it, in the language of the request. */
  detail: z.string(),
  code: z.string(),
  /** Quote it to support. */
  instance: z.string().optional(),
  /** Which parts of the request are not right, by path. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** `already_running`: the run to join. */
  run: Run.optional(),
  /** `sync_not_ready`: how far the first refresh is, null when none runs. */
  progressPercentage: z.number().nullable().optional(),
});
export type ProblemDetails = z.infer<typeof ProblemDetails>;
