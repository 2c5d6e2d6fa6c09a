// One HTTP call to an outside system: its deadline, the size of its response, and no redirect.
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { System } from "../../connectors/connector.ts";
import type {
  RateLimitInfo,
  SourceRequest,
  SourceResponse,
} from "../../connectors/source-client.ts";
import type { ClientLimits } from "./client-limits.ts";
import { outboundError } from "./outbound-error.ts";
import { readBody } from "./response-body.ts";
import { retryAfterMs } from "./retry-after.ts";

/** The system that is called, and the bounds of a call. */
type HttpTarget = {
  address: URL;
  /** How messages name the system. */
  name: string;
  limits: ClientLimits;
  /** Response headers the connector reads besides content-type and date, in lower case. */
  headers: readonly string[];
  limitsIn: System<unknown>["limitsIn"];
};

/**
 * Sends a request and reads the whole response. `onLimits` receives the rate limits of the response
 * as soon as its headers are in. Throws a `ConnectorError`: `busy` when there is no response in
 * time or the system asks to wait, `refused` for a redirect, `broken` for a body that is too large.
 */
export async function httpCall(
  target: HttpTarget,
  request: SourceRequest,
  onLimits: (limits: RateLimitInfo) => void,
): Promise<SourceResponse> {
  const { name, limits } = target;
  const url = urlOf(target, request.path);
  const deadline = new AbortController();
  const total = setTimeout(() => deadline.abort(), limits.totalMs);
  const headers = setTimeout(
    () => deadline.abort(),
    Math.min(request.timeoutMs ?? limits.headersMs, limits.totalMs),
  );
  try {
    const response = await fetch(url, {
      method: request.method,
      headers: { accept: "*/*", ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: "manual",
      signal: deadline.signal,
    });
    clearTimeout(headers);
    const head = {
      status: response.status,
      headers: pickHeaders(response.headers, target.headers),
    };
    const rateLimits = target.limitsIn?.(head, Date.now()) ?? {};
    onLimits(rateLimits);
    await refuseRedirectsAndWaits(target, response, rateLimits);
    const body = await readBody(response, {
      bytes: limits.answerBytes,
      idleMs: limits.idleMs,
      deadline,
    });
    if (body.type === "too_large") throw outboundError(name, "broken", "answer_too_large");
    return { ...head, body: body.text };
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    // The reason of a failed connection is not passed on: it could reveal what runs in a private
    // network.
    throw outboundError(
      name,
      "busy",
      deadline.signal.aborted ? "source_timeout" : "source_unreachable",
    );
  } finally {
    clearTimeout(total);
    clearTimeout(headers);
  }
}

/** Redirects, 429 and 503 never reach the connector. */
async function refuseRedirectsAndWaits(
  { address, name }: HttpTarget,
  response: Response,
  { silentForMs }: RateLimitInfo,
): Promise<void> {
  const { status } = response;
  const isRedirect = status >= 300 && status < 400 && status !== 304;
  if (!isRedirect && status !== 429 && status !== 503) return;
  await response.body?.cancel();
  if (!isRedirect)
    throw outboundError(
      name,
      "busy",
      "source_busy",
      silentForMs ?? retryAfterMs(response.headers, Date.now()),
    );
  const location = response.headers.get("location") ?? "";
  // A redirect within the same origin leads to a sign-in page, so this is not the API we expect. A
  // redirect to another origin means that the system has moved.
  const sameOrigin =
    URL.canParse(location, address.href) &&
    new URL(location, address.href).origin === address.origin;
  throw outboundError(name, "refused", sameOrigin ? "not_that_system" : "address_moved");
}

/** Joins a path to the address. A path that would leave the address is a bug of ours. */
function urlOf({ address, name }: HttpTarget, path: string): URL {
  const base = address.pathname.replace(/\/+$/, "");
  const url = new URL(`${address.origin}${base}${path}`);
  const leaves =
    !path.startsWith("/") ||
    /[\\#]|\/\/|\.\.|%2e/i.test(path.split("?")[0] ?? "") ||
    url.origin !== address.origin;
  if (leaves || !url.pathname.startsWith(`${base}/`))
    throw outboundError(name, "refused", "address_refused");
  return url;
}

function pickHeaders(headers: Headers, wanted: readonly string[]): Record<string, string> {
  const names = ["content-type", "date", ...wanted];
  return Object.fromEntries(
    names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? ""]] : [])),
  );
}
