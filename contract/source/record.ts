// A record as its source gives it, and one that could not be used.
import { z } from "zod";
import type { Json } from "../values/json.ts";

/**
 * A record's identity at its source: an integer stays an integer, so that ranges compare as
 * numbers.
 */
export const Id = z.union([z.int(), z.string().min(1).max(200)]);
export type Id = z.infer<typeof Id>;

/**
 * One record as the product keeps it. Amounts are decimal strings, dates ISO; `version` sorts as
 * text by source time. `origin` is the source's own identity of the record where `id` is a key
 * derived from something else: two origins that claim one id are a collision, and neither replaces
 * the other. Left out, the id is the source's own. It must not change while the record lives, and
 * is shown to the person who repairs a collision.
 */
export type SourceRecord = {
  id: Id;
  version: string | null;
  data: { [field: string]: Json };
  origin?: string;
};

/**
 * A record that could not be used, with a code of `sentences.ts` and the facts its sentence needs.
 */
export const Reject = z.object({
  id: Id.nullable(),
  code: z.string(),
  facts: z.record(z.string(), z.string()),
  /** What came, cut and without secrets, for the person who repairs it. */
  sample: z.string().max(4_000),
});
export type Reject = z.infer<typeof Reject>;
