// Structured log lines: named facts from a closed list, so that no body, header or secret can slip
// into them.
import { errorLine } from "../core/error-line.ts";

type Facts = {
  tenant?: string;
  run?: string;
  person?: string;
  method?: string;
  /** The route's pattern, never the address that was called: ids and searches stay out. */
  route?: string;
  status?: number;
  durationMs?: number;
  reference?: string;
  count?: number;
  code?: string;
};

type Event =
  | "request"
  | "requestBroke"
  | "taskBroke"
  | "grantUnknown"
  | "taskUnreadable"
  | "ledgerRowRefused"
  | "ledgerTenantUnknown"
  | "sweepDone"
  | "sealsRenewed"
  | "sealBroke"
  | "wakeBroke"
  | "schedulesBroke"
  | "proofNotKept"
  | "dueBroke"
  | "dismissBroke"
  | "checkBroke"
  | "forgetBroke"
  | "strayFilesForgotten"
  | "strayFilesBroke";

/**
 * Writes one line of JSON. Of an error only its name and stack are logged: its message may quote
 * what somebody sent.
 */
export function log(
  level: "info" | "warn" | "error",
  event: Event,
  facts: Facts,
  error?: unknown,
): void {
  console[level](
    JSON.stringify({ level, event, ...facts, ...(error === undefined ? {} : errorLine(error)) }),
  );
}
