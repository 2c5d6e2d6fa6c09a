// Rate limits: 429, with the seconds to wait.
import { takeAttempt, type RateLimit } from "../db/rate-limit.ts";
import type { Database } from "../db/database.ts";
import { HttpProblem } from "./problem.ts";

/** The problem that every rate limit refuses with. */
export const tooManyRequests = (waitSeconds: number): HttpProblem =>
  new HttpProblem("too_many_requests", { headers: { "retry-after": String(waitSeconds) } });

/**
 * Counts one attempt under a key.
 * @throws `too_many_requests` beyond the limit
 */
export async function countAttempt(
  { db, now }: { db: Database; now: () => Date },
  key: string,
  limit: RateLimit,
): Promise<void> {
  const waitSeconds = await takeAttempt(db, key, limit, now());
  if (waitSeconds !== null) throw tooManyRequests(waitSeconds);
}
