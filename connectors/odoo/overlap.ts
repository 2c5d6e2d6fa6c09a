// How far stamps may be trusted: a write becomes visible when its transaction ends, and is stamped
// when it began.
import type { Instant } from "../../contract/values/json.ts";

/** Long transactions appear in the past. */
const overlapMs = 15 * 60_000;

/** Stamps from before or after any Odoo would make moments that neither it nor a date can hold. */
const [earliest, latest] = [Date.parse("1970-01-01T00:00:00Z"), Date.parse("9000-01-01T00:00:00Z")];

export const secondsOf = (ms: number): Instant =>
  new Date(Math.floor(Math.min(latest, Math.max(earliest, ms)) / 1_000) * 1_000).toISOString();

/** What is stamped before it can be seen once a stamp of `at` is. */
export const settledAt = (at: Instant): Instant => secondsOf(Date.parse(at) - overlapMs);
