// Imports that a DHIS2 does by itself: looked in on by their number, for as long as it remembers them.
import { askList, type Dhis2Link } from "./ask.ts";
import { failure } from "./faults.ts";
import { metadataReport, type ImportReport } from "./report.ts";
import { rowsIn } from "./wire.ts";

export type TaskOutcome =
  | { type: "running"; retryAfterMs: number }
  | { type: "reported"; report: ImportReport }
  /** Notifications live in memory: a restart or time takes them away. */
  | { type: "vanished" };

/** Most imports end within a second or two: the first looks follow one another quickly. */
const [shortestMs, longestMs] = [500, 30_000];
/** A task that was only just taken on may have said nothing yet: together these looks wait for 16 seconds. */
const silentLooks = 5;

export async function taskOutcome(link: Dhis2Link, { job, looks }: { job: string; looks: number }): Promise<TaskOutcome> {
  const waiting: TaskOutcome = { type: "running", retryAfterMs: Math.min(longestMs, shortestMs * 2 ** Math.min(looks, 10)) };
  const said = rowsIn((await askList(link, { model: "system/tasks", path: `system/tasks/METADATA_IMPORT/${job}` })) ?? []);
  if (said === null) throw failure(link, "broken", "answer_unreadable");
  if (said.length === 0 && looks < silentLooks) return waiting;
  // The newest stands first; any of them may be the one that ends it.
  if (said.length > 0 && !said.some(({ completed }) => completed === true)) return waiting;
  const summary = await askList(link, { model: "system/taskSummaries", path: `system/taskSummaries/METADATA_IMPORT/${job}` });
  const report = metadataReport(summary);
  return report === null ? { type: "vanished" } : { type: "reported", report };
}
