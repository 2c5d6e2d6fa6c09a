// Turns the failures of Knack into ours. They are plain text labelled as HTML, so text and status
// are all there is to go by.
import type { FailureKind } from "../../contract/source/failure.ts";
import { ConnectorError } from "../connector-error.ts";
import type { SourceResponse, SourceClient } from "../source-client.ts";
import type { KnackSettings } from "./settings.ts";

type KnackClient = SourceClient<KnackSettings>;

/** A `ConnectorError` with the host's name in its facts. */
export function failure(
  client: KnackClient,
  kind: FailureKind,
  code: string,
  facts: Record<string, string> = {},
): ConnectorError {
  return new ConnectorError(kind, code, { facts: { host: client.host, ...facts } });
}

/** Knack never writes markup in an API response, so a page comes from a proxy or another server. */
const isPage = (body: string): boolean =>
  /^\s*<(!doctype|html|head|title|body|meta|script|\?xml)/i.test(body.slice(0, 200));

/**
 * The failure that a response without data stands for. `known`: whether this address has answered
 * with data before.
 */
export function failureOf(
  { status, body }: SourceResponse,
  { client, object, known }: { client: KnackClient; object: string; known: boolean },
): ConnectorError {
  if (status === 408 || status === 504) return failure(client, "busy", "source_timeout");
  if (status >= 500) return failure(client, "busy", "source_server_error");
  if ([402, 407, 451].includes(status))
    return failure(client, "refused", "access_blocked", { status: String(status) });
  if (isPage(body)) return failureOfPage(status, { client, known });
  if (status === 400 && /malformed app id/i.test(body))
    return failure(client, "refused", "application_unknown");
  if (status === 401) return failure(client, "refused", "sign_in_refused");
  if (status === 403) return failure(client, "refused", "rights_missing", { model: object });
  if (status === 404) return failure(client, "refused", "model_missing", { model: object });
  if (status >= 400) return failure(client, "refused", "request_refused", { model: object });
  return failure(client, "broken", "answer_unreadable");
}

function failureOfPage(
  status: number,
  { client, known }: { client: KnackClient; known: boolean },
): ConnectorError {
  if (status === 401 || status === 403)
    return failure(client, "refused", "access_blocked", { status: String(status) });
  return known
    ? failure(client, "broken", "answer_unreadable", { instead: "page" })
    : failure(client, "refused", "not_that_system");
}
