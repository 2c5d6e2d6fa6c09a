// Recovery from an import that failed as a whole: what arrived counts, the rest is sent in parts.
import type { Delivered } from "../../contract/source/delivery.ts";
import { ConnectorError } from "../connector-error.ts";
import { delivered, sumOf } from "./delivered-counts.ts";
import { failure } from "./faults.ts";
import { judgeImport } from "./import-outcome.ts";
import { postImport } from "./imports.ts";
import { mayBeCausedByOne, isolateFailing } from "./isolation.ts";
import { metadataReport } from "./report.ts";
import type { Dhis2Client } from "./requests.ts";
import { notArrived, type ImportStart } from "./stored-objects.ts";
import type { FamilyPage, Wanted } from "./wanted-objects.ts";

/** An import that failed. `fresh`: uids of the objects that were not there before it. */
type FailedImport = FamilyPage & { began: ImportStart; fresh: string[]; error: unknown };

/** A server that fails with one of these codes may have saved everything before. */
const failsAfterSaving = new Set(["source_server_error", "source_timeout", "answer_unreadable"]);

/**
 * Looks at what the system has stored after an import failed, and sends the rest in parts. Throws
 * the import's own error when nothing can have been saved, or when no single object can be to blame
 * for what is missing.
 * @param unchanged objects of the page that did not have to be sent
 */
export async function recover(
  client: Dhis2Client,
  { family, wanted, began, fresh, error }: FailedImport,
  unchanged: number,
): Promise<Delivered> {
  const code = error instanceof ConnectorError ? error.failure.code : "";
  if (!failsAfterSaving.has(code) && !mayBeCausedByOne(error)) throw error;
  const missing = await notArrived(client, { family, wanted }, began);
  if (missing.length > 0 && !mayBeCausedByOne(error)) throw error;
  const rest =
    missing.length === 0
      ? []
      : await sendInParts(client, { family, wanted: missing, began, fresh, error });
  const missingUids = new Set(missing.map(({ uid }) => uid));
  const arrived = wanted.filter(({ uid }) => !missingUids.has(uid));
  const created = arrived.filter(({ uid }) => fresh.includes(uid)).length;
  return sumOf([delivered({ created, updated: arrived.length - created, unchanged }), ...rest]);
}

/** Sends objects in parts until those that fail stand alone; these are refused. */
export function sendInParts(
  client: Dhis2Client,
  { family, wanted, began, fresh, error }: FailedImport,
): Promise<Delivered[]> {
  const attempt = async (part: Wanted[]): Promise<Delivered | null> => {
    const page = { family, wanted: part };
    const uids = new Set(part.map(({ uid }) => uid));
    try {
      const report = metadataReport(
        await postImport(client, {
          family: family.key,
          objects: part.map(({ object }) => object),
          strategy: "CREATE_AND_UPDATE",
          mode: "COMMIT",
        }),
      );
      if (report === null) throw failure(client, "broken", "answer_unreadable");
      const { counts, unexplained } = await judgeImport(client, {
        ...page,
        fresh: fresh.filter((uid) => uids.has(uid)),
        unchanged: 0,
        began,
        report,
        resent: true,
      });
      if (unexplained.length > 0) throw failure(client, "broken", "answer_unreadable");
      return counts;
    } catch (failed) {
      if (!mayBeCausedByOne(failed)) throw failed;
      if ((await notArrived(client, page, began)).length > 0) return null;
      const created = part.filter(({ uid }) => fresh.includes(uid)).length;
      return delivered({ created, updated: part.length - created });
    }
  };
  return isolateFailing(client, { family: family.key, wanted, error, attempt });
}
