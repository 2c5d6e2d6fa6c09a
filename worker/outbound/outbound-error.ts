// The error of a call that failed before the connector saw a response.
import { ConnectorError } from "../../connectors/connector-error.ts";

/**
 * A `ConnectorError` about the system that messages call `host`. `waitMs`: how long to wait before
 * the next attempt; null when the system did not say.
 */
export function outboundError(
  host: string,
  kind: "busy" | "refused" | "broken",
  code: string,
  waitMs: number | null = null,
): ConnectorError {
  return new ConnectorError(kind, code, {
    facts: { host },
    ...(waitMs === null ? {} : { retryAfterMs: waitMs }),
  });
}
