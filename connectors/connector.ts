// The one interface behind which every outside system stands: what it is, how it is read, how it is
// written to.
import type { z } from "zod";
import type { Kind } from "../contract/api/catalog.ts";
import type { GateLimits } from "../contract/rpc/gate.ts";
import type { FilePreview } from "../contract/api/file.ts";
import type { Json } from "../contract/values/json.ts";
import type { Check } from "../contract/source/check.ts";
import type { Column, Discovered } from "../contract/source/resource.ts";
import type { Coverage, Cursor, Horizon, Survey } from "../contract/source/survey.ts";
import type { Delivered, Delivery, Pending } from "../contract/source/delivery.ts";
import type { Partition, IdRange } from "../contract/source/partition.ts";
import type { Failure, FailureKind } from "../contract/source/failure.ts";
import type { Id } from "../contract/source/record.ts";
import type { Page, Smaller } from "../contract/source/page.ts";

/**
 * A question to the outside system. Paths are joined to the connection's address and may not leave
 * it.
 */
export type SourceRequest = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Whole seconds of patience; the client has its own upper bound. */
  timeoutMs?: number;
};

/**
 * An answer, read whole under the client's limits. Only the headers that connectors need are kept,
 * in lower case.
 */
export type SourceResponse = { status: number; headers: Record<string, string>; body: string };

/** A file that people have given us, in the order of its arrival. */
export type StoredFile = { key: string; number: number; name: string; bytes: number };

/** The files of one connection. */
export type Files = {
  /** Files whose number is above `after`, rising; at most `limit`. */
  list(after: number, limit: number): Promise<StoredFile[]>;
  /** A file and its bytes; null when it is no longer there. */
  open(key: string): Promise<{ file: StoredFile; bytes: ReadableStream<Uint8Array> } | null>;
};

/**
 * The only way out to one outside system: keeps its pace, sets the deadline, bounds the answer,
 * follows no redirect. `call` throws `ConnectorError` for what never became an answer (busy:
 * unreachable, timeout) and for redirects (refused). 429 and 503 with their Retry-After arrive as
 * `busy` as well; every other status is for the connector to read.
 */
export interface SourceClient<Settings> {
  settings: Settings;
  /** The opened secret; null when none is kept. */
  secret: string | null;
  /** Host of the address, for sentences; empty where there is no address. */
  host: string;
  call(question: SourceRequest): Promise<SourceResponse>;
  /**
   * For what is no HTTP: judges the address, passes the Gate and sets the deadline around work that
   * opens a socket of its own.
   */
  withSocket<T>(work: (deadline: AbortSignal) => Promise<T>): Promise<T>;
  /** The files of this connection; none where its kind has no files. */
  files: Files;
  /**
   * The operator's own pool of database connections, as an address with its credentials; only for
   * connections of the house.
   */
  hyperdrive?: string | undefined;
  /**
   * Remembers small facts about this account while the isolate lives (protocol found, session user
   * id); null when not known.
   */
  recall(key: string): Json | null;
  remember(key: string, value: Json): void;
}

/** What a connector reads for one resource of a template. */
export type Reading = { template: string; resource: string; options: { [name: string]: Json } };

export type Since = { cursor: Cursor | null; complete: boolean };

export type FetchOrder = Reading & {
  partition: Partition;
  horizon: Horizon;
  coverage: Coverage;
  pageSize: number | null;
};

/**
 * What every outside system is, whether we read it or write to it. `Settings` are checked by
 * `settings` before anything reads them.
 */
export interface System<Settings> {
  kind: Kind;
  settings: z.ZodType<Settings>;
  /**
   * The address all calls go to; null where there is none to call, as for files that people bring.
   */
  address(settings: Settings): URL | null;
  /** Pace the system is known to bear, per account. */
  pace: GateLimits;
  /**
   * Lanes of one refresh at most. One alone where calls are counted: it remembers what another
   * would ask for again.
   */
  lanes?: number;
  /** A pace of its own for some addresses; `pace` where absent. */
  paceOf?(settings: Settings): GateLimits;
  /**
   * Names of answer headers that its connector reads, in lower case, beside content-type and date.
   */
  headers?: readonly string[];
  /** What an answer says of the account's limits: passed on to the Gate, also for a 429. */
  limitsIn?(answer: Pick<SourceResponse, "status" | "headers">, now: number): RateLimitInfo;
  /**
   * Which account of the system the settings name: connections with the same account and secret
   * share one Gate.
   */
  account(settings: Settings): string;
  /**
   * Whether that account has many secrets, one an application, say: then the connections of one
   * keeper share it, not those of one secret.
   */
  sharesAccount?(settings: Settings): boolean;
  check(client: SourceClient<Settings>): AsyncIterable<Check>;
}

/** What a system said of its limits in an answer. */
export type RateLimitInfo = {
  /** Calls of today that are left, and that there are in all. */
  day?: { remaining: number; limit: number };
  /** Ask nothing before this has passed. */
  silentForMs?: number;
};

/**
 * An outside system that is read. Methods throw `ConnectorError` and nothing else on purpose; a bad
 * record is a `Reject` of its page. Same input, same source data: same records, whatever the
 * transport.
 */
export interface Source<Settings> extends System<Settings> {
  /** Checks the options of a template, and fills in what was left out. */
  options?(template: string): z.ZodType<Reading["options"]>;
  /**
   * Changes when kept data must be read completely again: mapping version, fields, filter,
   * database.
   */
  fingerprint(settings: Settings, reading: Reading): string;
  discover(client: SourceClient<Settings>, template: string): Promise<Discovered[]>;
  survey(client: SourceClient<Settings>, reading: Reading, since: Since): Promise<Survey>;
  fetch(client: SourceClient<Settings>, order: FetchOrder): Promise<Page | Smaller>;
  /**
   * Records inside the horizon, counted by the source; null when it cannot. `cursor` is the
   * survey's own. Where ids are derived, records are counted and not ids: two that claim one id are
   * two.
   */
  count(
    client: SourceClient<Settings>,
    order: Reading & { horizon: Horizon; cursor: Cursor | null },
  ): Promise<number | null>;
  /**
   * A look into a file before anything of it is read into the store; only where people bring files.
   */
  preview?(
    bytes: ReadableStream<Uint8Array>,
    name: string,
    settings: Settings,
  ): Promise<FilePreview>;
  /**
   * Ids inside a span and the horizon, rising: an id stands there once for each record that claims
   * it. Absent when the source cannot list them.
   */
  ids?(
    client: SourceClient<Settings>,
    order: Reading & { range: IdRange; horizon: Horizon; cursor: Cursor | null },
  ): Promise<Id[]>;
}

/**
 * A page of deliveries: records as they stand at `generation`, in the order of the resources and,
 * inside one, of ids.
 */
export type PushOrder = {
  /** Which data this is, for a destination that holds several. */
  tenant: string;
  configuration: string;
  /** What people call the configuration today. */
  configurationName: string;
  /** Of what the data was read: a destination may have to know (`dataElements`, `students`). */
  template: string;
  resource: string;
  columns: Column[];
  /** The options of the configuration, as its template checks them; none where left out. */
  options?: { [name: string]: Json };
  deliveries: Delivery[];
  /** The run's reign: a destination that can must refuse a smaller one than it has seen. */
  epoch: number;
  /**
   * Where this page begins and ends on the way to `generation`; a destination that keeps both in
   * the transaction of the data tells a repeat by them.
   */
  generation: number;
  page: number;
  /**
   * Nothing was delivered there before: what it holds of this resource and does not get now is not
   * ours any more.
   */
  whole: boolean;
  /** The last page of this resource. */
  last: boolean;
  /**
   * What the destination holds of this resource, where that is known, with the first page of a
   * delivery: the generation whose pages it has confirmed last, and how many records it has then.
   * One that can tells `destination_differs` or `destination_older` where it holds something else.
   */
  known?: { confirmed: number; records: { least: number; most: number } | null } | null;
  /**
   * With the last page: how many records the destination has to hold then, beside those it refuses
   * of it. What was taken out in the midst of a delivery, or before one of which the beginning is
   * not known, is told by this alone.
   */
  due?: { least: number; most: number } | null;
  /** Work that the destination began for this page by an earlier call that answered `pending`. */
  task: Json | null;
};

/**
 * An outside system that is written to. A page may come twice: the second time it changes nothing.
 */
export interface Destination<Settings> extends System<Settings> {
  /** Records of one page at most. */
  pushSize: number;
  /**
   * Where in the system the settings make it write: what was sent to another place counts no more.
   * Its address where absent.
   */
  placeOf?(settings: Settings): string;
  /**
   * It looks with every delivery whether it still holds what it was sent: it is asked even where
   * there is nothing to send.
   */
  recounts?: true;
  push(client: SourceClient<Settings>, order: PushOrder): Promise<Delivered | Pending>;
}

/** One outside system: read, written to, or both. */
export type Connector<Settings> =
  Source<Settings> | Destination<Settings> | (Source<Settings> & Destination<Settings>);

/** What went wrong with a source, named by what must happen next. */
export class ConnectorError extends Error {
  readonly failure: Failure;
  constructor(
    kind: FailureKind,
    code: string,
    detail: { facts?: Record<string, string>; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(`${kind}: ${code}`, { cause: detail.cause });
    this.name = "ConnectorError";
    this.failure = {
      kind,
      code,
      facts: detail.facts ?? {},
      retryAfterMs: detail.retryAfterMs ?? null,
    };
  }
}
