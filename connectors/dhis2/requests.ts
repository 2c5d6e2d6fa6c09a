// Sends requests to DHIS2. This is the only file here that calls the client, adds the credentials
// and parses responses.
import type { Json } from "../../contract/values/json.ts";
import { parseEnvelope, type Envelope } from "../../formats/json-rows.ts";
import { defaultLimits, JsonTextError, parseJson, requireWithin } from "../../formats/json.ts";
import type { SourceResponse, SourceClient, SourceRequest } from "../source-client.ts";
import { failure, failureOfMessage, failureOfPage } from "./faults.ts";
import type { Dhis2Settings } from "./settings.ts";
import { isRow, looksLikePage, pathTo, type Row } from "./wire.ts";

export type Dhis2Client = SourceClient<Dhis2Settings>;

/** `model` says what the request is about, for messages. */
export type Dhis2Request = {
  model: string;
  path: string;
  query?: [name: string, value: string][];
  timeoutMs?: number;
};

/**
 * For imports and data sets, which small servers put together slowly. The client's own limit still
 * applies.
 */
export const longTimeoutMs = 55_000;

/** Requests an object. Throws `ConnectorError` for every response without data. */
export async function requestJson(client: Dhis2Client, asking: Dhis2Request): Promise<Row> {
  const answer = await client.call({
    method: "GET",
    headers: headersOf(client),
    ...addressOf(asking),
  });
  const body = bodyOf(client, answer);
  if (answer.status !== 200)
    throw failureOfMessage(answer.status, body, { client, model: asking.model });
  if (!isRow(body)) throw failure(client, "broken", "answer_unreadable");
  return body;
}

/** Requests rows and parses them one by one, so that a row of invalid JSON costs only itself. */
export async function requestEnvelope(
  client: Dhis2Client,
  asking: Dhis2Request,
): Promise<Envelope> {
  const answer = await client.call({
    method: "GET",
    headers: headersOf(client),
    ...addressOf(asking),
  });
  if (answer.status !== 200)
    throw failureOfMessage(answer.status, bodyOf(client, answer), { client, model: asking.model });
  return readBy(client, answer, (text) => {
    requireWithin(text, defaultLimits);
    const envelope = parseEnvelope(text, { rows: defaultLimits.values, each: defaultLimits });
    if (!isRow(envelope.head)) throw new JsonTextError("unreadable", "no envelope");
    return envelope;
  });
}

/** Requests a list that is not wrapped in an object, as tasks are; null for an empty response. */
export async function requestList(client: Dhis2Client, asking: Dhis2Request): Promise<Json> {
  const answer = await client.call({
    method: "GET",
    headers: headersOf(client),
    ...addressOf(asking),
  });
  // A forgotten summary is an empty body (dhis2-core, SystemController).
  if ((answer.status === 200 || answer.status === 204) && answer.body.trim() === "") return null;
  const body = bodyOf(client, answer);
  if (answer.status !== 200)
    throw failureOfMessage(answer.status, body, { client, model: asking.model });
  return body;
}

/**
 * 202: the import goes on in the background. 409: it refused something, but may have saved most.
 */
const saved = new Set([200, 201, 202, 409]);

/** Posts a body and returns the response with its status. */
export async function post(
  client: Dhis2Client,
  asking: Dhis2Request & { body: Json },
): Promise<{ status: number; body: Row }> {
  const headers = { ...headersOf(client), "content-type": "application/json" };
  const answer = await client.call({
    method: "POST",
    headers,
    body: JSON.stringify(asking.body),
    ...addressOf(asking),
  });
  const body = bodyOf(client, answer);
  const { status } = answer;
  if (!saved.has(status))
    throw failureOfMessage(status, body, { client, model: asking.model, writes: true });
  if (!isRow(body)) throw failure(client, "broken", "answer_unreadable");
  return { status, body };
}

/** Posts an action without data; the response may be empty. */
export async function postAction(client: Dhis2Client, asking: Dhis2Request): Promise<void> {
  const headers = { ...headersOf(client), "content-type": "application/json" };
  const answer = await client.call({ method: "POST", headers, body: "", ...addressOf(asking) });
  const { status } = answer;
  if (status === 204 || (status === 200 && answer.body.trim() === "")) return;
  const body = bodyOf(client, answer);
  if (status !== 200)
    throw failureOfMessage(status, body, { client, model: asking.model, writes: true });
}

const addressOf = ({
  path,
  query,
  timeoutMs,
}: Dhis2Request): Pick<SourceRequest, "path" | "timeoutMs"> => ({
  path: pathTo(path, query),
  ...(timeoutMs === undefined ? {} : { timeoutMs }),
});

/**
 * Without X-Requested-With an unknown caller is redirected to the sign-in page, as a browser would
 * be.
 */
function headersOf(client: Dhis2Client): Record<string, string> {
  const { secret } = client;
  if (secret === null) throw failure(client, "refused", "secret_missing");
  const { username } = client.settings;
  const authorization =
    username === "" || secret.startsWith("d2pat_")
      ? `ApiToken ${secret}`
      : `Basic ${Buffer.from(`${username}:${secret}`).toString("base64")}`;
  return { authorization, accept: "application/json", "x-requested-with": "XMLHttpRequest" };
}

// An invalid number spoils its own record, not the whole response.
const bodyOf = (client: Dhis2Client, answer: SourceResponse): Json =>
  readBy(client, answer, (text) => parseJson(text, defaultLimits, "infinite"));

function readBy<Value>(
  client: Dhis2Client,
  answer: SourceResponse,
  read: (text: string) => Value,
): Value {
  if (looksLikePage(answer))
    throw failureOfPage(client, answer.status, {
      known: client.recall("answered") !== null,
      facts: { instead: "page" },
    });
  try {
    const body = read(answer.body);
    if (answer.status === 200) client.remember("answered", true);
    return body;
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    if (answer.status !== 200) throw failureOfPage(client, answer.status, { known: true });
    if (error.reason === "too_large") throw failure(client, "broken", "answer_too_large");
    // A response that begins and ends like JSON has something damaged in it; any other is not JSON
    // at all.
    throw failure(
      client,
      "broken",
      "answer_unreadable",
      /^\s*\{/.test(answer.body) && /\}\s*$/.test(answer.body) ? { envelope: "whole" } : {},
    );
  }
}
