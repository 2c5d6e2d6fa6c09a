// Structured log lines: named facts from a closed list, so that no body, header or secret can slip into them.

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

/** One line of JSON. What an error says is cut before bound values: a failed statement would quote them. */
export function log(level: "info" | "warn" | "error", event: Event, facts: Facts, error?: unknown): void {
  console[level](JSON.stringify({ level, event, ...facts, ...(error instanceof Error ? describe(error) : {}) }));
}

function describe(error: Error): { error: string; message: string; at: string } {
  const at = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
  return { error: error.name, message: oneLine(error.message.split("\nparams:")[0] ?? ""), at: at.join(" ") };
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").slice(0, 500);
