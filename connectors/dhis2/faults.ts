// Turns the failures of DHIS2 into ours, by status and error code and never by a translated
// message.
import type { Json } from "../../contract/values/json.ts";
import type { FailureKind } from "../../contract/source/failure.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient } from "../source-client.ts";
import type { Dhis2Settings } from "./settings.ts";
import { isRow } from "./wire.ts";

/** A `ConnectorError` with the host's name in its facts. */
export function failure(
  link: Pick<SourceClient<Dhis2Settings>, "host">,
  kind: FailureKind,
  code: string,
  facts: Record<string, string> = {},
): ConnectorError {
  return new ConnectorError(kind, code, { facts: { host: link.host, ...facts } });
}

/**
 * Codes for data that another account may see: E2010 is about a data set, E2011 and E2012 about an
 * org unit.
 */
const dataSetsClosed = new Set(["E2010"]);
const unitsOutside = new Set(["E2011", "E2012"]);

/** The request that failed. `model`: what it was about. */
export type FailedRequest = { client: SourceClient<Dhis2Settings>; model: string; writes?: true };

/** The failure that a DHIS2 web message stands for. */
export function failureOfMessage(
  status: number,
  body: Json,
  { client, model, writes }: FailedRequest,
): ConnectorError {
  const said = isRow(body) ? body : {};
  const code = typeof said["errorCode"] === "string" ? said["errorCode"] : "";
  if (status === 401)
    return failure(
      client,
      "refused",
      isClosed(said["message"]) ? "account_closed" : "sign_in_refused",
    );
  if (status === 403)
    return failure(client, "refused", writes ? "writing_rights_missing" : "rights_missing", {
      model,
    });
  if (status === 404) return failure(client, "refused", "model_missing", { model });
  if (dataSetsClosed.has(code)) return failure(client, "refused", "rights_missing", { model });
  if (unitsOutside.has(code)) return failure(client, "refused", "org_unit_outside");
  return status >= 500
    ? failureOfServer(client, status)
    : failure(client, "refused", "request_refused", { model });
}

/**
 * A locked or disabled account answers like a wrong password, except for its message, which is
 * never translated.
 */
const isClosed = (message: Json | undefined): boolean =>
  typeof message === "string" && /\b(locked|disabled|expired)\b/i.test(message);

/**
 * The failure that a response without data stands for. `known`: whether this address has answered
 * with data before. `facts`: what came instead.
 */
export function failureOfPage(
  client: SourceClient<Dhis2Settings>,
  status: number,
  { known, facts = {} }: { known: boolean; facts?: Record<string, string> },
): ConnectorError {
  if (status >= 500 || status === 408) return failureOfServer(client, status);
  if ([401, 403, 407, 451].includes(status))
    return failure(client, "refused", "access_blocked", { status: String(status) });
  return known
    ? failure(client, "broken", "answer_unreadable", facts)
    : failure(client, "refused", "not_that_system");
}

/** A gateway timeout passes; a server's own error may last. */
function failureOfServer(client: SourceClient<Dhis2Settings>, status: number): ConnectorError {
  if (status === 408 || status === 504) return failure(client, "busy", "source_timeout");
  return failure(
    client,
    status === 500 || status === 501 ? "broken" : "busy",
    "source_server_error",
  );
}
