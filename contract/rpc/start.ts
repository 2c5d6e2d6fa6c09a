// Starting a run, and why an order about a run is refused.
import type { StartedBy, Run } from "../api/run.ts";
import type { RunPlan } from "./run-plan.ts";

export type StartCommand = {
  tenant: string;
  jurisdiction: "eu" | null;
  plan: RunPlan;
  /** Keys of the resources wanted; all when null. */
  resources: string[] | null;
  complete: boolean;
  startedBy: StartedBy;
  idempotencyKey: string | null;
  /**
   * What was asked for, as a hash of action and body: the key stands for this request and no other.
   */
  request?: string;
};

export type Started =
  | { type: "started"; run: Run }
  /**
   * The same idempotency key and request as before: the run it started, as it was answered then.
   */
  | { type: "repeated"; run: Run }
  | { type: "alreadyRunning"; run: Run };

/** Why an order about a run was not carried out. */
export type Refusal = {
  type: "refused";
  code:
    | "run_unknown"
    | "run_ended"
    | "run_active"
    | "nothing_to_retry"
    | "nothing_to_undo"
    | "undo_too_old"
    | "nothing_to_send"
    | "resource_unknown"
    | "idempotency_key_reused"
    | "nothing_to_confirm"
    | "question_answered"
    | "questions_unnamed";
};

/** Too many refreshes were started in too short a time; the next one may be after the wait. */
export type StartLimited = { type: "tooManyStarts"; retryAfterMs: number };
