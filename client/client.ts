// The typed client of the API: one function per declared route. It holds no state: address, fetch,
// language and credentials are handed in.
import { apiRoot, endpoints, partsOf, type EndpointName } from "../contract/api/endpoints.ts";
import type { Locale } from "../contract/values/json.ts";
import type {
  AnswerOf,
  ArgumentsOf,
  CallOf,
  CallOptions,
  LineOf,
  LinesName,
  SocketName,
} from "./calls.ts";
import { lines } from "./lines.ts";
import { ApiProblem, problemOf } from "./problem.ts";

export type ClientOptions = {
  /** Scheme, host and port of the service. */
  base: string;
  fetch?: typeof fetch;
  /** The language of the service's sentences, looked up for every call. */
  locale?: () => Locale;
  /** The caller's credentials; without them, the browser sends its cookies. */
  auth?: () => { cookie: string } | { bearer: string };
  /** Called with every failed answer before the call throws it. */
  onProblem?: (problem: ApiProblem) => void;
};

type Functions = {
  [Name in Exclude<EndpointName, SocketName>]: (
    ...call: ArgumentsOf<Name>
  ) => Promise<AnswerOf<Name>>;
};

export type Client = Functions & {
  /** The lines of an answer as they arrive; leaving the loop stops the work. */
  lines<Name extends LinesName>(name: Name, call: CallOf<Name>): AsyncGenerator<LineOf<Name>>;
  /** The absolute address of a route, for links and downloads. */
  address<Name extends EndpointName>(name: Name, path: PathOf<Name>): string;
  /** The `ws:` or `wss:` address of a route that opens a WebSocket. */
  socketAddress<Name extends SocketName>(name: Name, path: PathOf<Name>): string;
};

type PathOf<Name extends EndpointName> = Omit<CallOf<Name>, "query" | "body" | keyof CallOptions>;

/** Any call, without the types of its route. */
type Call = CallOptions & {
  query?: Record<string, string | number | null | undefined>;
  body?: unknown;
  idempotencyKey?: string;
};

/** A client of the API at one address. Its functions throw an `ApiProblem` when a call fails. */
export function createClient(options: ClientOptions): Client {
  const names = Object.keys(endpoints) as EndpointName[];
  const functions = names.map((name) => [
    name,
    async (call: Call = {}) => read(await send(options, name, call, "application/json")),
  ]);
  const address = (name: EndpointName, call: object) => addressOf(options.base, name, call).href;
  // The declarations give each function its type; one implementation serves them all.
  return {
    ...Object.fromEntries(functions),
    address,
    socketAddress: (name: EndpointName, path: object) => address(name, path).replace("http", "ws"),
    lines: (name: EndpointName, call: Call) => readLines(options, name, call),
  } as Client;
}

function addressOf(base: string, name: EndpointName, call: object): URL {
  const given = call as Record<string, unknown>;
  const { path } = partsOf(endpoints[name]);
  const filled = path.replace(/:(\w+)/g, (_, part: string) =>
    encodeURIComponent(String(given[part])),
  );
  return new URL(apiRoot + filled, base);
}

async function send(
  options: ClientOptions,
  name: EndpointName,
  call: Call,
  accept: string,
): Promise<Response> {
  const { query = {}, body, idempotencyKey, signal } = call;
  const address = addressOf(options.base, name, call);
  for (const [key, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== "")
      address.searchParams.set(key, String(value));
  const isBytes = body instanceof Blob || body instanceof Uint8Array;
  const type = isBytes ? "application/octet-stream" : "application/json";
  const answer = await (call.fetch ?? options.fetch ?? fetch)(address, {
    method: partsOf(endpoints[name]).method,
    headers: {
      accept,
      ...(options.locale ? { "accept-language": options.locale() } : {}),
      ...(options.auth ? credentials(options.auth()) : {}),
      ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
      ...(body === undefined ? {} : { "content-type": type }),
    },
    ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  } as RequestInit).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiProblem(0, { code: "offline" }, { cause });
  });
  if (answer.ok) return answer;
  const problem = await problemOf(answer);
  options.onProblem?.(problem);
  throw problem;
}

const credentials = (auth: { cookie: string } | { bearer: string }): Record<string, string> =>
  "bearer" in auth ? { authorization: `Bearer ${auth.bearer}` } : auth;

async function read(answer: Response): Promise<unknown> {
  if (answer.status === 204) return null;
  return answer.headers.get("content-type")?.includes("json") ? answer.json() : answer;
}

async function* readLines(
  options: ClientOptions,
  name: EndpointName,
  call: Call,
): AsyncGenerator<unknown> {
  const answer = await send(options, name, call, "application/x-ndjson");
  if (answer.body) for await (const line of lines(answer.body)) yield JSON.parse(line);
}
