// Checks that a response answers the request: if a filter was ignored, its rows prove nothing about
// what was asked for.
import type { Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { periodIn } from "./periods.ts";
import { instantIn } from "./stamps.ts";
import { offsetOf } from "./system.ts";
import type { ValueId } from "./value-ids.ts";
import { elementsOf, unitsAmong, type Scope } from "./value-scope.ts";
import type { Row } from "./wire.ts";

/** A query for values: of some units or of all below the roots, and of a time. */
export type ValuesQuery = {
  units: string[] | "below the roots";
  time: { period: string } | { from: string; to: string } | { changedSince: string };
};

/** The query parameters of a values query. `roots`: the units below which everything is read. */
export function queryOf({ units, time }: ValuesQuery, roots: string[]): [string, string][] {
  const places: [string, string][] =
    units === "below the roots"
      ? [...roots.map((root): [string, string] => ["orgUnit", root]), ["children", "true"]]
      : units.map((unit): [string, string] => ["orgUnit", unit]);
  if ("period" in time) return [...places, ["period", time.period]];
  if ("from" in time) return [...places, ["startDate", time.from], ["endDate", time.to]];
  return [...places, ["lastUpdated", time.changedSince], ["includeDeleted", "true"]];
}

/** Stamps of values may name zones other than the server's. */
const zoneSlackMs = 26 * 3_600_000;

/**
 * Throws `ConnectorError` when a row lies outside the query. Rows without a stamp, or with a period
 * of unknown form, pass.
 */
export async function requireWithinQuery(
  client: Dhis2Client,
  scope: Scope,
  { units, time }: ValuesQuery,
  rows: { row: Row; key: ValueId }[],
): Promise<void> {
  if (rows.length === 0) return;
  const there =
    units === "below the roots"
      ? await unitsAmong(client, scope, new Set(rows.map(({ key }) => key.orgUnit)))
      : new Set(units);
  const elements = await elementsOf(client, scope);
  const clock = { offsetMs: await offsetOf(client) };
  const since = "changedSince" in time ? instantIn(time.changedSince, clock) : null;
  const inTime = ({ row, key }: { row: Row; key: ValueId }): boolean => {
    if ("period" in time) return key.period === time.period;
    if ("from" in time) {
      const days = periodIn(key.period);
      return days === null || (days.to >= time.from && days.from <= time.to);
    }
    const at = instantIn(row["lastUpdated"], clock);
    return at === null || since === null || Date.parse(at) >= Date.parse(since) - zoneSlackMs;
  };
  for (const one of rows) {
    if (there.has(one.key.orgUnit) && elements.has(one.key.dataElement) && inTime(one)) continue;
    throw failure(client, "broken", "filter_disobeyed", { model: "dataValueSets" });
  }
}
