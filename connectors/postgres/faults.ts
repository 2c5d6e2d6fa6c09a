// Turns the failures of PostgreSQL into ours, by who has to act. The server's messages may quote
// values, so only its error code is passed on.
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import { NotEncrypted } from "./socket.ts";
import type { PostgresSettings } from "./settings.ts";

type Detail = { code: string; message: string };

/** PostgreSQL's five-character error code; null if the error is not its own. */
function stateOf(error: unknown): string | null {
  const { code } = detailOf(error);
  return error instanceof Error && error.name === "PostgresError" && /^[0-9A-Z]{5}$/.test(code)
    ? code
    : null;
}

function detailOf(error: unknown): Detail {
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  return {
    code: "code" in error && typeof error.code === "string" ? error.code : "",
    message: error.message,
  };
}

/** Whether two transactions collided, so that a retry may succeed. */
export const isCollision = (error: unknown): boolean =>
  ["40001", "40P01"].includes(stateOf(error) ?? "");

/** Whether the connection is lost, or about to be. */
export function endsConnection(error: unknown): boolean {
  if (error instanceof Error && "severity" in error) return error.severity !== "ERROR";
  return detailOf(error).code !== "";
}

/**
 * The database accepted a statement and does not store what it was given, because of a trigger or
 * rule that people added to the table.
 */
export class NotStored extends Error {}

/**
 * Whether one record is at fault: its values, a constraint or trigger that people added to the
 * table, or its size.
 */
export function concernsRecord(error: unknown): boolean {
  if (error instanceof NotStored) return true;
  const state = stateOf(error) ?? "";
  return /^(22|23|21|54|P0)/.test(state);
}

/** Why a record was refused, in the database's own words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "detail" in error && typeof error.detail === "string" && error.detail !== ""
    ? `${error.message} (${error.detail})`
    : error.message;
}

const busy = new Set([
  "57P01",
  "57P02",
  "57P03",
  "57014",
  "55P03",
  "25P03",
  "25P04",
  "40001",
  "40P01",
]);

/** The `ConnectorError` for an error of the driver or the server. */
export function asConnectorError(
  error: unknown,
  client: SourceClient<PostgresSettings>,
): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const { database, user, schema } = client.settings;
  const facts = { host: client.host, database, user, schema };
  const state = stateOf(error);
  const { message } = detailOf(error);
  if (state === null) {
    if (error instanceof NotEncrypted)
      return new ConnectorError("refused", "tls_failed", { facts });
    if (speaksOfTheWay(error))
      return new ConnectorError("busy", "destination_unreachable", { facts, retryAfterMs: 5_000 });
    // Neither the server nor the connection failed, so the bug is ours and must not look like
    // theirs.
    throw error;
  }
  if (state === "28000" && /no encryption|SSL off/i.test(message))
    return new ConnectorError("refused", "tls_wanted", { facts });
  if (state.startsWith("28")) return new ConnectorError("refused", "sign_in_refused", { facts });
  if (state === "3D000") return new ConnectorError("refused", "database_unknown", { facts });
  if (state === "42501")
    return new ConnectorError("refused", "destination_rights_missing", { facts });
  if (state === "25006") return new ConnectorError("refused", "destination_read_only", { facts });
  if (state.startsWith("53") || state.startsWith("08") || busy.has(state))
    return new ConnectorError("busy", "destination_busy", {
      facts: { ...facts, state },
      retryAfterMs: 10_000,
    });
  return new ConnectorError("broken", "destination_failed", { facts: { ...facts, state } });
}

const speaksOfTheWay = (error: unknown): boolean => {
  const { code, message } = detailOf(error);
  return code !== "" || /connect|socket|network|stream|timed out|proxy/i.test(message);
};
