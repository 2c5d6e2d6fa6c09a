// The outcome of each object of an import, from the report and from what the system stores afterwards.
import type { Delivered } from "../../contract/source/delivery.ts";
import { delivered } from "./delivered-counts.ts";
import type { ImportReport } from "./report.ts";
import type { Dhis2Client } from "./requests.ts";
import { notArrived, type ImportStart } from "./stored-objects.ts";
import { refusalOf, type FamilyPage, type Wanted } from "./wanted-objects.ts";
import { shortText } from "./wire.ts";

/** An import that has ended, and what it is judged by. */
export type EndedImport = FamilyPage & {
  /** Uids of the objects that were not there before the import. */
  fresh: string[];
  /** Objects that were not sent because they were the same already. */
  unchanged: number;
  began: ImportStart;
  report: ImportReport;
  /**
   * Uids that are known not to have arrived. Left out when nobody has looked yet: then the report
   * must account for every object.
   */
  missing?: Set<string>;
  /** Whether the objects were sent before, in an import that failed as a whole. */
  resent?: true;
};

/**
 * Judges every object: created, updated, unchanged, refused, or stored with less than was sent. An
 * importer that saves what it can saves an object without the references that lead nowhere, and
 * counts it as saved (dhis2-core, ReferencesCheck).
 *
 * `unexplained` holds objects that did not arrive and that the report does not mention. One of them
 * may have kept out the others, so they are to be sent again in parts; `counts` leaves them out. A
 * single such object counts as refused.
 */
export async function judgeImport(
  client: Dhis2Client,
  ended: EndedImport,
): Promise<{ counts: Delivered; unexplained: Wanted[] }> {
  const { wanted, report } = ended;
  const reasons = reasonsIn(ended);
  const saved = report.created + report.updated;
  const expected = wanted.length - reasons.size;
  const conclusive = saved === expected && !(report.troubled && reasons.size === 0);
  const missing =
    ended.missing ?? (conclusive ? new Set<string>() : await missingUids(client, ended));
  const unexplained = wanted.filter(({ uid }) => missing.has(uid) && !reasons.has(uid));
  if (unexplained.length > 0 && wanted.length > 1) {
    const others = wanted.filter((one) => !unexplained.includes(one));
    const outcome = { reasons, incomplete: new Set<string>() };
    return { counts: countsOf(client, { ...ended, wanted: others }, outcome), unexplained };
  }
  for (const { uid } of unexplained) reasons.set(uid, report.said ?? "not there after the import");
  const incomplete =
    saved > expected && reasons.size > 0 ? await writtenUids(client, ended) : new Set<string>();
  return { counts: countsOf(client, ended, { reasons, incomplete }), unexplained: [] };
}

/**
 * Counts the outcomes. `reasons`: why objects were refused, by uid. `incomplete`: those of them that
 * are stored, with less than was sent.
 */
function countsOf(
  client: Dhis2Client,
  { wanted, fresh, unchanged, report, resent }: EndedImport,
  { reasons, incomplete }: { reasons: Map<string, string>; incomplete: Set<string> },
): Delivered {
  const refused = wanted.flatMap((one) => {
    const reason = reasons.get(one.uid);
    const code = incomplete.has(one.uid) ? "object_incomplete" : "object_refused";
    return reason === undefined
      ? []
      : [refusalOf(client, one, code, { reason: shortText(reason) })];
  });
  const accepted = wanted.length - refused.length;
  const sent = new Set(wanted.map(({ uid }) => uid));
  const acceptedFresh = fresh.filter((uid) => sent.has(uid) && !reasons.has(uid)).length;
  // The report cannot be used here: an object may have been created by the import that failed.
  if (resent)
    return delivered({
      created: acceptedFresh,
      updated: accepted - acceptedFresh,
      unchanged,
      refused,
    });
  // Only what was not there before can have been created, whatever the report says.
  const created = Math.min(report.created, acceptedFresh);
  const updated = Math.min(
    Math.max(0, report.created + report.updated - created),
    accepted - created,
  );
  return delivered({
    created,
    updated,
    unchanged: unchanged + accepted - created - updated,
    refused,
  });
}

/**
 * Why objects were refused, by uid. An entry's index counts only when it names no known uid, and
 * only while the report is all we have.
 */
function reasonsIn({ wanted, report, missing }: EndedImport): Map<string, string> {
  const reasons = new Map<string, string>();
  const known = new Set(wanted.map(({ uid }) => uid));
  for (const { uid, index, reason } of report.refused) {
    const about =
      uid !== null && known.has(uid)
        ? uid
        : missing === undefined
          ? wanted[index ?? -1]?.uid
          : undefined;
    if (about !== undefined) reasons.set(about, reason);
  }
  return reasons;
}

const missingUids = async (
  client: Dhis2Client,
  { family, wanted, began }: EndedImport,
): Promise<Set<string>> =>
  new Set((await notArrived(client, { family, wanted }, began)).map(({ uid }) => uid));

/** Objects that were written since the import began, whatever the report says about them. */
async function writtenUids(client: Dhis2Client, ended: EndedImport): Promise<Set<string>> {
  const missing = await missingUids(client, ended);
  return new Set(ended.wanted.map(({ uid }) => uid).filter((uid) => !missing.has(uid)));
}
