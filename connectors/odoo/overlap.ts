// How far write stamps can be trusted. A transaction is stamped when it begins and becomes visible
// when it ends.
import type { Instant } from "../../contract/values/json.ts";

/** Longer than any usual transaction; its writes appear in the past. */
const overlapMs = 15 * 60_000;

/** Stamps outside these would give times that neither Odoo nor a Date can represent. */
const [earliest, latest] = [Date.parse("1970-01-01T00:00:00Z"), Date.parse("9000-01-01T00:00:00Z")];

/** The instant of a time in milliseconds, in whole seconds and within Odoo's range. */
export const secondsOf = (ms: number): Instant =>
  new Date(Math.floor(Math.min(latest, Math.max(earliest, ms)) / 1_000) * 1_000).toISOString();

/** Everything stamped before this is visible once a stamp of `at` is. */
export const settledAt = (at: Instant): Instant => secondsOf(Date.parse(at) - overlapMs);
