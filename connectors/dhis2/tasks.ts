// Imports that a DHIS2 does by itself: looked in on by their number, for as long as it remembers
// them.
import { requestList, type Dhis2Client } from "./requests.ts";
import type { Json } from "../../contract/values/json.ts";
import { failure } from "./faults.ts";
import { metadataReport, type ImportReport } from "./report.ts";
import { isRow, isUid, rowsIn, type Row } from "./wire.ts";

export type TaskOutcome =
  | { type: "running"; retryAfterMs: number }
  | { type: "reported"; report: ImportReport }
  /** Notifications live in memory: a restart or time takes them away. */
  | { type: "vanished" };

/** Most imports end within a second or two: the first looks follow one another quickly. */
const [shortestMs, longestMs] = [500, 30_000];
/**
 * A task that was only just taken on may have said nothing yet: together these looks wait for 16
 * seconds.
 */
const silentLooks = 5;

type Kind = "METADATA_IMPORT" | "DATAVALUE_IMPORT";

export async function taskOutcome(
  client: Dhis2Client,
  { job, looks }: { job: string; looks: number },
): Promise<TaskOutcome> {
  if (await isRunning(client, "METADATA_IMPORT", { job, looks }))
    return { type: "running", retryAfterMs: waitMs(looks) };
  const report = metadataReport(await summaryOf(client, "METADATA_IMPORT", job));
  return report === null ? { type: "vanished" } : { type: "reported", report };
}

const waitMs = (looks: number): number =>
  Math.min(longestMs, shortestMs * 2 ** Math.min(looks, 10));

async function isRunning(
  client: Dhis2Client,
  kind: Kind,
  { job, looks }: { job: string; looks: number },
): Promise<boolean> {
  const said = rowsIn(
    (await requestList(client, { model: "system/tasks", path: `system/tasks/${kind}/${job}` })) ??
      [],
  );
  if (said === null) throw failure(client, "broken", "answer_unreadable");
  if (said.length === 0) return looks < silentLooks;
  // The newest stands first; any of them may be the one that ends it.
  return !said.some(({ completed }) => completed === true);
}

const summaryOf = (client: Dhis2Client, kind: Kind, job: string): Promise<Json> =>
  requestList(client, {
    model: "system/taskSummaries",
    path: `system/taskSummaries/${kind}/${job}`,
  });

/**
 * So many looks take a quarter of a minute: what lasts longer is asked for again, which changes
 * nothing that has arrived.
 */
const patientLooks = 5;

/** Waits for a task that is short, and hands back its summary; nothing where it has left none. */
export async function importEnded(client: Dhis2Client, kind: Kind, job: string): Promise<Json> {
  for (let looks = 0; await isRunning(client, kind, { job, looks }); looks += 1) {
    if (looks >= patientLooks) throw failure(client, "busy", "destination_working");
    await new Promise((resolve) => setTimeout(resolve, waitMs(looks)));
  }
  return summaryOf(client, kind, job);
}

/** The task that an answer names instead of a report. */
export function jobIn({ response }: Row): string | null {
  const id = isRow(response) ? response["id"] : null;
  return isUid(id) ? id : null;
}
