// The import summary of data values up to 2.42.
import type { Answer } from "../http.ts";
import { webMessage } from "./messages.ts";
import type { Obj } from "./objects.ts";

/** Why the row at index `at` was refused. */
export type Conflict = {
  at: number;
  object: string;
  property: string;
  value: string;
  errorCode: string;
};

/** The response to an import of `total` values. */
export function summary({
  count,
  conflicts,
  total,
}: {
  count: { imported: number; updated: number; ignored: number; deleted: number };
  conflicts: Conflict[];
  total: number;
}): Answer {
  const status = conflicts.length === 0 ? "OK" : conflicts.length === total ? "ERROR" : "WARNING";
  // Values with the same problem share one conflict.
  const byTrouble = new Map<string, Conflict & { indexes: number[] }>();
  for (const conflict of conflicts) {
    const key = `${conflict.errorCode} ${conflict.value}`;
    const known = byTrouble.get(key);
    if (known) known.indexes.push(conflict.at);
    else byTrouble.set(key, { ...conflict, indexes: [conflict.at] });
  }
  const response: Obj = {
    responseType: "ImportSummary",
    status: status === "OK" ? "SUCCESS" : status,
    importOptions: {},
    description: "Import process completed successfully",
    importCount: count,
    conflicts: [...byTrouble.values()].map(({ object, property, value, errorCode, indexes }) => ({
      object,
      objects: { [property]: object },
      value,
      errorCode,
      property,
      indexes,
    })),
    rejectedIndexes: conflicts.map(({ at }) => at),
    dataSetComplete: "false",
  };
  if (status === "OK")
    return webMessage(200, { status, message: "Import was successful.", response });
  const message =
    status === "WARNING"
      ? "One more conflicts encountered, please check import summary."
      : "An error occurred, please check import summary.";
  return webMessage(409, { status, message, response });
}
