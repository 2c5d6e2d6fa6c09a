// Admission: whether a start begins a run, repeats an earlier answer, joins a running one, or has to
// wait. The rule is the same for people, programs and schedules.
import type { StartedBy } from "../contract/api/run.ts";
import type { Refusal, StartCommand } from "../contract/rpc/start.ts";
import type { Millis, RunState } from "./run.ts";

/** How many refreshes people and programs may start within a window of time. */
export type StartLimit = { max: number; windowMs: number };

/** The request that came first with an idempotency key, and what it was answered. */
type FirstAnswer<Answer> = { request: string; answer: Answer };

type Keyed = Pick<StartCommand, "idempotencyKey" | "startedBy" | "request">;

/**
 * The key under which the answer to a command is kept; null: the command asks for none. A key
 * belongs to one caller.
 */
export const repeatKey = ({ idempotencyKey, startedBy }: Keyed): string | null =>
  idempotencyKey === null ? null : `${startedBy.id} ${idempotencyKey}`;

/** What a command asks for, as the key remembers it. */
export const requestOf = ({ request }: Keyed): string => request ?? "";

/** What the stores know of a start. */
export type AdmissionFacts<Answer> = {
  /** What the same idempotency key was used for before; null: it is new, or there is none. */
  first: FirstAnswer<Answer> | null;
  /** The run that has to end first; null: none. */
  inTheWay: RunState | null;
  /** When people and programs started runs, newest first, at least as many as the limit counts. */
  recentStarts: Millis[];
  /** What is wrong with the command itself; null: nothing. */
  refusal: Refusal["code"] | null;
};

export type Admission<Answer> =
  | { type: "admitted" }
  | { type: "repeated"; answer: Answer }
  | { type: "alreadyRunning"; run: RunState }
  | { type: "tooManyStarts"; retryAfterMs: number }
  | Refusal;

/**
 * Decides a start. A repeat neither waits for the limit nor counts in it, and whoever meets a
 * running refresh joins it however many were started.
 */
export function admit<Answer>(
  command: { startedBy: Pick<StartedBy, "kind">; request: string },
  { first, inTheWay, recentStarts, refusal }: AdmissionFacts<Answer>,
  { limit, now }: { limit: StartLimit; now: Millis },
): Admission<Answer> {
  // IETF draft-ietf-httpapi-idempotency-key-header: a key belongs to one request.
  if (first !== null)
    return first.request === command.request
      ? { type: "repeated", answer: first.answer }
      : { type: "refused", code: "idempotency_key_reused" };
  if (inTheWay === null && command.startedBy.kind !== "schedule") {
    const retryAfterMs = waitBeforeStart(recentStarts, limit, now);
    if (retryAfterMs !== null) return { type: "tooManyStarts", retryAfterMs };
  }
  if (refusal !== null) return { type: "refused", code: refusal };
  if (inTheWay !== null) return { type: "alreadyRunning", run: inTheWay };
  return { type: "admitted" };
}

/** How long to wait before the next start; null: it may be now. @param starts newest first */
export function waitBeforeStart(
  starts: Millis[],
  { max, windowMs }: StartLimit,
  now: Millis,
): number | null {
  const at = starts[max - 1];
  const waitMs = at === undefined ? 0 : at + windowMs - now;
  return waitMs > 0 ? waitMs : null;
}
