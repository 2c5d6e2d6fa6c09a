// What Knack's refusals mean for us. They are plain text under the name of HTML, so the text and
// the status are all there is.
import type { FailureKind } from "../../contract/source/source.ts";
import { ConnectorError, type Answer, type Link } from "../connector.ts";
import type { KnackSettings } from "./settings.ts";

type KnackLink = Link<KnackSettings>;

/** An error with the host's name in its facts. */
export function failure(
  link: KnackLink,
  kind: FailureKind,
  code: string,
  facts: Record<string, string> = {},
): ConnectorError {
  return new ConnectorError(kind, code, { facts: { host: link.host, ...facts } });
}

/**
 * Knack never writes markup in an API answer: a page comes from a proxy, or from another server.
 */
const isPage = (body: string): boolean =>
  /^\s*<(!doctype|html|head|title|body|meta|script|\?xml)/i.test(body.slice(0, 200));

/**
 * The failure that an answer without data stands for. `known`: this address has answered with data
 * before.
 */
export function failureOf(
  { status, body }: Answer,
  { link, object, known }: { link: KnackLink; object: string; known: boolean },
): ConnectorError {
  if (status === 408 || status === 504) return failure(link, "busy", "source_timeout");
  if (status >= 500) return failure(link, "busy", "source_server_error");
  if ([402, 407, 451].includes(status))
    return failure(link, "refused", "access_blocked", { status: String(status) });
  if (isPage(body)) return failureOfPage(status, { link, known });
  if (status === 400 && /malformed app id/i.test(body))
    return failure(link, "refused", "application_unknown");
  if (status === 401) return failure(link, "refused", "sign_in_refused");
  if (status === 403) return failure(link, "refused", "rights_missing", { model: object });
  if (status === 404) return failure(link, "refused", "model_missing", { model: object });
  if (status >= 400) return failure(link, "refused", "request_refused", { model: object });
  return failure(link, "broken", "answer_unreadable");
}

function failureOfPage(
  status: number,
  { link, known }: { link: KnackLink; known: boolean },
): ConnectorError {
  if (status === 401 || status === 403)
    return failure(link, "refused", "access_blocked", { status: String(status) });
  return known
    ? failure(link, "broken", "answer_unreadable", { instead: "page" })
    : failure(link, "refused", "not_that_system");
}
