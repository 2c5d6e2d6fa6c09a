// What a connector looks for in the records it reads, and counts: declared as data, so that neither
// the rules nor the page need to know what it means.
import { z } from "zod";
import { CountedLabel } from "../values/counted-label.ts";
import { Text } from "../values/json.ts";

/**
 * How a count is shown. `neutral`: good to know. `corrected`: put right by itself. `attention`: a
 * person should look.
 */
export const Tone = z.enum(["neutral", "corrected", "attention"]);
export type Tone = z.infer<typeof Tone>;

/** One thing that is counted. Pages tell how often they met it, by its key. */
export const FindingSpec = z.object({
  key: z.string(),
  label: CountedLabel,
  tone: Tone,
  /** Adds the records that were here already, with the same content. */
  unchanged: z.literal(true).optional(),
  /** Adds the rejects that have one of these codes. */
  rejects: z.array(z.string()).optional(),
});
export type FindingSpec = z.infer<typeof FindingSpec>;

/** `checks` says in words what is looked at. */
export const FindingsSpec = z.object({ checks: Text, counts: z.array(FindingSpec) });
export type FindingsSpec = z.infer<typeof FindingsSpec>;
