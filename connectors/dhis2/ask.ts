// Asking DHIS2: the only file that talks to the link, signs each question and reads what came.
import type { Json } from "../../contract/values/json.ts";
import { parseEnvelope, type Envelope } from "../../formats/json-rows.ts";
import { defaultLimits, JsonTextError, parseJson, requireWithin } from "../../formats/json.ts";
import type { Answer, Link, Question } from "../connector.ts";
import { failure, failureOfMessage, failureOfPage } from "./faults.ts";
import type { Dhis2Settings } from "./settings.ts";
import { isRow, looksLikePage, pathTo, type Row } from "./wire.ts";

export type Dhis2Link = Link<Dhis2Settings>;

/** `model`: what the question is about, for sentences. */
export type Asking = {
  model: string;
  path: string;
  query?: [name: string, value: string][];
  timeoutMs?: number;
};

/**
 * Data sets are put together slowly by small servers; the link's own bound is the end of all
 * patience.
 */
export const longPatienceMs = 55_000;

/** Asks one question; whatever is no data becomes a failure. */
export async function ask(link: Dhis2Link, asking: Asking): Promise<Row> {
  const answer = await link.call({ method: "GET", headers: headersOf(link), ...spelled(asking) });
  const body = bodyOf(link, answer);
  if (answer.status !== 200)
    throw failureOfMessage(answer.status, body, { link, model: asking.model });
  if (!isRow(body)) throw failure(link, "broken", "answer_unreadable");
  return body;
}

/**
 * Asks for rows, each read by itself: one that is no JSON costs itself and not what came with it.
 */
export async function askEnvelope(link: Dhis2Link, asking: Asking): Promise<Envelope> {
  const answer = await link.call({ method: "GET", headers: headersOf(link), ...spelled(asking) });
  if (answer.status !== 200)
    throw failureOfMessage(answer.status, bodyOf(link, answer), { link, model: asking.model });
  return readBy(link, answer, (text) => {
    requireWithin(text, defaultLimits);
    const envelope = parseEnvelope(text, { rows: defaultLimits.values, each: defaultLimits });
    if (!isRow(envelope.head)) throw new JsonTextError("unreadable", "no envelope");
    return envelope;
  });
}

/** Asks for a list that stands alone in its answer, as tasks do; null where nothing is said. */
export async function askList(link: Dhis2Link, asking: Asking): Promise<Json> {
  const answer = await link.call({ method: "GET", headers: headersOf(link), ...spelled(asking) });
  // A summary that is known no more is an empty body (dhis2-core, SystemController).
  if ((answer.status === 200 || answer.status === 204) && answer.body.trim() === "") return null;
  const body = bodyOf(link, answer);
  if (answer.status !== 200)
    throw failureOfMessage(answer.status, body, { link, model: asking.model });
  return body;
}

/** 202: it goes on by itself. 409: most of what it refuses may have been saved. */
const saved = new Set([200, 201, 202, 409]);

/** Posts, and hands back what was said with it. */
export async function post(
  link: Dhis2Link,
  asking: Asking & { body: Json },
): Promise<{ status: number; body: Row }> {
  const headers = { ...headersOf(link), "content-type": "application/json" };
  const answer = await link.call({
    method: "POST",
    headers,
    body: JSON.stringify(asking.body),
    ...spelled(asking),
  });
  const body = bodyOf(link, answer);
  const { status } = answer;
  if (!saved.has(status))
    throw failureOfMessage(status, body, { link, model: asking.model, writes: true });
  if (!isRow(body)) throw failure(link, "broken", "answer_unreadable");
  return { status, body };
}

/** Asks the system to do something that needs no data; it may answer with nothing at all. */
export async function postAction(link: Dhis2Link, asking: Asking): Promise<void> {
  const headers = { ...headersOf(link), "content-type": "application/json" };
  const answer = await link.call({ method: "POST", headers, body: "", ...spelled(asking) });
  const { status } = answer;
  if (status === 204 || (status === 200 && answer.body.trim() === "")) return;
  const body = bodyOf(link, answer);
  if (status !== 200)
    throw failureOfMessage(status, body, { link, model: asking.model, writes: true });
}

const spelled = ({ path, query, timeoutMs }: Asking): Pick<Question, "path" | "timeoutMs"> => ({
  path: pathTo(path, query),
  ...(timeoutMs === undefined ? {} : { timeoutMs }),
});

/**
 * Without X-Requested-With an unknown caller is led to the sign-in page, as a browser would like
 * it.
 */
function headersOf(link: Dhis2Link): Record<string, string> {
  const { secret } = link;
  if (secret === null) throw failure(link, "refused", "secret_missing");
  const { username } = link.settings;
  const authorization =
    username === "" || secret.startsWith("d2pat_")
      ? `ApiToken ${secret}`
      : `Basic ${Buffer.from(`${username}:${secret}`).toString("base64")}`;
  return { authorization, accept: "application/json", "x-requested-with": "XMLHttpRequest" };
}

// A number that is none spoils its own record, not all that came with it.
const bodyOf = (link: Dhis2Link, answer: Answer): Json =>
  readBy(link, answer, (text) => parseJson(text, defaultLimits, "infinite"));

function readBy<Value>(link: Dhis2Link, answer: Answer, read: (text: string) => Value): Value {
  if (looksLikePage(answer))
    throw failureOfPage(link, answer.status, {
      known: link.recall("answered") !== null,
      facts: { instead: "page" },
    });
  try {
    const body = read(answer.body);
    if (answer.status === 200) link.remember("answered", true);
    return body;
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    if (answer.status !== 200) throw failureOfPage(link, answer.status, { known: true });
    if (error.reason === "too_large") throw failure(link, "broken", "answer_too_large");
    // An answer that begins and ends as one has something bad in its midst; any other is none.
    throw failure(
      link,
      "broken",
      "answer_unreadable",
      /^\s*\{/.test(answer.body) && /\}\s*$/.test(answer.body) ? { envelope: "whole" } : {},
    );
  }
}
