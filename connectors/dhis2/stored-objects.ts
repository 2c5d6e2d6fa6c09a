// Looks up objects in a system: before sending, to skip those that are the same, and afterwards,
// because reports alone are not believed.
import type { Instant } from "../../contract/values/json.ts";
import { ConnectorError } from "../connector-error.ts";
import type { Dhis2Client } from "./requests.ts";
import { listOf } from "./collection.ts";
import { failure } from "./faults.ts";
import { holdsObject } from "./portable.ts";
import { instantIn } from "./stamps.ts";
import { chunks, isUid, type Row } from "./wire.ts";

const uidsPerRequest = 100;

/** The objects of a family with these uids, by uid. */
export async function storedObjects(
  client: Dhis2Client,
  { family, uids, fields }: { family: string; uids: string[]; fields: string },
): Promise<Map<string, Row>> {
  const there = new Map<string, Row>();
  const waiting = chunks(uids, uidsPerRequest);
  for (let part = waiting.shift(); part; part = waiting.shift()) {
    const asking = { family, filters: [`id:in:[${part.join(",")}]`], fields, limit: part.length };
    const found = await listOf(client, asking).catch((error: unknown) => {
      const tooLarge = error instanceof ConnectorError && error.failure.code === "answer_too_large";
      if (!tooLarge || asking.limit < 2) throw error;
      return null;
    });
    if (found === null) waiting.unshift(...chunks(part, Math.ceil(part.length / 2)));
    for (const row of found?.rows ?? []) {
      const { id } = row;
      if (isUid(id) && !part.includes(id))
        throw failure(client, "broken", "filter_disobeyed", { model: family });
      if (isUid(id)) there.set(id, row);
    }
  }
  return there;
}

/** When our import began, and how far the system's wall clock is from UTC. */
export type ImportStart = { at: Instant; offsetMs: number };

/**
 * Whether an object is stored as it was sent: it holds everything we sent, or it was written since
 * our import began. The latter covers versions that store a member in another form.
 */
export function hasArrived(
  there: Row | undefined,
  sent: Row,
  { family, began }: { family: string; began: ImportStart | null },
): boolean {
  if (there === undefined) return false;
  if (holdsObject(there, sent, family)) return true;
  const writtenAt = began === null ? null : instantIn(there["lastUpdated"], began);
  return began !== null && writtenAt !== null && writtenAt >= began.at;
}

/** The objects of a page that the system does not store as they were sent since `began`. */
export async function notArrived<One extends { uid: string; object: Row }>(
  client: Dhis2Client,
  { family, wanted }: { family: { key: string }; wanted: One[] },
  began: ImportStart,
): Promise<One[]> {
  const uids = wanted.map(({ uid }) => uid);
  const stored = await storedObjects(client, { family: family.key, uids, fields: ":owner" });
  return wanted.filter(
    ({ uid, object }) => !hasArrived(stored.get(uid), object, { family: family.key, began }),
  );
}
