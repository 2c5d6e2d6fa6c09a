// Requests metadata imports, either for real or only to learn what would happen.
import type { Json } from "../../contract/values/json.ts";
import { longTimeoutMs, post, type Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { metadataReport, type ImportReport } from "./report.ts";
import type { Row } from "./wire.ts";

export type Import = {
  family: string;
  objects: Row[];
  strategy: "CREATE_AND_UPDATE" | "DELETE";
  mode: "COMMIT" | "VALIDATE";
  /** Runs in the background: the response comes at once and names a task. */
  async?: true;
};

/**
 * Imports objects and returns the response body. Good objects are saved although others are
 * refused; sharing and users of the destination stay as they are.
 */
export async function postImport(
  client: Dhis2Client,
  { family, objects, strategy, mode, async }: Import,
): Promise<Row> {
  const query: [string, string][] = [
    ["importStrategy", strategy],
    ["atomicMode", "NONE"],
    ["importMode", mode],
    ["importReportMode", "FULL"],
    ["skipSharing", "true"],
    ...(async ? [["async", "true"] as [string, string]] : []),
  ];
  const body = { [family]: objects.map((object): Json => object) };
  return (
    await post(client, { model: family, path: "metadata", query, body, timeoutMs: longTimeoutMs })
  ).body;
}

/** Lets the system judge an import of these objects without changing anything. */
export async function validate(
  client: Dhis2Client,
  { family, objects }: Pick<Import, "family" | "objects">,
): Promise<ImportReport> {
  const report = metadataReport(
    await postImport(client, { family, objects, strategy: "CREATE_AND_UPDATE", mode: "VALIDATE" }),
  );
  if (report === null) throw failure(client, "broken", "answer_unreadable");
  return report;
}
