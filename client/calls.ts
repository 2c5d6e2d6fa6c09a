// Arguments and results of each client function: types only, derived from the route declarations.
import type { z } from "zod";
import type { EndpointName, endpoints, ParametersOf } from "../contract/api/endpoints.ts";
import type { AnswerBodyOf, BodyOf, QueryOf, Routes } from "../contract/api/routes.ts";
import type { Media } from "../contract/api/routes/route.ts";

/**
 * The parameters that a query declares. Their values are sent as text and checked by the service, so
 * that a page may pass on what stands in its address. null and the empty text leave one out.
 */
type QueryValues<Schema extends z.ZodType> = {
  [Name in keyof z.input<Schema>]: string | number | null;
};

type QueryPart<Name extends EndpointName> = Routes[Name] extends { query: z.ZodType }
  ? object extends z.input<QueryOf<Name>>
    ? { query?: QueryValues<QueryOf<Name>> }
    : { query: QueryValues<QueryOf<Name>> }
  : unknown;

type BodyPart<Name extends EndpointName> = Routes[Name] extends { body: infer Body }
  ? Body extends Media
    ? { body: Blob | Uint8Array<ArrayBuffer> }
    : Body extends { optional: true }
      ? { body?: z.input<BodyOf<Name>> }
      : { body: z.input<BodyOf<Name>> }
  : unknown;

type KeyPart<Name extends EndpointName> = Routes[Name] extends { idempotent: true }
  ? { idempotencyKey?: string }
  : unknown;

/** `fetch` sends this one request in place of the client's own, as for an upload with progress. */
export type CallOptions = { signal?: AbortSignal; fetch?: typeof fetch };

/** What a call of a route takes: the names in its path, its query and its body. */
export type CallOf<Name extends EndpointName> = Record<
  ParametersOf<(typeof endpoints)[Name]>,
  string
> &
  QueryPart<Name> &
  BodyPart<Name> &
  KeyPart<Name> &
  CallOptions;

/** The same as a list of arguments: a call that requires nothing may be left out. */
export type ArgumentsOf<Name extends EndpointName> =
  object extends CallOf<Name> ? [call?: CallOf<Name>] : [call: CallOf<Name>];

type ResultOf<Body> = Body extends z.ZodType
  ? z.output<Body>
  : Body extends Media
    ? Response
    : null;

/** What a call resolves to: JSON, null for an empty answer, the response for other media types. */
export type AnswerOf<Name extends EndpointName> = ResultOf<AnswerBodyOf<Name>>;

/** Routes that can also answer line by line. */
export type LinesName = {
  [Name in EndpointName]: Routes[Name] extends { lines: z.ZodType } ? Name : never;
}[EndpointName];

/** One line of such an answer. */
export type LineOf<Name extends LinesName> = Routes[Name] extends {
  lines: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : never;

/** Routes that open a WebSocket. */
export type SocketName = {
  [Name in EndpointName]: Routes[Name]["answers"] extends { 101: null } ? Name : never;
}[EndpointName];
