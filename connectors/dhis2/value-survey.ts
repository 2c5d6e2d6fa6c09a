// Surveys data values: whole parts of the org units for a complete read, and for a later one what the
// system has stamped since.
import type { Survey } from "../../contract/source/survey.ts";
import type { ResourceSpec, Since } from "../connector.ts";
import type { Dhis2Client } from "./requests.ts";
import { beginsFrom } from "./periods.ts";
import { forgetExpiringFacts } from "./recent-facts.ts";
import { earlier, instantOf, overlapped } from "./stamps.ts";
import { clockOf, requireCommonCalendar } from "./system.ts";
import {
  firstLetters,
  nullWhenTooLarge,
  unitsPerRequest,
  type Prefix,
} from "./value-partitions.ts";
import { requestValues } from "./value-rows.ts";
import {
  cursorOf,
  floorOf,
  scopeOf,
  unitsWith,
  type Scope,
  type ValuesCursor,
} from "./value-scope.ts";
import { chunks, ascending } from "./wire.ts";

/** Changed values per partition. */
const idsPerPartition = 400;
/** At most this many partitions; beyond that each holds more ids. */
const maxPartitions = 300;
/** With deletions in more places than this, everything is read instead. */
const maxDeletionRanges = 60;

/**
 * Surveys the data values of a scope. Incremental if the cursor allows it; otherwise everything
 * since the floor is read again.
 */
export async function surveyValues(
  client: Dhis2Client,
  reading: ResourceSpec,
  since: Since,
): Promise<Survey> {
  // The facts of a complete refresh must not be older than the refresh.
  forgetExpiringFacts(client);
  const scope = await scopeOf(client, reading);
  const clock = await clockOf(client);
  await requireCommonCalendar(client);
  const before = cursorOf(since.cursor);
  const cursor: ValuesCursor = {
    from: overlapped(clock.wall),
    floor: floorOf(clock, scope, before),
    monthsBack: scope.monthsBack,
  };
  const found = { horizon: { at: instantOf(clock), highestId: null }, present: null, cursor };
  if (before !== null && !since.complete && before.floor === cursor.floor) {
    const changes = await changesSince(client, scope, {
      from: earlier(before.from, cursor.from),
      floor: cursor.floor,
    });
    if (changes !== null) return { ...found, ...changes };
  }
  const partitions = await allPartitions(client, scope, cursor.floor);
  return { ...found, coverage: "range", toRead: null, partitions, idRanges: partitions };
}

/**
 * A few units are one partition. Many are cut by the first letter of their uids, which are random.
 */
async function allPartitions(client: Dhis2Client, scope: Scope, floor: string): Promise<Prefix[]> {
  const units = await unitsWith(client, scope, "");
  const since = `${floor}T00:00:00.000Z`;
  return (units.length <= unitsPerRequest ? [""] : firstLetters).map((prefix) => ({
    type: "prefix",
    prefix,
    since,
  }));
}

/**
 * The values stamped since then, to be read by id. Where values were deleted, the ids of that unit
 * and period are compared, which is how removals are found. Null if that is too much for one
 * response; then everything is read.
 */
async function changesSince(
  client: Dhis2Client,
  scope: Scope,
  { from, floor }: { from: string; floor: string },
): Promise<Pick<Survey, "coverage" | "toRead" | "partitions" | "idRanges"> | null> {
  const found = await requestValues(client, scope, {
    units: "below the roots",
    time: { changedSince: from },
  }).catch(nullWhenTooLarge);
  // A change without an id could be about any value, so everything is read.
  if (found === null || found.nameless.length > 0) return null;
  const { rows } = found;
  const inside = rows.filter(({ parts }) => beginsFrom(parts.period, floor));
  const changed = ascending(new Set(inside.filter(({ deleted }) => !deleted).map(({ id }) => id)));
  const holes = ascending(
    new Set(
      inside
        .filter(({ deleted }) => deleted)
        .map(({ parts }) => `${parts.orgUnit}/${parts.period}/`),
    ),
  );
  if (holes.length > maxDeletionRanges) return null;
  const pieces = chunks(
    changed,
    Math.max(idsPerPartition, Math.ceil(changed.length / maxPartitions)),
  );
  return {
    coverage: "changes",
    toRead: changed.length,
    partitions: pieces.map((ids) => ({ type: "ids", ids })),
    idRanges: holes.map((prefix) => ({ type: "prefix", prefix, since: `${floor}T00:00:00.000Z` })),
  };
}
