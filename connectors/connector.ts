// The one interface behind which every outside system stands.
import type { z } from "zod";
import type { Kind } from "../contract/catalog.ts";
import type { Json } from "../contract/json.ts";
import type {
  Check,
  Coverage,
  Cursor,
  Discovered,
  Extent,
  Failure,
  FailureKind,
  Horizon,
  Id,
  Page,
  Range,
  Smaller,
  Survey,
} from "../contract/source.ts";

/** A question to the outside system. Paths are joined to the connection's address and may not leave it. */
export type Question = {
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Whole seconds of patience; the link has its own upper bound. */
  timeoutMs?: number;
};

/** An answer, read whole under the link's limits. Only the headers that connectors need are kept, in lower case. */
export type Answer = { status: number; headers: Record<string, string>; body: string };

/**
 * The only way out to one outside system: keeps its pace, sets the deadline, bounds the answer, follows no redirect.
 * `call` throws `ConnectorError` for what never became an answer (busy: unreachable, timeout) and for redirects (refused).
 * 429 and 503 with their Retry-After arrive as `busy` as well; every other status is for the connector to read.
 */
export interface Link<Settings> {
  settings: Settings;
  /** The opened secret; null when none is kept. */
  secret: string | null;
  /** Host of the address, for sentences. */
  host: string;
  call(question: Question): Promise<Answer>;
  /** Remembers small facts about this account while the isolate lives (protocol found, session user id); null when not known. */
  recall(key: string): Json | null;
  remember(key: string, value: Json): void;
}

/** What a connector reads for one resource of a template. */
export type Reading = { template: string; resource: string; options: { [name: string]: Json } };

export type Since = { cursor: Cursor | null; complete: boolean };

export type FetchOrder = Reading & { extent: Extent; horizon: Horizon; coverage: Coverage; pageSize: number | null };

/**
 * One outside system. Methods throw `ConnectorError` and nothing else on purpose; a bad record is a `Reject` of its page.
 * Same input, same source data: same records, whatever the transport.
 */
export interface Connector<Settings> {
  kind: Kind;
  settings: z.ZodType<Settings>;
  /** The address all calls go to. */
  address(settings: Settings): URL;
  /** Pace the source is known to bear, per account. */
  pace: { callsPerSecond: number; parallelCalls: number; callsPerDay: number | null; dayReserve: number };
  /** A pace of its own for some addresses; `pace` where absent. */
  paceOf?(settings: Settings): Connector<Settings>["pace"];
  /** Checks the options of a template, and fills in what was left out. */
  options?(template: string): z.ZodType<Reading["options"]>;
  /** Which account of the source the settings name: connections with the same account share one Gate. */
  account(settings: Settings): string;
  /** Changes when kept data must be read completely again: mapping version, fields, filter, database. */
  fingerprint(settings: Settings, reading: Reading): string;
  check(link: Link<Settings>): AsyncIterable<Check>;
  discover(link: Link<Settings>, template: string): Promise<Discovered[]>;
  survey(link: Link<Settings>, reading: Reading, since: Since): Promise<Survey>;
  fetch(link: Link<Settings>, order: FetchOrder): Promise<Page | Smaller>;
  /** Records inside the horizon, counted by the source; null when it cannot. `cursor` is the survey's own. */
  count(link: Link<Settings>, order: Reading & { horizon: Horizon; cursor: Cursor | null }): Promise<number | null>;
  /** Ids inside range and horizon, rising. Absent when the source cannot list them. */
  ids?(link: Link<Settings>, order: Reading & { range: Range; horizon: Horizon; cursor: Cursor | null }): Promise<Id[]>;
}

/** What went wrong with a source, named by what must happen next. */
export class ConnectorError extends Error {
  readonly failure: Failure;
  constructor(kind: FailureKind, code: string, detail: { facts?: Record<string, string>; retryAfterMs?: number; cause?: unknown } = {}) {
    super(`${kind}: ${code}`, { cause: detail.cause });
    this.name = "ConnectorError";
    this.failure = { kind, code, facts: detail.facts ?? {}, retryAfterMs: detail.retryAfterMs ?? null };
  }
}
