// What calls of routes take and give back: types only, read from the declarations.
import type { z } from "zod";
import type { EndpointName, endpoints, ParametersOf } from "../contract/api/endpoints.ts";
import type { AnswerBodyOf, BodyOf, QueryOf, Routes } from "../contract/api/routes.ts";
import type { Media } from "../contract/api/routes/route.ts";

/** What a query is given: texts as they are sent, numbers, and null for "not asked". */
type Query<Schema> = {
  [Name in keyof z.input<Schema & z.ZodType>]:
    | z.input<Schema & z.ZodType>[Name]
    | (Name extends keyof z.output<Schema & z.ZodType>
        ? Extract<z.output<Schema & z.ZodType>[Name], number>
        : never)
    | null;
};

type PartOfQuery<Name extends EndpointName> = Routes[Name] extends { query: z.ZodType }
  ? object extends z.input<QueryOf<Name>>
    ? { query?: Query<QueryOf<Name>> }
    : { query: Query<QueryOf<Name>> }
  : unknown;

type PartOfBody<Name extends EndpointName> = Routes[Name] extends { body: infer Body }
  ? Body extends Media
    ? { body: Blob | Uint8Array<ArrayBuffer> }
    : Body extends { optional: true }
      ? { body?: z.input<BodyOf<Name>> }
      : { body: z.input<BodyOf<Name>> }
  : unknown;

type PartOfKey<Name extends EndpointName> = Routes[Name] extends { idempotent: true }
  ? { idempotencyKey?: string }
  : unknown;

/** `fetch`: another way to send this one request. */
export type CallOptions = { signal?: AbortSignal; fetch?: typeof fetch };

/** A call of a route: the names of its path, its query, its body. */
export type CallOf<Name extends EndpointName> = Record<
  ParametersOf<(typeof endpoints)[Name]>,
  string
> &
  PartOfQuery<Name> &
  PartOfBody<Name> &
  PartOfKey<Name> &
  CallOptions;

/** The same as an argument, which may be left out where nothing is needed. */
export type Given<Name extends EndpointName> =
  object extends CallOf<Name> ? [call?: CallOf<Name>] : [call: CallOf<Name>];

type Told<Body> = Body extends z.ZodType ? z.output<Body> : Body extends Media ? Response : null;

/** What a route answers: its JSON, null where it says nothing, the response of other media types. */
export type AnswerOf<Name extends EndpointName> = Told<AnswerBodyOf<Name>>;

/** Routes that answer line by line as well. */
export type LinesName = {
  [Name in EndpointName]: Routes[Name] extends { lines: z.ZodType } ? Name : never;
}[EndpointName];

/** One line of such an answer. */
export type LineOf<Name extends LinesName> = Routes[Name] extends {
  lines: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : never;

/** Routes that become a socket. */
export type SocketName = {
  [Name in EndpointName]: Routes[Name]["answers"] extends { 101: null } ? Name : never;
}[EndpointName];
