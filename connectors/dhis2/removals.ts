// Handles objects that are gone at the source: keeps and lists them, or deletes them if the
// configuration says so.
import type { Delivery } from "../../contract/source/delivery.ts";
import type { Reject } from "../../contract/source/record.ts";
import { bisect } from "../bisect.ts";
import type { Dhis2Client } from "./requests.ts";
import type { Family } from "./families.ts";
import { postImport, validate } from "./imports.ts";
import { mayBeCausedByOne } from "./isolation.ts";
import { storedObjects } from "./stored-objects.ts";
import { uidOf } from "./family-ids.ts";
import { metadataReport } from "./report.ts";
import { isUid, shortText, type Row } from "./wire.ts";

type Removing = { family: Family; gone: Delivery[]; removals: "keep" | "delete" };
export type Removed = { unchanged: number; removed: number; refused: Reject[] };

/**
 * Removes objects that are gone at the source. Objects that the destination does not have count as
 * unchanged; those that are kept, or that it refuses to delete, are rejects.
 */
export async function removeObjects(
  client: Dhis2Client,
  { family, gone, removals }: Removing,
): Promise<Removed> {
  const asked = gone.map(({ id }) => ({ id, uid: uidOf(id) })).filter(({ uid }) => isUid(uid));
  if (asked.length === 0) return { unchanged: gone.length, removed: 0, refused: [] };
  const place = {
    family: family.key,
    uids: asked.map(({ uid }) => uid),
    fields: family.byLevel ? "id,name,level" : "id,name",
  };
  const there = await storedObjects(client, place);
  // An org unit that moved to another level came with another id, so it is not gone.
  const doomed = asked.filter(
    ({ id, uid }) => there.has(uid) && (!family.byLevel || isOfLevel(there.get(uid), String(id))),
  );
  const unchanged = gone.length - doomed.length;
  if (removals === "keep") {
    const refused = doomed.map(({ id, uid }) =>
      reject(id, "object_kept", { host: client.host, object: nameOf(uid, there) }),
    );
    return { unchanged, removed: 0, refused };
  }
  const reasons =
    doomed.length === 0
      ? new Map<string, string>()
      : await deleteAll(
          client,
          family,
          doomed.map(({ uid }) => uid),
        );
  const left = await storedObjects(client, { ...place, uids: doomed.map(({ uid }) => uid) });
  // An object counts as removed when the importer did not refuse it and the system no longer
  // returns it; either sign alone may be wrong.
  const refused = doomed
    .filter(({ uid }) => left.has(uid) || reasons.has(uid))
    .map(({ id, uid }) =>
      reject(id, "object_refused", {
        host: client.host,
        object: nameOf(uid, there),
        reason: reasons.get(uid) ?? "?",
      }),
    );
  return { unchanged, removed: doomed.length - refused.length, refused };
}

/** When this many objects fail alone and not one succeeds, the system itself fails. */
const hopelessAfter = 12;

/**
 * Deletes objects and returns why some were refused, by uid. When a deletion fails as a whole,
 * halves are sent until the objects it fails for stand alone.
 */
async function deleteAll(
  client: Dhis2Client,
  { key }: Family,
  uids: string[],
): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  let [done, failed] = [0, 0];
  const parts = bisect([uids]);
  let step = parts.next();
  while (step.done !== true) {
    const part = step.value;
    let left: string[] = [];
    try {
      for (const [uid, reason] of await deletePart(client, key, part)) reasons.set(uid, reason);
      done += part.length;
    } catch (error) {
      if (!mayBeCausedByOne(error) || (done === 0 && failed >= hopelessAfter)) throw error;
      // Some objects may have been deleted before the failure; those are not sent again.
      const there = await storedObjects(client, { family: key, uids: part, fields: "id" });
      left = part.filter((uid) => there.has(uid));
      done += part.length - left.length;
      const [alone] = left;
      if (alone !== undefined && part.length === 1) {
        // If an import without objects fails too, no object is to blame.
        await validate(client, { family: key, objects: [] }).catch(() => {
          throw error;
        });
        failed += 1;
        reasons.set(alone, "500");
      }
    }
    step = parts.next(left);
  }
  return reasons;
}

async function deletePart(
  client: Dhis2Client,
  key: string,
  uids: string[],
): Promise<Map<string, string>> {
  const objects = uids.map((id) => ({ id }));
  const report = metadataReport(
    await postImport(client, { family: key, objects, strategy: "DELETE", mode: "COMMIT" }),
  );
  return new Map(
    (report?.refused ?? []).flatMap(({ uid, index, reason }) => {
      const known = uid ?? uids[index ?? -1];
      return known === undefined ? [] : [[known, reason] as const];
    }),
  );
}

const isOfLevel = (unit: Row | undefined, id: string): boolean =>
  Number(id.slice(0, 2)) === unit?.["level"];

const reject = (id: Delivery["id"], code: string, facts: Record<string, string>): Reject => ({
  id,
  code,
  facts,
  sample: "",
});

function nameOf(uid: string, there: Map<string, Row>): string {
  const name = there.get(uid)?.["name"];
  return typeof name === "string" ? shortText(`${name} (${uid})`, 200) : uid;
}
