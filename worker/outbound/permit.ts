// Acquiring a permit of the Gate for one call, and reporting back what the system said about its
// rate limits.
import type { GateLimits, GateRpc } from "../../contract/rpc/gate.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { RateLimitInfo } from "../../connectors/source-client.ts";
import { outboundError } from "./outbound-error.ts";

/** The methods of the Gate that a client calls. */
export type GateClient = Pick<GateRpc, "acquire" | "release">;

/** Who asks for a permit, and how long they may wait for it. */
type PermitRequest = {
  /** How messages name the system. */
  name: string;
  pace: GateLimits;
  gateMs: number;
  tenant: string;
  /** Whether a person is waiting. */
  urgent: boolean;
};

/** Failure codes by the reason why the Gate makes a caller wait. */
export const waitCodes = {
  pace: "gate_wait",
  silence: "gate_silent",
  day: "calls_used_up",
} as const;

/**
 * Runs `work` while holding a permit; without a Gate it just runs. `work` passes the rate limits of
 * the response to `onLimits`, and they are reported when the permit is released.
 */
export async function withPermit<T>(
  gate: GateClient | null,
  request: PermitRequest,
  work: (onLimits: (limits: RateLimitInfo) => void) => Promise<T>,
): Promise<T> {
  if (gate === null) return work(() => undefined);
  const permit = await acquirePermit(gate, request);
  let reported: RateLimitInfo = {};
  try {
    return await work((limits) => (reported = limits));
  } catch (error) {
    const waitMs =
      error instanceof ConnectorError && error.failure.code === "source_busy"
        ? error.failure.retryAfterMs
        : null;
    if (waitMs !== null) reported = { silentForMs: waitMs, ...reported };
    throw error;
  } finally {
    const { silentForMs, day } = reported;
    // A permit that cannot be released expires by itself, so the outcome of the call comes first.
    await gate
      .release({
        permit,
        ...(silentForMs === undefined ? {} : { silentUntil: Date.now() + silentForMs }),
        ...(day === undefined ? {} : { day }),
      })
      .catch(() => undefined);
  }
}

/**
 * Waits out short delays here: work that takes several calls would otherwise start over after each
 * of them and never finish. A longer delay hands the batch back.
 */
async function acquirePermit(
  gate: GateClient,
  { name, pace, gateMs, tenant, urgent }: PermitRequest,
): Promise<string> {
  const giveUpAt = Date.now() + gateMs;
  for (;;) {
    const permit = await gate.acquire({ tenant, limits: pace, urgent });
    if (permit.type === "go") return permit.permit;
    const waitMs = Math.max(0, permit.at - Date.now());
    if (Date.now() + waitMs >= giveUpAt)
      throw outboundError(name, "busy", waitCodes[permit.why], waitMs);
    await new Promise((resolve) => setTimeout(resolve, Math.max(10, waitMs)));
  }
}
