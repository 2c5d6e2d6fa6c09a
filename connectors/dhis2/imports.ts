// How an import of metadata is asked for, in earnest or to hear what would become of it.
import type { Json } from "../../contract/values/json.ts";
import { longPatienceMs, post, type Dhis2Client } from "./requests.ts";
import { failure } from "./faults.ts";
import { metadataReport, type ImportReport } from "./report.ts";
import type { Row } from "./wire.ts";

export type Import = {
  family: string;
  objects: Row[];
  strategy: "CREATE_AND_UPDATE" | "DELETE";
  mode: "COMMIT" | "VALIDATE";
  /** In the background: it answers at once, with a task. */
  async?: true;
};

/**
 * Good objects are saved although others are refused; rights and people of the target stay as they
 * are.
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
    await post(client, { model: family, path: "metadata", query, body, timeoutMs: longPatienceMs })
  ).body;
}

/** What would become of these objects: the system judges them, and changes nothing. */
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
