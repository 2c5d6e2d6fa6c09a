// Recordings of honest responses, and clients that replay them with one spoiled.
import { ConnectorError } from "../../../connectors/connector-error.ts";
import type {
  SourceResponse,
  SourceClient,
  SourceRequest,
} from "../../../connectors/source-client.ts";
import type { Json } from "../../../contract/values/json.ts";
import { readBody } from "../../../worker/outbound/response-body.ts";
import { defaultLimits } from "../../../worker/outbound/client-limits.ts";
import type { Wire } from "./mutate.ts";

export type Exchange = { request: SourceRequest; answer: SourceResponse };

/** More requests than any honest response leads to; a client beyond that would never stop. */
const maxRequests = 400;

export class RequestsForever extends Error {
  override name = "RequestsForever";
}

/** A client that records its exchanges. */
export function recording<S>(client: SourceClient<S>): {
  client: SourceClient<S>;
  tape: Exchange[];
} {
  const tape: Exchange[] = [];
  const call = async (request: SourceRequest) => {
    const answer = await client.call(request);
    tape.push({ request, answer });
    return answer;
  };
  return { client: { ...client, call }, tape };
}

export type Strike = {
  at: number;
  /** Spoils every later response to such a request too. */ always: boolean;
  wire: Wire;
};

type Playing<S> = {
  client: SourceClient<S>;
  tape: Exchange[];
  kindOf(request: SourceRequest): string;
  strike: Strike | null;
};

/** A client that answers from a recording. Its memory is empty and its own. */
export function playing<S>({ client, tape, kindOf, strike }: Playing<S>): SourceClient<S> {
  const memory = new Map<string, Json>();
  const struckKind = strike === null ? null : kindOf((tape[strike.at] as Exchange).request);
  let asked = 0;
  const times = new Map<string, number>();
  const call = async (request: SourceRequest): Promise<SourceResponse> => {
    const number = asked;
    asked += 1;
    const same = `${request.path} ${request.body ?? ""}`;
    const time = times.get(same) ?? 0;
    times.set(same, time + 1);
    if (asked > maxRequests) throw new RequestsForever(`made ${asked} requests`);
    const struck =
      strike !== null &&
      (number === strike.at ||
        (strike.always && number > strike.at && kindOf(request) === struckKind));
    return struck
      ? responseOf(client.host, strike.wire)
      : (answerAtTime(request, tape, time) ?? answerTo(request, tape));
  };
  return {
    ...client,
    call,
    recall: (key) => memory.get(key) ?? null,
    remember: (key, value) => void (value === null ? memory.delete(key) : memory.set(key, value)),
  };
}

/** Turns bytes into a response as the real client does. */
async function responseOf(host: string, { status, headers, bytes }: Wire): Promise<SourceResponse> {
  const response = new Response(new Uint8Array(bytes));
  const limits = {
    bytes: defaultLimits.answerBytes,
    idleMs: 5_000,
    deadline: new AbortController(),
  };
  const read = await readBody(response, limits);
  if (read.type === "text") return { status, headers, body: read.text };
  throw new ConnectorError(
    "broken",
    read.type === "too_large" ? "answer_too_large" : "answer_unreadable",
    { facts: { host } },
  );
}

const notFoundPage: SourceResponse = {
  status: 404,
  headers: { "content-type": "text/html" },
  body: "<html></html>",
};

/** A source at work answers the same request differently over time; its last response stays. */
function answerAtTime(
  { path, body }: RequestKey,
  tape: Exchange[],
  time: number,
): SourceResponse | undefined {
  const heard = tape.filter(({ request }) => request.path === path && request.body === body);
  return heard[Math.min(time, heard.length - 1)]?.answer;
}

/**
 * The response to exactly this request, or else to the most similar one, whatever numbers it
 * contains.
 */
const answerTo = (request: RequestKey, tape: Exchange[]): SourceResponse =>
  exchangeFor(request, tape)?.answer ?? notFoundPage;

type RequestKey = Pick<SourceRequest, "path" | "body">;

export function exchangeFor<One extends { request: RequestKey }>(
  request: RequestKey,
  tape: One[],
): One | undefined {
  const exact = tape.find(
    (heard) => heard.request.path === request.path && heard.request.body === request.body,
  );
  if (exact) return exact;
  const asked = withoutNumbers(request.body);
  let best: One | undefined;
  let most = -1;
  for (const heard of tape) {
    if (heard.request.path !== request.path) continue;
    // Numbers distinguish two pages of one request, and nothing else.
    const alike =
      alikeness(withoutNumbers(heard.request.body), asked) +
      alikeness(heard.request.body, request.body) / 1_000_000;
    if (alike > most) [best, most] = [heard, alike];
  }
  return best;
}

const withoutNumbers = (body = ""): string => body.replace(/\d+/g, "0");

/** The number of characters that two texts share at their beginning and end. */
function alikeness(one = "", other = ""): number {
  const most = Math.min(one.length, other.length);
  let [head, tail] = [0, 0];
  while (head < most && one.charCodeAt(head) === other.charCodeAt(head)) head += 1;
  while (
    tail < most - head &&
    one.charCodeAt(one.length - 1 - tail) === other.charCodeAt(other.length - 1 - tail)
  )
    tail += 1;
  return head + tail;
}
