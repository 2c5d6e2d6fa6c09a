// How a route is declared: who may call it, what it takes, what it answers and what it refuses. The
// Worker's routes, the OpenAPI document and the typed client are derived from such declarations.
import type { z } from "zod";
import type { Action } from "../access.ts";
import type { HttpProblemCode } from "../problem-codes.ts";

type Tag =
  | "Service"
  | "Session"
  | "Fleet"
  | "Shared connections"
  | "Refreshes"
  | "Data"
  | "Settings"
  | "Files";

/**
 * Who may call a route. `member`: a role in the tenant of the path that allows all of these
 * actions. `starter`: the same, but it also depends on the configuration, so the use case decides.
 * `above`: a right above all tenants.
 */
export type Access =
  | "anybody"
  | "operator"
  | "signedIn"
  | { member: readonly Action[] }
  | { starter: Action }
  | { above: Action };

/** A body that is not JSON, by its media type. */
export type Media = { media: string };

/** The body of an answer: a schema of JSON, another media type, or null where there is none. */
export type AnswerBody = z.ZodType | Media | null;

/** The body of a request. `optional`: none at all counts as an empty object. */
export type RequestBody =
  | { schema: z.ZodType; optional?: true; example: unknown }
  | { media: "application/octet-stream"; example: string };

export type RouteDeclaration = {
  summary: string;
  description?: string;
  tag: Tag;
  access: Access;
  query?: z.ZodType;
  /** A valid query, for routes that require one. */
  queryExample?: Readonly<Record<string, string>>;
  body?: RequestBody;
  /** The bodies of its successful answers, by status. */
  answers: { [status: number]: AnswerBody };
  /**
   * One line of the answer as NDJSON, for callers that accept it: each arrives as soon as it is
   * known.
   */
  lines?: z.ZodType;
  /** The codes of its own refusals, beside those that follow from the rest of this declaration. */
  refuses?: readonly HttpProblemCode[];
  /** It passes on codes of the outside system, with 422, 502 and 503. */
  ofSource?: true;
  /** Takes an `Idempotency-Key`. */
  idempotent?: true;
};

/** Declarations by name, each with its exact types. */
export type Declarations = { readonly [name: string]: RouteDeclaration };
