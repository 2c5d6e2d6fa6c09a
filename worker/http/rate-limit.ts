// The answer to whoever asks too often: 429, with the seconds to wait.
import { takeAttempt, type RateLimit } from "../db/rate-limit.ts";
import type { Database } from "../db/database.ts";
import { factory, type AppContext } from "./context.ts";
import { HttpProblem } from "./problem.ts";
import { refusing } from "./refusals.ts";

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

/** Lets a route be tried only so often under the key of a request. */
export const limitAttempts = (limit: RateLimit, keyOf: (c: AppContext) => string) =>
  refusing(
    factory.createMiddleware(async (c, next) => {
      await countAttempt({ db: c.var.db, now: () => new Date() }, keyOf(c), limit);
      return next();
    }),
    { codes: ["too_many_requests"] },
  );
