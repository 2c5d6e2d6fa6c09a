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

export type Heard = { question: SourceRequest; answer: SourceResponse };

/** More requests than any honest response leads to; a client beyond that would never stop. */
const mostQuestions = 400;

export class AsksForEver extends Error {
  override name = "AsksForEver";
}

/** A client that records its exchanges. */
export function recording<S>(client: SourceClient<S>): { client: SourceClient<S>; tape: Heard[] } {
  const tape: Heard[] = [];
  const call = async (question: SourceRequest) => {
    const answer = await client.call(question);
    tape.push({ question, answer });
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
  tape: Heard[];
  kindOf(question: SourceRequest): string;
  strike: Strike | null;
};

/** A client that answers from a recording. Its memory is empty and its own. */
export function playing<S>({ client, tape, kindOf, strike }: Playing<S>): SourceClient<S> {
  const memory = new Map<string, Json>();
  const struckKind = strike === null ? null : kindOf((tape[strike.at] as Heard).question);
  let asked = 0;
  const times = new Map<string, number>();
  const call = async (question: SourceRequest): Promise<SourceResponse> => {
    const number = asked;
    asked += 1;
    const same = `${question.path} ${question.body ?? ""}`;
    const time = times.get(same) ?? 0;
    times.set(same, time + 1);
    if (asked > mostQuestions) throw new AsksForEver(`asked ${asked} questions`);
    const struck =
      strike !== null &&
      (number === strike.at ||
        (strike.always && number > strike.at && kindOf(question) === struckKind));
    return struck
      ? heardAs(client.host, strike.wire)
      : (answerAtTime(question, tape, time) ?? answerTo(question, tape));
  };
  return {
    ...client,
    call,
    recall: (key) => memory.get(key) ?? null,
    remember: (key, value) => void (value === null ? memory.delete(key) : memory.set(key, value)),
  };
}

/** Turns bytes into a response as the real client does. */
async function heardAs(host: string, { status, headers, bytes }: Wire): Promise<SourceResponse> {
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

const nothingLikeIt: SourceResponse = {
  status: 404,
  headers: { "content-type": "text/html" },
  body: "<html></html>",
};

/** A source at work answers the same request differently over time; its last response stays. */
function answerAtTime(
  { path, body }: Asked,
  tape: Heard[],
  time: number,
): SourceResponse | undefined {
  const heard = tape.filter(({ question }) => question.path === path && question.body === body);
  return heard[Math.min(time, heard.length - 1)]?.answer;
}

/**
 * The response to exactly this request, or else to the most similar one, whatever numbers it
 * contains.
 */
const answerTo = (question: Asked, tape: Heard[]): SourceResponse =>
  heardFor(question, tape)?.answer ?? nothingLikeIt;

type Asked = Pick<SourceRequest, "path" | "body">;

export function heardFor<One extends { question: Asked }>(
  question: Asked,
  tape: One[],
): One | undefined {
  const exact = tape.find(
    (heard) => heard.question.path === question.path && heard.question.body === question.body,
  );
  if (exact) return exact;
  const asked = withoutNumbers(question.body);
  let best: One | undefined;
  let most = -1;
  for (const heard of tape) {
    if (heard.question.path !== question.path) continue;
    // Numbers distinguish two pages of one request, and nothing else.
    const alike =
      alikeness(withoutNumbers(heard.question.body), asked) +
      alikeness(heard.question.body, question.body) / 1_000_000;
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
