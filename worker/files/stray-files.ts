// Stray files: bytes in R2 without a row in D1, left when the Worker died between storing the bytes
// and the row, or between deleting the row and the bytes.
import type { Database } from "../db/database.ts";
import { knownKeys } from "../db/files.ts";
import { keyOf } from "./files.ts";
import { log } from "../log.ts";

/** The row of a younger file may still be on its way. */
const graceMs = 24 * 60 * 60_000;
/** Most pages per night; each costs at most three calls: list, look up and delete. */
const pages = 300;

/** Once a night, at three in the morning by UTC. */
const isNightly = (now: Date): boolean => now.getUTCHours() === 3 && now.getUTCMinutes() === 0;

type Order = { bucket: R2Bucket; db: Database; now: Date; limit?: number };

/** Deletes stray files that are older than a day, and returns how many there were. */
export async function forgetStrayFiles({ bucket, db, now, limit = 1_000 }: Order): Promise<number> {
  let forgotten = 0;
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const listed = await bucket.list({ limit, ...(cursor === undefined ? {} : { cursor }) });
    const old = listed.objects
      .filter(({ uploaded }) => uploaded.getTime() < now.getTime() - graceMs)
      .map(({ key }) => key);
    const stray = await strayOf(db, old);
    if (stray.length > 0) await bucket.delete(stray);
    forgotten += stray.length;
    if (!listed.truncated) break;
    cursor = listed.cursor;
  }
  return forgotten;
}

async function strayOf(db: Database, keys: string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const ids = keys.map((key) => key.slice(key.lastIndexOf("/") + 1));
  const known = new Set((await knownKeys(db, ids)).map(({ id, ...owner }) => keyOf(owner, id)));
  return keys.filter((key) => !known.has(key));
}

/** A part of the sweep: an error here is logged and stops nothing else. */
export async function sweepStrayFiles(bucket: R2Bucket, db: Database, now: Date): Promise<void> {
  if (!isNightly(now)) return;
  try {
    const count = await forgetStrayFiles({ bucket, db, now });
    if (count > 0) log("warn", "strayFilesForgotten", { count });
  } catch (error) {
    log("error", "strayFilesBroke", {}, error);
  }
}
