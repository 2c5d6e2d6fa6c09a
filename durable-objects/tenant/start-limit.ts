// How often a tenant's refreshes may be started: read from the runs themselves, so that it outlives
// the object's memory.

/** Starts by people and programs; schedules have a pace of their own. */
export type StartRule = { max: number; windowMs: number };

/** Runs looked back at: schedules may have started some of them. */
const lookBack = 200;

/** How long to wait before the next start; null when it may be now. */
export function waitBeforeStart(
  sql: SqlStorage,
  { max, windowMs }: StartRule,
  now: number,
): number | null {
  const row = sql
    .exec<{ at: number }>(
      `SELECT at FROM (SELECT number, json_extract(held, '$.startedAt') AS at, json_extract(held, '$.startedBy.kind') AS kind
         FROM run ORDER BY number DESC LIMIT ?) WHERE kind <> 'schedule' ORDER BY number DESC LIMIT 1 OFFSET ?`,
      lookBack,
      max - 1,
    )
    .toArray()[0];
  const waitMs = row === undefined ? 0 : row.at + windowMs - now;
  return waitMs > 0 ? waitMs : null;
}
