// Finding the objects for whose sake an import fails as a whole: halves are sent until they stand
// alone.
import type { Delivered } from "../../contract/source/delivery.ts";
import type { Reject } from "../../contract/source/record.ts";
import { ConnectorError } from "../connector-error.ts";
import type { Dhis2Client } from "./requests.ts";
import { validate } from "./imports.ts";
import { refusalOf, type Wanted } from "./wanted-objects.ts";

/**
 * Failures of a whole import that one of its objects may have caused. What passes by itself is
 * tried again later.
 */
const causedByOne = new Set([
  "answer_too_large",
  "answer_unreadable",
  "request_refused",
  "source_server_error",
]);

export const mayBeOfOne = (error: unknown): boolean =>
  error instanceof ConnectorError &&
  error.failure.kind !== "busy" &&
  causedByOne.has(error.failure.code);

/**
 * So many objects that fail alone, and none that does not: it is the system that fails, not its
 * objects.
 */
const allBad = 12;
/**
 * What finding them may cost: the rest is found by the next delivery, which leaves alone what has
 * arrived.
 */
const mostImports = 150;

type Isolating = {
  family: string;
  wanted: Wanted[];
  /** What failed; it is what happened where no object is to blame. */
  error: unknown;
  /** Sends a part; null: it failed, or not all of it can be accounted for. */
  attempt(part: Wanted[]): Promise<Delivered | null>;
};

/** Sends objects in halves, and lists those that fail alone. */
export async function sendApart(
  client: Dhis2Client,
  { family, wanted, error, attempt }: Isolating,
): Promise<Delivered[]> {
  // A system that fails without any object fails for a reason of its own.
  await validate(client, { family, objects: [] }).catch(() => {
    throw error;
  });
  const done: Delivered[] = [];
  const refused: Reject[] = [];
  let imports = 0;
  const waiting = halvesOf(wanted);
  for (let part = waiting.shift(); part; part = waiting.shift()) {
    imports += 1;
    const outcome = await attempt(part);
    if (outcome !== null) done.push(outcome);
    else if (part.length > 1) waiting.unshift(...halvesOf(part));
    else refused.push(...part.map((one) => refusalOf(client, one, "object_fails_there", {})));
    if (imports >= mostImports || (done.length === 0 && refused.length >= allBad)) throw error;
  }
  return [
    ...done,
    { type: "delivered", created: 0, updated: 0, unchanged: 0, removed: 0, refused },
  ];
}

function halvesOf(wanted: Wanted[]): Wanted[][] {
  const middle = Math.ceil(wanted.length / 2);
  return [wanted.slice(0, middle), wanted.slice(middle)].filter((part) => part.length > 0);
}
