// Attempts within a window of time, counted in one statement, so that a burst cannot slip past.
import { eq, lt, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { allowance } from "./schema.ts";

export type RateLimit = { max: number; windowMs: number };

/** Takes one attempt. @returns null if it was granted, else the seconds until the next one */
export async function takeAttempt(
  db: Database,
  key: string,
  rule: RateLimit,
  now: Date,
): Promise<number | null> {
  const windowEndsAt = new Date(now.getTime() + rule.windowMs);
  const over = sql`${allowance.windowEndsAt} <= ${now.getTime()}`;
  const [row] = await db
    .insert(allowance)
    .values({ key, taken: 1, windowEndsAt })
    .onConflictDoUpdate({
      target: allowance.key,
      set: {
        taken: sql`CASE WHEN ${over} THEN 1 ELSE ${allowance.taken} + 1 END`,
        windowEndsAt: sql`CASE WHEN ${over} THEN ${windowEndsAt.getTime()} ELSE ${allowance.windowEndsAt} END`,
      },
    })
    .returning();
  if (!row || row.taken <= rule.max) return null;
  return Math.max(1, Math.ceil((row.windowEndsAt.getTime() - now.getTime()) / 1000));
}

/** Gives back an attempt that turned out to be harmless. */
export async function giveBackAttempt(db: Database, key: string): Promise<void> {
  await db
    .update(allowance)
    .set({ taken: sql`max(0, ${allowance.taken} - 1)` })
    .where(eq(allowance.key, key));
}

/** Drops windows that are over. */
export async function forgetEndedWindows(db: Database, now: Date): Promise<void> {
  await db.delete(allowance).where(lt(allowance.windowEndsAt, now));
}
