// Surveys a family of metadata: what was stamped since the cursor, or everything.
import { z } from "zod";
import type { IdRange, Partition } from "../../contract/source/partition.ts";
import type { Horizon, Survey } from "../../contract/source/survey.ts";
import type { ResourceSpec, Since } from "../connector.ts";
import type { Family } from "./families.ts";
import { countFamily, idsChangedSince, idsOf, requireFamily } from "./family-ids.ts";
import { defaultPageSize } from "./metadata.ts";
import type { Dhis2Client } from "./requests.ts";
import { earlier, isWall, instantOf, overlapped } from "./stamps.ts";
import { clockOf } from "./system.ts";
import { chunks } from "./wire.ts";

/** Never so many partitions that planning takes longer than reading. */
const maxPartitions = 400;

const wholeFamily: IdRange = { type: "prefix", prefix: "" };

/**
 * Where the next incremental read begins, on the source's wall clock, and how far that clock is
 * from UTC.
 */
const MetadataCursor = z.object({ from: z.string().refine(isWall) });

/** Surveys a family: what was stamped since the cursor, or everything if a complete read is due. */
export async function surveyFamily(
  client: Dhis2Client,
  reading: ResourceSpec,
  since: Since,
): Promise<Survey> {
  const family = requireFamily(client, reading);
  const clock = await clockOf(client);
  const horizon: Horizon = { at: instantOf(clock), highestId: null };
  const known = MetadataCursor.safeParse(since.cursor);
  const found = { horizon, idRanges: [wholeFamily], cursor: { from: overlapped(clock.wall) } };
  if (!known.success || since.complete)
    return { ...found, ...(await completeRead(client, family)) };
  // A server whose clock was set back has stamped changes earlier than our last look.
  const changed = await idsChangedSince(
    client,
    family,
    earlier(known.data.from, found.cursor.from),
  );
  // The total is only requested when the store is compared with the source.
  return {
    ...found,
    coverage: "changes",
    present: null,
    toRead: changed.length,
    partitions: partitionsOf(changed),
  };
}

/**
 * A family that fits one page is read whole. Of a larger one the uids are listed, and then fetched
 * by uid.
 */
async function completeRead(
  client: Dhis2Client,
  family: Family,
): Promise<Pick<Survey, "coverage" | "present" | "toRead" | "partitions">> {
  const present = await countFamily(client, { resource: family.key });
  // There is nothing to read; the comparison of ids removes what is still stored.
  if (present === 0) return { coverage: "range", present, toRead: 0, partitions: [] };
  if (present <= defaultPageSize)
    return { coverage: "range", present, toRead: present, partitions: [wholeFamily] };
  const ids = await idsOf(client, family);
  return { coverage: "range", present, toRead: ids.length, partitions: partitionsOf(ids) };
}

const partitionsOf = (ids: string[]): Partition[] =>
  chunks(ids, Math.max(defaultPageSize, Math.ceil(ids.length / maxPartitions))).map((part) => ({
    type: "ids",
    ids: part,
  }));
