// The only way out to an outside system: its pace, its deadlines, the size of its answers, and
// where its secret may go.
import type { GateRpc, GateLimits } from "../../contract/rpc/gate.ts";
import type { Json } from "../../contract/values/json.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type {
  SourceResponse,
  Files,
  SourceClient,
  SourceRequest,
  RateLimitInfo,
} from "../../connectors/source-client.ts";
import type { System } from "../../connectors/connector.ts";
import { judgeAddress } from "./address-guard.ts";
import { readBody } from "./response-body.ts";
import { accountMemory, keep } from "./account-memory.ts";

export type ClientLimits = {
  /** Until the first byte, unless the question asks for more patience. */
  headersMs: number;
  totalMs: number;
  idleMs: number;
  /** Counted after decompression. */
  answerBytes: number;
  /** How long one call may wait for the Gate before the batch is handed back. */
  gateMs: number;
};

export const defaultLimits: ClientLimits = {
  headersMs: 15_000,
  totalMs: 60_000,
  idleMs: 10_000,
  answerBytes: 8 * 1024 * 1024,
  gateMs: 5_000,
};

/** What a client needs of the Gate. */
export type GateClient = Pick<GateRpc, "acquire" | "release">;

export type SourceClientOptions<Settings> = {
  connector: Pick<
    System<Settings>,
    "address" | "account" | "pace" | "paceOf" | "headers" | "limitsIn"
  >;
  settings: Settings;
  secret: string | null;
  /** How sentences speak of the system; its host where left out. */
  name?: string;
  /**
   * Whose account it is: what is remembered of it is its own. Left out: everybody's who names it.
   */
  account?: string;
  tenant: string;
  /** Whether a person waits for it; true where left out. */
  urgent?: boolean;
  /** The files of the connection; none where its kind has no files. */
  files?: Files;
  /** The operator's pool, where this connection may use it. */
  hyperdrive?: string | undefined;
  /** The Gate of the account; null only where nobody shares the source, as in a test. */
  gate: GateClient | null;
  /** The operator's list of private addresses that may be called. */
  privateAddresses: string;
  limits?: Partial<ClientLimits>;
};

/**
 * Opens a client for one piece of work. What is remembered outlives it, for the same account and
 * settings.
 */
export function openSourceClient<Settings>(
  order: SourceClientOptions<Settings>,
): SourceClient<Settings> {
  const { connector, settings, secret } = order;
  const address = connector.address(settings);
  const limits = { ...defaultLimits, ...order.limits };
  const pace = connector.paceOf?.(settings) ?? connector.pace;
  const memory = accountMemory(
    `${order.account ?? connector.account(settings)}\n${JSON.stringify(settings)}`,
  );
  const { gate, tenant, urgent = true } = order;
  const name = order.name ?? address?.host ?? "";
  const open = (): OutboundContext => {
    if (address === null) throw new Error("what has no address cannot be called");
    if (!judgeAddress(address.href, order.privateAddresses).allowed)
      throw failed(name, "refused", "address_refused");
    return {
      address,
      name,
      limits,
      pace,
      gate,
      tenant,
      urgent,
      headers: connector.headers ?? [],
      limitsIn: connector.limitsIn,
    };
  };
  return {
    settings,
    secret,
    host: name,
    files: order.files ?? noFiles,
    hyperdrive: order.hyperdrive,
    recall: (key) => memory.get(key) ?? null,
    remember: (key: string, value: Json) => keep(memory, key, value),
    call: async (question) => {
      const outside = open();
      return withPermit(outside, (hear) => callNow(outside, question, hear));
    },
    withSocket: async (work) => {
      const outside = open();
      return withPermit(outside, () => workNow(outside, work));
    },
  };
}

const noFiles: Files = { list: async () => [], open: async () => null };

type OutboundContext = {
  address: URL;
  /** How sentences speak of it. */
  name: string;
  limits: ClientLimits;
  pace: GateLimits;
  gate: GateClient | null;
  tenant: string;
  urgent: boolean;
  headers: readonly string[];
  limitsIn: System<unknown>["limitsIn"];
};

/** Work inside a permit of the Gate. `hear` takes what the system says of its limits. */
async function withPermit<T>(
  outside: OutboundContext,
  work: (hear: (said: RateLimitInfo) => void) => Promise<T>,
): Promise<T> {
  const { gate } = outside;
  if (gate === null) return work(() => undefined);
  const permit = await acquirePermit(outside, gate);
  let said: RateLimitInfo = {};
  try {
    return await work((heard) => (said = heard));
  } catch (error) {
    const wait =
      error instanceof ConnectorError && error.failure.code === "source_busy"
        ? error.failure.retryAfterMs
        : null;
    if (wait !== null) said = { silentForMs: wait, ...said };
    throw error;
  } finally {
    const silent =
      said.silentForMs === undefined ? {} : { silentUntil: Date.now() + said.silentForMs };
    // A permit that cannot be given back ends by itself; the answer is worth more than the error.
    await gate
      .release({ permit, ...silent, ...(said.day === undefined ? {} : { day: said.day }) })
      .catch(() => undefined);
  }
}

/** Work that is no HTTP, within the time that a call may take in all. */
async function workNow<T>(
  { name, limits }: OutboundContext,
  work: (deadline: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      deadline.abort();
      reject(failed(name, "busy", "source_timeout"));
    }, limits.totalMs);
  });
  try {
    return await Promise.race([work(deadline.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What people are told of a wait at the Gate. */
export const waitCodes = {
  pace: "gate_wait",
  silence: "gate_silent",
  day: "calls_used_up",
} as const;

/**
 * Waits out short refusals here: work that takes several calls would otherwise begin anew after
 * each of them and never end. A longer one hands the batch back.
 */
async function acquirePermit(
  { name, pace, limits, tenant, urgent }: OutboundContext,
  gate: GateClient,
): Promise<string> {
  const giveUpAt = Date.now() + limits.gateMs;
  for (;;) {
    const permit = await gate.acquire({ tenant, limits: pace, urgent });
    if (permit.type === "go") return permit.permit;
    const waitMs = Math.max(0, permit.at - Date.now());
    if (Date.now() + waitMs >= giveUpAt) throw failed(name, "busy", waitCodes[permit.why], waitMs);
    await new Promise((resolve) => setTimeout(resolve, Math.max(10, waitMs)));
  }
}

async function callNow(
  outside: OutboundContext,
  question: SourceRequest,
  hear: (said: RateLimitInfo) => void,
): Promise<SourceResponse> {
  const { name, limits } = outside;
  const url = joined(outside, question.path);
  const deadline = new AbortController();
  const total = setTimeout(() => deadline.abort(), limits.totalMs);
  const headers = setTimeout(
    () => deadline.abort(),
    Math.min(question.timeoutMs ?? limits.headersMs, limits.totalMs),
  );
  try {
    const response = await fetch(url, {
      method: question.method,
      headers: { accept: "*/*", ...question.headers },
      ...(question.body === undefined ? {} : { body: question.body }),
      redirect: "manual",
      signal: deadline.signal,
    });
    clearTimeout(headers);
    const answered = { status: response.status, headers: kept(response.headers, outside.headers) };
    const said = outside.limitsIn?.(answered, Date.now()) ?? {};
    hear(said);
    await refuseElsewhere(outside, response, said);
    const read = await readBody(response, {
      bytes: limits.answerBytes,
      idleMs: limits.idleMs,
      deadline,
    });
    if (read.type === "too_large") throw failed(name, "broken", "answer_too_large");
    return { ...answered, body: read.text };
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    // Why a connection failed stays inside: its words could tell what runs in a private network.
    throw failed(name, "busy", deadline.signal.aborted ? "source_timeout" : "source_unreachable");
  } finally {
    clearTimeout(total);
    clearTimeout(headers);
  }
}

/** Redirects and requests to wait never reach the connector. */
async function refuseElsewhere(
  { address, name }: OutboundContext,
  response: Response,
  said: RateLimitInfo,
): Promise<void> {
  const { status } = response;
  const isRedirect = status >= 300 && status < 400 && status !== 304;
  if (!isRedirect && status !== 429 && status !== 503) return;
  await response.body?.cancel();
  if (!isRedirect)
    throw failed(
      name,
      "busy",
      "source_busy",
      said.silentForMs ?? retryAfterMs(response.headers, Date.now()),
    );
  const target = response.headers.get("location") ?? "";
  // To another page of the same system: a sign-in form, so we knocked at the wrong door. To
  // elsewhere: the system has moved.
  const stays =
    URL.canParse(target, address.href) && new URL(target, address.href).origin === address.origin;
  throw failed(name, "refused", stays ? "not_that_system" : "address_moved");
}

/** Joins a path to the address; a path that leaves it is a fault of ours. */
function joined({ address, name }: OutboundContext, path: string): URL {
  const base = address.pathname.replace(/\/+$/, "");
  const url = new URL(`${address.origin}${base}${path}`);
  const leaves =
    !path.startsWith("/") ||
    /[\\#]|\/\/|\.\.|%2e/i.test(path.split("?")[0] ?? "") ||
    url.origin !== address.origin;
  if (leaves || !url.pathname.startsWith(`${base}/`))
    throw failed(name, "refused", "address_refused");
  return url;
}

/** Headers that connectors need, in lower case. */
function kept(headers: Headers, wanted: readonly string[]): Record<string, string> {
  const names = ["content-type", "date", ...wanted];
  return Object.fromEntries(
    names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? ""]] : [])),
  );
}

const dayMs = 86_400_000;

/**
 * Retry-After as milliseconds, from seconds or a date of the source's own clock; null when there is
 * none.
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, dayMs);
  // `Date.parse` reads a day out of "-5" and "1.5" as well.
  const until = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN;
  const itsNow = Date.parse(headers.get("date") ?? "");
  return text === "" || Number.isNaN(until)
    ? null
    : Math.min(Math.max(0, until - (Number.isNaN(itsNow) ? now : itsNow)), dayMs);
}

function failed(
  host: string,
  kind: "busy" | "refused" | "broken",
  code: string,
  waitMs: number | null = null,
): ConnectorError {
  return new ConnectorError(kind, code, {
    facts: { host },
    ...(waitMs === null ? {} : { retryAfterMs: waitMs }),
  });
}
