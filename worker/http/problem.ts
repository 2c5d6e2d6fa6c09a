// Errors on their way out: every one leaves as RFC 9457 problem details, in the language of the
// request.
import type { Locale } from "../../contract/values/json.ts";
import type { ProblemDetails } from "../../contract/api/problem.ts";
import type { Failure, FailureKind } from "../../contract/source/failure.ts";
import { statusOf, titleOf, type HttpProblemCode } from "../../contract/api/problem-codes.ts";
import { say } from "../../contract/sentences/say.ts";
import { testedSentenceOf } from "../../contract/sentences/tested.ts";

type Extra = Pick<ProblemDetails, "errors" | "run" | "progressPercentage" | "instance">;

type Detail = { facts?: Record<string, string>; extra?: Extra; headers?: Record<string, string> };

/** Thrown anywhere behind a door; the app turns it into an answer. */
export class HttpProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly facts: Record<string, string>;
  readonly extra: Extra;
  readonly headers: Record<string, string>;

  constructor(code: HttpProblemCode, detail: Detail = {}) {
    super(code);
    this.name = "HttpProblem";
    this.code = code;
    this.status = statusOf(code);
    this.facts = detail.facts ?? {};
    this.extra = detail.extra ?? {};
    this.headers = detail.headers ?? {};
  }
}

const failureStatuses = { busy: 503, refused: 422, broken: 502 } satisfies Record<
  FailureKind,
  number
>;

/**
 * The outside system did not do what somebody asked for through us: its own code, and a status that
 * says whose turn it is.
 */
export class SourceProblem extends HttpProblem {
  override readonly code: string;
  override readonly status: number;

  constructor({ kind, code, facts, retryAfterMs }: Failure) {
    const headers: Record<string, string> =
      retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
    super("service_unavailable", { facts, headers });
    this.name = "SourceProblem";
    this.code = code;
    this.status = failureStatuses[kind];
  }
}

/** The answer to a problem: one shape for all of them. */
export function problemResponse(problem: HttpProblem, locale: Locale): Response {
  const { status } = problem;
  const body: ProblemDetails = {
    type: "about:blank",
    title: titleOf(status),
    status,
    // Somebody waits for an outside system: nothing is tried again unless they do it.
    detail:
      problem instanceof SourceProblem
        ? testedSentenceOf(problem)[locale]
        : say(problem.code, problem.facts, locale),
    code: problem.code,
    ...problem.extra,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "content-language": locale,
      ...problem.headers,
    },
  });
}
