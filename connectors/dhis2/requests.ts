// Asking DHIS2: the only file that talks to the client, signs each question and reads what came.
import type { Json } from "../../contract/values/json.ts";
import { parseEnvelope, type Envelope } from "../../formats/json-rows.ts";
import { defaultLimits, JsonTextError, parseJson, requireWithin } from "../../formats/json.ts";
import type { SourceResponse, SourceClient, SourceRequest } from "../source-client.ts";
import { failure, failureOfMessage, failureOfPage } from "./faults.ts";
import type { Dhis2Settings } from "./settings.ts";
import { isRow, looksLikePage, pathTo, type Row } from "./wire.ts";

export type Dhis2Client = SourceClient<Dhis2Settings>;

/** `model`: what the question is about, for sentences. */
export type Dhis2Request = {
  model: string;
  path: string;
  query?: [name: string, value: string][];
  timeoutMs?: number;
};

/**
 * Data sets are put together slowly by small servers; the client's own bound is the end of all
 * patience.
 */
export const longPatienceMs = 55_000;

/** Asks one question; whatever is no data becomes a failure. */
export async function requestJson(client: Dhis2Client, asking: Dhis2Request): Promise<Row> {
  const answer = await client.call({
    method: "GET",
    headers: headersOf(client),
    ...spelled(asking),
  });
  const body = bodyOf(client, answer);
  if (answer.status !== 200)
    throw failureOfMessage(answer.status, body, { client, model: asking.model });
  if (!isRow(body)) throw failure(client, "broken", "answer_unreadable");
  return body;
}

/**
 * Asks for rows, each read by itself: one that is no JSON costs itself and not what came with it.
 */
export async function requestEnvelope(
  client: Dhis2Client,
  asking: Dhis2Request,
): Promise<Envelope> {
  const answer = await client.call({
    method: "GET",
    headers: headersOf(client),
    ...spelled(asking),
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

/** Asks for a list that stands alone in its answer, as tasks do; null where nothing is said. */
export async function requestList(client: Dhis2Client, asking: Dhis2Request): Promise<Json> {
  const answer = await client.call({
    method: "GET",
    headers: headersOf(client),
    ...spelled(asking),
  });
  // A summary that is known no more is an empty body (dhis2-core, SystemController).
  if ((answer.status === 200 || answer.status === 204) && answer.body.trim() === "") return null;
  const body = bodyOf(client, answer);
  if (answer.status !== 200)
    throw failureOfMessage(answer.status, body, { client, model: asking.model });
  return body;
}

/** 202: it goes on by itself. 409: most of what it refuses may have been saved. */
const saved = new Set([200, 201, 202, 409]);

/** Posts, and hands back what was said with it. */
export async function post(
  client: Dhis2Client,
  asking: Dhis2Request & { body: Json },
): Promise<{ status: number; body: Row }> {
  const headers = { ...headersOf(client), "content-type": "application/json" };
  const answer = await client.call({
    method: "POST",
    headers,
    body: JSON.stringify(asking.body),
    ...spelled(asking),
  });
  const body = bodyOf(client, answer);
  const { status } = answer;
  if (!saved.has(status))
    throw failureOfMessage(status, body, { client, model: asking.model, writes: true });
  if (!isRow(body)) throw failure(client, "broken", "answer_unreadable");
  return { status, body };
}

/** Asks the system to do something that needs no data; it may answer with nothing at all. */
export async function postAction(client: Dhis2Client, asking: Dhis2Request): Promise<void> {
  const headers = { ...headersOf(client), "content-type": "application/json" };
  const answer = await client.call({ method: "POST", headers, body: "", ...spelled(asking) });
  const { status } = answer;
  if (status === 204 || (status === 200 && answer.body.trim() === "")) return;
  const body = bodyOf(client, answer);
  if (status !== 200)
    throw failureOfMessage(status, body, { client, model: asking.model, writes: true });
}

const spelled = ({
  path,
  query,
  timeoutMs,
}: Dhis2Request): Pick<SourceRequest, "path" | "timeoutMs"> => ({
  path: pathTo(path, query),
  ...(timeoutMs === undefined ? {} : { timeoutMs }),
});

/**
 * Without X-Requested-With an unknown caller is led to the sign-in page, as a browser would like
 * it.
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

// A number that is none spoils its own record, not all that came with it.
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
    // An answer that begins and ends as one has something bad in its midst; any other is none.
    throw failure(
      client,
      "broken",
      "answer_unreadable",
      /^\s*\{/.test(answer.body) && /\}\s*$/.test(answer.body) ? { envelope: "whole" } : {},
    );
  }
}
