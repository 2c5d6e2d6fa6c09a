// Polls background imports of a DHIS2, for as long as it remembers them.
import { requestList, type Dhis2Client } from "./requests.ts";
import type { Json } from "../../contract/values/json.ts";
import { failure } from "./faults.ts";
import { metadataReport, type ImportReport } from "./report.ts";
import { isRow, isUid, rowsIn, type Row } from "./wire.ts";

export type TaskOutcome =
  | { type: "running"; retryAfterMs: number }
  | { type: "reported"; report: ImportReport }
  /** Notifications are kept in memory, so they disappear with a restart or with time. */
  | { type: "vanished" };

/** Most imports end within a second or two, so the first polls follow quickly. */
const [shortestMs, longestMs] = [500, 30_000];
/** A new task may not have reported anything yet. These polls together take 16 seconds. */
const silentPolls = 5;

type Kind = "METADATA_IMPORT" | "DATAVALUE_IMPORT";

/** The outcome of a background import. `looks`: how often it was polled before. */
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
  if (said.length === 0) return looks < silentPolls;
  // The newest notification comes first, but any of them may be the one that ends the task.
  return !said.some(({ completed }) => completed === true);
}

const summaryOf = (client: Dhis2Client, kind: Kind, job: string): Promise<Json> =>
  requestList(client, {
    model: "system/taskSummaries",
    path: `system/taskSummaries/${kind}/${job}`,
  });

/**
 * These polls together take a quarter of a minute. A longer import is sent again later, which
 * changes nothing that has arrived.
 */
const maxPolls = 5;

/**
 * Waits for a short task and returns its summary; null if it left none. Throws `ConnectorError`
 * (`busy`) when the task takes too long.
 */
export async function awaitImport(client: Dhis2Client, kind: Kind, job: string): Promise<Json> {
  for (let looks = 0; await isRunning(client, kind, { job, looks }); looks += 1) {
    if (looks >= maxPolls) throw failure(client, "busy", "destination_working");
    await new Promise((resolve) => setTimeout(resolve, waitMs(looks)));
  }
  return summaryOf(client, kind, job);
}

/** The task that a response names instead of a report; null if it names none. */
export function jobIn({ response }: Row): string | null {
  const id = isRow(response) ? response["id"] : null;
  return isUid(id) ? id : null;
}
