// The client through which a connector reaches its outside system: HTTP, sockets and stored files.
import type { Json } from "../contract/values/json.ts";

/** A request to the outside system. */
export type SourceRequest = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Joined to the connection's address, which it may not leave. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Capped by the client's own upper bound. */
  timeoutMs?: number;
};

/**
 * A response, read completely within the client's size limit. Only the headers that connectors need
 * are kept, with lower-case names.
 */
export type SourceResponse = { status: number; headers: Record<string, string>; body: string };

/** What a response says about the account's rate limits. */
export type RateLimitInfo = {
  /** The daily budget of calls, and how much of it is left. */
  day?: { remaining: number; limit: number };
  /** No call before this much time has passed. */
  silentForMs?: number;
};

/** A file that somebody uploaded. Numbers follow the order of arrival. */
export type StoredFile = { key: string; number: number; name: string; bytes: number };

/** The uploaded files of one connection. */
export type Files = {
  /** Files numbered above `after`, ascending, at most `limit` of them. */
  list(after: number, limit: number): Promise<StoredFile[]>;
  /** A file and its bytes; null once it is gone. */
  open(key: string): Promise<{ file: StoredFile; bytes: ReadableStream<Uint8Array> } | null>;
};

/**
 * The only way out to one outside system. It waits for the rate limit, sets the deadline, bounds
 * the response and follows no redirect.
 *
 * `call` throws a `ConnectorError` when there is no response (`busy`: unreachable, timeout), for a
 * redirect (`refused`), and for 429 and 503 (`busy`, with their Retry-After). The connector reads
 * every other status itself.
 */
export interface SourceClient<Settings> {
  settings: Settings;
  /** The decrypted secret; null when the connection has none. */
  secret: string | null;
  /** Host of the address, for messages; empty when there is no address. */
  host: string;
  call(request: SourceRequest): Promise<SourceResponse>;
  /** For non-HTTP protocols: checks the address, acquires a permit, applies the deadline. */
  withSocket<T>(work: (deadline: AbortSignal) => Promise<T>): Promise<T>;
  /** Empty when connections of this kind have no files. */
  files: Files;
  /** Address and credentials of the operator's connection pool; only for shared connections. */
  hyperdrive?: string | undefined;
  /** A fact remembered about this account; null when there is none. */
  recall(key: string): Json | null;
  /** Remembers a small fact about this account (its protocol, a user id) for the isolate's life. */
  remember(key: string, value: Json): void;
}
