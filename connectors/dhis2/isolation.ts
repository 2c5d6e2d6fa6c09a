// Finds the objects that make an import fail as a whole, by sending halves until they stand alone.
import type { Delivered } from "../../contract/source/delivery.ts";
import { bisect, halves } from "../bisect.ts";
import { ConnectorError } from "../connector-error.ts";
import type { Dhis2Client } from "./requests.ts";
import { delivered } from "./delivered-counts.ts";
import { validate } from "./imports.ts";
import { refusalOf, type Wanted } from "./wanted-objects.ts";

/**
 * Failures of a whole import that a single object may have caused. Temporary failures are not among
 * them: they are retried later.
 */
const causedByOne = new Set([
  "answer_too_large",
  "answer_unreadable",
  "request_refused",
  "source_server_error",
]);

/** Whether a failed import may be the fault of one of its objects. */
export const mayBeCausedByOne = (error: unknown): boolean =>
  error instanceof ConnectorError &&
  error.failure.kind !== "busy" &&
  causedByOne.has(error.failure.code);

/** When this many objects fail alone and not one succeeds, the system fails and not its objects. */
const hopelessAfter = 12;
/**
 * Most imports that the search may take. The next delivery finds the rest, because it skips what
 * has arrived.
 */
const maxImports = 150;

type Isolating = {
  family: string;
  wanted: Wanted[];
  /** The failure of the whole import, thrown when no object is to blame. */
  error: unknown;
  /** Sends a part. Null if it failed, or if not all of it can be accounted for. */
  attempt(part: Wanted[]): Promise<Delivered | null>;
};

/**
 * Sends objects in halves; those that fail alone are refused. Throws the original error when the
 * system itself fails, or when the search takes too many imports.
 */
export async function isolateFailing(
  client: Dhis2Client,
  { family, wanted, error, attempt }: Isolating,
): Promise<Delivered[]> {
  // If an import without objects fails too, no object is to blame.
  await validate(client, { family, objects: [] }).catch(() => {
    throw error;
  });
  const done: Delivered[] = [];
  let [imports, alone] = [0, 0];
  const parts = bisect(halves(wanted));
  let step = parts.next();
  while (step.done !== true) {
    const part = step.value;
    imports += 1;
    const outcome = await attempt(part);
    if (outcome !== null) done.push(outcome);
    else if (part.length === 1) alone += 1;
    if (imports >= maxImports || (done.length === 0 && alone >= hopelessAfter)) throw error;
    step = parts.next(outcome === null ? part : []);
  }
  const refused = step.value.map((one) => refusalOf(client, one, "object_fails_there", {}));
  return [...done, delivered({ refused })];
}
